import Foundation
import Logging
import PipelineFile
import StageKit

/// What a user asks of a run.
public struct RunRequest: Sendable {
  public var pipeline: Pipeline
  /// The folder for outputs and ledger.
  public var folder: String
  public var workers: Int
  /// ISO 8601, or nil: no date of today reaches an output unless the user gives one.
  public var runDate: String?
  /// Stop when more documents than this fail; nil for no limit.
  public var maxErrors: Int?
  public var programVersion: String

  public init(
    pipeline: Pipeline, folder: String, workers: Int, runDate: String? = nil, maxErrors: Int? = nil,
    programVersion: String
  ) {
    self.pipeline = pipeline
    self.folder = folder
    self.workers = workers
    self.runDate = runDate
    self.maxErrors = maxErrors
    self.programVersion = programVersion
  }
}

/// What a run did.
public struct RunSummary: Sendable {
  /// Documents by outcome.
  public var outcomes: [Outcome: Int]
  /// How many of them were taken over from an earlier run.
  public var unchanged: Int
  /// The first documents that did not end well, with the reason.
  public var failures: [(id: String, outcome: Outcome, error: DocumentError?)]
  /// The first ids that earlier runs had and this input has not; their files were left alone.
  public var missing: [String]
  /// Files that were folded from all documents: the corpus, lists, reports.
  public var corpusFiles: [String]
  /// Number of files of documents by the first folder of their paths, in the order of the folders.
  public var documentFiles: [(folder: String, count: Int)]

  /// 0 when every document is ok, empty or dropped; 1 otherwise.
  public var exitCode: Int32 { (outcomes[.quarantined] ?? 0) + (outcomes[.timeout] ?? 0) > 0 ? 1 : 0 }
}

/// How far a run is; given to whoever shows it.
public struct RunProgress: Sendable {
  public var done = 0
  public var unchanged = 0
  public var outcomes: [Outcome: Int] = [:]
}

/// Runs a pipeline over its input, once, into a folder.
public struct Run {
  private let request: RunRequest
  private let chain: Chain
  private let output: OutputFolder
  private let ledger: Ledger
  private let log: Logger

  /// Loads every step and opens the folder; nothing is read yet.
  /// - Throws: `RunFailure`.
  public init(_ request: RunRequest, log: Logger) throws(RunFailure) {
    self.request = request
    self.log = log
    chain = try Chain(request.pipeline, programVersion: request.programVersion, runDate: request.runDate)
    output = try OutputFolder(path: request.folder)
    ledger = try Ledger(folder: request.folder, chainKey: chain.key, pipelineName: request.pipeline.name)
  }

  /// Does the work.
  ///
  /// - Parameter show: called after each document.
  /// - Throws: `RunFailure` when the run cannot go on; what is done stays done.
  public func callAsFunction(show: @escaping (RunProgress) -> Void = { _ in }) async throws -> RunSummary {
    do { return try await work(show) } catch {
      try? output.removeTemporaryFiles()
      if (try? ledger.isEmpty()) == true { ledger.discard() } else { ledger.abandon() }
      output.removeIfUnused()
      throw error
    }
  }

  private func work(_ show: @escaping (RunProgress) -> Void) async throws -> RunSummary {
    guard case .reader(let reader)? = chain.reader?.step.role else {
      throw RunFailure.noInput("the pipeline has no reader; give it one under 'read'")
    }
    let batch = Batch(request: request, chain: chain, output: output, ledger: ledger)
    let workers = try makeWorkers()
    do {
      try await OrderedWork(workers: workers).run(
        { try await reader.read($0) }, isOver: { batch.stopReason != nil },
        handOn: { result in
          try batch.add(result)
          show(batch.progress)
        })
    } catch let error as StageError {
      throw RunFailure.noInput(error.message)
    }
    try batch.flush()
    if let reason = batch.stopReason { throw reason }
    guard batch.progress.done > 0 else { throw RunFailure.noInput("the input holds no document") }
    let fold = Fold(chain: chain, output: output, ledger: ledger)
    var comeBack = 0
    while try fold.finishStages() > 0 { comeBack += try await workAgain(reader, workers) }
    return try summary(unchanged: batch.progress.unchanged - comeBack, try fold.finishWriters())
  }

  /// Does the documents again that the corpus had dropped and no longer does; how many there were.
  private func workAgain(_ reader: any Reader, _ workers: [any DocumentWorker]) async throws -> Int {
    let batch = Batch(request: request, chain: chain, output: output, ledger: ledger)
    do {
      try await OrderedWork(workers: workers).run(
        { offer in try await reader.read { if try ledger.isComingBack($0.id) { try await offer($0) } } },
        isOver: { batch.stopReason != nil }, handOn: { try batch.add($0) })
    } catch let error as StageError {
      throw RunFailure.noInput(error.message)
    }
    try batch.flush()
    if let reason = batch.stopReason { throw reason }
    return batch.progress.done
  }

  private func makeWorkers() throws(RunFailure) -> [any DocumentWorker] {
    let (ledger, output, key) = (ledger, output, chain.key)
    var workers: [any DocumentWorker] = []
    for _ in 0..<max(1, request.workers) {
      workers.append(
        try LocalWorker(chain, writers: .all) { id, inputHash in
          guard let files = ledger.files(ofDone: id, inputHash: inputHash, chainKey: key) else {
            return false
          }
          return files.allSatisfy(output.contains)
        })
    }
    return workers
  }

  private func summary(unchanged: Int, _ folded: [String]) throws(RunFailure) -> RunSummary {
    let summary = RunSummary(
      outcomes: try ledger.outcomes(), unchanged: unchanged,
      failures: try ledger.failures(limit: 20),
      missing: try ledger.missing(limit: 20), corpusFiles: folded, documentFiles: try ledger.fileCounts())
    try ledger.close()
    try output.removeTemporaryFiles()
    if !summary.missing.isEmpty {
      log.warning(
        "documents of an earlier run are no longer in the input; their files were left: \(summary.missing.joined(separator: ", "))"
      )
    }
    return summary
  }
}
