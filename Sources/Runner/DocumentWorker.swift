import Foundation
import StageKit

/// Does all steps of one document after another. The seam between the runner and the work: here it happens in
/// this process; a worker in another process would take the same item and give the same result.
protocol DocumentWorker: Sendable {
  func work(on work: WorkItem) async -> WorkResult
}

/// What became of one item.
struct WorkResult: Sendable {
  let id: String
  let processed: ProcessedDocument
  /// Hash of everything the document was loaded with.
  let inputHash: String
  /// Files that are to stand in the run's folder; none for an outcome other than ok, but for quarantine's.
  var files: [HashedFile] = []
  /// What each step leaves for the corpus, by the step's place in the chain.
  var contributions: [Int: [UInt8]] = [:]
  /// What the ledger knew of the document.
  var known: Ledger.Known?
  /// What the item was told by, with the reader; nil where it had to be loaded.
  var stamp: Stamp?
  /// Nothing was done: the ledger has the result of the same input and chain.
  var isUnchanged = false
  var elapsedMilliseconds = 0.0
  /// Time of each stage and writer, by its place in the chain.
  var stepMilliseconds: [Double] = []
}

/// A file to be written, with its SHA-256 in hexadecimal.
struct HashedFile: Sendable, Equatable {
  var path: String
  var bytes: [UInt8]
  var sha256: String

  init(_ file: OutputFile) {
    path = file.path
    bytes = file.bytes
    sha256 = Runner.sha256(file.bytes)
  }
}

