import Foundation
import GRDB
import StageKit
import Synchronization

/// What a run remembers of its documents: a database in the run's folder, so that a run that was killed goes
/// on where it stopped, and corpus results are folded from what every document left.
final class Ledger: Sendable {
  static let fileName = RunPath.ledgerName

  let database: DatabaseQueue
  /// Number of this run.
  let run: Int64
  /// Number of its chain of steps.
  let chain: Int64
  /// Whether the run before this one ended before it was done.
  let wasInterrupted: Bool
  /// Whether the machine has been started anew since, so that not all of it may have reached the disk.
  let lostPower: Bool
  let contributions: ContributionWriter
  /// Rows of documents that this run's input has.
  let seen = Mutex(SeenRows())

  /// What is known of a document from earlier runs.
  struct Known: Sendable {
    var number: Int64
    /// What its item was told by, with the reader; nil where it had to be loaded.
    var stamp: Stamp?
    var inputHash: String
    var chain: Int64
    var outcome: Outcome
    /// Its files as the ledger has them, a line each.
    var fileLines: String

    var files: [WrittenFile] { WrittenFile.lines(fileLines) }
  }

  /// A document as it is entered.
  struct Entry: Sendable {
    var id: String
    /// Row of an earlier result.
    var number: Int64?
    var stamp: Stamp?
    var inputHash: String
    var outcome: Outcome
    var error: DocumentError?
    var elapsedMilliseconds: Double
    var files: [WrittenFile]
    var contributions: KeptContributions
  }

  /// A document that was unchanged, and is to be known by another stamp or by other signatures of its files.
  struct Renewal: Sendable {
    var number: Int64
    var stamp: Stamp?
    var files: [WrittenFile]
  }

  /// Opens or makes the ledger of a folder and begins a run in it.
  ///
  /// - Throws: `RunFailure` when the database cannot be opened.
  init(folder: String, chain link: Chain, pipelineName: String) throws(RunFailure) {
    let path = folder + "/" + Ledger.fileName
    let isNew = !FileManager.default.fileExists(atPath: path)
    do {
      database = try DatabaseQueue(path: path, configuration: Ledger.configuration)
      try Ledger.migrator.migrate(database)
      let boot = Ledger.boot
      let begun = try database.write { db in
        let last = try Row.fetchOne(db, sql: "SELECT is_finished, boot FROM run ORDER BY number DESC LIMIT 1")
        let isCut = last.map { ($0[0] as Int) == 0 } ?? false
        let lostPower = isCut && last?[1] as String? != boot
        if lostPower { try Ledger.distrustLastRuns(db) }
        try db.execute(
          sql: "INSERT INTO run (pipeline, chain_key, is_finished, boot) VALUES (?, ?, 0, ?)",
          arguments: [pipelineName, link.key, boot])
        let run = db.lastInsertedRowID
        try db.execute(
          sql: "INSERT OR IGNORE INTO chain (key, steps) VALUES (?, ?)",
          arguments: [link.key, link.stepLines.joined(separator: "\n")])
        let chain = try Int64.fetchOne(
          db, sql: "SELECT number FROM chain WHERE key = ?", arguments: [link.key])
        return (run: run, chain: chain ?? 0, isCut: isCut, lostPower: lostPower)
      }
      (run, chain, wasInterrupted, lostPower) = (begun.run, begun.chain, begun.isCut, begun.lostPower)
      contributions = ContributionWriter(ledgerPath: path, run: run)
    } catch {
      if isNew { Ledger.remove(path) }
      throw Ledger.failure(error, path)
    }
  }

  /// Another text after each start of the machine.
  private static var boot: String {
    let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
    return text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
  }

  /// What runs entered that no later run finished is done again.
  private static func distrustLastRuns(_ db: Database) throws {
    try db.execute(
      sql: """
        UPDATE document SET chain = 0, stamp = ''
          WHERE run > (SELECT coalesce(max(number), 0) FROM run WHERE is_finished)
        """)
    try db.execute(sql: "DELETE FROM folded")
  }

  /// What a database error means for the run.
  static func failure(_ error: any Error, _ path: String) -> RunFailure {
    if let failure = error as? RunFailure { return failure }
    return switch (error as? DatabaseError)?.resultCode {
    case .some(.SQLITE_FULL): .diskFull(path: path)
    case .some(.SQLITE_BUSY), .some(.SQLITE_LOCKED): .folderInUse(path: path, owner: nil)
    case .some(.SQLITE_NOTADB), .some(.SQLITE_CORRUPT):
      .outputUnwritable(
        path: path, reason: "the ledger is damaged; move it away and run again, or choose another folder")
    default: .outputUnwritable(path: path, reason: (error as? DatabaseError)?.message ?? "\(error)")
    }
  }

