import UnicodeText
import VietnameseText

/// What the words before and after a place are: Vietnamese, words of another language, or either.
struct Neighbours {
  enum Kind { case vietnamese, foreign, unclear }

  let text: UnsafeBufferPointer<UInt8>
  /// Nothing outside is looked at.
  let range: Range<Int>

  /// Letters of a word that are looked at: no syllable has more.
  private static let reach = 4 * (Syllable.maxLetters + 1)

  /// The word after a place, when there is nothing but spaces between.
  func word(from place: Int) -> Kind {
    var start = place
    while start < range.upperBound, text[start] == 0x20 { start += 1 }
    return start == place ? .unclear : kind(at: start)
  }

  /// The word before a place, when there is nothing but spaces between.
  func word(endingBefore place: Int) -> Kind {
    var end = place
    while end > range.lowerBound, text[end - 1] == 0x20 { end -= 1 }
    var start = end
    while start > max(range.lowerBound, end - Self.reach), text[start - 1] > 0x20 { start -= 1 }
    return end == place || start == end ? .unclear : kind(at: start)
  }

  /// The kind of a word in small letters; those with a capital may be names, which say nothing.
  private func kind(at start: Int) -> Kind {
    var spelling = Spelling()
    var (offset, isVietnamese, isPlain) = (start, false, true)
    while offset < min(range.upperBound, start + Self.reach) {
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: range.upperBound)
      if let letter = Letter(scalar) {
        if letter.isUpper, offset == start { return .unclear }
        spelling.append(letter)
        isVietnamese =
          isVietnamese || Glyph(range: offset..<offset + length, letter: letter).isVietnameseLetter
      } else if CodePoint.isLetter(scalar) {
        isPlain = false
      } else if 0x300...0x36F ~= scalar {
        return .unclear
      } else {
        break
      }
      offset += length
    }
    if spelling.count == 0 && isPlain { return .unclear }
    guard isPlain, spelling.isPlausible else { return .foreign }
    return isVietnamese ? .vietnamese : .unclear
  }
}

extension Glyph {
  /// Whether it is a letter that hardly another language of the neighbourhood writes: one with two marks, a
  /// horn, a stroke, a breve, a hook, a dot below; ơ, đ, ả, ạ, ế.
  var isVietnameseLetter: Bool {
    guard let letter else { return false }
    switch letter.quality {
    case .horn, .stroke, .breve: return true
    case .circumflex where letter.tone != .none: return true
    default:
      return letter.tone == .hook || letter.tone == .dot
        || letter.tone == .tilde && letter.base != 0x6F && letter.base != 0x61
    }
  }
}
