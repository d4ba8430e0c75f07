import Foundation
import GRDB
import GRDBSQLite
import StageKit

/// What steps say of documents when they see the whole corpus, and what follows from it.
///
/// Marks are made anew at the end of each run. A document that they drop keeps its contributions, so that the
/// next run comes to the same marks without doing it again; its files are gone.
extension Ledger {
  /// Forgets what earlier runs said.
  func clearMarks() throws(RunFailure) {
    do { try database.write { try $0.execute(sql: "DELETE FROM mark") } } catch {
      throw Ledger.failure(error, database.path)
    }
  }

  // MARK: Walks

  /// Walks what the documents of this run left for a step, in the order of their ids (by bytes), with what
  /// earlier steps said of them.
  ///
  /// - Parameter includesDropped: whether documents that an earlier step dropped are among them.
  func contributions(
    toStep step: Int, includesDropped: Bool
  ) -> Contributions<BytesContribution>.MarkedWalk {
    { body throws(StageError) in
      var failure: StageError?
      do {
        let path = self.database.path
        // A connection of its own: others are walked, and files are entered, meanwhile.
        let database = try DatabaseQueue(path: path, configuration: Ledger.configuration)
        try database.unsafeRead { db in
          let walk = try ContributionWalk(db, ledgerPath: path, step: step, includesDropped: includesDropped)
          while failure == nil, let next = try walk.next() {
            do throws(StageError) { try body(next.id, next.bytes, next.marks) } catch { failure = error }
          }
        }
      } catch {
        throw StageError("ledger-unreadable", "the ledger cannot be read: \(error)")
      }
      if let failure { throw failure }
    }
  }

  /// What one document after another left for a step, in the order of their ids.
  private final class ContributionWalk {
    private let step: Int
    private let includesDropped: Bool
    private let rows: RowCursor
    private let marks: MarkCursor
    private let reader: ContributionReader

