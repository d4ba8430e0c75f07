import Foundation
import GRDB
import StageKit

/// Contributions that are lost: somebody removed their file, or a disk damaged it.
extension Ledger {
  /// Finds the documents of earlier runs whose contributions cannot be read, and puts down that they must be done
  /// again.
  ///
  /// - Parameter error: what a step met with when it folded. Of contributions that can be read and not
  ///   understood nothing says which they are: all of earlier runs count.
  /// - Returns: how many of them the input has.
  func distrustContributions(because error: StageError) throws(RunFailure) -> Int {
    guard ["ledger-unreadable", "contribution-unreadable"].contains(error.code) else { return 0 }
    let reader = ContributionReader(ledgerPath: database.path)
    let isAll = error.code == "contribution-unreadable"
    var lost = 0
    var last = ""
    while true {
      let rows = try with { db in
        try Row.fetchAll(
          db,
          sql: """
            SELECT id, number, contributions, is_gone FROM document
              WHERE id > ? AND contributions <> x'' ORDER BY id LIMIT 500
            """, arguments: [last])
      }
      guard let next = rows.last?[0] as String? else { return lost }
      last = next
      let found = rows.filter { row in
        ContributionPlace.decoded(row[2]).contains { place in
          place.segment != run && (isAll || (try? reader.bytes(place)) == nil)
        }
      }
      lost += found.count { !($0[3] as Bool) }
      try change { try Ledger.distrustContributions(of: found.map { $0[1] }, $0) }
    }
  }

  /// Puts down that documents must be done again, as nothing that they left is there.
  static func distrustContributions(of numbers: [Int64], _ db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        UPDATE document SET chain = 0, stamp = '', contributions = x'', contribution_bytes = 0, dropped_by = NULL
          WHERE number = ?
        """)
    for number in numbers { try statement.execute(arguments: [number]) }
  }
}
