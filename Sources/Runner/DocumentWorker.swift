import Foundation
import StageKit

/// Does all steps of one document after another. The seam between the runner and the work: here it happens in
/// this process; a worker in another process would take the same item and give the same result.
protocol DocumentWorker: Sendable {
  func work(on item: ReadItem) async -> WorkResult
}

/// What became of one item.
struct WorkResult: Sendable {
  let id: String
  let processed: ProcessedDocument
  /// Hash of everything the document was loaded with.
  let inputHash: String
  /// Files that are to stand in the run's folder; none for an outcome other than ok, but for quarantine's.
  var files: [OutputFile] = []
  /// What each step leaves for the corpus, by the step's place in the chain.
  var contributions: [Int: [UInt8]] = [:]
  /// Nothing was done: the ledger has the result of the same input and chain.
  var isUnchanged = false
  let elapsedMilliseconds: Double
}

/// Works in this process. An actor, so that workers with state of their own are used by one document at a
/// time.
actor LocalWorker: DocumentWorker {
  private let chain: Chain
  private let workers: [any StageWorker]
  private let usesWriters: WriterUse
  /// Says whether the ledger has the result of this input already.
  private let isDone: @Sendable (_ id: String, _ inputHash: String) -> Bool

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
    _ chain: Chain, writers: WriterUse,
    isDone: @escaping @Sendable (String, String) -> Bool = { _, _ in false },
    watch: @escaping @Sendable (ProcessedDocument) -> Void = { _ in }
  ) throws(RunFailure) {
    self.chain = chain
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

  func work(on item: ReadItem) async -> WorkResult {
    let start = ContinuousClock.now
    var progress: Progress
    do throws(StageError) {
      switch try item.load() {
      case .finished(let processed): progress = Progress(processed)
      case .document(var document):
        document.setSourceHash(sha256(document.source.bytes))
        let inputHash = LocalWorker.inputHash(document)
        progress = Progress(ProcessedDocument(document), inputHash: inputHash)
        progress.isUnchanged = isDone(item.id, inputHash)
        if !progress.isUnchanged { await runStages(&progress) }
      }
    } catch {
      let failed = LocalWorker.unread(item, keepingSource: error.outcome == .quarantined)
      let reader = chain.reader?.step.name ?? "read"
      progress = Progress(
        ProcessedDocument(failed, outcome: error.outcome, error: DocumentError(stage: reader, error)))
    }
    if !progress.isUnchanged { await runWriters(&progress) }
    let elapsed = (ContinuousClock.now - start) / .milliseconds(1)
    return WorkResult(
      id: item.id, processed: progress.processed, inputHash: progress.inputHash, files: progress.files,
      contributions: progress.contributions, isUnchanged: progress.isUnchanged, elapsedMilliseconds: elapsed)
  }

  /// A document of which nothing but the bytes could be had.
  private static func unread(_ item: ReadItem, keepingSource: Bool) -> Document {
    let bytes = keepingSource ? item.source() : []
    var alignment = Alignment()
    alignment.appendChange(text: 0, source: bytes.count)
    return Document(id: item.id, source: Source(bytes: bytes), text: [], alignment: alignment)
  }

  /// What is known of a document on its way.
  private struct Progress {
    var processed: ProcessedDocument
    var inputHash = ""
    var files: [OutputFile] = []
    var contributions: [Int: [UInt8]] = [:]
    var isUnchanged = false

    init(_ processed: ProcessedDocument, inputHash: String = "") {
      self.processed = processed
      self.inputHash = inputHash
    }

    mutating func fail(_ error: StageError, in step: String) {
      processed.error = DocumentError(stage: step, error)
      end(as: error.outcome)
    }

    /// Ends otherwise than ok: what steps made of it is nothing to the corpus.
    mutating func end(as outcome: Outcome) {
      processed.outcome = outcome
      files = []
      contributions = [:]
    }
  }

  // MARK: Stages

  private func runStages(_ progress: inout Progress) async {
    for (index, link) in chain.stages.enumerated() {
      guard LocalWorker.hasText(progress.processed.document) else {
        progress.end(as: .empty)
        return
      }
      do throws(StageError) {
        var document = progress.processed.document
        try LocalWorker.checkForm(document, for: link)
        document.begin(stage: link.step.name, version: link.step.version, optionsHash: link.optionsHash)
        try await workers[index].process(&document)
        progress.processed.document = document
        if case .stage(let stage) = link.step.role {
          progress.contributions[stepIndex(ofStage: index)] = try stage.encodedContribution(of: document)
        }
        watch(progress.processed)
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

  private func runWriters(_ progress: inout Progress) async {
    guard usesWriters != .none else { return }
    for everyOutcome in [false, true] {
      for (index, link) in chain.writers.enumerated() {
        guard case .writer(let writer) = link.step.role, type(of: writer).writesEveryOutcome == everyOutcome
        else { continue }
        guard everyOutcome || progress.processed.outcome == .ok else { continue }
        guard usesWriters == .all || type(of: writer).fillsTEIField else { continue }
        await run(writer, link, index, &progress)
      }
    }
  }

  private func run(_ writer: any Writer, _ link: Chain.Link, _ index: Int, _ progress: inout Progress) async {
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

  /// Hash of all that a document was loaded with: its source, and what the input says beside it.
  private static func inputHash(_ document: Document) -> String {
    var parts = [document.source.sha256 ?? ""]
    let hasMarks = !document.spans.isEmpty || !document.provenance.isEmpty || !document.edits.isEmpty
    if hasMarks || !document.metadata.values.isEmpty || document.language != nil || document.source.url != nil
    {
      let line = try? ProcessedDocument(document).jsonLine(
        including: Set(JSONFormPart.allCases).subtracting([.source]))
      parts.append(line.map { sha256($0) } ?? "")
    }
    return parts.count == 1 ? parts[0] : sha256(Array(parts.joined(separator: "\n").utf8))
  }
}
