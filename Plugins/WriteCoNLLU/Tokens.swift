import StageKit

/// A word or a mark, in the text.
struct Token: Equatable {
  var range: Range<Int>
  var isPunctuation = false
  /// Of the span that marks it: lemma, pos, msd.
  var attributes: [String: String] = [:]
}

/// Cuts a run of text into words where no stage did.
enum Tokens {
  /// The tokens of a run: the marked ones, and between them runs of letters and digits, every other character
  /// by itself. White space and zero-width spaces belong to none.
  ///
  /// - Parameter marked: words and punctuation in the run, in order, not overlapping.
  static func tokens(of range: Range<Int>, in text: [UInt8], marked: [Token]) -> [Token] {
    var tokens: [Token] = []
    var position = range.lowerBound
    for token in marked {
      tokens += cut(position..<token.range.lowerBound, text)
      tokens.append(token)
      position = token.range.upperBound
    }
    return tokens + cut(position..<range.upperBound, text)
  }

  private static func cut(_ range: Range<Int>, _ text: [UInt8]) -> [Token] {
    var tokens: [Token] = []
    var isInWord = false
    var position = range.lowerBound
    while position < range.upperBound {
      let (scalar, length) = decode(text, position)
      let place = position..<min(position + length, range.upperBound)
      position = place.upperBound
      if isSpace(scalar) {
        isInWord = false
      } else if isWordCharacter(scalar, isInWord, next: position < range.upperBound ? text[position] : 0x20) {
        if isInWord, let last = tokens.last {
          tokens[tokens.count - 1].range = last.range.lowerBound..<place.upperBound
        } else {
          tokens.append(Token(range: place))
        }
        isInWord = true
      } else {
        tokens.append(Token(range: place, isPunctuation: scalar.properties.generalCategory.isPunctuation))
        isInWord = false
      }
    }
    return tokens
  }

  static func decode(_ text: [UInt8], _ position: Int) -> (Unicode.Scalar, Int) {
    var iterator = text[position...].prefix(4).makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return ("\u{FFFD}", 1) }
    return (scalar, UTF8.width(scalar))
  }

  /// White space, and the zero-width space that ends a Khmer word.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar == "\u{200B}" || scalar.value < 0x20
  }

  /// Letters, marks and digits; an apostrophe or hyphen between two of them.
  private static func isWordCharacter(_ scalar: Unicode.Scalar, _ isInWord: Bool, next: UInt8) -> Bool {
    if ["'", "\u{2019}", "-", "\u{200C}", "\u{200D}"].contains(scalar) {
      return isInWord && (next >= 0x80 || isLetterOrDigit(next))
    }
    return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      || [.nonspacingMark, .spacingMark, .enclosingMark].contains(scalar.properties.generalCategory)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }
}

extension Unicode.GeneralCategory {
  var isPunctuation: Bool {
    switch self {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      true
    default: false
    }
  }
}
