import ArgumentParser
import Foundation
import StageKit

struct NewStageVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new-stage",
    abstract:
      "Make a stage that builds and whose test passes: one folder, its tests, one word in Package.swift.",
    discussion: "Example: sastra new-stage mark-quotations")

  @Argument(help: "Name in pipeline files: verb-noun, lower case, with hyphens.")
  var name: String

  @Option(help: "The checkout to make it in.")
  var checkout = "."

  func validate() throws {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    let isRight =
      parts.count > 1
      && parts.allSatisfy { part in
        part.first.map { ("a"..."z").contains($0) } == true
          && part.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) }
      }
    guard isRight else {
      throw ValidationError("'\(name)' is not verb-noun in lower case, as 'mark-quotations'")
    }
    if SastraCommands.stages.contains(where: { $0.name == name }) {
      throw ValidationError("'\(name)' is there already")
    }
  }

  func run() throws {
    let module = GeneratedDocs.folder(of: name)
    do {
      let package = checkout + "/Package.swift"
      guard FileManager.default.fileExists(atPath: package) else {
        throw Refusal(
          "no Package.swift in '\(checkout)'; give the folder of the checkout with --checkout")
      }
      let manifest = try String(contentsOfFile: package, encoding: .utf8)
      try checkIsFree(module, manifest)
      guard let changed = NewStageVerb.adding(module, to: manifest) else {
        throw Refusal("\(package) has no list of plugins, or has '\(module)' already")
      }
      let template = StageTemplate(name: name, module: module)
      for (path, text) in template.files {
        let url = URL(fileURLWithPath: "\(checkout)/\(path)")
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: true, encoding: .utf8)
        print("made \(path)")
      }
      try changed.write(toFile: package, atomically: true, encoding: .utf8)
      print("added \(module) to Package.swift\nNext: swift test --filter \(module)Tests")
    } catch let refusal as Refusal {
      Terminal.say("sastra: error: \(refusal.message)")
      throw ExitCode(2)
    } catch {
      Terminal.say("sastra: error: \(error.localizedDescription)")
      throw ExitCode(3)
    }
  }

  /// A module of the package, or one that it uses, must not get a second folder.
  private func checkIsFree(_ module: String, _ manifest: String) throws {
    for folder in ["Plugins/\(module)", "Sources/\(module)", "Tests/\(module)Tests"]
    where FileManager.default.fileExists(atPath: "\(checkout)/\(folder)") {
      throw Refusal("\(folder) is there already; choose another name or remove it")
    }
    if manifest.contains("\"\(module)\"") {
      throw Refusal("Package.swift names '\(module)' already; choose another name")
    }
  }

  private struct Refusal: Error {
    let message: String
    init(_ message: String) { self.message = message }
  }

  /// The manifest with the module in its place in the list of plugins; nil when there is no list or the
  /// module is in it.
  static func adding(_ module: String, to manifest: String) -> String? {
    let lines = manifest.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let start = lines.firstIndex(of: "let plugins = ["),
      let end = lines[start...].firstIndex(of: "]")
    else { return nil }
    let word = "  \"\(module)\","
    let list = lines[(start + 1)..<end]
    guard !list.contains(word) else { return nil }
    let place = list.firstIndex { $0 > word } ?? end
    return (lines[..<place] + [word] + lines[place...]).joined(separator: "\n")
  }
}

/// The files of a new stage: one that counts words and whose test passes.
struct StageTemplate {
  let name: String
  let module: String

  /// Path below the checkout and text of each file.
  var files: [(path: String, text: String)] {
    [
      ("Plugins/\(module)/\(module).swift", stage), ("Plugins/\(module)/Options.swift", options),
      ("Plugins/\(module)/README.md", readme), ("Tests/\(module)Tests/\(module)Tests.swift", tests),
    ]
  }

  private var stage: String {
    """
    import StageKit

    /// Drops paragraphs that are shorter than the user wants. Say here what yours does, and where its rule
    /// comes from.
    public struct \(module): Stage {
      public static let name = "\(name)"
      public static let version = 1
      public static let summary = "Drops short paragraphs."

      let options: Options

      public init(options: Options, context: LoadContext) {
        self.options = options
      }

      public func process(_ document: inout Document) throws(StageError) {
        try document.removeBlocks(because: "short") { block in
          block.kind == .paragraph && block.range.count < options.minBytes ? 1 : nil
        }
      }
    }

    """
  }

  private var options: String {
    """
    import StageKit

    extension \(module) {
      public struct Options: StageOptions {
        public var minBytes = 10

        public static let fields: [Field<Options>] = [
          Field("min_bytes", \\.minBytes, in: 0...1_000_000, "UTF-8 bytes of a paragraph; a shorter one is dropped.")
        ]

        public init() {}
      }
    }

    """
  }

  private var readme: String {
    """
    # \(name)

    Drops short paragraphs. Say what it does, for whom, and what it leaves alone.

    ## Options
    <!-- options -->
    <!-- /options -->
    `make docs` fills the table.

    ## Limits

    """
  }

  private var tests: String {
    """
    import \(module)
    import StageKit
    import Testing

    @Suite struct \(module)Tests {
      @Test func aShortParagraphGoesAndALongOneStays() throws {
        var document = Document(id: "a", text: "Ngắn\\nHeng Samrin spoke first.")
        try \(module)().process(&document)
        #expect(document.blocks.map { document.string(in: $0.range) } == ["Heng Samrin spoke first."])
      }

      @Test func aParagraphExactlyAtTheLimitStays() throws {
        var options = \(module).Options()
        options.minBytes = 6
        var document = Document(id: "a", text: "Ngắn")
        try \(module)(options: options).process(&document)
        #expect(document.blocks.map { document.string(in: $0.range) } == ["Ngắn"])
      }
    }

    """
  }
}
