import Foundation
import StageKit

@testable import PipelineFile

/// Steps that do nothing, with options of every kind.
let registry: [RegistryEntry] = [
  RegistryEntry(ReadFiles.self), RegistryEntry(DecodeLegacy.self), RegistryEntry(CleanBoilerplate.self),
  RegistryEntry(ExtractMetadata.self), RegistryEntry(DetectLanguage.self),
  RegistryEntry(NormalizeVietnamese.self), RegistryEntry(NormalizeKhmer.self),
  RegistryEntry(TagEntities.self), RegistryEntry(WriteTEI.self), RegistryEntry(WriteJSONLines.self),
]

/// The problems of a pipeline file with this text, as they are shown.
func check(
  _ text: String, file: String = "p.yaml", set overrides: [String] = [],
  for purpose: Pipeline.Purpose = .filter
) -> [String] {
  check(bytes: Array(text.utf8), file: file, set: overrides, for: purpose)
}

func check(
  bytes: [UInt8], file: String = "p.yaml", set overrides: [String] = [],
  for purpose: Pipeline.Purpose = .filter
) -> [String] {
  do throws(InvalidPipeline) {
    _ = try Pipeline(bytes: bytes, path: file, registry: registry, overrides: overrides, for: purpose)
    return []
  } catch { return error.problems.map(\.description) }
}

/// The checked pipeline of a text.
func pipeline(
  _ text: String, file: String = "p.yaml", set overrides: [String] = [],
  for purpose: Pipeline.Purpose = .filter
) throws(InvalidPipeline) -> Pipeline {
  try Pipeline(bytes: Array(text.utf8), path: file, registry: registry, overrides: overrides, for: purpose)
}

/// A folder that is gone after `body`.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "PipelineFileTests-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}

struct ReadFiles: Reader {
  struct Options: StageOptions {
    var path = InputPath("")
    var metadata: InputPath?
    static let fields: [Field<Options>] = [
      Field("path", \.path, "A folder or a file."),
      Field("metadata", \.metadata, "Metadata of the documents, CSV."),
    ]
  }
  static let name = "read-files"
  static let version = 1
  static let summary = "Reads files."
  init(options: Options, context: LoadContext) {}
  func read(_ offer: (ReadItem) async throws -> Void) {}
}

struct DecodeLegacy: Stage {
  static let name = "decode-legacy"
  static let version = 1
  static let summary = "Decodes."
  init(options: NoOptions, context: LoadContext) {}
  func process(_ document: inout Document) {}
}

struct CleanBoilerplate: Stage {
  enum Comments: String, OptionChoice { case keep, drop }
  struct Options: StageOptions {
    var maxLinkDensity = 0.33
    var minWords = 5
    var comments = Comments.keep
    var strict = false
    static let fields: [Field<Options>] = [
      Field(
        "max_link_density", \.maxLinkDensity, in: 0...1, "Bytes inside links divided by bytes of the block."),
      Field("min_words", \.minWords, in: 1...100, "Words of a block that stays."),
      Field("comments", \.comments, "What becomes of comments."),
      Field("strict", \.strict, "Whether a doubt drops the block."),
    ]
  }
  static let name = "clean-boilerplate"
  static let version = 1
  static let summary = "Drops menus."
  static let gives: Set<Feature> = [.blocks]
  init(options: Options, context: LoadContext) {}
  func process(_ document: inout Document) {}
}

struct ExtractMetadata: Stage {
  static let name = "extract-metadata"
  static let version = 1
  static let summary = "Finds titles and dates."
  static let gives: Set<Feature> = [.metadata]
  init(options: NoOptions, context: LoadContext) {}
  func process(_ document: inout Document) {}
}

struct DetectLanguage: Stage {
  static let name = "detect-language"
  static let version = 1
  static let summary = "Finds the language."
  static let gives: Set<Feature> = [.language]
  init(options: NoOptions, context: LoadContext) {}
  func process(_ document: inout Document) {}
}

struct NormalizeVietnamese: Stage {
  enum Tone: String, OptionChoice { case keep, fix, old, new }
  struct Options: StageOptions {
    var tone = Tone.keep
    static let fields: [Field<Options>] = [Field("tone", \.tone, "Where tone marks stand.")]
  }
  static let name = "normalize-vietnamese"
  static let version = 1
  static let summary = "Normalises Vietnamese."
  static let needs: Set<Feature> = [.language]
  init(options: Options, context: LoadContext) {}
  func process(_ document: inout Document) {}
}

struct NormalizeKhmer: Stage {
  static let name = "normalize-khmer"
  static let version = 1
  static let summary = "Normalises Khmer."
  static let needs: Set<Feature> = [.language]
  init(options: NoOptions, context: LoadContext) {}
  func process(_ document: inout Document) {}
}

struct TagEntities: Stage {
  struct Options: StageOptions {
    var gazetteers = ["general"]
    var files: [InputPath] = []
    static let fields: [Field<Options>] = [
      Field("gazetteers", \.gazetteers, "Lists of names that ship."),
      Field("files", \.files, "Lists of names of your own."),
    ]
  }
  static let name = "tag-entities"
  static let version = 1
  static let summary = "Tags names."
  static let gives: Set<Feature> = [.layer("entity")]
  init(options: Options, context: LoadContext) {}
  func process(_ document: inout Document) {}
}

struct WriteTEI: Writer {
  struct Options: StageOptions {
    var directory = "tei"
    var publisher: String?
    var licence: String?
    static let fields: [Field<Options>] = [
      Field("directory", \.directory, "Folder in the run's folder."),
      Field("publisher", \.publisher, "Who publishes | the files."),
      Field("licence", \.licence, "Under which terms."),
    ]
  }
  static let name = "write-tei"
  static let version = 1
  static let summary = "Writes TEI."
  static let needs: Set<Feature> = [.blocks]
  init(options: Options, context: LoadContext) {}
  func output(for processed: ProcessedDocument) -> WriterOutput<NoContribution> { WriterOutput() }
}

struct WriteJSONLines: Writer {
  struct Options: StageOptions {
    var file = RunPath("documents.jsonl")
    static let fields: [Field<Options>] = [Field("file", \.file, "File in the run's folder.")]
  }
  static let name = "write-json-lines"
  static let version = 1
  static let summary = "Writes JSON lines."
  init(options: Options, context: LoadContext) {}
  func output(for processed: ProcessedDocument) -> WriterOutput<NoContribution> { WriterOutput() }
}
