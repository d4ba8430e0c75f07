import ArgumentParser
import Foundation
import PipelineFile
import Runner
import StageKit

struct RunVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a pipeline over its input.",
    discussion: """
      A run that was killed goes on where it stopped, and ends with the same bytes. What did not change is not done again.
      Ctrl-C finishes the documents in hand.
      Example: sastra run pipelines/archive.yaml pages/ --out out
      """)

  @OptionGroup var file: PipelineArguments
  @OptionGroup var work: WorkerArguments
  @OptionGroup var limits: LimitArguments
  @OptionGroup var reports: ReportArguments

  @Argument(help: "Files or folders to read in place of those the pipeline file names.")
  var inputs: [String] = []

  @Option(help: "Folder for the outputs and the ledger.")
  var out = "out"

  @Flag(help: "Write outputs anew that somebody changed since they were written.")
  var force = false

  @Flag(help: "Remove the outputs of documents that the input no longer has.")
  var prune = false

  @Flag(help: "Write nothing; say how many documents would be done, and why.")
  var explain = false

  @Option(help: ArgumentHelp("Write nothing; say what would be done with one document.", valueName: "id"))
  var explainDocument: String?

  func validate() throws {
    guard !out.isEmpty else { throw ValidationError("--out must name a folder") }
  }

  func run() async throws {
    let request = try request()
    if explain || explainDocument != nil { return try await tellWhy(request) }
    throw ExitCode(try await BatchRun(request, reports)())
  }

  private func request() throws -> RunRequest {
    var pipeline = try file.load(inputs.isEmpty ? .run : .runOnGivenInputs)
    if !inputs.isEmpty { pipeline.reader = pipeline.reader?.reading(inputs) }
    var request = RunRequest(
      pipeline: pipeline, folder: out, workers: work.workers, runDate: work.runDate,
      maxErrors: limits.maxErrors, programVersion: SastraCommands.version)
    request.force = force
    request.prunes = prune
    request.isolation = limits.isolation(of: pipeline, file, work, out: out)
    request.cacheMB = pipeline.cacheMB ?? request.cacheMB
    return request
  }

  private func tellWhy(_ request: RunRequest) async throws {
    var counts: [String: Int] = [:]
    var found = false
    do {
      try await Explanation(request)() { line in
        let start = line.firstStep.map { ", from \($0) on" } ?? ""
        let words = "\(line.runs ? "run" : "not run")\(start): \(line.reason)"
        counts[words, default: 0] += 1
        guard let wanted = explainDocument, Array(line.id.utf8) == Array(wanted.utf8) else { return }
        found = true
        print("\(line.id): \(words)" + (line.file.map { " ('\($0)')" } ?? ""))
      }
    } catch { throw Terminal.exitCode(for: error) }
    if let explainDocument {
      if found { return }
      throw Terminal.exitCode(for: RunFailure.noInput("the input has no document '\(explainDocument)'"))
    }
    for (words, count) in counts.sorted(by: { $0.key < $1.key }) { print("\(count) \(words)") }
  }
}

/// Runs a pipeline and tells how it goes and what became of it.
struct BatchRun {
  private let request: RunRequest
  private let reports: ReportArguments

  init(_ request: RunRequest, _ reports: ReportArguments) {
    self.request = request
    self.reports = reports
  }

  /// The exit code.
  func callAsFunction() async throws -> Int32 {
    var request = request
    let interruption = Interruption()
    request.isCancelled = { interruption.isAskedFor }
    request.wantsDetails = !reports.quiet
    let line = ProgressLine(isQuiet: reports.quiet, asJSON: reports.jsonProgress)
    let summary: RunSummary
    do {
      summary = try await Run(request, log: Terminal.log)(show: line.show)
    } catch {
      line.finish()
      throw Terminal.exitCode(for: error)
    }
    line.finish()
    do {
      if let metrics = reports.metrics, let text = try LedgerView(folder: request.folder)?.metrics() {
        try write(text, to: metrics)
      }
      if !reports.quiet { for line in lines(about: summary) { try StandardOutput.write(Array(line.utf8)) } }
    } catch {
      throw Terminal.exitCode(for: error)
    }
    return summary.exitCode
  }

  private func write(_ text: String, to path: String) throws(RunFailure) {
    do { try text.write(toFile: path, atomically: true, encoding: .utf8) } catch {
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path()
      let isWritable = access(folder, W_OK) == 0
      throw .outputUnwritable(
        path: path,
        reason: isWritable ? "check the path and its permissions" : String(cString: strerror(errno)))
    }
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
      "\(total) document\(total == 1 ? "" : "s"): \(outcomes.joined(separator: ", "))\(unchanged)"
    ] + times(summary) + files(summary)
  }

  /// What this run wrote, and what was there and is as it should be.
  private func files(_ summary: RunSummary) -> [String] {
    let isUnchanged =
      (!summary.hasFolded || summary.corpusFiles.isEmpty)
      && summary.documentFiles.allSatisfy { $0.written == 0 }
    let held = isUnchanged || summary.hasFolded ? "" : ", unchanged"
    return ["\(isUnchanged ? "Unchanged in" : "Written to") \(request.folder):"]
      + summary.corpusFiles.map { "  \($0)\(held)" }
      + summary.documentFiles.map { folder, count, written in
        let files = "\(count) file\(count == 1 ? "" : "s")"
        if isUnchanged || written == count { return "  \(folder)/: \(files)" }
        return written == 0 ? "  \(folder)/: \(files), unchanged" : "  \(folder)/: \(written) of \(files)"
      }
  }

  /// The slowest stage, and the slowest documents.
  private func times(_ summary: RunSummary) -> [String] {
    let total = summary.stepTimes.reduce(0) { $0 + $1.milliseconds }
    guard let step = summary.stepTimes.max(by: { $0.milliseconds < $1.milliseconds }), total > 0 else {
      return []
    }
    let share = Int((100 * step.milliseconds / total).rounded())
    let documents = summary.slowest.map { "\($0.id) (\(Int($0.milliseconds.rounded())) ms)" }
    return [
      "Slowest stage: \(step.name), \(share) % of the time; slowest documents: \(documents.joined(separator: ", "))"
    ]
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
