import Foundation
public import StageKit

/// Finds the language of the document, of each block, and of runs in another language inside a block.
///
/// The script decides for Khmer, Thai, Lao, Chinese, Japanese and Korean. Languages in Latin and in Cyrillic
/// letters are told apart by how frequent sequences of one to three letters are in each. What is not
/// sure is not said: a short block takes the document's language, and where nothing shows one it is `und`. A
/// language that the document brings with it is believed; a block's own too, unless its letters show another.
/// `und`, and what is no language tag, count as not brought.
public struct DetectLanguage: Stage {
  public static let name = "detect-language"
  public static let version = 4
  public static let summary = "Finds the language of the document, of each block, and of runs inside blocks."
  public static let gives: Set<Feature> = [.language]

  let options: Options
  let judge: Judge

  /// - Throws: `StageError` "resource-unreadable", "bad-frequencies" for a table that is not whole.
  public init(options: Options, context: LoadContext) throws(StageError) {
    self.options = options
    judge = Judge(
      latin: try Self.sequences("latin-ngrams.tsv", context),
      cyrillic: try Self.sequences("cyrillic-ngrams.tsv", context), minLetters: options.minLetters)
  }

  private static func sequences(_ file: String, _ context: LoadContext) throws(StageError) -> LetterSequences
  {
    let path = Bundle.module.bundleURL.appendingPathComponent("data/" + file).path
    return try LetterSequences(table: try context.resource(path), name: file)
  }

  public func process(_ document: inout Document) throws(StageError) {
    let leaves = Self.leaves(of: document.blocks)
    let readings = leaves.map { index in
      BlockReading(
        index: index, text: document.text, range: document.blocks[index].range, judge: judge)
    }
    let given = Self.givenLanguage(of: &document)
    let main = given ?? mainLanguage(readings, in: document)
    if given != nil { reportDifference(readings, main, in: &document) }
    document.language = main
    document.removeSpans { $0.layer == Layer.language && $0.stage == Self.name }
    let stated = Self.statedLanguages(of: document.blocks)
    for reading in readings {
      let block = document.blocks[reading.index]
      let language = reading.language(stated: stated[reading.index], main: main)
      document.setLanguage(language, ofBlock: reading.index)
      document.count("block-" + language)
      guard options.spans else { continue }
      let runs = reading.runs(in: document.text, range: block.range, language: language, judge: judge)
      for run in runs { try document.add(run) }
      document.count("run", runs.count)
    }
    setLanguageOfContainers(&document, leaves: Set(leaves))
  }

  /// The language that the document brings with it; one that cannot be used is reported.
  private static func givenLanguage(of document: inout Document) -> String? {
    guard let language = document.language else { return nil }
    if let tag = GivenTag.language(language) { return tag }
    if !language.isEmpty, !GivenTag.isWellFormed(language) {
      document.report(
        Report(
          "language-ill-formed", "the document is said to be in '\(language)', which is no language tag",
          at: 0..<document.text.count))
    }
    return nil
  }

  /// Blocks that hold no other block, in order.
  private static func leaves(of blocks: [Block]) -> [Int] {
    blocks.indices.filter { index in
      guard !BlockKind.containers.contains(blocks[index].kind) else { return false }
      guard index + 1 < blocks.count else { return true }
      let (block, next) = (blocks[index].range, blocks[index + 1].range)
      return next.lowerBound >= block.upperBound || next.isEmpty
    }
  }

  /// What each block, or the nearest block around it, was given for a language.
  private static func statedLanguages(of blocks: [Block]) -> [String?] {
    var stated: [String?] = []
    var open: [(end: Int, language: String?)] = []
    for block in blocks {
      while let last = open.last, last.end <= block.range.lowerBound { open.removeLast() }
      let language = block.language.flatMap(GivenTag.language) ?? open.last?.language
      stated.append(language)
      open.append((block.range.upperBound, language))
    }
    return stated
  }

  /// The letters of the blocks that show a language, by language.
  private static func letters(_ readings: [BlockReading]) -> [String: Int] {
    var letters: [String: Int] = [:]
    for reading in readings {
      guard let tag = reading.verdict.tag else { continue }
      letters[tag, default: 0] += (reading.writing == .han ? 3 : 1) * reading.letterCount
    }
    return letters
  }

  private static func mostFrequent(_ letters: [String: Int]) -> String? {
    letters.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  /// The language of most letters in blocks that show one; else what all of the text shows.
  private func mainLanguage(_ readings: [BlockReading], in document: Document) -> String {
    if let best = Self.mostFrequent(Self.letters(readings)) { return best }
    var whole = Evidence()
    PassageReader.read(document.text, in: 0..<document.text.count, judge) { whole += $0.evidence }
    return judge.verdict(whole, isLast: true).tag ?? "und"
  }

  /// Reports a given language that the text belies: four letters in five of what shows a language show
  /// another.
  private func reportDifference(_ readings: [BlockReading], _ main: String, in document: inout Document) {
    let letters = Self.letters(readings)
    guard let best = Self.mostFrequent(letters), best != "und", !BlockReading.mayBe(main, where: best),
      let count = letters[best], count * 5 >= letters.values.reduce(0, +) * 4
    else { return }
    document.report(
      Report(
        "language-differs", "the document is said to be in '\(main)', and its text is mostly in '\(best)'",
        at: 0..<document.text.count))
  }

  /// A block with blocks inside has their language where they agree, and none where they do not.
  private func setLanguageOfContainers(_ document: inout Document, leaves: Set<Int>) {
    var open: [(index: Int, languages: Set<String>)] = []
    func close(_ document: inout Document) {
      guard let last = open.popLast() else { return }
      document.setLanguage(last.languages.count == 1 ? last.languages.first : nil, ofBlock: last.index)
      if !open.isEmpty { open[open.count - 1].languages.formUnion(last.languages) }
    }
    for (index, block) in document.blocks.enumerated() {
      while let last = open.last, document.blocks[last.index].range.upperBound <= block.range.lowerBound {
        close(&document)
      }
      if leaves.contains(index) {
        if !open.isEmpty, let language = block.language { open[open.count - 1].languages.insert(language) }
      } else {
        open.append((index, []))
      }
    }
    while !open.isEmpty { close(&document) }
  }
}
