import UnicodeText

/// Finds what to change in Khmer text; changes nothing itself.
///
/// Syllables are put into the order base, robat, subscripts (ro last), shifter, vowel, signs, final sign.
/// Other scripts and addresses are never touched. The result of applying the changes has no changes.
///
/// - Source: Khmer Encoding Structure, as cited at `KhmerCharacter`. Where its text and its program differ
///   (the program's shifter rule never fires), the text is followed.
struct KhmerNormalizer: Sendable {
  /// Which rules hold: Middle Khmer has sequences of vowels and final subscripts that modern Khmer has not.
  enum Language: Sendable { case modern, middle }

  let options: NormalizeKhmer.Options
  let language: Language
  private let automaton: KhmerAutomaton

  init(options: NormalizeKhmer.Options, language: Language = .modern) {
    self.options = options
    self.language = language
    automaton = KhmerAutomaton(options: options)
  }

  /// Reads a stretch of text.
  ///
  /// - Parameters:
  ///   - range: UTF-8 bytes, whole scalars.
  ///   - block: the block that the range is or is a part of, at whose ends zero-width spaces and a byte order
  ///     mark mean nothing; nil when its ends do not matter.
  /// - Complexity: O(n).
  func reading(of bytes: [UInt8], in range: Range<Int>, block: Range<Int>?) -> KhmerReading {
    var reading = KhmerReading()
    bytes.withUnsafeBufferPointer { bytes in
      var run = KhmerRun(bytes: bytes)
      read(range.clamped(to: 0..<bytes.count), block: block, &run, into: &reading)
    }
    return reading
  }

  /// Adds what is to change in a stretch, inside the run's bytes, that comes after those read before.
  func read(_ range: Range<Int>, block: Range<Int>?, _ run: inout KhmerRun, into reading: inout KhmerReading)
  {
    run.use(options, language)
    automaton.steps.withUnsafeBufferPointer { steps in
      var scan = KhmerScan(
        bytes: run.bytes, range: range, block: block, steps: steps,
        passesZeroWidthSpace: automaton.passesZeroWidthSpace)
      scan.run(&run, into: &reading)
    }
  }
}
