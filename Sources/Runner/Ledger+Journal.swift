import Foundation
import GRDB

/// A file that is being written or removed, and the document it is of; "" for the corpus.
struct JournalFile: Sendable, Hashable {
  var path: String
  var id: String
}

/// The journal: which files a run is about to write or remove. A run that is killed meanwhile leaves them in
/// either state; the next one knows that they are the run's own, and that nobody edited them.
extension Ledger {
  /// Puts down which files of documents are to be written, in place of those that were put down before and are
  /// done.
  ///
  /// - Parameter leftovers: what a killed run left half done and this one has not done again yet.
  func begin(_ files: [JournalFile], keeping leftovers: [JournalFile]) throws(RunFailure) {
    try change { db in
      try Ledger.endDocumentFiles(db, keeping: leftovers)
      try Ledger.note(files, db)
    }
  }

  /// Puts down a file of the corpus that is to be written. It stays in the journal until the fold is entered:
  /// before that, no other table knows that the file is the run's own.
  func beginCorpusFile(_ path: String) throws(RunFailure) {
    try change { try Ledger.note([JournalFile(path: path, id: "")], $0) }
  }

  /// Takes back what `beginCorpusFile` put down: somebody else's file stands there, and was left.
  func leaveCorpusFile(_ path: String) throws(RunFailure) {
    try change { try $0.execute(sql: "DELETE FROM journal WHERE files = ?", arguments: [path + "\n"]) }
  }

  /// The files of documents that were put down are done, but for some.
  static func endDocumentFiles(_ db: Database, keeping leftovers: [JournalFile]) throws {
    // What is noted of the corpus ends with an empty id.
    try db.cachedStatement(sql: "DELETE FROM journal WHERE files NOT LIKE '%' || char(10)").execute()
    try note(leftovers, db)
  }

  /// Between files: no path and no id has a control character, and a text of SQLite ends at a zero.
  private static let separator = "\u{1E}"

  static func note(_ files: [JournalFile], _ db: Database) throws {
    guard !files.isEmpty else { return }
    let text = files.map { "\($0.path)\n\($0.id)" }.joined(separator: separator)
    try db.cachedStatement(sql: "INSERT INTO journal VALUES (?)").execute(arguments: [text])
  }

  /// What a killed run was writing or removing.
  func journal() throws(RunFailure) -> [JournalFile] { try with(Ledger.journal) }

  static func journal(_ db: Database) throws -> [JournalFile] {
    try String.fetchAll(db, sql: "SELECT files FROM journal").flatMap { text in
      text.split(separator: separator).map { line in
        let parts = line.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        return JournalFile(path: String(parts[0]), id: String(parts.last ?? ""))
      }
    }
  }

  /// Whether a document or the corpus has a file.
  func owns(_ file: JournalFile) throws(RunFailure) -> Bool {
    if file.id.isEmpty { return try corpusFiles().contains { $0.path == file.path } }
    return try known(file.id)?.files.contains { $0.path == file.path } ?? false
  }

  // MARK: Files of the corpus

  func corpusFiles() throws(RunFailure) -> [WrittenFile] {
    try with { db in
      try Row.fetchAll(db, sql: "SELECT path, checksum, signature FROM corpus_file ORDER BY path").map {
        WrittenFile(path: $0[0], checksum: $0[1], signature: $0[2])
      }
    }
  }

  /// Notes the files that were folded from all documents, and that all is folded.
  ///
  /// - Parameter stale: files of earlier folds that are to be removed.
  func enterFold(_ files: [WrittenFile], stale: [String]) throws(RunFailure) {
    try change { db in
      try db.execute(sql: "DELETE FROM corpus_file")
      for file in files {
        try db.execute(
          sql: "INSERT INTO corpus_file VALUES (?, ?, ?)",
          arguments: [file.path, file.checksum, file.signature])
      }
      try db.execute(sql: "DELETE FROM folded")
      try db.execute(sql: "INSERT INTO folded VALUES (?)", arguments: [chain])
      try db.execute(sql: "DELETE FROM journal")
      try Ledger.note(stale.map { JournalFile(path: $0, id: "") }, db)
    }
  }

  /// Whether what the corpus says was folded by this chain since the last document changed.
  func isFolded() throws(RunFailure) -> Bool {
    try with { try Int64.fetchOne($0, sql: "SELECT chain FROM folded") } == chain
  }
}
