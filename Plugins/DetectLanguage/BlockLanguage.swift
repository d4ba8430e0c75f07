import StageKit
import UnicodeText

/// What a leaf block shows of its language.
struct BlockReading {
  /// What a passage of the block shows.
  private struct Part {
    var range: Range<Int>
    var letters: Int
    var verdict: Verdict
    /// The language that it is surely in, even among words of another.
    var sure: String?
  }

  /// Index in `Document.blocks`.
  var index: Int
  private var parts: [Part] = []
  private(set) var letterCount = 0
  private(set) var writing: Evidence.Writing?
  /// What the block shows by itself.
  private(set) var verdict = Verdict.unknown
  private var letters = SIMD16<Int32>()

  init(index: Int, text: [UInt8], range: Range<Int>, judge: Judge) {
    self.index = index
    var (whole, rest) = (Evidence(), Evidence())
    var parts: [Part] = []
    PassageReader.read(text, in: range, judge) { passage in
      let evidence = passage.evidence
      whole += evidence
      let verdict = judge.verdict(evidence)
      if verdict == .unknown { rest += evidence }
      parts.append(
        Part(
          range: passage.range, letters: evidence.letterCount, verdict: verdict,
          sure: judge.sureLanguage(evidence)))
    }
    self.parts = parts
    (letterCount, letters, writing) = (whole.letterCount, whole.letters, whole.writing)
    // What is said around a quotation is in short passages that show nothing one by one.
    let isSentence = rest.common + rest.foreignMarked > 1 || rest.plainMarked.words > 3
    let isCounted = parts.count > 1 && isSentence && whole.writing == .latin
    let around = isCounted ? judge.verdict(rest) : .unknown
    verdict = Self.verdict(
      parts, around, rest.letterCount, together: judge.verdict(whole), letterCount: whole.letterCount)
  }

  /// The language of most letters of the passages that show one, by themselves or those together that do not;
  /// else that of the whole.
  private static func verdict(
    _ parts: [Part], _ around: Verdict, _ lettersAround: Int, together: Verdict, letterCount: Int
  ) -> Verdict {
    var letters: [String: Int] = [:]
    for part in parts {
      if case .language(let tag) = part.verdict { letters[tag, default: 0] += part.letters }
    }
    if case .language(let tag) = around, !letters.isEmpty { letters[tag, default: 0] += lettersAround }
    let best = letters.max { ($0.value, $1.key) < ($1.value, $0.key) }
    guard let best, best.value * 3 > letterCount || together == .unknown else { return together }
    if case .language(let tag) = together, around != .language(best.key),
      (letters[tag] ?? 0) * 2 > best.value
    {
      return together
    }
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
      if let stated, Self.mayBe(stated, where: tag) { return stated }
      return Self.mayBe(main, where: tag) ? main : tag
    }
    if let stated, fits(stated) { return stated }
    if verdict == .another { return "und" }
    return fits(main) ? main : "und"
  }

  /// Whether the letters of the block can be of the language.
  private func fits(_ tag: String) -> Bool {
    guard let writing else { return true }
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

  /// Whether a text that shows one language may be of another that was stated: the same, or one that is not
  /// told apart from it, being written in the same letters: Middle Khmer, Bunong, Cantonese.
  static func mayBe(_ stated: String, where shown: String) -> Bool {
    let stated = primary(stated)
    return stated == shown || sameLetters[shown]?.contains(stated) == true
  }

  /// Languages written in the letters by which another is known. Pali and Sanskrit take those of their country.
  ///
  /// - Source: ISO 639-3; the scripts as Unicode's CLDR and the Ethnologue name them.
  private static let sameLetters: [String: Set<String>] = [
    "km": [
      "khm", "xhm", "okz", "kxm", "kdt", "brb", "krr", "krv", "tpu", "jra", "cmo", "sti", "cja", "pi", "pli",
      "sa", "san",
    ],
    "th": ["tha", "nod", "tts", "sou", "kxm", "kdt", "lcp", "mfa", "pi", "pli", "sa", "san"],
    "lo": ["lao", "kjg", "phu", "pi", "pli", "sa", "san"],
    "zh": ["zho", "chi", "cmn", "yue", "wuu", "nan", "hak", "gan", "hsn", "cjy", "cdo", "lzh", "och", "ltc"],
    "vi": ["vie"], "en": ["eng"], "fr": ["fra", "fre"], "ru": ["rus"], "mn": ["mon", "khk", "mvf"],
    "ja": ["jpn"],
    "ko": ["kor"],
  ]

  static func primary(_ tag: String) -> String {
    tag.split(whereSeparator: { $0 == "-" || $0 == "_" }).first.map { $0.lowercased() } ?? ""
  }
}

extension BlockReading {
  /// Runs in another language than the block: of another script, or passages that show another language.
  func runs(in text: [UInt8], range: Range<Int>, language: String, judge: Judge) -> [Span] {
    var runs = scriptRuns(in: text, range: range, judge)
    runs += parts.compactMap { part in
      guard let tag = part.sure, !Self.mayBe(language, where: tag) else { return nil }
      return Span(layer: Layer.language, part.range, label: tag)
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
  private func scriptRuns(in text: [UInt8], range: Range<Int>, _ judge: Judge) -> [Span] {
    guard let main = writing, letters[main.rawValue] < letterCount else { return [] }
    return Script.runs(in: text, range: range).compactMap { run in
      let writing = Evidence.Writing(run.script)
      guard run.script != .common, writing != .latin, writing != main, !(main == .kana && writing == .han),
        standsAlone(run.range, text, range)
      else { return nil }
      var evidence = Evidence()
      var place: Range<Int>?
      PassageReader.read(text, in: run.range, judge) { passage in
        evidence += passage.evidence
        place = (place?.lowerBound ?? passage.range.lowerBound)..<passage.range.upperBound
      }
      let isAlphabet = writing == .cyrillic || writing == .other
      guard let place, evidence.letterCount >= (isAlphabet ? 3 : 1) else { return nil }
      let tag = judge.verdict(evidence).tag.flatMap { $0 == "und" ? nil : $0 } ?? "und-\(run.script)"
      return Span(layer: Layer.language, place, label: tag)
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
