/// Words for what somebody is who speaks in a transcript. Languages that write them in lower case behind the
/// first word put them in labels of turns: "Phóng viên:", "Nhà báo Lê Văn:", "Presiding judge:".
enum SpeakerRoles {
  /// English and Vietnamese, in lower case.
  static let words: Set<[String]> = Set(
    [
      "reporter", "interviewer", "moderator", "narrator", "presiding judge", "judge", "witness",
      "defence counsel",
      "defense counsel", "counsel", "co prosecutor", "prosecutor", "civil party", "prime minister",
      "foreign minister",
      "minister", "president", "ambassador", "secretary general", "deputy", "delegate", "the", "of", "for",
      "court",
      "phóng viên", "nhà báo", "người dẫn chương trình", "dẫn chương trình", "người phỏng vấn", "người hỏi",
      "người trả lời", "người kể chuyện", "bạn đọc", "độc giả", "khán giả", "thính giả", "câu hỏi", "hỏi",
      "đáp",
      "trả lời", "ông", "bà", "anh", "chị", "ngài", "đồng chí", "thủ tướng", "phó thủ tướng", "chủ tịch",
      "phó chủ tịch", "tổng thống", "bộ trưởng", "thứ trưởng", "đại sứ", "đại tướng", "thượng tướng",
      "trung tướng",
      "thiếu tướng", "đại tá", "giáo sư", "phó giáo sư", "tiến sĩ", "bác sĩ", "luật sư", "thẩm phán",
      "chánh án",
      "công tố viên", "kiểm sát viên", "nhân chứng", "chủ tọa", "chủ toạ", "bị cáo", "thư ký", "đại biểu",
      "biên tập viên", "phiên dịch", "phiên dịch viên", "người phiên dịch", "nhà văn", "nhà thơ",
      "nhà sử học",
      "tổng bí thư", "hoàng thân", "quốc vương", "ngoại giao", "quốc phòng", "báo", "đài", "tạp chí",
      "tòa soạn",
      "toà soạn", "ban biên tập", "cựu",
    ].map { $0.split(separator: " ").map(String.init) })
  private static let longest = words.map(\.count).max() ?? 0

  /// How many words a label begins with that are such words.
  ///
  /// - Parameter label: its words in lower case.
  static func count(of label: [String]) -> Int {
    var count = 0
    while count < label.count {
      let rest = label[count...]
      let match = (1...longest).reversed().first {
        rest.count >= $0 && words.contains(Array(rest.prefix($0)))
      }
      guard let match else { break }
      count += match
    }
    return count
  }
}
