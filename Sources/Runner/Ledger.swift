import Foundation
import GRDB
import StageKit

/// What a run remembers of its documents: a database in the run's folder, so that a run that was killed goes
/// on where it stopped, and corpus results are folded from what every document left.
final class Ledger: Sendable {
  static let fileName = "ledger.sqlite"

  let database: DatabaseQueue
  /// Number of this run; documents seen by it bear it.
  let run: Int64

  /// A file that was written for a document.
  struct WrittenFile: Sendable, Equatable {
    /// Path in the run's folder.
    var path: String
    /// SHA-256 of its bytes, hexadecimal.
    var sha256: String
  }

  /// A document as it stands in the ledger.
  struct Entry: Sendable {
    var id: String
    var inputHash: String
    var chainKey: String
    var outcome: Outcome
    var error: DocumentError?
    var elapsedMilliseconds: Double
    var files: [WrittenFile]
    /// Encoded contributions by the step's place in the chain.
    var contributions: [Int: [UInt8]]
  }

  /// Opens or makes the ledger of a folder and begins a run in it.
  ///
  /// - Throws: `RunFailure` when the database cannot be opened.
  init(folder: String, chainKey: String, pipelineName: String) throws(RunFailure) {
    let path = folder + "/" + Ledger.fileName
    do {
      database = try DatabaseQueue(path: path, configuration: Ledger.configuration)
      try Ledger.migrator.migrate(database)
      run = try database.write { db in
        try db.execute(
          sql: "INSERT INTO run (pipeline, chain_key, is_finished) VALUES (?, ?, 0)",
          arguments: [pipelineName, chainKey])
        return db.lastInsertedRowID
      }
    } catch { throw Ledger.failure(error, path) }
  }

