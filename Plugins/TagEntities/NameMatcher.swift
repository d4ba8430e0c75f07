import UnicodeText

/// A name found in a region.
struct NameMatch: Sendable, Equatable {
  /// UTF-8 bytes of the document's text.
  var range: Range<Int>
  /// Number of the name.
  var name: Int
  /// Written in capitals where the list is not: true only where the document names it otherwise too.
  var isAllCaps: Bool
  /// Found by the form without diacritics.
  var isBare: Bool
}

/// Finds the names of a list in a region: longest at each place, at the boundaries of words and of Khmer clusters, with
/// capitals where the list has them.
struct NameMatcher: Sendable {
  let names: [GazetteerName]
  private let index: NameIndex
  /// Values from here on are names without their diacritics.
  private let bareStart: Int

  /// - Complexity: O(bytes of the names · log names).
  init(_ names: [GazetteerName]) {
    self.names = names
    bareStart = names.count
    var entries: [(name: [UInt8], value: Int)] = []
    for (number, name) in names.enumerated() {
      let folded = NameKey.folded(name.name)
      let bare = NameKey.bare(name.name)
      entries.append((folded, number))
      if name.hasBareForm, bare != folded { entries.append((bare, number + names.count)) }
    }
    index = NameIndex(entries)
  }

  /// All matches, also those that overlap.
  ///
  /// - Complexity: O(tokens · longest name); for scripts without spaces O(clusters · longest name).
  func matches(in region: Region, _ text: [UInt8]) -> [NameMatch] {
    let bytes = region.folded.bytes
    let allowsBare = !NameKey.isVietnamese(bytes)
    let isAllCaps = region.isAllCaps
    var matches: [NameMatch] = []
    for token in region.tokens where token.kind == .word && !token.isTechnical {
      for start in Clusters.starts(bytes, token.folded, isUnspaced: token.shape == .caseless) {
        index.forEachMatch(in: bytes, at: start) { end, values in
          guard Clusters.isBoundary(bytes, end) else { return }
          let range = region.folded.sourceRange(of: start..<end)
          for value in values {
            let isBare = Int(value) >= bareStart
            guard !isBare || allowsBare else { continue }
            let number = isBare ? Int(value) - bareStart : Int(value)
            guard let fit = WordShapes.fit(names[number].shapes, text, range) else { continue }
            matches.append(NameMatch(range: range, name: number, isAllCaps: fit == .capitals || isAllCaps, isBare: isBare))
          }
        }
      }
    }
    return matches
  }
}

/// Where names may begin and end.
enum Clusters {
  /// The token's start, and in a script without spaces the start of each cluster.
  static func starts(_ bytes: [UInt8], _ range: Range<Int>, isUnspaced: Bool) -> [Int] {
    guard isUnspaced else { return [range.lowerBound] }
    var starts: [Int] = []
    var offset = range.lowerBound
    while offset < range.upperBound {
      if offset == range.lowerBound || isBoundary(bytes, offset) { starts.append(offset) }
      offset += UTF8Text.scalar(in: bytes, at: offset, before: bytes.count).length
    }
    return starts
  }

  /// Whether a name may end (and another thing begin) at an offset: not between two letters of a script with spaces, nor
  /// before a mark, nor inside a Khmer cluster.
  static func isBoundary(_ bytes: [UInt8], _ offset: Int) -> Bool {
    guard offset > 0, offset < bytes.count else { return true }
    let next = UTF8Text.scalar(in: bytes, at: offset, before: bytes.count).value
    let last = UTF8Text.scalar(in: bytes, endingAt: offset, after: 0).value
    if CodePoint.isMark(next) { return false }
    // U+17D2, the coeng, joins the consonant after it to the cluster.
    if last == 0x17D2 { return false }
    guard CodePoint.isLetter(next) || CodePoint.isDigit(next) else { return true }
    guard CodePoint.isLetter(last) || CodePoint.isMark(last) || CodePoint.isDigit(last) else { return true }
    return isUnspaced(next) || isUnspaced(last)
  }

  /// Thai, Lao, Burmese, Khmer, and Han.
  private static func isUnspaced(_ scalar: UInt32) -> Bool {
    0x0E00...0x0EFF ~= scalar || 0x1000...0x109F ~= scalar || CodePoint.isKhmer(scalar) || 0x4E00...0x9FFF ~= scalar
  }
}

/// Capitals of the words of a name, in a list and in a text.
enum WordShapes {
  enum Fit { case exact, capitals }

  /// The shapes of the words (runs of letters, marks and digits) of a range.
  static func shapes(_ text: [UInt8], _ range: Range<Int>) -> [Token.Shape] {
    var shapes: [Token.Shape] = []
    var start: Int?
    var offset = range.lowerBound
    while offset < range.upperBound {
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: range.upperBound)
      let isPart =
        CodePoint.isLetter(scalar) || CodePoint.isMark(scalar) || CodePoint.isDigit(scalar)
        || CodePoint.isDefaultIgnorable(scalar)
      if isPart { start = start ?? offset }
      if !isPart, let first = start {
        shapes.append(Token.Shape(text, first..<offset))
        start = nil
      }
      offset += length
    }
    if let start { shapes.append(Token.Shape(text, start..<range.upperBound)) }
    return shapes
  }

  /// Whether a text has the capitals that a name asks for; nil when not.
  ///
  /// A capital in the name asks for one in the text; in names of three capitals or more only the first does ("Communist party
  /// of Kampuchea"). Letters that are all capitals in the name must be so in the text: "US" is not "us".
  static func fit(_ name: [Token.Shape], _ text: [UInt8], _ range: Range<Int>) -> Fit? {
    let found = shapes(text, range)
    guard found.count == name.count else { return nil }
    let capitals = name.count { $0 == .capital || $0 == .mixed || $0 == .allCaps }
    var fit = Fit.exact
    var isFirst = true
    for (asked, shape) in zip(name, found) where asked != .caseless && asked != .lower {
      if asked == .allCaps {
        guard shape == .allCaps else { return nil }
      } else if shape == .allCaps {
        fit = .capitals
      } else if shape == .lower, isFirst || capitals < 3 {
        return nil
      }
      isFirst = false
    }
    return fit
  }
}
