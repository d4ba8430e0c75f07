import Foundation
import GRDB
import StageKit

/// What two runs made differently.
extension LedgerView {
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
    let inside = try DocumentDifferences(self, other)
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
        let files = one.filesThatDiffer(from: two).map { "\($0): \(inside.firstLine(thatDiffersIn: $0))" }
        for what in one.differences(from: two) + files + (try inside.of(one.id)) {
          try tell(Difference(id: one.id, what: what))
        }
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
      for file in other.files where !files.contains(where: { $0.path == file.path }) {
        result.append("\(file.path): only in the second run")
      }
      return result
    }

    /// Files that both have, with other bytes.
    func filesThatDiffer(from other: Entry) -> [String] {
      func differs(_ mine: WrittenFile) -> Bool {
        other.files.contains { $0.path == mine.path && $0.checksum != mine.checksum }
      }
      return files.filter(differs).map(\.path)
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
