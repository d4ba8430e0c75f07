import Foundation
import GRDB
import StageKit

/// The ledger of a run's folder, to be read only: whatever a run does meanwhile.
public struct LedgerView: Sendable {
  private let database: DatabaseQueue
  let path: String

  /// Nil where the folder has no ledger.
  /// - Throws: `RunFailure` for one that cannot be read.
  public init?(folder: String) throws(RunFailure) {
    path = folder + "/" + Ledger.fileName
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      // A ledger of an older version is brought up to date, which no reading could do without.
      database = try DatabaseQueue(path: path, configuration: Ledger.configuration)
      try Ledger.migrator.migrate(database)
    } catch { throw LedgerView.failure(error, path) }
  }

  /// What a database error means for who only looks.
  private static func failure(_ error: any Error, _ path: String) -> RunFailure {
    guard case .outputUnwritable(_, let reason) = Ledger.failure(error, path) else {
      return Ledger.failure(error, path)
    }
    return .ledgerUnreadable(path: path, reason: reason)
  }

  func with<T>(_ body: (Database) throws -> T) throws(RunFailure) -> T {
    do { return try database.unsafeRead(body) } catch { throw LedgerView.failure(error, path) }
  }

  func known(_ id: String) throws(RunFailure) -> Ledger.Known? {
    try with { try Ledger.known(id, $0) }
  }

  func chainNumber(_ key: String) throws(RunFailure) -> Int64? {
    try with { try Int64.fetchOne($0, sql: "SELECT number FROM chain WHERE key = ?", arguments: [key]) }
  }

  /// What a killed run was writing or removing.
  func journal() throws(RunFailure) -> [JournalFile] { try with(Ledger.journal) }

  func corpusFiles() throws(RunFailure) -> [String] {
    try with { try String.fetchAll($0, sql: "SELECT path FROM corpus_file ORDER BY path") }
  }

  func steps(ofChain number: Int64) throws(RunFailure) -> [String] {
    try with { db in
      try String.fetchOne(db, sql: "SELECT steps FROM chain WHERE number = ?", arguments: [number])
    }?.split(separator: "\n").map(String.init) ?? []
  }

  /// A document that failed.
  public struct Failed: Sendable {
    public var id: String
    public var outcome: Outcome
    public var error: DocumentError?
    /// Its files in the folder `quarantine`, relative to the run's folder.
    public var files: [String]
  }

  /// The documents that failed, in the order of their ids.
  ///
  /// - Parameter id: only this one.
  public func failed(_ id: String? = nil) throws(RunFailure) -> [Failed] {
    try with { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT id, outcome, error, files FROM document
            WHERE outcome IN ('quarantined', 'timeout') AND (? IS NULL OR id = ?) ORDER BY id
          """, arguments: [id, id]
      ).map { row in
        Failed(
          id: row[0], outcome: Outcome(rawValue: row[1]) ?? .quarantined,
          error: (row[2] as String?).flatMap {
            try? JSONDecoder().decode(DocumentError.self, from: Data($0.utf8))
          }, files: WrittenFile.lines(row[3]).map(\.path).filter { $0.hasPrefix("quarantine/") })
      }
    }
  }
}
