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
    } catch { throw Ledger.failure(error, path) }
  }

  private func with<T>(_ body: (Database) throws -> T) throws(RunFailure) -> T {
    do { return try database.unsafeRead(body) } catch { throw Ledger.failure(error, path) }
  }

  func known(_ id: String) throws(RunFailure) -> Ledger.Known? {
    try with { try Ledger.known(id, $0) }
  }

  func chainNumber(_ key: String) throws(RunFailure) -> Int64? {
    try with { try Int64.fetchOne($0, sql: "SELECT number FROM chain WHERE key = ?", arguments: [key]) }
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

  /// What a run left, in the text form of Prometheus.
  public func metrics() throws(RunFailure) -> String {
    try with { db in
      var lines = [
        "# HELP sastra_documents Documents of the run by what became of them.",
        "# TYPE sastra_documents gauge",
      ]
      let rows = try Row.fetchAll(
        db, sql: "SELECT outcome, count(*) FROM document WHERE NOT is_gone GROUP BY outcome")
      for outcome in Outcome.allCases {
        let count = rows.first { $0[0] as String == outcome.rawValue }.map { $0[1] as Int } ?? 0
        lines.append("sastra_documents{outcome=\"\(outcome.rawValue)\"} \(count)")
      }
      lines += [
        "# HELP sastra_step_seconds_total Time of each step over all runs of the folder.",
        "# TYPE sastra_step_seconds_total counter",
      ]
      let steps = try Row.fetchAll(
        db,
        sql: "SELECT name, step, sum(milliseconds) / 1000 FROM step_time GROUP BY step, name ORDER BY step")
      for row in steps {
        lines.append(
          "sastra_step_seconds_total{step=\"\(row[0] as String)\",place=\"\(row[1] as Int)\"} \(row[2] as Double)"
        )
      }
      lines += [
        "# HELP sastra_document_seconds_max Time of the slowest document.",
        "# TYPE sastra_document_seconds_max gauge",
      ]
      let slowest = try Double.fetchOne(
        db, sql: "SELECT max(elapsed_milliseconds) / 1000 FROM document WHERE NOT is_gone")
      lines.append("sastra_document_seconds_max \(slowest ?? 0)")
      return lines.joined(separator: "\n") + "\n"
    }
  }

  // MARK: Two runs

  /// A document that two runs made different things of.
  public struct Difference: Sendable, Equatable {
    public var id: String
    public var what: String
  }

  /// Holds each document of this run against that of another, in the order of their ids.
  ///
  /// - Throws: `RunFailure`; what `tell` throws.
  public func differences(from other: LedgerView, _ tell: (Difference) throws -> Void) throws {
    var (mine, theirs) = (Cursor(self), Cursor(other))
    var (left, right) = (try mine.next(), try theirs.next())
    while left != nil || right != nil {
      if let one = left,
        right.map({ Array(one.id.utf8).lexicographicallyPrecedes(Array($0.id.utf8)) }) ?? true
      {
        try tell(Difference(id: one.id, what: "only in the first run"))
        left = try mine.next()
      } else if let two = right,
        left.map({ Array(two.id.utf8).lexicographicallyPrecedes(Array($0.id.utf8)) }) ?? true
      {
        try tell(Difference(id: two.id, what: "only in the second run"))
        right = try theirs.next()
      } else if let one = left, let two = right {
        for what in one.differences(from: two) { try tell(Difference(id: one.id, what: what)) }
        left = try mine.next()
        right = try theirs.next()
      }
    }
  }

  private struct Entry {
    var id: String
    var outcome: String
    var inputHash: String
    var chain: Int64
    var files: [WrittenFile]

    func differences(from other: Entry) -> [String] {
      var result: [String] = []
      if inputHash != other.inputHash { result.append("the input is another") }
      if outcome != other.outcome { result.append("\(outcome) became \(other.outcome)") }
      for file in files where !other.files.contains(where: { $0.path == file.path }) {
        result.append("\(file.path): only in the first run")
      }
      for file in other.files {
        guard let mine = files.first(where: { $0.path == file.path }) else {
          result.append("\(file.path): only in the second run")
          continue
        }
        if mine.sha256 != file.sha256 { result.append("\(file.path): other bytes") }
      }
      return result
    }
  }

  /// Walks the documents, some at a time.
  private struct Cursor {
    private let view: LedgerView
    private var rows: [Entry] = []
    private var position = 0
    private var last = ""
    private var isAtEnd = false

    init(_ view: LedgerView) { self.view = view }

    mutating func next() throws(RunFailure) -> Entry? {
      if position == rows.count, !isAtEnd { try fill() }
      guard position < rows.count else { return nil }
      defer { position += 1 }
      return rows[position]
    }

    private mutating func fill() throws(RunFailure) {
      let last = last
      rows = try view.with { db in
        try Row.fetchAll(
          db,
          sql: """
            SELECT id, outcome, input_hash, chain, files FROM document
              WHERE NOT is_gone AND id > ? ORDER BY id LIMIT 500
            """, arguments: [last]
        ).map {
          Entry(id: $0[0], outcome: $0[1], inputHash: $0[2], chain: $0[3], files: WrittenFile.lines($0[4]))
        }
      }
      position = 0
      isAtEnd = rows.isEmpty
      self.last = rows.last?.id ?? last
    }
  }

  /// Steps of this run's last chain that are not those of another's: what to blame for a difference.
  public func stepsThatDiffer(from other: LedgerView) throws(RunFailure) -> [String] {
    let (mine, theirs) = (try lastSteps(), try other.lastSteps())
    var names: [String] = []
    for index in 0..<max(mine.count, theirs.count) {
      let (one, two) = (index < mine.count ? mine[index] : "", index < theirs.count ? theirs[index] : "")
      guard one != two, let name = (two.isEmpty ? one : two).split(separator: " ").first else { continue }
      names.append(String(name))
    }
    return names
  }

  private func lastSteps() throws(RunFailure) -> [String] {
    try with { db in
      try String.fetchOne(
        db,
        sql: "SELECT steps FROM chain JOIN run ON chain.key = run.chain_key ORDER BY run.number DESC LIMIT 1")
    }?.split(separator: "\n").map(String.init) ?? []
  }
}
