import ArgumentParser
import Foundation
import PipelineFile
import Runner

/// Started by `run --isolation process`, never by a person.
struct WorkerVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Work on the documents of a run, in a process of its own.",
    shouldDisplay: false)

  @OptionGroup var file: PipelineArguments
  @Option var runDate: String?
  @Option var out: String

  func run() async throws {
    let pipeline = try file.load(.worker)
    do {
      try await WorkerService(
        pipeline, programVersion: SastraCommands.version, runDate: runDate, runFolder: out)()
    } catch {
      throw Terminal.exitCode(for: error)
    }
  }
}
