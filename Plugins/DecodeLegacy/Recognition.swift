import StageKit

/// Text runs read as bytes, and the Vietnamese encoding that most of them look like.
struct Recognition {
  let runs: [TextRun]
  private let text: [UInt8]
  private let isMarkup: Bool

  /// Words after which nothing more is to be learnt.
  private static let enoughWords = 4000

  /// - Complexity: O(n).
  init(_ document: Document) {
    runs = TextRun.runs(of: document)
    (text, isMarkup) = (document.text, document.form == .markup)
  }

  /// The bytes of a run. They take much room, so they are not kept.
  func reading(_ run: TextRun) -> ByteReading { ByteReading(run, in: text, isMarkup: isMarkup) }

  /// The encoding that the runs without a Vietnamese font are in; nil when none stands out or the text is too
  /// short.
  ///
  /// Each run votes with its syllables for the encodings in which it looks Vietnamese and in which it has
  /// more syllables than as it is. Against an encoding speak all words that get marks by it and are no
  /// syllables.
  /// - Complexity: O(n · encodings).
  func charset(minWords: Int) -> Charset? {
    guard VoteLimit(text, isMarkup: isMarkup).reaches(minWords, runs) else { return nil }
    var votes = [Int](repeating: 0, count: Charset.recognised.count)
    var against = votes
    for run in runs where run.font?.isVietnamese != true {
      if votes.contains(where: { $0 > Self.enoughWords }) { break }
      guard mayHoldHighBytes(run) else { continue }
      let reading = reading(run)
      guard reading.hasHighBytes, !reading.isUnicode else { continue }
      let before = reading.plausibility(as: .windows1252).valid
      for (index, charset) in Charset.recognised.enumerated() {
        let after = reading.plausibility(as: charset)
        if after.isVietnamese, after.valid > before, after.valid > 1 { votes[index] += after.valid }
        against[index] += after.marked - after.valid
      }
    }
    // A word that gets marks and is no syllable weighs double.
    let scores = zip(votes, against).map { $0 - 2 * $1 }
    guard let best = votes.indices.max(by: { (scores[$0], votes[$0]) < (scores[$1], votes[$1]) }),
      votes[best] >= minWords, against[best] * 2 <= votes[best]
    else { return nil }
    let second = scores.indices.filter { $0 != best && votes[$0] > 0 }.map { scores[$0] }.max() ?? 0
    return scores[best] >= max(second, 0) + max(minWords / 2, votes[best] / 5)
      ? Charset.recognised[best] : nil
  }

  /// Whether a run holds anything but ASCII, or a character reference.
  private func mayHoldHighBytes(_ run: TextRun) -> Bool {
    run.pieces.contains { text[$0].contains { $0 >= 0x80 || $0 == 0x26 } }
  }

  /// Whether text in ASCII is VIQR: four words in ten bear marks, and four of five of those are syllables.
  func isVIQR(minWords: Int) -> Bool {
    var sum = Plausibility()
    for run in runs where sum.words < Self.enoughWords {
      let reading = reading(run)
      if !reading.hasHighBytes, !reading.isUnicode { sum += reading.plausibility(as: .viqr) }
    }
    return sum.valid >= 2 * minWords && sum.valid * 5 >= sum.marked * 4 && sum.marked * 10 >= sum.words * 4
  }

  /// Whether nearly all words with marks come out well in the encoding, so that it is the whole text's.
  func isWhole(_ charset: Charset) -> Bool {
    var sum = Plausibility()
    for run in runs where sum.marked < Self.enoughWords {
      let reading = reading(run)
      if reading.hasHighBytes { sum += reading.plausibility(as: charset) }
    }
    return sum.valid * 2 >= sum.marked
  }

  /// The share of letters that are above ASCII, of 100; 0 where there are fewer than four, which may be
  /// quotation marks.
  var highLettersPercent: Int {
    var (letters, high) = (0, 0)
    for run in runs where letters < 20 * Self.enoughWords {
      for byte in reading(run).bytes {
        if 0x61...0x7A ~= byte | 0x20, byte < 0x80 {
          letters += 1
        } else if byte >= 0xC0 || (0x80...0xBF ~= byte && byte != 0xA0) {
          (letters, high) = (letters + 1, high + 1)
        }
      }
    }
    return high < 4 ? 0 : high * 100 / letters
  }

  /// The edits that decode runs: those in a Vietnamese font by the font, the others by the encoding that was
  /// recognised. A run stays when it does not read better afterwards.
  func edits(_ charset: Charset?) -> [Edit] {
    var edits: [Edit] = []
    for run in runs where charset != nil || run.font?.isVietnamese == true {
      let reading = reading(run)
      if reading.isUnicode { continue }
      var (chosen, capitals) = (charset, false)
      if case .vietnamese(let named, let isCapital) = run.font { (chosen, capitals) = (named, isCapital) }
      guard let chosen, reading.hasHighBytes || chosen == .viqr || capitals else { continue }
      let (before, after) = (reading.plausibility(as: .windows1252), reading.plausibility(as: chosen))
      let isBetter = after.valid > before.valid && after.valid * 2 >= after.marked
      if isBetter || capitals && after.marked == 0 { edits += reading.edits(as: chosen, capitals: capitals) }
    }
    return edits
  }

  /// Runs in a Khmer font without a table.
  var khmerRuns: [(range: Range<Int>, font: String)] {
    runs.compactMap { run in
      guard case .khmer(let name) = run.font else { return nil }
      let reading = reading(run)
      guard !reading.isUnicode, reading.bytes.contains(where: { $0 > 0x20 }) else { return nil }
      return (run.range, name)
    }
  }
}

extension Font {
  var isVietnamese: Bool { if case .vietnamese = self { true } else { false } }
}
