import Foundation
import PipelineFile
import StageKit

/// Puts results down, some at a time: a note of the files that follow, the files, then their entries in the
/// ledger. A run killed in between does those documents again and gets the same bytes.
final class Batch {
  private static let maxEntries = 250
  private static let maxBytes = 16 << 20

  private let request: RunRequest
  private let output: OutputFolder
  private let ledger: Ledger
  private let judge: Judge
  private let stepNames: [String]
  /// What a killed run left half done, by path.
  private var leftovers: [String: JournalFile]
  private var waiting: [(result: WorkResult, files: [HashedFile])] = []
  private var renewed: [(number: Int64, stamp: String, files: [WrittenFile])] = []
  private var bytes = 0
  private var stepTimes: [Double]
  private(set) var progress = RunProgress()
  private var offered = 0
  /// Files that somebody changed, or put where a file of the run belongs; they were left.
  private(set) var edited: [String] = []
  /// Why no more documents are taken.
  private(set) var stopReason: RunFailure?

  init(
    request: RunRequest, chain: Chain, output: OutputFolder, ledger: Ledger, judge: Judge,
    leftovers: [JournalFile]
  ) {
    self.request = request
    self.output = output
    self.ledger = ledger
    self.judge = judge
    self.leftovers = Dictionary(leftovers.map { ($0.path, $0) }) { first, _ in first }
    stepNames = ["read"] + chain.stages.map(\.step.name) + chain.writers.map(\.step.name)
    stepTimes = Array(repeating: 0, count: stepNames.count)
  }

  /// Counts an item that takes part, and reckons from its place in the input how many there will be.
  func noteOffer(of item: ReadItem) {
    offered += 1
    guard let share = item.inputShare, share > 0 else { return }
    progress.expected = Int(min(Double(offered) / min(1, share), 1e15).rounded())
  }

  /// - Throws: `RunFailure` when a file or the ledger cannot be written.
  func add(_ result: WorkResult) throws {
    progress.done += 1
    if result.isUnchanged {
      try addUnchanged(result)
    } else {
      try addDone(result)
    }
    if waiting.count + renewed.count >= Self.maxEntries || bytes >= Self.maxBytes { try flush() }
  }

  private func addUnchanged(_ result: WorkResult) throws {
    guard let known = result.known else { return }
    progress.unchanged += 1
    progress.outcomes[known.outcome, default: 0] += 1
    ledger.markSeen(known.number)
    var files: [WrittenFile]?
    if case .unchanged(let found, let edited) = result.verdict ?? judge.verdict(on: known, isSameInput: true)
    {
      files = found
      self.edited += edited
    }
    if files != nil || !result.stamp.isEmpty && result.stamp != known.stamp {
      renewed.append((known.number, result.stamp.isEmpty ? known.stamp : result.stamp, files ?? known.files))
    }
  }

  private func addDone(_ result: WorkResult) throws(RunFailure) {
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
    for (step, milliseconds) in result.stepMilliseconds.enumerated() where step < stepTimes.count {
      stepTimes[step] += milliseconds
    }
    bytes += files.reduce(0) { $0 + $1.bytes.count }
    waiting.append((result, files))
  }

  private func noteFailure() {
    let failed = (progress.outcomes[.quarantined] ?? 0) + (progress.outcomes[.timeout] ?? 0) + 1
    let limit = request.pipeline.onError == .stop ? 0 : request.maxErrors
    if let limit, failed > limit { stopReason = .tooManyErrors(failed) }
  }

  // MARK: Files

  /// Writes and enters what is waiting, and removes files that earlier results had and the new ones have not.
  func flush() throws {
    guard !waiting.isEmpty || !renewed.isEmpty else { return }
    let journal = waiting.flatMap { result, files in files.map { JournalFile(path: $0.path, id: result.id) } }
    if !journal.isEmpty { try ledger.begin(journal, keeping: leftoversOfDocuments()) }
    var entries: [Ledger.Entry] = []
    var stale: [(file: WrittenFile, id: String)] = []
    let places = appendContributions()
    for (place, (result, files)) in waiting.enumerated() {
      entries.append(try put(result, files, places[place], &stale))
    }
    try ledger.contributions.flush()
    var times: [(step: Int, name: String, milliseconds: Double)] = []
    for (step, time) in stepTimes.enumerated() where time > 0 { times.append((step, stepNames[step], time)) }
    try ledger.enter(
      entries, renewed: renewed, stale: stale.map { JournalFile(path: $0.file.path, id: $0.id) },
      keeping: leftoversOfDocuments(), times: times)
    for (file, _) in stale where !output.remove(file, force: request.force) { edited.append(file.path) }
    waiting = []
    renewed = []
    bytes = 0
    stepTimes = Array(repeating: 0, count: stepTimes.count)
  }

  /// What a killed run left half done of documents, and this one has not done again yet.
  private func leftoversOfDocuments() -> [JournalFile] {
    leftovers.values.filter { !$0.id.isEmpty }.sorted { $0.path < $1.path }
  }

  /// Appends what the waiting documents left, step by step: a step's are read one after another at the end.
  private func appendContributions() -> [[ContributionPlace]] {
    var places = [[ContributionPlace]](repeating: [], count: waiting.count)
    for step in Set(waiting.flatMap(\.result.contributions.keys)).sorted() {
      for (index, (result, _)) in waiting.enumerated() {
        guard let contribution = result.contributions[step] else { continue }
        places[index].append(ledger.contributions.append(contribution, step: step))
      }
    }
    return places
  }

  private func put(
    _ result: WorkResult, _ files: [HashedFile], _ places: [ContributionPlace],
    _ stale: inout [(file: WrittenFile, id: String)]
  ) throws -> Ledger.Entry {
    let before = result.known?.files ?? []
    var written: [WrittenFile] = []
    for file in files {
      if let placed = try output.put(file, over: over(file.path, before)) {
        written.append(placed)
      } else {
        edited.append(file.path)
        written.append(WrittenFile(path: file.path, sha256: file.sha256, signature: ""))
      }
      leftovers[file.path] = nil
    }
    stale += before.filter { old in !written.contains { $0.path == old.path } }.map { ($0, result.id) }
    return Ledger.Entry(
      id: result.id, number: result.known?.number, stamp: result.stamp, inputHash: result.inputHash,
      outcome: result.processed.outcome, error: result.processed.error,
      elapsedMilliseconds: result.elapsedMilliseconds, files: written, contributions: places)
  }

  private func over(_ path: String, _ before: [WrittenFile]) -> OutputFolder.Over {
    if request.force || leftovers[path] != nil || ledger.lostPower { return .anything }
    return before.first { $0.path == path }.map { .own($0) } ?? .nothing
  }
}
