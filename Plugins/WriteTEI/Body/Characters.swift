import StageKit
import UnicodeText

/// What may stand in a TEI file, character by character.
///
/// Four rules. Characters without meaning in an archive go, each by an edit with a name: soft hyphens, byte
/// order marks, directional controls, the carriage return of a line end. C1 controls become what they mean in
/// windows-1252, as browsers have it: they are bytes of that encoding that somebody read as Latin-1. Text is
/// put in NFC. Characters that stand for something nobody can read (U+FFFD, controls, non-characters) stay
/// until the text is written and become a gap.
enum Characters {
  /// The edits that take characters out or put others in their place, in ascending order.
  static func replacements(in text: [UInt8]) -> [Edit] {
    guard mayNeedReplacement(text) else { return [] }
    var edits: [Edit] = []
    lazy var holdsWindows1252 = holdsMisreadWindows1252(text)
    forEachScalar(of: text[...]) { scalar, range in
      if let reason = removalReason(scalar) {
        edits.append(Edit(range, [], reason: reason))
      } else if scalar == 0x0D {
        let isLineEnd = range.upperBound < text.count && text[range.upperBound] == 0x0A
        edits.append(Edit(range, isLineEnd ? [] : [0x0A], reason: "carriage-return"))
      } else if scalar == 0x85, !holdsWindows1252 {
        edits.append(Edit(range, [0x0A], reason: "next-line"))
      } else if let meant = misreadWindows1252(scalar) {
        edits.append(Edit(range, Array(String(Character(meant)).utf8), reason: "windows-1252-character"))
      }
    }
    return edits
  }

  /// Whether a text has the bytes with which a character begins that `replacements` changes; a quick test.
  private static func mayNeedReplacement(_ text: [UInt8]) -> Bool {
    text.withUnsafeBufferPointer { text in
      var next = 0
      while next < text.count {
        if arePlain(text, at: next) {
          next += 8
          continue
        }
        let (index, byte) = (next, text[next])
        next += 1
        switch byte {
        case 0x0D, 0xEF: return true
        case 0xC2 where text[index + 1] < 0xA0 || text[index + 1] == 0xAD: return true
        case 0xD8 where text[index + 1] == 0x9C: return true
        case 0xE2 where text[index + 1] == 0x80 && 0x8E...0x8F ~= text[index + 2]: return true
        case 0xE2 where text[index + 1] == 0x80 && 0xAA...0xAE ~= text[index + 2]: return true
        case 0xE2 where text[index + 1] == 0x81 && 0xA6...0xA9 ~= text[index + 2]: return true
        default: break
        }
      }
      return false
    }
  }

  /// What a C1 control means as a byte of windows-1252; nil for other characters, and where it means nothing.
  /// - Source: the WHATWG HTML Standard does the same with numeric references to these characters.
  static func misreadWindows1252(_ scalar: UInt32) -> Unicode.Scalar? {
    guard 0x80...0x9F ~= scalar else { return nil }
    let meant = Windows1252.scalar(of: UInt8(scalar))
    return meant.value == scalar ? nil : meant
  }

  /// Whether other C1 controls than U+0085 show that windows-1252 was misread; by itself U+0085 is the end of
  /// a line.
  private static func holdsMisreadWindows1252(_ text: [UInt8]) -> Bool {
    zip(text, text.dropFirst()).contains { first, second in
      first == 0xC2 && second != 0x85 && misreadWindows1252(UInt32(second)) != nil
    }
  }

  /// The edits that put the text in NFC, none of them across the edge of a block: a mark at the start of a
  /// block does not belong to the last letter of the one before, and an edit over both would make them
  /// overlap.
  static func compositions(in text: [UInt8], blocks: [Block]) -> [Edit] {
    guard !NFC.isNormalized(text) else { return [] }
    let edges = Set(blocks.flatMap { [$0.range.lowerBound, $0.range.upperBound] } + [0, text.count]).sorted()
    return zip(edges, edges.dropFirst()).flatMap { lower, upper in
      NFC.edits(text, in: lower..<upper).map { Edit($0.range, $0.replacement, reason: "nfc") }
    }
  }

  static func removalReason(_ scalar: UInt32) -> String? {
    switch scalar {
    case 0xAD: "soft-hyphen"
    case 0xFEFF: "byte-order-mark"
    case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x61C: "directional-control"
    default: nil
    }
  }

  /// Whether a character is taken out wherever it stands.
  static func isRemoved(_ scalar: UInt32) -> Bool { removalReason(scalar) != nil }

