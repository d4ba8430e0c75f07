import Foundation
import PipelineFile
import StageKit

/// Puts results down: files first, then, some at a time, their entries in the ledger. A run killed in between
/// does those documents again and gets the same bytes.
final class Batch {
  private static let maxEntries = 100

  private let request: RunRequest
  private let chain: Chain
  private let output: OutputFolder
  private let ledger: Ledger
  private var entries: [Ledger.Entry] = []
  private var unchanged: [String] = []
  private(set) var progress = RunProgress()
  /// Why no more documents are taken.
  private(set) var stopReason: RunFailure?

  init(request: RunRequest, chain: Chain, output: OutputFolder, ledger: Ledger) {
    self.request = request
    self.chain = chain
    self.output = output
    self.ledger = ledger
  }

  /// - Throws: `RunFailure` when a file or the ledger cannot be written.
  func add(_ result: WorkResult) throws {
    progress.done += 1
    if result.isUnchanged {
      progress.unchanged += 1
      unchanged.append(result.id)
    } else {
      try put(result)
    }
    if entries.count + unchanged.count >= Self.maxEntries { try flush() }
  }

  private func put(_ result: WorkResult) throws {
    var files = result.files
    if result.processed.outcome == .quarantined || result.processed.outcome == .timeout {
      files += Quarantine.files(for: result.processed)
      noteFailure()
    }
    try write(files)
    progress.outcomes[result.processed.outcome, default: 0] += 1
    entries.append(
      Ledger.Entry(
        id: result.id, inputHash: result.inputHash, chainKey: chain.key, outcome: result.processed.outcome,
        error: result.processed.error, elapsedMilliseconds: result.elapsedMilliseconds,
        files: files.map { Ledger.WrittenFile(path: $0.path, sha256: sha256($0.bytes)) },
        contributions: result.contributions))
  }

  private func write(_ files: [OutputFile]) throws {
    var paths: Set<String> = []
    for file in files {
      guard paths.insert(file.path).inserted else {
        throw RunFailure.outputUnwritable(
          path: file.path, reason: "two writers write it; give one of them another folder")
      }
      try output.write(file.path) { append throws(RunFailure) in try append(file.bytes) }
    }
  }

  private func noteFailure() {
    let failed = (progress.outcomes[.quarantined] ?? 0) + (progress.outcomes[.timeout] ?? 0) + 1
    let limit = request.pipeline.onError == .stop ? 0 : request.maxErrors
    if let limit, failed > limit { stopReason = .tooManyErrors(failed) }
  }

  /// Enters what is waiting and removes files that earlier results had and the new ones have not.
  func flush() throws(RunFailure) {
    for path in try ledger.enter(entries, unchanged: unchanged) { output.remove(path) }
    entries = []
    unchanged = []
  }
}
