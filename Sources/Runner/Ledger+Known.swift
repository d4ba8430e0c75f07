import GRDB
import StageKit

/// What earlier runs know of documents.
extension Ledger {
  /// What is known of a document; nil for a new one.
  func known(_ id: String) throws(RunFailure) -> Known? {
    try with { try Ledger.known(id, $0) }
  }

  static func known(_ id: String, _ db: Database) throws -> Known? {
    let found = try known(from: id, limit: 1, db).first
    return found.flatMap { $0.id.utf8.elementsEqual(id.utf8) ? $0.known : nil }
  }

  /// Documents from an id on, in the order of their ids (by bytes).
  fileprivate static func known(
    from id: String, limit: Int, _ db: Database
  ) throws -> [(id: String, known: Known)] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT number, stamp, input_hash, chain, outcome, files, id FROM document
          WHERE id >= ? ORDER BY id LIMIT ?
        """)
    // A cursor's row is read in place, as long as the cursor lives; `fetchAll` would copy it first.
    let rows = try Row.fetchCursor(statement, arguments: [id, limit])
    return try withExtendedLifetime(rows) {
      var found: [(id: String, known: Known)] = []
      while let row = try rows.next() {
        let known = Known(
          number: row[0], stamp: Stamp(text: (row[1] as String).utf8.span), inputHash: row[2], chain: row[3],
          outcome: Outcome(rawValue: row[4]) ?? .quarantined, fileLines: row[5])
        found.append((row[6], known))
      }
      return found
    }
  }
}

/// Looks up one document after another, as a reader offers them: where they come in the order of their ids,
/// some hundred are fetched at a time. An entry that is made meanwhile is not seen; it is of a document that was
/// asked for before.
final class KnownDocuments {
  private static let maxFetched = 256

  private let ledger: Ledger
  /// Whether there was no earlier run.
  private let isEmpty: Bool
  /// Documents that were fetched, in the order of their ids, and the first that is not before the last id.
  private var window: [(id: String, known: Ledger.Known)] = []
  private var next = 0
  /// The id that was asked for last; ids between it and the window's end are in the window or nowhere.
  private var last: String?
  /// How many are fetched at once: more, as long as most of what was fetched is asked for.
  private var limit = 1
  /// How many of the window were asked for.
  private var hits = 0
  /// Whether no document comes after the window.
  private var isLastWindow = false

  init(_ ledger: Ledger) throws(RunFailure) {
    self.ledger = ledger
    isEmpty = try ledger.isEmpty()
  }

  /// What is known of a document; nil for a new one.
  func known(_ id: String) throws(RunFailure) -> Ledger.Known? {
    if isEmpty { return nil }
    let isLater = last.map { KnownDocuments.precedes($0, id) } ?? false
    if isLater {
      while next < window.count, KnownDocuments.precedes(window[next].id, id) { next += 1 }
    }
    if !isLater || next == window.count && !isLastWindow {
      limit = isLater && hits > 0 && 2 * hits >= window.count ? min(2 * limit, Self.maxFetched) : 1
      window = try ledger.with { try Ledger.known(from: id, limit: limit, $0) }
      isLastWindow = window.count < limit
      next = 0
      hits = 0
    }
    last = id
    guard next < window.count, window[next].id.utf8.elementsEqual(id.utf8) else { return nil }
    hits += 1
    return window[next].known
  }

  /// By bytes, as the ledger has it.
  private static func precedes(_ one: String, _ other: String) -> Bool {
    one.utf8.lexicographicallyPrecedes(other.utf8)
  }
}
