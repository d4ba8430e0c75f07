import Foundation
import Logging
import PipelineFile
import StageKit

/// Runs a pipeline over its input, once, into a folder.
public struct Run: Sendable {
  private let request: RunRequest
  private let chain: Chain
  private let output: OutputFolder
  private let ledger: Ledger
  private let judge: Judge
  private let log: Logger

  /// Loads every step and opens the folder; nothing is read yet.
  /// - Throws: `RunFailure`.
  public init(_ request: RunRequest, log: Logger) throws(RunFailure) {
    self.request = request
    self.log = log
    try request.checkInput()
    chain = try Chain(request.pipeline, programVersion: request.programVersion, runDate: request.runDate)
    output = try OutputFolder(path: request.folder)
    do {
      ledger = try Ledger(folder: request.folder, chain: chain, pipelineName: request.pipeline.name)
    } catch {
      try? output.removeTemporaryFiles()
      output.removeIfUnused()
      throw error
    }
    judge = Judge(
      chain: ledger.chain, output: output, force: request.force,
      unfinished: Set(try ledger.journal().map(\.path)))
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
    let leftovers = try ledger.journal()
    let workers = try makeWorkers()
    let batch = makeBatch(leftovers)
    let documents = try KnownDocuments(ledger)
    try await work(through: reader, workers, batch, show) { try prepare($0, documents) }
    guard batch.progress.done > 0 else { throw RunFailure.noInput("the input holds no document") }
    if request.replay == nil {
      _ = try ledger.settleGone()
    }
    let gone = try settleMissing()
    async let isTidy: Void = output.removeReplaced()
    let folded = try await folded(leftovers) { try await workAgain(reader, workers) }
    for file in leftovers where try !ledger.owns(file) { output.remove(file.path) }
    await isTidy
    var summary = try summary(unchanged: batch.progress.unchanged - folded.comeBack, folded, gone)
    summary.edited = Array(Set(await batch.edited() + folded.edited)).sorted()
    warn(about: summary)
    return summary
  }

  /// What was folded from all documents.
  private struct Folded {
    var files: [String]
    /// Files that somebody changed.
    var edited: [String]
    var isNew = true
    /// How many documents of earlier runs were done again for it.
    var comeBack = 0
  }

  /// Folds what the documents left, where the last fold does not hold. Where that cannot be read any more, they
  /// are done again, once.
  private func folded(_ leftovers: [JournalFile], workAgain: () async throws -> Int) async throws -> Folded {
    let fold = makeFold(leftovers)
    if let files = try fold.holdingFiles() {
      return Folded(files: files, edited: fold.edited, isNew: false)
    }
    do { return try await folded(by: fold, workAgain) } catch RunFailure.corpus(let step, let error) {
      let count = try ledger.distrustContributions(because: error)
      guard count > 0 else { throw RunFailure.corpus(step: step, error) }
      let documents = "\(count) document\(count == 1 ? "" : "s")"
      log.warning("what \(documents) left for the corpus cannot be read any more; done again from the input")
      // What was written before it failed is the run's own.
      let fold = makeFold(leftovers + (try ledger.journal()))
      let again = try await workAgain()
      var folded = try await folded(by: fold, workAgain)
      folded.comeBack += again
      return folded
    }
  }

  private func folded(by fold: Fold, _ workAgain: () async throws -> Int) async throws -> Folded {
    var comeBack = 0
    do {
      while try await fold.finishStages() > 0 { comeBack += try await workAgain() }
      return Folded(files: try await fold.finishWriters(), edited: fold.edited, comeBack: comeBack)
    } catch {
      await fold.settle()
      throw error
    }
  }

  private func makeFold(_ leftovers: [JournalFile]) -> Fold {
    Fold(
      chain: chain, output: output, ledger: ledger, force: request.force, leftovers: leftovers,
      lanes: request.workers)
  }

  private func makeBatch(_ leftovers: [JournalFile]) -> Batch {
    Batch(
      request: request, chain: chain, output: output, ledger: ledger, judge: judge, leftovers: leftovers)
  }

  private func work(
    through reader: any Reader, _ workers: [any DocumentWorker], _ batch: Batch,
    _ show: @escaping (RunProgress) -> Void, _ prepare: @escaping ([ReadItem]) throws -> [Prepared]
  ) async throws {
    let expected = try ledger.expectedCount()
    do {
      try await OrderedWork(workers: workers).run(
        { try await reader.read($0) },
        isOver: { batch.stopReason != nil || request.isCancelled() },
        prepare: { items in
          let prepared = try prepare(items)
          for (item, prepared) in zip(items, prepared) {
            if case .skip = prepared { continue }
            batch.noteOffer(of: item)
          }
          return prepared
        },
        handOn: { handed in
          try await batch.add(handed)
          var progress = batch.progress
          progress.expected = progress.expected ?? expected
          show(progress)
        })
    } catch let error as StageError {
      try await batch.flush()
      throw RunFailure.reader(error)
    } catch {
      try? await batch.finishWriting()
      throw error
    }
    try await batch.flush()
    if let reason = batch.stopReason { throw reason }
    if request.isCancelled() { throw RunFailure.interrupted(done: batch.progress.done) }
  }

