import ArgumentParser
import PipelineFile

struct CheckVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check a pipeline file; nothing is run.",
    discussion: "Example: sastra check pipelines/archive.yaml --set tag-entities.gazetteers=general")

  @OptionGroup var file: PipelineArguments

  func run() throws {
    let pipeline = try file.load(.run)
    print("\(file.pipeline): \(pipeline.steps.map(\.entry.name).joined(separator: ", ")): nothing wrong")
  }
}
