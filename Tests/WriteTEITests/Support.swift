import Foundation
import StageKit

@testable import WriteTEI

/// The file of a document, as text.
func tei(
  _ document: Document, options: WriteTEI.Options = .init(), context: LoadContext = LoadContext()
) async throws -> String {
  let files = try WriteTEI(options: options, context: context).files(for: ProcessedDocument(document))
  return String(decoding: files[0].bytes, as: UTF8.self)
}

/// What stands between two strings of a text, both left out; the whole text where they are missing.
func part(of text: String, after start: String, before end: String) -> String {
  guard let lower = text.range(of: start)?.upperBound,
    let upper = text.range(of: end, range: lower..<text.endIndex)?.lowerBound
  else { return text }
  return String(text[lower..<upper])
}

/// The body's elements without their indentation, one a line.
func body(_ text: String) -> [String] {
  part(of: text, after: "<body>", before: "</body>").split(separator: "\n").map {
    String($0.drop { $0 == " " })
  }.filter { !$0.isEmpty }
}

/// Builds a document from pieces of text, each with a kind; children lie inside.
struct Build {
  var kind: BlockKind
  var text: String
  var attributes: [String: String]
  var language: String?
  var children: [Build]

  init(
    _ kind: BlockKind, _ text: String = "", _ attributes: [String: String] = [:], language: String? = nil,
    inside children: [Build] = []
  ) {
    self.kind = kind
    self.text = text
    self.attributes = attributes
    self.language = language
    self.children = children
  }

  /// A document of these pieces, a line break after each that has text.
  static func document(id: String = "d", language: String? = "en", _ pieces: [Build]) throws -> Document {
    var text = ""
    var blocks: [Block] = []
    func add(_ piece: Build) {
      let place = blocks.count
      let start = text.utf8.count
      blocks.append(Block(piece.kind, 0..<0, language: piece.language, attributes: piece.attributes))
      text += piece.text
      var end = text.utf8.count
      if !piece.text.isEmpty { text += "\n" }
      for child in piece.children {
        add(child)
        end = blocks.last { $0.range.upperBound > end }?.range.upperBound ?? end
        end = max(end, blocks[place...].map(\.range.upperBound).max() ?? end)
      }
      blocks[place].range = start..<end
    }
    for piece in pieces { add(piece) }
    var document = Document(id: id, text: text)
    document.language = language
    try document.setBlocks(blocks)
    return document
  }
}

extension Document {
  /// Marks the first place where some words stand.
  mutating func mark(
    _ layer: String, _ label: String, _ words: String, _ attributes: [String: String] = [:],
    stage: String = ""
  ) throws {
    let pattern = Array(words.utf8)
    for start in text.indices where text[start...].starts(with: pattern) {
      try add(
        Span(layer: layer, start..<start + pattern.count, label: label, attributes: attributes, stage: stage))
      return
    }
  }

  mutating func name(_ label: String, _ words: String, key: String? = nil, name: String? = nil) throws {
    var attributes = ["cert": "high"]
    attributes["key"] = key
    attributes["name"] = name
    try mark(Layer.entity, label, words, attributes, stage: "tag-entities")
  }
}

/// Development data that lies beside a working copy; absent elsewhere.
enum Shared {
  static let folder: URL = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    // A working copy lies beside the data, or one folder deeper.
    for base in [
      url.deletingLastPathComponent(), url.deletingLastPathComponent().deletingLastPathComponent(),
    ] {
      let shared = base.appendingPathComponent("shared")
      if FileManager.default.fileExists(atPath: shared.path) { return shared }
    }
    return url.deletingLastPathComponent().appendingPathComponent("shared")
  }()

  static var teiAll: String { folder.appendingPathComponent("data/tei/tei_all.rng").path }
  static var checkTEI: String { folder.appendingPathComponent("tools/check-tei.py").path }

  static var seeds: [URL] {
    let folder = folder.appendingPathComponent("data/seeds")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".txt") }.sorted().map { folder.appendingPathComponent($0) }
  }

  static var hasSeeds: Bool { !seeds.isEmpty }

  static var hasJudges: Bool {
    [teiAll, checkTEI, "/usr/bin/jing", "/usr/bin/xmllint"].allSatisfy {
      FileManager.default.fileExists(atPath: $0)
    }
  }
}

/// Runs a program; its exit code and what it printed.
func run(_ program: String, _ arguments: [String]) throws -> (code: Int32, output: String) {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let output = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return (process.terminationStatus, String(decoding: output, as: UTF8.self))
}

/// A folder for the files of one test, gone afterwards.
final class TemporaryFolder: RunFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("write-tei-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(
    _ path: String,
    _ body: (_ append: (ArraySlice<UInt8>) throws(StageError) -> Void) throws(StageError) -> Void
  ) throws(StageError) {
    var bytes: [UInt8] = []
    try body { bytes += $0 }
    let file = url.appendingPathComponent(path)
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    } catch { throw StageError("output-unwritable", "\(error)") }
  }

  /// All files below, in the order of their paths.
  var files: [String] {
    let all = FileManager.default.enumerator(atPath: url.path)?.compactMap { $0 as? String } ?? []
    return all.filter { $0.hasSuffix(".xml") }.sorted().map { url.appendingPathComponent($0).path }
  }
}

extension WriteTEI {
  /// The files of one document.
  func files(for processed: ProcessedDocument) throws(StageError) -> [OutputFile] {
    try output(for: processed).files
  }
}