  /// Does something with the database; its errors as those of the run.
  func with<T>(_ body: (Database) throws -> T) throws(RunFailure) -> T {
    do { return try database.unsafeRead(body) } catch { throw Ledger.failure(error, database.path) }
  }

  func change<T>(_ body: (Database) throws -> T) throws(RunFailure) -> T {
    do { return try database.write(body) } catch { throw Ledger.failure(error, database.path) }
  }

  // MARK: Documents

  /// Enters documents that were done, in one transaction, with those that were unchanged but are to be known by
  /// another stamp or signature; files that the new results no longer have are put down as going.
  func enter(
    _ entries: [Entry], renewed: [Renewal],
    stale: [JournalFile], keeping leftovers: [JournalFile],
    times: [(step: Int, name: String, milliseconds: Double)]
  ) throws(RunFailure) {
    try change { db in
      try Ledger.endDocumentFiles(db, keeping: leftovers)
      try Ledger.note(stale, db)
      if !entries.isEmpty { try db.cachedStatement(sql: "DELETE FROM folded").execute() }
      for entry in entries { try enter(entry, db) }
      let renew = try db.cachedStatement(sql: "UPDATE document SET stamp = ?, files = ? WHERE number = ?")
      for row in renewed {
        try renew.execute(
          arguments: [row.stamp?.text ?? "", row.files.map(\.line).joined(separator: "\n"), row.number])
      }
      let time = try db.cachedStatement(
        sql: """
          INSERT INTO step_time VALUES (?, ?, ?, ?)
            ON CONFLICT (run, step) DO UPDATE SET milliseconds = milliseconds + excluded.milliseconds
          """)
      for step in times { try time.execute(arguments: [run, step.step, step.name, step.milliseconds]) }
    }
  }

  private func enter(_ entry: Entry, _ db: Database) throws {
    let error = try entry.error.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
    let statement = try db.cachedStatement(
      sql: "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, 0, ?)")
    try statement.execute(
      arguments: [
        entry.number, entry.id, entry.stamp?.text ?? "", entry.inputHash, chain, entry.outcome.rawValue,
        error,
        entry.elapsedMilliseconds, entry.files.map(\.line).joined(separator: "\n"),
        Data(ContributionPlace.encoded(entry.contributions.places)), entry.contributions.byteCount, run,
      ])
    markSeen(entry.number ?? db.lastInsertedRowID)
  }

  /// The input has the document of a row.
  func markSeen(_ number: Int64) { seen.withLock { $0.insert(number) } }

  // MARK: The end

  /// Whether no run has entered a document yet, or begun to write a file.
  func isEmpty() throws(RunFailure) -> Bool {
    try with {
      try Int.fetchOne($0, sql: "SELECT 1 FROM document UNION ALL SELECT 1 FROM journal LIMIT 1")
    } == nil
  }

  /// Closes the database of a run that could not go on.
  func abandon() { try? database.close() }

  /// Closes and removes the database of a run that did nothing.
  func discard() {
    abandon()
    Ledger.remove(database.path)
    unlink(ContributionWriter.path(database.path, run))
  }

  private static func remove(_ path: String) {
    for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
  }

  /// Marks the run as done and closes the database, so that it is one file.
  func close() throws(RunFailure) {
    try change {
      try $0.execute(sql: "UPDATE run SET is_finished = 1 WHERE number = ?", arguments: [run])
      try $0.execute(sql: "DELETE FROM journal")
    }
    do {
      try database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
      try database.close()
    } catch { throw Ledger.failure(error, database.path) }
  }
}

/// Numbers of rows, a bit each.
struct SeenRows: Sendable {
  private var words: [UInt64] = []
  private(set) var count = 0

  mutating func insert(_ number: Int64) {
    let (word, bit) = (Int(number >> 6), UInt64(1) << UInt64(number & 63))
    if word >= words.count {
      words += [UInt64](repeating: 0, count: word + 1 - words.count + words.count / 2)
    }
    guard words[word] & bit == 0 else { return }
    words[word] |= bit
    count += 1
  }

  func contains(_ number: Int64) -> Bool {
    let word = Int(number >> 6)
    return word < words.count && words[word] & (1 << UInt64(number & 63)) != 0
  }
}
