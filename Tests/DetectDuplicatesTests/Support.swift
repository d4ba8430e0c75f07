import StageKit

@testable import DetectDuplicates

/// Keeps what is said of documents.
final class MarkFolder: RunFolder {
  private(set) var marks: [String: CorpusMarks] = [:]

  func write(
    _ path: String,
    _ body: (_ append: (ArraySlice<UInt8>) throws(StageError) -> Void) throws(StageError) -> Void
  ) throws(StageError) {}

  func mark(_ id: String, _ fields: [String: JSONValue], dropping error: StageError?) throws(StageError) {
    marks[id] = CorpusMarks(
      fields: fields, error: error.map { DocumentError(stage: DetectDuplicates.name, $0) })
  }
}

/// What is said of documents with these texts, by their ids.
func marks(
  _ texts: [(id: String, text: String)], _ change: (inout DetectDuplicates.Options) -> Void = { _ in }
) throws -> [String: CorpusMarks] {
  var options = DetectDuplicates.Options()
  change(&options)
  let folder = MarkFolder()
  try DetectDuplicates(options: options).finish(contributions(texts), into: folder)
  return folder.marks
}

func contributions(_ texts: [(id: String, text: String)]) throws -> Contributions<Fingerprint> {
  let sorted = texts.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
  let encoded = sorted.map { ($0.id, Fingerprint(Array($0.text.utf8)).encoded()) }
  return Contributions { body throws(StageError) in for (id, bytes) in encoded { try body(id, bytes) } }
}

/// The ids of the firsts, by the ids of their duplicates.
func firsts(_ texts: [(id: String, text: String)]) throws -> [String: String] {
  try marks(texts).compactMapValues { marks in
    if case .string(let id)? = marks.fields["duplicate_of"] { id } else { nil }
  }
}

/// Numbers that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 1
    return Fingerprint.mixed(state)
  }
}

/// Texts of made-up words in three scripts.
enum Prose {
  private static let parts: [String: [[String]]] = [
    "vi": [
      ["ng", "ph", "th", "tr", "đ", "b", "c", "h", "kh", "l", "m", "nh", "s", "v", "x"],
      ["à", "ắ", "â", "ề", "ế", "i", "ộ", "ở", "ơ", "u", "ừ", "ý", "oá", "iề", "ươ"],
      ["", "n", "ng", "m", "p", "t", "ch"],
    ],
    "km": [
      ["ក", "ខ", "គ", "ង", "ច", "ជ", "ដ", "ត", "ទ", "ន", "ប", "ព", "ភ", "ម", "រ", "ល", "ស", "ហ"],
      ["", "្រ", "្ល", "្ន", "្ម"], ["ា", "ិ", "ី", "ុ", "ូ", "ើ", "េ", "ែ", "ោ", "ាំ"], ["", "ន", "ក", "ង"],
    ],
    "en": [
      ["b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "w", "st", "br"],
      ["a", "e", "i", "o", "u", "ea", "ou"], ["", "n", "r", "t", "ll", "ck", "nd"],
    ],
  ]

  static func words(_ count: Int, _ language: String, seed: UInt64) -> [String] {
    var generator = SeededGenerator(seed << 32)
    return (0..<count).map { _ in
      (parts[language] ?? []).map { $0[Int.random(in: 0..<$0.count, using: &generator)] }.joined()
    }
  }

  static func text(_ words: [String], _ language: String) -> String {
    words.joined(separator: language == "km" ? "" : " ")
  }
}
