public import ArgumentParser
import Foundation
import Markup
import StageKit

extension CleanBoilerplate {
  /// The verbs that this plugin brings to the command line.
  public static let verbs: [any ParsableCommand.Type] = [
    Survey.self, BlockFeatures.self, ExtractTexts.self,
  ]
}

/// Writes the features of the leaves of pages for the training script: `features.i32` (rows of 32-bit
/// numbers, host byte order), `leaves.jsonl` (a line for each page: its file, and for each row what the leaf
/// is and its text) and `columns.txt`.
public struct BlockFeatures: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "block-features", abstract: "Write the features of pages for training the block model.",
    shouldDisplay: false)

  @Option(help: "The folder to write to.")
  var output: String

  @Argument(help: "HTML files.")
  var files: [String]

  public init() {}

  public mutating func run() throws {
    let folder = URL(fileURLWithPath: output)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var numbers = Data()
    var lines = Data()
    for file in files {
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
      let document = try Document(id: file, bytes: bytes, contentType: "text/html")
      var page = try HTMLPage(document.text)
      page.showStandIns()
      let letters = LetterCounts(page)
      let cuts = PageCuts(page, letters)
      let content = MainContent(page, letters, cuts)
      let roles = LeafRoles(page, letters, cuts, content)
      var table = FeatureTable(LeafFeatures(page, letters, cuts, content))
      while table.makePart() { table.values.withUnsafeBytes { numbers.append(contentsOf: $0) } }
      let leaves = table.rows.map { leaf -> [Any] in
        let text = page.pieces[page.leaves[leaf].pieces]
          .filter { CutRules.rule(forHidden: page.elements[$0.element].tag) == nil }
          .flatMap { page.bytes($0) }
        return [
          leaf, "\(roles.roles[leaf])", roles.rules[leaf]?.rawValue ?? "", page.leaves[leaf].element,
          String(decoding: WhiteSpace.collapsed(text), as: UTF8.self),
        ]
      }
      lines += try JSONSerialization.data(
        withJSONObject: ["file": file, "leaves": leaves], options: [.sortedKeys])
      lines += Data("\n".utf8)
    }
    try numbers.write(to: folder.appendingPathComponent("features.i32"))
    try lines.write(to: folder.appendingPathComponent("leaves.jsonl"))
    try Data(FeatureTable.names.joined(separator: "\n").utf8).write(
      to: folder.appendingPathComponent("columns.txt"))
  }
}

/// Writes the main content of pages, options all `drop`, a line of JSON for each: what the training script
/// scores.
public struct ExtractTexts: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "extract-texts", abstract: "Write the bare main content of pages, by a model of your own.",
    shouldDisplay: false)

  @Option(help: "The model; without it the one that ships.")
  var weights: String?

  @Option(help: "The file to write: lines of JSON with file and text.")
  var output: String

  @Argument(help: "HTML files.")
  var files: [String]

  public init() {}

  public mutating func run() throws {
    var options = CleanBoilerplate.Options()
    options.comments = .drop
    options.captions = .drop
    options.frontMatter = .drop
    let path = weights ?? ShippedModel.path
    let model = try BlockModel([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
    let stage = CleanBoilerplate(options: options, model: model)
    var lines = Data()
    for file in files {
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
      var document = try Document(id: file, bytes: bytes, contentType: "text/html")
      var text = ""
      do throws(StageError) {
        try stage.process(&document)
        text = String(decoding: document.text, as: UTF8.self)
      } catch {
        guard error.code == "all-boilerplate" else { throw error }
      }
      lines += try JSONSerialization.data(
        withJSONObject: ["file": file, "text": text], options: [.sortedKeys])
      lines += Data("\n".utf8)
    }
    try lines.write(to: URL(fileURLWithPath: output))
  }
}
