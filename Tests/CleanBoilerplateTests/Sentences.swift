/// Sentences as long as those of an article.
enum Sentences {
  static let first =
    "Bộ đội Việt Nam đã giúp lực lượng cách mạng Campuchia giải phóng Phnôm Pênh ngày 7 tháng 1 năm 1979, và ở lại giúp dân."
  static let second =
    "Sau ngày giải phóng, chính quyền mới kêu gọi người dân trở về làng cũ, mở lại trường học và bệnh viện."
  static let third =
    "Các đoàn chuyên gia ở lại nhiều năm để giúp dựng lại ruộng đồng, cầu đường, nhà máy và đài phát thanh của đất nước."
}
