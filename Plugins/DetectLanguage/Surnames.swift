import UnicodeText

/// Vietnamese surnames, with and without marks: nine in ten bearers of the language have one of these.
///
/// - Source: Lê Trung Hoa, "Họ và tên người Việt Nam" (1992), the fourteen most frequent; others as they stand in
///   the names of the country's officials.
enum Surnames {
  /// - Parameter word: UTF-8, lower case, NFC.
  static func contains(_ word: [UInt8]) -> Bool { hashes.contains(hash(word)) }

  private static let hashes: Set<UInt64> = {
    let names = """
      nguyễn nguyen trần tran lê le phạm pham hoàng hoang huỳnh huynh phan vũ vu võ vo đặng dang bùi bui đỗ do hồ ho
      ngô ngo dương duong lý ly đào dao đoàn doan vương vuong trịnh trinh trương truong đinh dinh lâm lam phùng phung
      mai tô to hà ha tạ ta châu chau quách quach thái thai tôn ton cao lương luong lưu luu nông nong
      """
    return Set(names.split(whereSeparator: \.isWhitespace).map { hash($0.utf8) })
  }()

  /// FNV-1a.
  static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