/// Works in this process. An actor, so that workers with state of their own are used by one document at a
/// time.
actor LocalWorker: DocumentWorker {
  let chain: Chain
  private let workers: [any StageWorker]
  let cache: StageCache?
  let cachedStages: [(index: Int, key: String)]
  private let usesWriters: WriterUse
  /// Says whether the result that the ledger has of this input holds.
  private let isDone: @Sendable (_ known: Ledger.Known?, _ inputHash: String) -> Bool

  /// Told of the document after each stage; for `inspect`.
  private let watch: @Sendable (ProcessedDocument) -> Void

  /// Which writers see a document.
  enum WriterUse: Sendable {
    case all
    /// `filter`: only those that fill a field of the answer.
    case fields
    /// `inspect`: none.
    case none
  }

  init(
    _ chain: Chain, writers: WriterUse, cache: StageCache? = nil,
    isDone: @escaping @Sendable (Ledger.Known?, String) -> Bool = { _, _ in false },
    watch: @escaping @Sendable (ProcessedDocument) -> Void = { _ in }
  ) throws(RunFailure) {
    self.chain = chain
    let cachedStages = chain.cachedStages()
    self.cachedStages = cachedStages
    self.cache = cachedStages.isEmpty ? nil : cache
    usesWriters = writers
    self.isDone = isDone
    self.watch = watch
    var workers: [any StageWorker] = []
    for link in chain.stages {
      guard case .stage(let stage) = link.step.role else { continue }
      do throws(StageError) { workers.append(try stage.makeWorker()) } catch {
        throw .step(name: link.step.name, error)
      }
    }
    self.workers = workers
  }

  func work(on work: WorkItem) async -> WorkResult { await self.work(on: work, elsewhere: nil) }

  /// - Parameter elsewhere: does the stages and writers in another process; nil where that cannot be.
  func work(
    on work: WorkItem, elsewhere: (@Sendable (Document) async -> WorkerAnswer?)?
  ) async -> WorkResult {
    let start = ContinuousClock.now
    var progress = await done(work, elsewhere)
    if !progress.isUnchanged, !progress.isWritten { await runWriters(&progress) }
    return WorkResult(
      id: work.item.id, processed: progress.processed, inputHash: progress.inputHash,
      files: progress.files.map(HashedFile.init),
      contributions: progress.contributions, known: work.known, stamp: work.stamp,
      isUnchanged: progress.isUnchanged,
      elapsedMilliseconds: (ContinuousClock.now - start) / .milliseconds(1),
      stepMilliseconds: progress.stepMilliseconds)
  }

  /// Loads an item and has its stages done.
  private func done(
    _ work: WorkItem, _ elsewhere: (@Sendable (Document) async -> WorkerAnswer?)?
  ) async -> DocumentProgress {
    do throws(StageError) {
      switch try work.item.load() {
      case .finished(let processed): return DocumentProgress(processed)
      case .document(var document):
        document.setSourceHash(sha256(document.source.bytes))
        let inputHash = LocalWorker.inputHash(document)
        var progress = DocumentProgress(ProcessedDocument(document), inputHash: inputHash)
        progress.isUnchanged = isDone(work.known, inputHash)
        if progress.isUnchanged { return progress }
        if let elsewhere, let answer = await elsewhere(document) {
          progress.take(answer)
        } else {
          await runStages(&progress)
        }
        return progress
      }
    } catch {
      let failed = LocalWorker.unread(work.item, keepingSource: error.outcome == .quarantined)
      let reader = chain.reader?.step.name ?? "read"
      return DocumentProgress(
        ProcessedDocument(failed, outcome: error.outcome, error: DocumentError(stage: reader, error)))
    }
  }

  /// Does a document that another process has loaded; for a worker process.
  func answer(to line: [UInt8]) async -> WorkerAnswer {
    var progress: DocumentProgress
    do throws(StageError) {
      switch try JSONLine(line) {
      case .finished(let processed): progress = DocumentProgress(processed)
      case .document(var document):
        document.setSourceHash(sha256(document.source.bytes))
        let inputHash = cache == nil ? "" : LocalWorker.inputHash(document)
        progress = DocumentProgress(ProcessedDocument(document), inputHash: inputHash)
        await runStages(&progress)
      }
    } catch {
      progress = DocumentProgress(ProcessedDocument(Document(id: JSONLine.id(of: line) ?? "", text: "")))
      progress.fail(error, in: "worker")
    }
    await runWriters(&progress)
    return WorkerAnswer(
      outcome: progress.processed.outcome, error: progress.processed.error, files: progress.files,
      contributions: progress.contributions, stepMilliseconds: progress.stepMilliseconds)
  }

  /// A document of which nothing but the bytes could be had.
  private static func unread(_ item: ReadItem, keepingSource: Bool) -> Document {
    let bytes = keepingSource ? item.source() : []
    var alignment = Alignment()
    alignment.appendChange(text: 0, source: bytes.count)
    return Document(id: item.id, source: Source(bytes: bytes), text: [], alignment: alignment)
  }

  // MARK: Stages

  private func runStages(_ progress: inout DocumentProgress) async {
    let first = takeCached(&progress)
    for (index, link) in chain.stages.enumerated() where index >= first {
      guard LocalWorker.hasText(progress.processed.document) else {
        progress.end(as: .empty)
        return
      }
      let start = ContinuousClock.now
      defer { progress.note(stepIndex(ofStage: index), since: start) }
      do throws(StageError) {
        var document = progress.processed.document
        guard progress.way.leads(through: link, document) else { continue }
        try LocalWorker.checkForm(document, for: link)
        document.begin(stage: link.step.name, version: link.step.version, optionsHash: link.optionsHash)
        try await workers[index].process(&document)
        progress.processed.document = document
        if case .stage(let stage) = link.step.role {
          progress.contributions[stepIndex(ofStage: index)] = try stage.encodedContribution(of: document)
        }
        watch(progress.processed)
        if link.isCached { keep(progress, after: index) }
      } catch {
        progress.fail(error, in: link.step.name)
        return
      }
    }
    if !LocalWorker.hasText(progress.processed.document) { progress.end(as: .empty) }
  }

  /// Whether there is a character that is neither white space nor invisible.
  private static func hasText(_ document: Document) -> Bool {
    if document.text.contains(where: { (0x21...0x7E).contains($0) }) { return true }
    return String(decoding: document.text, as: UTF8.self).unicodeScalars.contains { scalar in
      !scalar.properties.isWhitespace && !scalar.properties.isDefaultIgnorableCodePoint
        && scalar.properties.generalCategory != .control
    }
  }

  /// HTML reaches only stages that know what to do with it.
  private static func checkForm(_ document: Document, for link: Chain.Link) throws(StageError) {
    guard document.form == .markup, case .stage(let stage) = link.step.role, !type(of: stage).acceptsMarkup
    else { return }
    throw StageError(
      "needs-text",
      "the document is HTML, and \(link.step.name) works on text; put 'clean-boilerplate' before it")
  }

  // MARK: Writers

  private func stepIndex(ofStage index: Int) -> Int { index + 1 }
  private func stepIndex(ofWriter index: Int) -> Int { index + 1 + chain.stages.count }

  private func runWriters(_ progress: inout DocumentProgress) async {
    guard usesWriters != .none else { return }
    for everyOutcome in [false, true] {
      for (index, link) in chain.writers.enumerated() {
        guard case .writer(let writer) = link.step.role, type(of: writer).writesEveryOutcome == everyOutcome
        else { continue }
        guard everyOutcome || progress.processed.outcome == .ok else { continue }
        guard usesWriters == .all || type(of: writer).fillsTEIField else { continue }
        let start = ContinuousClock.now
        await run(writer, link, index, &progress)
        progress.note(stepIndex(ofWriter: index), since: start)
      }
    }
  }

  private func run(_ writer: any Writer, _ link: Chain.Link, _ index: Int, _ progress: inout DocumentProgress)
    async
  {
    do throws(StageError) {
      try LocalWorker.checkForm(progress.processed, for: link)
      let (files, contribution) = try await writer.encodedOutput(
        for: progress.processed, after: progress.files)
      if usesWriters == .fields {
        progress.processed.tei = files.first.map { String(decoding: $0.bytes, as: UTF8.self) }
        return
      }
      progress.files += files
      progress.contributions[stepIndex(ofWriter: index)] = contribution
    } catch {
      progress.fail(error, in: link.step.name)
    }
  }

  private static func checkForm(_ processed: ProcessedDocument, for link: Chain.Link) throws(StageError) {
    guard processed.document.form == .markup, processed.outcome == .ok,
      case .writer(let writer) = link.step.role,
      !type(of: writer).writesEveryOutcome
    else { return }
    throw StageError(
      "needs-text",
      "the document is HTML, and \(link.step.name) writes text; put 'clean-boilerplate' into the pipeline")
  }
}
