import ArgumentParser
import PipelineFile
import Runner

struct CheckVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check a pipeline file; nothing is run.",
    discussion: "Example: sastra check pipelines/archive.yaml --set tag-entities.gazetteers=general")

  @OptionGroup var file: PipelineArguments

  func run() throws {
    let pipeline = try file.load(.run)
    do { _ = try Chain(pipeline, programVersion: SastraCommands.version, runDate: nil) } catch {
      throw Terminal.exitCode(for: error)
    }
    print("\(file.pipeline): \(pipeline.steps.map(\.entry.name).joined(separator: ", ")): nothing wrong")
  }
}
