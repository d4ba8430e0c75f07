import Foundation
import StageKit

/// Puts results down: a note of the files that follow, the files, then their entries in the ledger. A run killed
/// in between does those documents again and gets the same bytes.
actor BatchWriter {
  private let output: OutputFolder
  private let ledger: Ledger
  private let force: Bool
  /// What a killed run left half done, by path.
  private var leftovers: [String: JournalFile]
  /// Files that somebody changed, or put where a file of the run belongs; they were left.
  private(set) var edited: [String] = []

  init(output: OutputFolder, ledger: Ledger, force: Bool, leftovers: [JournalFile]) {
    self.output = output
    self.ledger = ledger
    self.force = force
    self.leftovers = Dictionary(leftovers.map { ($0.path, $0) }) { first, _ in first }
  }

  /// Writes and enters results, and removes files that earlier results had and the new ones have not.
  ///
  /// - Throws: `RunFailure` when a file or the ledger cannot be written.
  func put(_ part: BatchPart, _ stepNames: [String]) throws {
    let journal = part.results.flatMap { result in
      result.files.map { JournalFile(path: $0.path, id: result.id) }
    }
    if !journal.isEmpty { try ledger.begin(journal, keeping: leftoversOfDocuments()) }
    var entries: [Ledger.Entry] = []
    var stale: [(file: WrittenFile, id: String)] = []
    let contributions = ledger.contributions.append(part.results.map(\.contributions))
    for (result, contributions) in zip(part.results, contributions) {
      entries.append(try put(result, contributions, &stale))
    }
    try ledger.contributions.flush()
    var times: [(step: Int, name: String, milliseconds: Double)] = []
    for (step, time) in part.stepMilliseconds.enumerated() where time > 0 {
      times.append((step, stepNames[step], time))
    }
    try ledger.enter(
      entries, renewed: part.renewed, stale: stale.map { JournalFile(path: $0.file.path, id: $0.id) },
      keeping: leftoversOfDocuments(), times: times)
    for (file, _) in stale where !output.remove(file, force: force) { edited.append(file.path) }
  }

  /// What a killed run left half done of documents, and this one has not done again yet.
  private func leftoversOfDocuments() -> [JournalFile] {
    leftovers.values.filter { !$0.id.isEmpty }.sorted { $0.path < $1.path }
  }

  private func put(
    _ result: BatchPart.Result, _ contributions: KeptContributions,
    _ stale: inout [(file: WrittenFile, id: String)]
  ) throws -> Ledger.Entry {
    let before = result.known?.files ?? []
    var written: [WrittenFile] = []
    for file in result.files {
      if let placed = try output.put(file, over: over(file.path, before)) {
        written.append(placed)
      } else {
        edited.append(file.path)
        written.append(WrittenFile(path: file.path, checksum: file.sha256, signature: ""))
      }
      leftovers[file.path] = nil
    }
    stale += before.filter { old in !written.contains { $0.path == old.path } }.map { ($0, result.id) }
    return Ledger.Entry(
      id: result.id, number: result.known?.number, stamp: result.stamp, inputHash: result.inputHash,
      outcome: result.outcome, error: result.error,
      elapsedMilliseconds: result.elapsedMilliseconds, files: written, contributions: contributions)
  }

  private func over(_ path: String, _ before: [WrittenFile]) -> OutputFolder.Over {
    if force || leftovers[path] != nil || ledger.lostPower { return .anything }
    return before.first { $0.path == path }.map { .own($0) } ?? .nothing
  }
}
