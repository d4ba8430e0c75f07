import UnicodeText

/// Capitals of the words of a name, in a list and in a text.
enum WordShapes {
  enum Fit { case exact, capitals }

  /// Words of a name whose capitals count; what is behind them asks for nothing.
  private static let words = 16

  /// The shapes of the words of a name, four bits each, the first word in the lowest: 0 stands for no word.
  static func packed(_ text: [UInt8], _ name: Range<Int>) -> UInt64 {
    var (packed, count): (UInt64, Int) = (0, 0)
    text.withUnsafeBufferPointer { text in
      forEachWord(text, name) { word in
        packed |= UInt64(code(Token.Shape(text, word))) << UInt64(count * 4)
        count += 1
        return count < words
      }
    }
    return packed
  }

  static func packed(_ name: String) -> UInt64 { packed(Array(name.utf8), 0..<name.utf8.count) }

  /// The shapes of a name that is one word of capitals.
  static let oneOfCapitals = UInt64(code(.allCaps))

  /// Whether the first word of a name asks for no capital.
  static func beginsSmall(_ name: UInt64) -> Bool { name & 15 <= 2 }

  private static func code(_ shape: Token.Shape) -> UInt8 {
    switch shape {
    case .caseless: 1
    case .lower: 2
    case .capital: 3
    case .allCaps: 4
    case .mixed: 5
    }
  }

  /// The shapes of the words (runs of letters, marks and digits) of a range.
  static func shapes(_ text: [UInt8], _ range: Range<Int>) -> [Token.Shape] {
    var shapes: [Token.Shape] = []
    text.withUnsafeBufferPointer { text in
      forEachWord(text, range) { word in
        shapes.append(Token.Shape(text, word))
        return true
      }
    }
    return shapes
  }

  /// Calls `body` with each word until it returns false.
  @inline(__always) private static func forEachWord(
    _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Bool
  ) {
    var start: Int?
    var offset = range.lowerBound
    while offset < range.upperBound {
      let byte = text[offset]
      if NameBoundary.isASCIIWord(byte) {
        start = start ?? offset
        offset += 1
        continue
      }
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: range.upperBound)
      let isPart =
        !NameBoundary.class(of: scalar).isDisjoint(with: .wordPart)
        || scalar >= 0x80 && CodePoint.isDefaultIgnorable(scalar)
      if isPart { start = start ?? offset }
      if !isPart, let first = start {
        guard body(first..<offset) else { return }
        start = nil
      }
      offset += length
    }
    if let start { _ = body(start..<range.upperBound) }
  }

  /// Whether a word has the capitals that a name of one word asks for; nil when not, as `fit` of a text has it.
  static func fit(word name: UInt64, _ shape: Token.Shape) -> Fit? {
    switch (name, shape) {
    case (0...2, _): .exact
    case (4, let shape): shape == .allCaps ? .exact : nil
    case (_, .allCaps): .capitals
    case (_, .lower): nil
    default: .exact
    }
  }

  /// Whether a name is one word at most.
  static func isWord(_ name: UInt64) -> Bool { name < 16 }

  /// Whether a text has the capitals that a name asks for; nil when not.
  ///
  /// A capital in the name asks for one in the text; in names of three capitals or more only the first does
  /// ("Communist party of Kampuchea"). Letters that are all capitals in the name must be so in the text: "US"
  /// is not "us".
  static func fit(_ name: UInt64, _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Fit? {
    var rest = name
    var capitals = 0
    while rest != 0 {
      if rest & 15 > 2 { capitals += 1 }
      rest >>= 4
    }
    if capitals == 0 { return .exact }
    rest = name
    var fit: Fit? = .exact
    var isFirst = true
    forEachWord(text, range) { word in
      let asked = UInt8(rest & 15)
      rest >>= 4
      if asked <= 2 { return rest != 0 }
      let shape = Token.Shape(text, word)
      if asked == 4 {
        guard shape == .allCaps else { fit = nil; return false }
      } else if shape == .allCaps {
        fit = .capitals
      } else if shape == .lower, isFirst || capitals < 3 {
        fit = nil
        return false
      }
      isFirst = false
      return rest != 0
    }
    return fit
  }
}
