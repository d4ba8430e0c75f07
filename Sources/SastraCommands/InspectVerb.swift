import ArgumentParser
import PipelineFile
import Runner

struct InspectVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show a document after each stage: counts, edits with code points, what was removed.",
    discussion: """
      Examples: sastra inspect pipelines/archive.yaml 001_cd13428d174a1f1b
      sastra inspect pipelines/archive.yaml 001_cd13428d174a1f1b --explain "Heng Samrin"
      """)

  @OptionGroup var file: PipelineArguments

  @Argument(help: "The document's id, or its file name below the input folder.")
  var document: String

  @Option(help: "Files or folders to read in place of those the pipeline file names.")
  var input: [String] = []

  @Flag(help: "The whole JSON form after each stage, a line each.")
  var json = false

  @Option(
    help: """
      Why this has the names and dates it has, or none: words of the text, START-END in Unicode scalars, or all. Prints \
      the rule, the row and the context, and for what was not tagged the nearest rule that failed.
      """)
  var explain: String?

  func run() async throws {
    var pipeline = try file.load(input.isEmpty ? .run : .runOnGivenInputs)
    if !input.isEmpty { pipeline.reader = pipeline.reader?.reading(input) }
    do {
      let inspection = try Inspection(pipeline, programVersion: SastraCommands.version)
      if let explain {
        print(try await inspection.explanation(document: document, of: explain))
      } else {
        print(try await inspection(document: document, asJSON: json))
      }
    } catch {
      throw Terminal.exitCode(for: error)
    }
  }
}
