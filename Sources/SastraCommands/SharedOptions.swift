import ArgumentParser
import Foundation
import PipelineFile
import StageKit

/// A pipeline file and what the command line changes in it.
struct PipelineArguments: ParsableArguments {
  @Argument(help: "The pipeline file.")
  var pipeline: String

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Override an option, checked like the file.", valueName: "stage.option=value"))
  var overrides: [String] = []

  /// Reads and checks the file; says all that is wrong and ends with code 2.
  func load(_ purpose: Pipeline.Purpose) throws -> Pipeline {
    do throws(InvalidPipeline) {
      return try Pipeline.load(pipeline, registry: SastraCommands.stages, overrides: overrides, for: purpose)
    } catch {
      Terminal.say(error.description)
      throw ExitCode(2)
    }
  }
}

struct WorkerArguments: ParsableArguments {
  @Option(help: "Documents worked on at once; the results do not depend on it.")
  var workers: Int = ProcessInfo.processInfo.activeProcessorCount

  @Option(
    help: ArgumentHelp(
      "Date of the run for the headers; without it no date of today is written.", valueName: "YYYY-MM-DD"))
  var runDate: String?

  func validate() throws {
    guard (1...1024).contains(workers) else { throw ValidationError("--workers must be in 1...1024") }
    let style = Date.ISO8601FormatStyle().year().month().day()
    if let runDate, (try? style.parse(runDate)).map(style.format) != runDate {
      throw ValidationError("--run-date must be a day as 2026-11-21, not '\(runDate)'")
    }
  }
}