  static var configuration: Configuration {
    var configuration = Configuration()
    configuration.journalMode = .wal
    configuration.busyMode = .timeout(5)
    return configuration
  }

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { db in
      try db.execute(
        sql: """
          CREATE TABLE run (number INTEGER PRIMARY KEY, pipeline TEXT NOT NULL, chain_key TEXT NOT NULL,
            is_finished INTEGER NOT NULL);
          CREATE TABLE document (id TEXT PRIMARY KEY NOT NULL, input_hash TEXT NOT NULL, chain_key TEXT NOT NULL,
            outcome TEXT NOT NULL, error TEXT, elapsed_milliseconds REAL NOT NULL, files TEXT NOT NULL,
            run INTEGER NOT NULL) WITHOUT ROWID;
          CREATE TABLE contribution (step INTEGER NOT NULL, id TEXT NOT NULL, value BLOB NOT NULL,
            PRIMARY KEY (id, step)) WITHOUT ROWID;
          CREATE TABLE corpus_file (path TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID;
          """)
    }
    migrator.registerMigration("2", migrate: Ledger.addMarks)
    return migrator
  }

  /// What a database error means for the run.
  static func failure(_ error: any Error, _ path: String) -> RunFailure {
    switch (error as? DatabaseError)?.resultCode {
    case .some(.SQLITE_FULL): .diskFull(path: path)
    case .some(.SQLITE_BUSY), .some(.SQLITE_LOCKED): .folderInUse(path: path)
    default: .outputUnwritable(path: path, reason: (error as? DatabaseError)?.message ?? "\(error)")
    }
  }

  // MARK: Documents

  /// The document's files when its result still holds; nil when it must be done (again). Failed documents are
  /// always tried again.
  func files(ofDone id: String, inputHash: String, chainKey: String) -> [WrittenFile]? {
    let row = try? database.read { db in
      try Row.fetchOne(
        db,
        sql: """
          SELECT files FROM document WHERE id = ? AND input_hash = ? AND chain_key = ?
            AND outcome NOT IN ('quarantined', 'timeout')
          """, arguments: [id, inputHash, chainKey])
    }
    return (row ?? nil).map { Ledger.split($0["files"]) }
  }

  /// The column `files` holds a line for each file: its hash, a space, its path.
  static func split(_ files: String) -> [WrittenFile] {
    files.split(separator: "\n").map { line in
      WrittenFile(path: String(line.dropFirst(65)), sha256: String(line.prefix(64)))
    }
  }

  private static func join(_ files: [WrittenFile]) -> String {
    files.map { "\($0.sha256) \($0.path)" }.joined(separator: "\n")
  }

  /// Enters documents that were done and marks those that were unchanged, in one transaction.
  ///
  /// - Returns: files of earlier results that the new ones no longer have.
  func enter(_ entries: [Entry], unchanged: [String]) throws(RunFailure) -> [String] {
    do {
      return try database.write { db in
        for id in unchanged {
          try db.execute(sql: "UPDATE document SET run = ? WHERE id = ?", arguments: [run, id])
        }
        return try entries.flatMap { try enter($0, db) }
      }
    } catch { throw Ledger.failure(error, database.path) }
  }

  private func enter(_ entry: Entry, _ db: Database) throws -> [String] {
    let before = try String.fetchOne(
      db, sql: "SELECT files FROM document WHERE id = ?", arguments: [entry.id])
    let error = try entry.error.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
    try db.execute(
      sql: "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
      arguments: [
        entry.id, entry.inputHash, entry.chainKey, entry.outcome.rawValue, error, entry.elapsedMilliseconds,
        Ledger.join(entry.files), run,
      ])
    try db.execute(sql: "DELETE FROM contribution WHERE id = ?", arguments: [entry.id])
    for (step, value) in entry.contributions.sorted(by: { $0.key < $1.key }) {
      try db.execute(
        sql: "INSERT INTO contribution VALUES (?, ?, ?)", arguments: [step, entry.id, Data(value)])
    }
    let kept = entry.files.map(\.path)
    return Ledger.split(before ?? "").map(\.path).filter { !kept.contains($0) }
  }

  // MARK: The whole run

  /// Number of documents of this run by outcome.
  func outcomes() throws(RunFailure) -> [Outcome: Int] {
    do {
      let rows = try database.read { db in
        try Row.fetchAll(
          db, sql: "SELECT outcome, count(*) AS number FROM document WHERE run = ? GROUP BY outcome",
          arguments: [run])
      }
      return Dictionary(
        uniqueKeysWithValues: rows.compactMap { row in
          Outcome(rawValue: row["outcome"]).map { ($0, row["number"]) }
        })
    } catch { throw Ledger.failure(error, database.path) }
  }

  /// Number of files of this run's documents by the first folder of their paths.
  func fileCounts() throws(RunFailure) -> [(folder: String, count: Int)] {
    do {
      return try database.read { db in
        var counts: [String: Int] = [:]
        let rows = try String.fetchCursor(
          db, sql: "SELECT files FROM document WHERE run = ? AND files <> ''", arguments: [run])
        while let files = try rows.next() {
          for path in Ledger.split(files).map(\.path) {
            counts[path.split(separator: "/").first.map(String.init) ?? path, default: 0] += 1
          }
        }
        return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
      }
    } catch { throw Ledger.failure(error, database.path) }
  }

  /// The documents of this run that did not end well, in the order of their ids, and why.
  func failures(limit: Int) throws(RunFailure) -> [(id: String, outcome: Outcome, error: DocumentError?)] {
    do {
      let rows = try database.read { db in
        try Row.fetchAll(
          db,
          sql:
            "SELECT id, outcome, error FROM document WHERE run = ? AND outcome <> 'ok' ORDER BY id LIMIT ?",
          arguments: [run, limit])
      }
      return rows.map { row in
        let error = (row["error"] as String?).flatMap {
          try? JSONDecoder().decode(DocumentError.self, from: Data($0.utf8))
        }
        return (row["id"], Outcome(rawValue: row["outcome"]) ?? .quarantined, error)
      }
    } catch { throw Ledger.failure(error, database.path) }
  }

  /// Ids of documents of earlier runs that this run's input no longer has.
  func missing(limit: Int) throws(RunFailure) -> [String] {
    do {
      return try database.read { db in
        try String.fetchAll(
          db, sql: "SELECT id FROM document WHERE run <> ? ORDER BY id LIMIT ?", arguments: [run, limit])
      }
    } catch { throw Ledger.failure(error, database.path) }
  }

  /// Notes the files that were folded from all documents of this run.
  ///
  /// - Returns: those of earlier runs that were not written again.
  func enterCorpusFiles(_ paths: [String]) throws(RunFailure) -> [String] {
    do {
      return try database.write { db in
        let before = try String.fetchAll(db, sql: "SELECT path FROM corpus_file ORDER BY path")
        try db.execute(sql: "DELETE FROM corpus_file")
        for path in paths { try db.execute(sql: "INSERT INTO corpus_file VALUES (?)", arguments: [path]) }
        return before.filter { !paths.contains($0) }
      }
    } catch { throw Ledger.failure(error, database.path) }
  }

  /// Whether no run has entered a document yet.
  func isEmpty() throws(RunFailure) -> Bool {
    do { return try database.read { try Int.fetchOne($0, sql: "SELECT 1 FROM document LIMIT 1") } == nil } catch {
      throw Ledger.failure(error, database.path)
    }
  }

  /// Closes the database of a run that could not go on.
  func abandon() { try? database.close() }

  /// Closes and removes the database of a run that did nothing.
  func discard() {
    abandon()
    for suffix in ["", "-wal", "-shm"] { unlink(database.path + suffix) }
  }

  /// Marks the run as done and closes the database, so that it is one file.
  func close() throws(RunFailure) {
    do {
      try database.write {
        try $0.execute(sql: "UPDATE run SET is_finished = 1 WHERE number = ?", arguments: [run])
      }
      try database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
      try database.close()
    } catch { throw Ledger.failure(error, database.path) }
  }
}