  /// Looks items up; what their stamps say to be as they were is not even loaded.
  private func prepare(_ items: [ReadItem], _ documents: KnownDocuments) throws -> [Prepared] {
    let known = try items.map { $0.notice == nil ? try documents.known($0.id) : nil }
    return concurrently(items.indices, lanes: request.workers, minLaneLength: 32) {
      prepare(items[$0], known[$0])
    }
  }

  private func prepare(_ item: ReadItem, _ known: Ledger.Known?) -> Prepared {
    if let notice = item.notice {
      log.notice("\(notice)")
      return .skip
    }
    // What an older version left must be done by whichever run comes first: the corpus would lack it.
    if let replay = request.replay, known?.chain != 0, !replay.wants(item.id, known) {
      guard let known else { return .skip }
      let verdict = judge.verdict(on: known, isSameInput: true)
      return .unchanged(UnchangedDocument(known, verdict, stamp: nil))
    }
    let look = item.look?()
    let stamp = look?.stamp.map { chain.stamp($0) }
    if let known, let stamp, known.stamp == stamp {
      let verdict = judge.verdict(on: known, isSameInput: true)
      if verdict.isUnchanged { return .unchanged(UnchangedDocument(known, verdict, stamp: stamp)) }
    }
    return .work(WorkItem(item, look, known: known, stamp: stamp))
  }

  /// Does the documents again that the corpus had dropped and no longer does; how many there were.
  private func workAgain(_ reader: any Reader, _ workers: [any DocumentWorker]) async throws -> Int {
    let batch = makeBatch([])
    try await work(through: reader, workers, batch, { _ in }) { items in
      try items.map { item in
        guard item.notice == nil, try ledger.isComingBack(item.id) else { return .skip }
        return .work(WorkItem(item, item.look?(), known: try ledger.known(item.id)))
      }
    }
    return batch.progress.done
  }

  private func makeWorkers() throws(RunFailure) -> [any DocumentWorker] {
    let judge = judge
    var workers: [any DocumentWorker] = []
    for _ in 0..<max(1, request.workers) {
      let isDone: @Sendable (Ledger.Known?, String) -> Bool = { known, inputHash in
        judge.verdict(on: known, isSameInput: known?.inputHash == inputHash).isUnchanged
      }
      if let isolation = request.isolation {
        workers.append(try IsolatedWorker(chain, isolation, isDone: isDone))
      } else {
        workers.append(
          try LocalWorker(chain, writers: .all, cache: StageCache(runFolder: request.folder), isDone: isDone))
      }
    }
    return workers
  }

  // MARK: The end

  /// Documents that the input no longer has: how many, the first of them, and what they are called now. Where
  /// the user wants that, their files are removed and they are forgotten.
  private func settleMissing() throws -> RunSummary {
    var summary = RunSummary(
      outcomes: [:], unchanged: 0, failures: [], missing: [], corpusFiles: [], documentFiles: [])
    summary.missingCount = try ledger.goneCount()
    guard summary.missingCount > 0 else { return summary }
    summary.missing = try ledger.gone(limit: 20).map(\.id)
    summary.renamed = try ledger.renamed(limit: 20)
    guard request.prunes else { return summary }
    summary.hasPruned = true
    while true {
      let gone = try ledger.gone(limit: 500)
      guard !gone.isEmpty else { return summary }
      for file in gone.flatMap(\.files) where !output.remove(file, force: request.force) {
        log.warning(
          "'\(file.path)' was changed since it was written; it was left, though its document is gone")
      }
      try ledger.forget(gone.map(\.id))
    }
  }

  private func summary(
    unchanged: Int, _ folded: Folded, _ gone: RunSummary
  ) throws(RunFailure) -> RunSummary {
    var summary = gone
    summary.outcomes = try ledger.outcomes()
    summary.unchanged = unchanged
    summary.failures = try ledger.failures(limit: 20)
    summary.corpusFiles = folded.files
    summary.hasFolded = folded.isNew
    summary.stepTimes = try ledger.stepTimes()
    if request.wantsDetails {
      summary.documentFiles = try ledger.fileCounts()
      if !summary.stepTimes.isEmpty { summary.slowest = try ledger.slowest(limit: 3) }
    }
    if folded.isNew { try ledger.tidyContributions() }
    if chain.stages.contains(where: \.isCached) {
      StageCache(runFolder: request.folder).prune(toBytes: Int(request.cacheMB * 1e6))
    }
    try output.syncAndRemoveTemporaryFiles()
    try ledger.close()
    return summary
  }

  private func warn(about summary: RunSummary) {
    for (old, new) in summary.renamed { log.notice("'\(old)' is now '\(new)'") }
    if summary.missingCount > 0 {
      let names =
        summary.missing.prefix(5).joined(separator: ", ") + (summary.missingCount > 5 ? ", ..." : "")
      let isOne = summary.missingCount == 1
      let count =
        isOne ? "1 document of an earlier run is" : "\(summary.missingCount) documents of an earlier run are"
      let fate =
        summary.hasPruned
        ? "their files were removed" : "their files were left, --prune removes them"
      log.warning("\(count) no longer in the input (\(names)); \(fate)")
    }
    for path in summary.edited.prefix(20) {
      log.warning("'\(path)' is not as the run wrote it; it was left as it is, --force writes it anew")
    }
    if summary.edited.count > 20 { log.warning("and \(summary.edited.count - 20) more such files") }
  }
}
