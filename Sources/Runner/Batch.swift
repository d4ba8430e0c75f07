import Foundation
import PipelineFile
import StageKit

/// Counts results and collects them; some at a time are put down, while the next ones are made.
final class Batch {
  private static let maxEntries = 100
  private static let maxBytes = 16 << 20

  private let request: RunRequest
  private let ledger: Ledger
  private let judge: Judge
  private let stepNames: [String]
  private let writer: BatchWriter
  /// What is being put down.
  private var writing: Task<Void, any Error>?
  private var part: BatchPart
  private(set) var progress = RunProgress()
  private var offered = 0
  /// Files of unchanged documents that somebody changed.
  private var editedBefore: [String] = []
  /// Why no more documents are taken.
  private(set) var stopReason: RunFailure?

  init(
    request: RunRequest, chain: Chain, output: OutputFolder, ledger: Ledger, judge: Judge,
    leftovers: [JournalFile]
  ) {
    self.request = request
    self.ledger = ledger
    self.judge = judge
    writer = BatchWriter(output: output, ledger: ledger, force: request.force, leftovers: leftovers)
    stepNames = ["read"] + chain.stages.map(\.step.name) + chain.writers.map(\.step.name)
    part = BatchPart(stepCount: stepNames.count)
  }

  /// Counts an item that takes part, and reckons from its place in the input how many there will be.
  func noteOffer(of item: ReadItem) {
    offered += 1
    guard let share = item.inputShare, share > 0 else { return }
    progress.expected = Int(min(Double(offered) / min(1, share), 1e15).rounded())
  }

  /// - Throws: `RunFailure` when a file or the ledger cannot be written: of this result, or of one before.
  func add(_ handed: HandedOn) async throws {
    progress.done += 1
    switch handed {
    case .unchanged(let document): add(document)
    case .done(let result) where result.isUnchanged:
      guard let known = result.known else { break }
      add(UnchangedDocument(known, judge.verdict(on: known, isSameInput: true), stamp: result.stamp))
    case .done(let result): try add(result)
    }
    if part.entryCount >= Self.maxEntries || part.bytes >= Self.maxBytes { try await handOver() }
  }

  private func add(_ document: UnchangedDocument) {
    progress.unchanged += 1
    progress.outcomes[document.outcome, default: 0] += 1
    ledger.markSeen(document.number)
    if let renewal = document.renewal { part.renewed.append(renewal) }
    editedBefore += document.edited
  }

  private func add(_ result: WorkResult) throws(RunFailure) {
    var files = result.files
    let outcome = result.processed.outcome
    if outcome == .quarantined || outcome == .timeout {
      files += Quarantine.files(for: result.processed).map(HashedFile.init)
      noteFailure()
    }
    var paths: Set<[UInt8]> = []
    if let twice = files.first(where: { !paths.insert(Array($0.path.utf8)).inserted }) {
      throw .outputUnwritable(
        path: twice.path, reason: "two writers write it; give one of them another 'directory'")
    }
    progress.outcomes[outcome, default: 0] += 1
    part.add(result, files)
  }

  private func noteFailure() {
    let failed = (progress.outcomes[.quarantined] ?? 0) + (progress.outcomes[.timeout] ?? 0) + 1
    let limit = request.pipeline.onError == .stop ? 0 : request.maxErrors
    if let limit, failed > limit { stopReason = .tooManyErrors(failed) }
  }

  // MARK: Putting down

  /// Begins to put down what was collected, as soon as what was begun before is done.
  private func handOver() async throws {
    try await finishWriting()
    let (part, writer, stepNames) = (part, writer, stepNames)
    self.part = BatchPart(stepCount: stepNames.count)
    guard part.entryCount > 0 else { return }
    writing = Task { try await writer.put(part, stepNames) }
  }

  /// Waits for what is being put down.
  func finishWriting() async throws {
    defer { writing = nil }
    try await writing?.value
  }

  /// Puts down all that was collected.
  func flush() async throws {
    try await handOver()
    try await finishWriting()
  }

  /// Files that somebody changed, or put where a file of the run belongs; they were left.
  func edited() async -> [String] { editedBefore + (await writer.edited) }
}

/// Results that are put down together, without their documents.
struct BatchPart: Sendable {
  struct Result: Sendable {
    let id: String
    let outcome: Outcome
    let error: DocumentError?
    let inputHash: String
    let stamp: Stamp?
    let known: Ledger.Known?
    let elapsedMilliseconds: Double
    let files: [HashedFile]
    let contributions: [Int: [UInt8]]
  }

  private(set) var results: [Result] = []
  /// Documents that were unchanged, and are to be known by another stamp or signature.
  var renewed: [Ledger.Renewal] = []
  /// Of all files and contributions.
  private(set) var bytes = 0
  /// Time of each step, by its place in the chain.
  private(set) var stepMilliseconds: [Double]

  init(stepCount: Int) { stepMilliseconds = Array(repeating: 0, count: stepCount) }

  var entryCount: Int { results.count + renewed.count }

  mutating func add(_ result: WorkResult, _ files: [HashedFile]) {
    for (step, milliseconds) in result.stepMilliseconds.enumerated() where step < stepMilliseconds.count {
      stepMilliseconds[step] += milliseconds
    }
    bytes += files.reduce(0) { $0 + $1.bytes.count } + result.contributions.values.reduce(0) { $0 + $1.count }
    results.append(
      Result(
        id: result.id, outcome: result.processed.outcome, error: result.processed.error,
        inputHash: result.inputHash, stamp: result.stamp, known: result.known,
        elapsedMilliseconds: result.elapsedMilliseconds, files: files, contributions: result.contributions))
  }
}
