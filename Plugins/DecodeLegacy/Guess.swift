import StageKit
import UnicodeText

/// A guess at the encoding of a text that is neither UTF-8 nor a Vietnamese encoding, and that nobody states.
///
/// The script comes first: letters above ASCII stand alone among ASCII ones in a Latin text, and side by side
/// in all others. Within that, ICU's detector decides, where it is sure and the bytes bear it out.
struct Guess {
  private let sample: [UInt8]

  /// - Parameter sample: text without tags, of runs that have bytes above ASCII.
  init(sample: [UInt8]) { self.sample = sample }

  /// The bytes of text of a document, from runs with bytes above ASCII.
  init(_ document: Document, _ runs: [TextRun]) {
    var sample: [UInt8] = []
    for run in runs where sample.count < 1 << 16 {
      for piece in run.pieces {
        let bytes = document.source.bytes[document.sourceRange(of: piece)]
        if bytes.contains(where: { $0 >= 0x80 }) { sample += bytes + [0x20] }
      }
    }
    self.sample = Array(sample.prefix(1 << 16))
  }

  /// The encoding, nil where none is sure.
  func encoding() -> WebEncoding? {
    let guesses = EncodingGuess.guesses(sample)
    return isLatinScript ? latin(guesses) : other(guesses)
  }

  /// Whether at least half of the high bytes that may be letters stand alone.
  private var isLatinScript: Bool {
    var (alone, together, length) = (0, 0, 0)
    for byte in sample + [0x20] {
      if byte >= 0x80 {
        length += 1
      } else {
        if length == 1 { alone += 1 } else { together += length }
        length = 0
      }
    }
    return alone >= together
  }

  /// A Latin encoding for a language whose letters the text has, and hardly any other.
  private func latin(_ guesses: [EncodingGuess]) -> WebEncoding? {
    let western = guesses.first { $0.encoding == .windows1252 }?.confidence ?? 0
    guard let best = guesses.first(where: { Self.latinScript.contains($0.encoding) }),
      best.confidence >= max(30, western + 10), let language = best.language,
      let alphabet = Self.alphabets[language]
    else { return nil }
    let candidates: [WebEncoding] =
      best.encoding == .latin2 || best.encoding == .windows1250 ? [.windows1250, .latin2] : [best.encoding]
    let counts = candidates.map { Letters(TextDecoder.decode(sample, as: $0).text, alphabet) }
    guard
      let found = counts.indices.max(by: {
        counts[$0].known < counts[$1].known || counts[$0].known == counts[$1].known && $0 > $1
      }),
      counts[found].known >= 8, counts[found].known * 20 >= counts[found].all * 19
    else { return nil }
    return candidates[found]
  }

  private func other(_ guesses: [EncodingGuess]) -> WebEncoding? {
    let others = guesses.filter { !Self.latinScript.contains($0.encoding) && $0.encoding != .windows1252 }
    guard let best = others.first, best.confidence >= (best.encoding.isMultiByte ? 40 : 25) else {
      return nil
    }
    let second = others.first { $0.encoding != best.encoding && !Self.areAlike($0.encoding, best.encoding) }
    let highBytes = sample.count { $0 >= 0x80 }
    // Any few bytes are characters of some encoding of two bytes.
    guard !best.encoding.isMultiByte || highBytes >= 30 else { return nil }
    let isShort = highBytes < 100
    guard best.confidence >= (second?.confidence ?? 0) + (isShort ? 20 : 0) else { return nil }
    let encoding = Self.superset(of: best.encoding)
    return Fit(TextDecoder.decode(sample, as: encoding)).isGood ? encoding : nil
  }

  private static func areAlike(_ one: WebEncoding, _ other: WebEncoding) -> Bool {
    superset(of: one) == superset(of: other)
  }

  /// Which of two encodings with the same letters in the same places the text is in matters for a few signs
  /// only, and pages mostly mean Windows' encoding.
  private static func superset(of encoding: WebEncoding) -> WebEncoding {
    switch encoding {
    case .isoGreek: .windows1253
    case .isoHebrew: .windows1255
    case .gb18030: .gbk
    default: encoding
    }
  }

  /// - Source: the alphabets of the languages that ICU's detector knows in encodings for Latin script.
  private static let alphabets: [String: Set<UInt32>] = [
    "cs": letters("áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ"), "hu": letters("áéíóöőúüűÁÉÍÓÖŐÚÜŰ"),
    "pl": letters("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"), "ro": letters("ăâîşţĂÂÎŞŢ"),
    "tr": letters("çğıöşüâîûÇĞİÖŞÜÂÎÛ"),
  ]

  private static func letters(_ letters: String) -> Set<UInt32> { Set(letters.unicodeScalars.map(\.value)) }

  static let latinScript: Set<WebEncoding> = [
    .latin2, .latin3, .latin4, .latin6, .latin7, .latin8, .latin9, .latin10, .windows1250, .windows1254,
    .windows1257, .macintosh,
  ]
}

/// The letters of a text above ASCII, and those of them that an alphabet has.
private struct Letters {
  private(set) var all = 0
  private(set) var known = 0

  init(_ text: [UInt8], _ alphabet: Set<UInt32>) {
    var offset = 0
    while offset < text.count {
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: text.count)
      if scalar >= 0x80, CodePoint.isLetter(scalar) || scalar < 0xA0 && scalar != 0x85 {
        all += 1
        if alphabet.contains(scalar) { known += 1 }
      }
      offset += length
    }
  }
}

/// How well an encoding explains bytes.
struct Fit {
  /// Characters above ASCII, those that the encoding has not included.
  private(set) var high = 0
  private(set) var malformed = 0
  /// Words with letters of ASCII and of another script than Latin.
  private(set) var mixed = 0
  /// Words of another script.
  private(set) var pure = 0

  /// - Complexity: O(n).
  init(_ decoded: DecodedText) {
    for run in decoded.runs where !run.isCopy && run.text > 0 { high += run.count }
    malformed = decoded.malformed
    var (hasPlain, hasOther) = (false, false)
    var offset = 0
    let text = decoded.text
    while offset < text.count {
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: text.count)
      if 0x61...0x7A ~= scalar | 0x20, scalar < 0x80 {
        hasPlain = true
      } else if 0x370...0x10FF ~= scalar, CodePoint.isLetter(scalar) {
        hasOther = true
      } else if scalar < 0x80 {
        if hasOther { if hasPlain { mixed += 1 } else { pure += 1 } }
        (hasPlain, hasOther) = (false, false)
      }
      offset += length
    }
    if hasOther { if hasPlain { mixed += 1 } else { pure += 1 } }
  }

  /// At most one character in twenty is none of the encoding's, and words are of one script.
  var isGood: Bool { malformed * 20 <= high && mixed <= pure }
}
