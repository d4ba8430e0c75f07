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

  private func latin(_ guesses: [EncodingGuess]) -> WebEncoding? {
    let western = guesses.first { $0.encoding == .windows1252 }?.confidence ?? 0
    guard let best = guesses.first(where: { Self.latinScript.contains($0.encoding) }), best.confidence >= 30,
      best.confidence >= western + 10, best.language != nil
    else { return nil }
    return best.encoding
  }

  private func other(_ guesses: [EncodingGuess]) -> WebEncoding? {
    let others = guesses.filter { !Self.latinScript.contains($0.encoding) && $0.encoding != .windows1252 }
    for guess in others {
      let second = others.first { $0.encoding != guess.encoding }?.confidence ?? 0
      let least = guess.encoding.isMultiByte ? 40 : 25
      guard guess.confidence >= least, guess.confidence >= second + 5 || guess == others.first else { return nil }
      if Fit(TextDecoder.decode(sample, as: guess.encoding)).isGood {
        return guess.encoding == .gb18030 ? .gbk : guess.encoding
      }
    }
    return nil
  }

  static let latinScript: Set<WebEncoding> = [
    .latin2, .latin3, .latin4, .latin6, .latin7, .latin8, .latin9, .latin10, .windows1250, .windows1254,
    .windows1257, .macintosh,
  ]
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
