extension LanguageWords {
  /// Vietnamese. Months and days: Unicode CLDR 44, vi. Labels: as Vietnamese newspapers write them ("Bài: X -
  /// Ảnh: Y", "Thứ năm, 7/11/2019, 10:35 (GMT+7)").
  static let vietnamese = LanguageWords(
    language: "vi",
    authorLabels: [
      "bài", "bài viết", "tác giả", "viết bởi", "người viết", "bởi", "thực hiện", "đăng bởi", "tin",
      "bài và ảnh", "bài, ảnh", "tin bài", "tin, bài", "tin, ảnh", "tin và ảnh", "người đăng", "phóng viên",
      "được viết bởi", "nội dung", "biên soạn",
    ],
    translatorLabels: ["người dịch", "dịch giả", "bản dịch", "dịch", "chuyển ngữ", "biên dịch", "dịch bởi"],
    otherRoles: [
      "theo", "ảnh", "hình ảnh", "hình", "đồ họa", "đồ hoạ", "video", "clip", "thiết kế", "biên tập",
      "hiệu đính",
      "nguồn", "minh họa", "minh hoạ", "trình bày", "kỹ thuật", "nguồn ảnh", "infographic", "ảnh minh họa",
    ],
    publishedLabels: [
      "ngày đăng", "đăng ngày", "đăng lúc", "ngày", "xuất bản", "ngày xuất bản", "đăng", "thời gian",
      "ngày viết", "đã đăng", "ngày phát hành",
    ],
    modifiedLabels: [
      "cập nhật", "cập nhật lúc", "cập nhật ngày", "ngày cập nhật", "sửa lần cuối", "cập nhật lần cuối",
    ],
    conjunctions: ["và", "cùng"],
    months: (1...12).map { _ in [] },
    dateWords: [
      "ngày", "tháng", "năm", "thứ", "chủ", "nhật", "hai", "ba", "tư", "sáu", "bảy", "lúc", "giờ", "phút",
      "sáng",
      "chiều", "tối", "gmt", "t", "cn", "mồng", "mùng",
    ],
    noNames: [
      "ban biên tập", "quản trị viên", "tác giả", "biên tập viên", "khách", "thành viên", "xem thêm", "theo",
      "trang chủ", "chia sẻ", "bình luận", "tin tức", "ẩn danh",
    ],
    referenceLabels: [
      "ký hiệu", "kí hiệu", "số hồ sơ", "ký hiệu hồ sơ", "mã tài liệu", "mã số", "số lưu trữ", "mã lưu trữ",
      "ký hiệu xếp giá", "số đăng ký cá biệt",
    ],
    shelfWords: ["phông", "hồ", "hộp", "mục", "cặp"],
    dayComesFirst: true)
}
