import Foundation
import StageKit

/// Loads documents in this process and has them worked on in another.
final class IsolatedWorker: DocumentWorker {
  private let isolation: Isolation
  private let local: LocalWorker
  /// Waiting for a process would hold up a thread that others need.
  private let queue = DispatchQueue(label: "sastra.worker")
  /// Touched on the queue only.
  private nonisolated(unsafe) var process: WorkerProcess?

  init(
    _ chain: Chain, _ isolation: Isolation, isDone: @escaping @Sendable (Ledger.Known?, String) -> Bool
  ) throws(RunFailure) {
    self.isolation = isolation
    local = try LocalWorker(chain, writers: .all, isDone: isDone)
  }

  func work(on work: WorkItem) async -> WorkResult {
    await local.work(on: work) { document in
      guard let line = try? ProcessedDocument(document).jsonLine(including: Set(JSONFormPart.allCases)) else {
        return nil
      }
      return await withCheckedContinuation { continuation in
        self.queue.async { continuation.resume(returning: self.answer(to: line)) }
      }
    }
  }

  /// The answer of the process; of a fresh one where the first ends otherwise than with an answer.
  private func answer(to line: [UInt8]) -> WorkerAnswer {
    var failure = WorkerProcess.Failure.timeout
    for isFresh in [false, true] {
      do {
        let worker = try process ?? WorkerProcess(isolation)
        let wasFresh = process == nil
        process = worker
        do throws(WorkerProcess.Failure) { return try worker.answer(to: line) } catch {
          process = nil
          failure = error
          if error == .timeout || (wasFresh && error == .memory) || isFresh { break }
        }
      } catch {
        return IsolatedWorker.failed("no-worker", "\(error)", .quarantined)
      }
    }
    return IsolatedWorker.answer(for: failure, isolation)
  }

  private static func answer(for failure: WorkerProcess.Failure, _ isolation: Isolation) -> WorkerAnswer {
    switch failure {
    case .timeout:
      failed(
        "timeout",
        "the document takes longer than \(isolation.timeoutSeconds) seconds; raise timeout_seconds if it may",
        .timeout)
    case .memory:
      failed(
        "memory-limit",
        "the document takes more than \(isolation.maxMemoryBytes >> 20) MB; raise max_memory_mb if it may",
        .quarantined)
    case .crash(let signal):
      failed(
        "worker-crashed",
        "the process that worked on the document ended\(signal == 0 ? "" : " by signal \(signal)"), twice",
        .quarantined)
    }
  }

  private static func failed(_ code: String, _ message: String, _ outcome: Outcome) -> WorkerAnswer {
    WorkerAnswer(
      outcome: outcome, error: DocumentError(stage: "worker", code: code, message: message), files: [],
      contributions: [:], stepMilliseconds: [], isWritten: false)
  }
}
