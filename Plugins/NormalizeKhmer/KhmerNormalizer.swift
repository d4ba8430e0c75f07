import UnicodeText

/// Finds what to change in Khmer text; changes nothing itself.
///
/// Syllables are put into the order base, robat, subscripts (ro last), shifter, vowel, signs, final sign.
/// Other scripts, web and e-mail addresses are never touched. The result of applying the changes has no
/// changes.
///
/// - Source: Khmer Encoding Structure, as cited at `KhmerCharacter`. Where its text and its program differ
///   (the program's shifter rule never fires), the text is followed.
struct KhmerNormalizer: Sendable {
  /// Which rules hold: Middle Khmer has sequences of vowels and final subscripts that modern Khmer has not.
  enum Language: Sendable { case modern, middle }

  let options: NormalizeKhmer.Options
  let language: Language

  init(options: NormalizeKhmer.Options, language: Language = .modern) {
    self.options = options
    self.language = language
  }

  /// Reads a stretch of text.
  ///
  /// - Parameters:
  ///   - range: UTF-8 bytes, whole scalars.
  ///   - block: the block that the range is or is a part of, at whose ends zero-width spaces and a byte order
  ///     mark mean nothing; nil when its ends do not matter.
  /// - Complexity: O(n).
  func reading(of bytes: [UInt8], in range: Range<Int>, block: Range<Int>?) -> KhmerReading {
    let range = range.clamped(to: 0..<bytes.count)
    var run = KhmerRun(bytes: bytes, options: options, language: language)
    var addresses = Addresses(bytes: bytes, range: range)
    var address = addresses.next()
    var offset = range.lowerBound
    while offset < range.upperBound {
      if let skipped = address, offset >= skipped.lowerBound {
        offset = Swift.max(offset, skipped.upperBound)
        address = addresses.next()
        continue
      }
      // All that can start a run is a scalar of three bytes that begins with one of these.
      let byte = bytes[offset]
      guard byte == 0xE1 || byte == 0xE2 || byte == 0xEF else {
        offset += 1
        continue
      }
      let stop = address?.lowerBound ?? range.upperBound
      let first = UTF8Text.scalar(in: bytes, at: offset, before: stop)
      let canStart = first.value == 0xFEFF ? offset == block?.lowerBound : startsRun(first.value)
      guard canStart else {
        offset += first.length
        continue
      }
      offset = run.read(from: offset, before: stop, block: block)
    }
    var reading = run.reading
    reading.findings.sort { $0.range.lowerBound < $1.range.lowerBound }
    return reading
  }

  private func startsRun(_ scalar: UInt32) -> Bool {
    CodePoint.isKhmer(scalar) || scalar == 0x200B || scalar == 0x25CC
  }
}
