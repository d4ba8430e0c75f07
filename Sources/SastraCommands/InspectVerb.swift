import ArgumentParser
import PipelineFile
import Runner

struct InspectVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show a document after each stage: counts, edits with code points, what was removed.",
    discussion: "Example: sastra inspect pipelines/archive.yaml 001_cd13428d174a1f1b")

  @OptionGroup var file: PipelineArguments

  @Argument(help: "The document's id, or its file name below the input folder.")
  var document: String

  @Option(help: "Files or folders to read in place of those the pipeline file names.")
  var input: [String] = []

  @Flag(help: "The whole JSON form after each stage, a line each.")
  var json = false

  func run() async throws {
    var pipeline = try file.load(input.isEmpty ? .run : .runOnGivenInputs)
    if !input.isEmpty { pipeline.reader = pipeline.reader?.reading(input) }
    do {
      print(
        try await Inspection(pipeline, programVersion: SastraCommands.version)(
          document: document, asJSON: json))
    } catch {
      throw Terminal.exitCode(for: error)
    }
  }
}
