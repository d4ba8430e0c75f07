import ArgumentParser
import Foundation
import PipelineFile
import Runner
import StageKit

struct RunVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a pipeline over its input.",
    discussion: """
      A run that was killed goes on where it stopped, and ends with the same bytes.
      Example: sastra run pipelines/archive.yaml pages/ --out out
      """)

  @OptionGroup var file: PipelineArguments
  @OptionGroup var work: WorkerArguments

  @Argument(help: "Files or folders to read in place of those the pipeline file names.")
  var inputs: [String] = []

  @Option(help: "Folder for the outputs and the ledger.")
  var out = "out"

  @Option(help: "Stop with code 4 when more documents than this fail.")
  var maxErrors: Int?

  @Flag(help: "Say nothing but errors.")
  var quiet = false

  func run() async throws {
    var pipeline = try file.load(inputs.isEmpty ? .run : .runOnGivenInputs)
    if !inputs.isEmpty { pipeline.reader = pipeline.reader?.reading(inputs) }
    let request = RunRequest(
      pipeline: pipeline, folder: out, workers: work.workers, runDate: work.runDate, maxErrors: maxErrors,
      programVersion: SastraCommands.version)
    let line = ProgressLine(isQuiet: quiet)
    let summary: RunSummary
    do {
      summary = try await Run(request, log: Terminal.log)(show: line.show)
    } catch {
      line.finish()
      throw Terminal.exitCode(for: error)
    }
    line.finish()
    if !quiet { tell(summary) }
    throw ExitCode(summary.exitCode)
  }

  /// What became of the documents and what was written.
  private func tell(_ summary: RunSummary) {
    let total = summary.outcomes.values.reduce(0, +)
    let outcomes = Outcome.allCases.compactMap { outcome in
      summary.outcomes[outcome].map { "\($0) \(outcome.rawValue)" }
    }
    let unchanged = summary.unchanged > 0 ? " (\(summary.unchanged) unchanged since the last run)" : ""
    for (id, outcome, error) in summary.failures {
      print("\(outcome.rawValue): \(id)" + (error.map { ": \($0.stage): \($0.message) [\($0.code)]" } ?? ""))
    }
    print("\(total) document\(total == 1 ? "" : "s"): \(outcomes.joined(separator: ", "))\(unchanged)")
    print("Written to \(out):")
    for path in summary.corpusFiles { print("  \(path)") }
    for (folder, count) in summary.documentFiles {
      print("  \(folder)/: \(count) file\(count == 1 ? "" : "s")")
    }
  }
}

extension StepUse {
  /// The reader with other inputs; the paths of other files it was given belong to the old input and go.
  func reading(_ inputs: [String]) -> StepUse {
    var use = self
    for field in entry.fields where field.isInputPath { use.options[field.key] = nil }
    use.options["path"] = .list(inputs.map { .scalar($0) })
    return use
  }
}
