import StageKit
import UnicodeText

/// The passages of a leaf block and what they say together.
struct BlockReading {
  /// Index in `Document.blocks`.
  var index: Int
  var passages: [Passage]
  var evidence: Evidence
  /// What the block shows by itself.
  var verdict: Evidence.Verdict

  init(index: Int, passages: [Passage], minLetters: Int) {
    self.index = index
    self.passages = passages
    evidence = passages.reduce(into: Evidence()) { $0 += $1.evidence }
    verdict = Self.verdict(passages, evidence, minLetters)
  }

  /// The language of most letters of the passages that show one; else that of the whole.
  private static func verdict(_ passages: [Passage], _ whole: Evidence, _ minLetters: Int) -> Evidence.Verdict
  {
    var letters: [String: Int] = [:]
    for passage in passages {
      if case .language(let tag) = passage.evidence.verdict(minLetters: minLetters) {
        letters[tag, default: 0] += passage.evidence.letterCount
      }
    }
    let best = letters.max { ($0.value, $1.key) < ($1.value, $0.key) }
    let together = whole.verdict(minLetters: minLetters)
    guard let best, best.value * 3 > whole.letterCount || together == .unknown else { return together }
    if case .language(let tag) = together, (letters[tag] ?? 0) * 2 > best.value { return together }
    return .language(best.key)
  }

  /// The block's language, given what its page says of it and the document's language.
  ///
  /// - Parameters:
  /// - stated: what the block was given; believed where its letters can be of that language and do not show
  ///   another.
  /// - main: the document's language, taken where the block shows none and its letters can be of that
  ///   language.
  func language(stated: String?, main: String) -> String {
    if case .language(let tag) = verdict {
      if let stated, Self.primary(stated) == Self.primary(tag) { return stated }
      return Self.primary(main) == tag ? main : tag
    }
    if let stated, fits(stated) { return stated }
    if verdict == .another { return "und" }
    return fits(main) ? main : "und"
  }

  /// Whether the letters of the block can be of the language.
  private func fits(_ tag: String) -> Bool {
    guard let writing = evidence.writing else { return true }
    switch Self.primary(tag) {
    case "km": return writing == .khmer
    case "th": return writing == .thai
    case "lo": return writing == .lao
    case "zh", "ja": return writing == .han || writing == .kana
    case "ko": return writing == .hangul || writing == .han
    case "ru", "mn": return writing == .cyrillic || tag.contains("Latn") && writing == .latin
    case "en", "fr", "vi", "de", "es", "pt", "it", "nl", "id", "ms": return writing == .latin
    default: return true
    }
  }

  static func primary(_ tag: String) -> String {
    tag.split(whereSeparator: { $0 == "-" || $0 == "_" }).first.map { $0.lowercased() } ?? ""
  }
}

extension BlockReading {
  /// Runs in another language than the block: of another script, or passages that show another language.
  func runs(in text: [UInt8], range: Range<Int>, language: String, minLetters: Int) -> [Span] {
    var runs = scriptRuns(in: text, range: range)
    runs += passages.compactMap { passage in
      guard passage.evidence.words >= 4, passage.evidence.writing == .latin,
        case .language(let tag) = passage.evidence.verdict(minLetters: minLetters),
        tag != Self.primary(language), passage.isSure(of: tag)
      else { return nil }
      return Span(layer: Layer.language, passage.range, label: tag)
    }
    runs.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    return Self.joined(runs, text)
  }

  /// Runs of one language with no letter between them are one.
  private static func joined(_ runs: [Span], _ text: [UInt8]) -> [Span] {
    var joined: [Span] = []
    for run in runs {
      if let last = joined.last, last.label == run.label, last.range.upperBound <= run.range.lowerBound,
        !text[last.range.upperBound..<run.range.lowerBound].contains(where: {
          $0 >= 0xC3 || 0x61...0x7A ~= $0 | 0x20
        })
      {
        joined[joined.count - 1].range = last.range.lowerBound..<run.range.upperBound
      } else {
        joined.append(run)
      }
    }
    return joined
  }

  /// Words of another script than the block's, where the script tells the language or has a tag of its own.
  private func scriptRuns(in text: [UInt8], range: Range<Int>) -> [Span] {
    guard let main = evidence.writing, evidence.count(main) < evidence.letterCount else { return [] }
    return Script.runs(in: text, range: range).compactMap { run in
      let writing = Evidence.Writing(run.script)
      guard run.script != .common, writing != main, !(main == .kana && writing == .han) else { return nil }
      let passages = PassageReader.passages(of: text, in: run.range)
      guard let first = passages.first, let last = passages.last, standsAlone(run.range, text, range) else {
        return nil
      }
      let evidence = passages.reduce(into: Evidence()) { $0 += $1.evidence }
      let isAlphabet = writing == .cyrillic || writing == .other
      guard writing != .latin, evidence.letterCount >= (isAlphabet ? 3 : 1) else { return nil }
      let tag = evidence.verdict(minLetters: 3).tag.flatMap { $0 == "und" ? nil : $0 } ?? "und-\(run.script)"
      return Span(layer: Layer.language, first.range.lowerBound..<last.range.upperBound, label: tag)
    }
  }

  /// No Latin letter touches the run: a single foreign letter inside a word is a slip, not a language.
  private func standsAlone(_ run: Range<Int>, _ text: [UInt8], _ block: Range<Int>) -> Bool {
    let before = run.lowerBound > block.lowerBound ? text[run.lowerBound - 1] : 0x20
    let after = run.upperBound < block.upperBound ? text[run.upperBound] : 0x20
    let last = text[run.upperBound - 1]
    func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 }
    return !isLetter(before) && !(isLetter(after) && last >= 0x80)
      || text[run].count > 9
  }
}

extension Passage {
  /// Whether a passage inside a block of another language is surely in its own: a Vietnamese name in an
  /// English sentence is no quotation.
  func isSure(of tag: String) -> Bool {
    switch tag {
    case "vi":
      evidence.marked * 2 >= evidence.words && evidence.onlyVietnamese >= 2
        || evidence.count(.plainVietnamese) >= 4
    case "en":
      evidence.marked == 0 && evidence.foreignMarked == 0 && evidence.count(.english) * 5 >= evidence.words
    default: evidence.onlyVietnamese == 0
    }
  }
}
