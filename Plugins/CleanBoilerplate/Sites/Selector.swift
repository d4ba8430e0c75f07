/// A selector as a rules file has it: one or more alternatives, separated by commas.
///
/// Source: Selectors Level 4, a part of it: see the README for what is understood.
struct Selector: Sendable, Equatable {
  /// As the user wrote it.
  var text: String
  var alternatives: [Chain]

  /// Compounds joined by combinators: `div.a > p`.
  struct Chain: Sendable, Equatable {
    /// How each compound stands to the one before it; the combinator of the first says nothing.
    var parts: [(Combinator, Compound)]

    static func == (left: Chain, right: Chain) -> Bool {
      left.parts.elementsEqual(right.parts) { $0.0 == $1.0 && $0.1 == $1.1 }
    }
  }

  enum Combinator: Sendable, Equatable { case descendant, child, next, later }

  /// Tests of one element, all of which must hold.
  struct Compound: Sendable, Equatable {
    /// Name of the tag in lower case; nil for any.
    var type: String?
    var tests: [Test] = []
  }

  enum Test: Sendable, Equatable {
    case attribute(AttributeTest)
    /// Place among the siblings: `step` · n + `offset` for an n of 0 and more.
    case place(step: Int, offset: Int)
    case last
    case not([Compound])
  }

  struct AttributeTest: Sendable, Equatable {
    /// In lower case.
    var name: String
    var comparison: Comparison
    var value: [UInt8] = []
    /// Whether ASCII letters are compared without case.
    var ignoresCase = false
  }

  enum Comparison: Sendable, Equatable { case exists, equals, begins, ends, contains, word, dash }

  /// Longest chain: the matcher keeps a bit for each part in one machine word.
  static let maxParts = 64
}

extension Selector.AttributeTest {
  /// Whether a value passes.
  ///
  /// - Complexity: O(value · own value).
  func holds(for value: String) -> Bool {
    if comparison == .exists { return true }
    var bytes = Array(value.utf8)
    if ignoresCase { bytes = bytes.map(ASCII.lowercased) }
    switch comparison {
    case .exists: return true
    case .equals: return bytes == self.value
    // An empty value matches nothing with these, as in CSS.
    case .begins: return !self.value.isEmpty && bytes.starts(with: self.value)
    case .ends: return !self.value.isEmpty && bytes.reversed().starts(with: self.value.reversed())
    case .contains: return !self.value.isEmpty && Letters.contains(bytes, self.value)
    case .word:
      return !self.value.isEmpty
        && bytes.split(whereSeparator: WhiteSpace.isSpace).contains { $0.elementsEqual(self.value) }
    case .dash:
      return bytes.starts(with: self.value)
        && (bytes.count == self.value.count || bytes[self.value.count] == UInt8(ascii: "-"))
    }
  }
}

/// Bytes that are ASCII.
enum ASCII {
  static func lowercased(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  static func hexValue(_ byte: UInt8) -> UInt8? {
    switch ASCII.lowercased(byte) {
    case 0x30...0x39: byte - 0x30
    case 0x61...0x66: ASCII.lowercased(byte) - 0x57
    default: nil
    }
  }
}
