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

  func validate() throws {
    guard !out.isEmpty else { throw ValidationError("--out must name a folder") }
  }

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
    if !quiet {
      do { for line in lines(about: summary) { try StandardOutput.write(Array(line.utf8)) } } catch {
        throw Terminal.exitCode(for: error)
      }
    }
    throw ExitCode(summary.exitCode)
  }

  /// What became of the documents and what was written.
  private func lines(about summary: RunSummary) -> [String] {
    let total = summary.outcomes.values.reduce(0, +)
    let outcomes = Outcome.allCases.compactMap { outcome in
      summary.outcomes[outcome].map { "\($0) \(outcome.rawValue)" }
    }
    let unchanged = summary.unchanged > 0 ? " (\(summary.unchanged) unchanged since the last run)" : ""
    let others = total - (summary.outcomes[.ok] ?? 0) - summary.failures.count
    return summary.failures.map { id, outcome, error in
      "\(outcome.rawValue): \(id)" + (error.map { ": \($0.stage): \($0.message) [\($0.code)]" } ?? "")
    } + (others > 0 ? ["and \(others) more"] : []) + [
      "\(total) document\(total == 1 ? "" : "s"): \(outcomes.joined(separator: ", "))\(unchanged)",
      "Written to \(out):",
    ] + summary.corpusFiles.map { "  \($0)" }
      + summary.documentFiles.map { "  \($0.folder)/: \($0.count) file\($0.count == 1 ? "" : "s")" }
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