  /// Whether a character stands for something that cannot be read or written: a gap.
  static func isIllegible(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09, 0x0A, 0x0D, 0x85: false
    case 0...0x1F, 0x7F...0x9F, 0xFFFD, 0xFDD0...0xFDEF: true
    default: scalar & 0xFFFE == 0xFFFE
    }
  }

  /// Calls `body` with each scalar and its byte range. The text is valid UTF-8.
  static func forEachScalar(of text: ArraySlice<UInt8>, _ body: (UInt32, Range<Int>) -> Void) {
    var index = text.startIndex
    while index < text.endIndex {
      let (scalar, length) = decode(text, at: index)
      body(scalar, index..<index + length)
      index += length
    }
  }

  /// The scalar at an index, and its length in bytes.
  @inline(__always) static func decode<Bytes: RandomAccessCollection<UInt8>>(
    _ text: Bytes, at index: Int
  ) -> (scalar: UInt32, length: Int) where Bytes.Index == Int {
    let first = text[index]
    if first < 0x80 { return (UInt32(first), 1) }
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    // A document's text is valid UTF-8; a cut sequence would be read as U+FFFD, not past the end.
    guard index + length <= text.endIndex else { return (0xFFFD, text.endIndex - index) }
    var scalar = UInt32(first) & (0x7F >> UInt32(length))
    for offset in 1..<length { scalar = scalar << 6 | UInt32(text[index + offset] & 0x3F) }
    return (scalar, length)
  }

  /// White space of any kind: what is left of a text of only such is nothing.
  static func isSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
      0x3000:
      true
    default: false
    }
  }

  /// The white space of XML.
  static func isXMLSpace(_ scalar: UInt32) -> Bool {
    scalar == 0x20 || scalar == 0x0A || scalar == 0x09 || scalar == 0x0D
  }

  /// Whether a text is nothing but white space.
  static func isBlank(_ text: ArraySlice<UInt8>) -> Bool {
    var index = text.startIndex
    while index < text.endIndex {
      let (scalar, length) = decode(text, at: index)
      if !isSpace(scalar) || isIllegible(scalar) { return false }
      index += length
    }
    return true
  }

  /// A range without the white space at its ends; nil when there is nothing else.
  static func trimmed(_ range: Range<Int>, in text: [UInt8]) -> Range<Int>? {
    func isKept(_ scalar: UInt32) -> Bool { !isSpace(scalar) || isIllegible(scalar) }
    let slice = text[range]
    var lower = range.lowerBound
    while lower < range.upperBound {
      let (scalar, length) = decode(slice, at: lower)
      if isKept(scalar) { break }
      lower += length
    }
    var upper = range.upperBound
    while upper > lower {
      var start = upper - 1
      while start > lower, text[start] & 0xC0 == 0x80 { start -= 1 }
      if isKept(decode(slice, at: start).scalar) { break }
      upper = start
    }
    return lower < upper ? lower..<upper : nil
  }

  /// Whether nothing of a text would be written: white space and characters that nobody can read.
  static func isUnwritten(_ text: ArraySlice<UInt8>) -> Bool {
    var index = text.startIndex
    while index < text.endIndex {
      let (scalar, length) = decode(text, at: index)
      guard isSpace(scalar) || isIllegible(scalar) else { return false }
      index += length
    }
    return true
  }

  /// Whether a text has a character that becomes a gap.
  static func holdsIllegible(_ text: ArraySlice<UInt8>) -> Bool {
    guard signs(in: text).illegible else { return false }
    var found = false
    forEachScalar(of: text) { scalar, _ in found = found || isIllegible(scalar) }
    return found
  }

  static func isKhmer(_ scalar: UInt32) -> Bool {
    (0x1780...0x17FF).contains(scalar) || (0x19E0...0x19FF).contains(scalar)
  }

  /// Letters, for telling what may stand inside a run of Khmer: spaces, digits and punctuation may.
  private static func isOtherLetter(_ scalar: UInt32) -> Bool {
    guard scalar >= 0x41, !isKhmer(scalar), let value = Unicode.Scalar(scalar) else { return false }
    return value.properties.isAlphabetic
  }

  /// The runs of Khmer in a range: each begins and ends with a Khmer character and holds no other letter.
  static func khmerRuns(in text: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
    guard signs(in: text[range]).khmer else { return [] }
    var runs: [Range<Int>] = []
    var canGrow = false
    forEachScalar(of: text[range]) { scalar, place in
      if isKhmer(scalar) {
        if canGrow, let last = runs.last {
          runs[runs.count - 1] = last.lowerBound..<place.upperBound
        } else {
          runs.append(place)
        }
        canGrow = true
      } else if isOtherLetter(scalar) {
        canGrow = false
      }
    }
    return runs
  }

  /// Whether a run of text has bytes with which illegible characters and Khmer begin; a quick test for most texts.
  ///
  /// E1 alone begins Vietnamese too; with 9E, 9F or A7 behind it, it is Khmer.
  static func signs(in text: ArraySlice<UInt8>) -> (illegible: Bool, khmer: Bool) {
    text.withUnsafeBufferPointer { bytes in
      var (illegible, khmer) = (false, false)
      var earlier: UInt8 = 0
      var index = 0
      while index < bytes.count {
        if arePlain(bytes, at: index) {
          (index, earlier) = (index + 8, 0)
          continue
        }
        let byte = bytes[index]
        index += 1
        if byte < 0x20 || byte == 0x7F {
          illegible = illegible || (byte != 0x0A && byte != 0x09)
        } else if byte >= 0x9E {
          illegible = illegible || byte == 0xC2 || byte == 0xEF || byte >= 0xF0
          khmer = khmer || (earlier == 0xE1 && (byte & 0xFE == 0x9E || byte == 0xA7))
        }
        earlier = byte
      }
      return (illegible, khmer)
    }
  }

  /// Whether the next eight bytes are visible ASCII and spaces. It may say no where it is yes.
  @inline(__always) static func arePlain(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    guard index + 8 <= bytes.count else { return false }
    let ones: UInt64 = 0x0101_0101_0101_0101
    let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self)
    // The highest bit of a byte is set in the first where it is below a space, in the second where it is U+007F.
    return ((word &- ones &* 0x20) | (word &+ ones) | word) & (ones &* 0x80) == 0
  }
}
