/// Language tags that come with a document or a block.
enum GivenTag {
  /// The tag, with hyphens for underscores; nil where it says no language: empty, `und`, or no tag at all.
  static func language(_ given: String) -> String? {
    let tag = hyphenated(given)
    return isWellFormed(tag) && BlockReading.primary(tag) != "und" ? tag : nil
  }

  /// Whether a text has the form of a language tag. Tags that are there for history only (`i-klingon`) have
  /// not, nor have languages of more than three letters, of which none is registered (`english`).
  ///
  /// - Source: RFC 5646, 2.1: language, up to three extended languages, script, region, variants, extensions,
  ///   private use.
  /// - Complexity: O(bytes).
  static func isWellFormed(_ tag: String) -> Bool {
    var rest = hyphenated(tag).utf8.split(separator: 0x2D, omittingEmptySubsequences: false)[...]
    let areSubtags = rest.allSatisfy { part in
      (1...8).contains(part.count) && part.allSatisfy { isLetter($0) || isDigit($0) }
    }
    guard areSubtags else { return false }
    func pass(_ matches: (Substring.UTF8View) -> Bool) -> Bool {
      guard let part = rest.first, matches(part) else { return false }
      rest.removeFirst()
      return true
    }
    guard pass({ (2...3).contains($0.count) && $0.allSatisfy(isLetter) }) else {
      return rest.first?.elementsEqual([0x78]) == true && rest.count > 1
    }
    for _ in 0..<3 { _ = pass { $0.count == 3 && $0.allSatisfy(isLetter) } }
    _ = pass { $0.count == 4 && $0.allSatisfy(isLetter) }
    _ = pass { $0.count == 2 && $0.allSatisfy(isLetter) || $0.count == 3 && $0.allSatisfy(isDigit) }
    while pass({ $0.count >= 5 || $0.count == 4 && $0.first.map(isDigit) == true }) {}
    while let singleton = rest.first, singleton.count == 1 {
      rest.removeFirst()
      if singleton.first.map({ $0 | 0x20 }) == 0x78 { return !rest.isEmpty }
      guard pass({ $0.count >= 2 }) else { return false }
      while pass({ $0.count >= 2 }) {}
    }
    return rest.isEmpty
  }

  private static func hyphenated(_ tag: String) -> String {
    String(decoding: tag.utf8.map { $0 == 0x5F ? 0x2D : $0 }, as: UTF8.self)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 }

  private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
}