    init(_ db: Database, ledgerPath: String, step: Int, includesDropped: Bool) throws {
      self.step = step
      self.includesDropped = includesDropped
      reader = ContributionReader(ledgerPath: ledgerPath)
      marks = try MarkCursor(db, before: step)
      rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT id, contributions FROM document
            WHERE NOT is_gone AND contributions <> x'' ORDER BY id
          """)
    }

    func next() throws -> (id: String, bytes: ArraySlice<UInt8>, marks: CorpusMarks)? {
      while let row = try rows.next() {
        let places = try row.decode(ColumnBytes.self, atIndex: 1)
        guard let place = ContributionPlace(places.bytes, ofStep: step) else { continue }
        let id: String = row[0]
        let said = try marks.marks(of: id)
        if said.error != nil, !includesDropped { continue }
        return (id, try reader.bytes(place), said)
      }
      return nil
    }
  }

  /// The bytes of a column where they are, to be used before the next row is asked for: a copy for each document and
  /// step takes long.
  private struct ColumnBytes: DatabaseValueConvertible, StatementColumnConvertible {
    let bytes: UnsafeRawBufferPointer

    init(sqliteStatement statement: SQLiteStatement, index: CInt) {
      bytes = UnsafeRawBufferPointer(
        start: sqlite3_column_blob(statement, index), count: Int(sqlite3_column_bytes(statement, index)))
    }

    /// They are never written.
    var databaseValue: DatabaseValue { .null }
    static func fromDatabaseValue(_: DatabaseValue) -> ColumnBytes? { nil }
  }

  /// The marks of one document after another, as the walk goes on.
  private final class MarkCursor {
    private let rows: RowCursor
    private var next: (id: String, fields: String, error: String?)?

    init(_ db: Database, before step: Int) throws {
      rows = try Row.fetchCursor(
        db, sql: "SELECT id, fields, error FROM mark WHERE step < ? ORDER BY id, step", arguments: [step])
      try advance()
    }

    private func advance() throws { next = try rows.next().map { ($0[0], $0[1], $0[2]) } }

    /// What steps said of a document; documents are asked for in the order of their ids, by bytes.
    func marks(of id: String) throws -> CorpusMarks {
      var marks = CorpusMarks()
      while let mark = next, !id.utf8.lexicographicallyPrecedes(mark.id.utf8) {
        if mark.id.utf8.elementsEqual(id.utf8) {
          let fields = try JSONDecoder().decode([String: JSONValue].self, from: Data(mark.fields.utf8))
          marks.fields.merge(fields) { $1 }
          if marks.error == nil, let error = mark.error {
            marks.error = try JSONDecoder().decode(DocumentError.self, from: Data(error.utf8))
          }
        }
        try advance()
      }
      return marks
    }
  }

  // MARK: Outcomes

  /// Drops the documents that a mark drops, and takes back those that an earlier run dropped and no mark does:
  /// they must be done again, as their files are gone.
  ///
  /// Files go before the entry does: a run killed in between does the document again.
  /// - Returns: how many must be done again.
  func applyMarks(removingFile: (WrittenFile) -> Void) throws(RunFailure) -> Int {
    do {
      var last = ""
      while let next = try dropSome(after: last, removingFile) { last = next }
      return try database.write { db in
        try db.execute(
          sql: """
            UPDATE document SET chain = 0, dropped_by = NULL WHERE dropped_by IS NOT NULL AND NOT is_gone
              AND NOT EXISTS (SELECT 1 FROM mark WHERE mark.id = document.id AND mark.error IS NOT NULL)
            """)
        return db.changesCount
      }
    } catch { throw Ledger.failure(error, database.path) }
  }

  /// Drops documents whose ids come after one; the last of them, nil at the end.
  private func dropSome(after id: String, _ removeFile: (WrittenFile) -> Void) throws -> String? {
    let rows = try database.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT mark.id, mark.step, mark.error, document.files FROM mark
            CROSS JOIN document ON document.id = mark.id
            WHERE mark.id > ? AND mark.error IS NOT NULL AND NOT is_gone AND CASE
              WHEN dropped_by IS NULL THEN outcome = 'ok' ELSE document.error IS NOT mark.error END
            ORDER BY mark.id, mark.step LIMIT 500
          """, arguments: [id])
    }
    for row in rows { WrittenFile.lines(row["files"]).forEach(removeFile) }
    try database.write { db in
      // The first step that dropped it comes last, and so stays.
      for row in rows.reversed() {
        try db.execute(
          sql: "UPDATE document SET outcome = 'dropped', error = ?, files = '', dropped_by = ? WHERE id = ?",
          arguments: [row["error"] as String, row["step"] as Int, row["id"] as String])
      }
    }
    return rows.last.map { $0["id"] }
  }

  /// Whether `applyMarks` said that the document must be done again, and it was not yet.
  func isComingBack(_ id: String) throws(RunFailure) -> Bool {
    do {
      return try database.read { db in
        try Int.fetchOne(
          db, sql: "SELECT 1 FROM document WHERE id = ? AND chain = 0 AND NOT is_gone", arguments: [id])
      } != nil
    } catch { throw Ledger.failure(error, database.path) }
  }
}

/// Puts down what one step says, some at a time, through a connection of its own: contributions may be walked
/// meanwhile.
final class MarkWriter {
  private static let maxWaiting = 1000

  private let path: String
  private let step: (index: Int, name: String)
  private var database: DatabaseQueue?
  private var waiting: [(id: String, fields: String, error: String?)] = []

  init(_ ledger: Ledger, step: Int, name: String) {
    path = ledger.database.path
    self.step = (step, name)
  }

  func add(_ id: String, _ fields: [String: JSONValue], dropping error: StageError?) throws(RunFailure) {
    do {
      let error = try error.map { try MarkWriter.json(DocumentError(stage: step.name, $0)) }
      waiting.append((id, try MarkWriter.json(fields), error))
    } catch {
      throw .corpus(
        step: step.name,
        StageError("mark-unwritable", "what is said of '\(id)' has no JSON form: \(error)"))
    }
    if waiting.count >= Self.maxWaiting { try flush() }
  }

  func flush() throws(RunFailure) {
    guard !waiting.isEmpty else { return }
    do {
      let database = try database ?? DatabaseQueue(path: path, configuration: Ledger.configuration)
      self.database = database
      try database.write { db in
        for mark in waiting {
          try db.execute(
            sql: "INSERT OR REPLACE INTO mark VALUES (?, ?, ?, ?)",
            arguments: [mark.id, step.index, mark.fields, mark.error])
        }
      }
      waiting = []
    } catch { throw Ledger.failure(error, path) }
  }

  /// The same text for the same value.
  private static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
