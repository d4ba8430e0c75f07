/// Which runs of letters a text holds, to find another text in it.
///
/// Runs of 24 bytes of letters, of which a quarter is chosen by their own value, so that memory stays small
/// and both texts choose the same.
struct Likeness {
  private static let length = 24
  private let runs: Set<UInt64>

  /// - Complexity: O(n) in bytes.
  init(_ paragraphs: [[UInt8]]) {
    var runs: Set<UInt64> = []
    for paragraph in paragraphs { Self.forEachRun(of: paragraph) { runs.insert($0) } }
    self.runs = runs
  }

  /// The share of a text's runs that are in this one, 0...1; nil where the text is too short to tell.
  func share(of text: [UInt8]) -> Double? {
    var (all, known) = (0, 0)
    Self.forEachRun(of: text) { run in
      all += 1
      if runs.contains(run) { known += 1 }
    }
    return all == 0 ? nil : Double(known) / Double(all)
  }

  /// The share of this text's runs that are in another.
  func share(in other: Likeness) -> Double {
    runs.isEmpty ? 0 : Double(runs.count { other.runs.contains($0) }) / Double(runs.count)
  }

  private static func forEachRun(of text: [UInt8], _ body: (UInt64) -> Void) {
    let letters = folded(text)
    guard letters.count >= length else { return }
    let base: UInt64 = 0x9E37_79B9_7F4A_7C15
    var highest: UInt64 = 1
    for _ in 1..<length { highest = highest &* base }
    var hash: UInt64 = 0
    for (i, letter) in letters.enumerated() {
      if i >= length { hash = hash &- highest &* (UInt64(letters[i - length]) &+ 1) }
      hash = hash &* base &+ (UInt64(letter) &+ 1)
      guard i + 1 >= length else { continue }
      let mixed = (hash ^ hash >> 31) &* 0xBF58_476D_1CE4_E5B9
      if mixed >> 62 == 0 { body(mixed) }
    }
  }

  /// Letters only, ASCII in lower case.
  private static func folded(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var i = 0
    while i < text.count {
      let start = i
      let scalar = Letters.scalar(text[...], &i)
      if scalar < 0x80 {
        let byte = text[start]
        if Letters.isASCIILetter(byte) { result.append(byte | 0x20) }
      } else if Letters.isLetter(scalar) {
        result += text[start..<i]
      }
    }
    return result
  }
}
