import Foundation
import GRDB
import StageKit

/// What the ledger says of all documents that the input has, whichever run did them.
extension Ledger {
  /// Settles which documents the input no longer has, and which are there again.
  ///
  /// - Returns: number of documents that are newly gone or there again.
  func settleGone() throws(RunFailure) -> Int {
    let seen = self.seen.withLock { $0 }
    return try change { db in
      let rows = try Int.fetchOne(db, sql: "SELECT count(*) FROM document") ?? 0
      let gone = try Int.fetchOne(db, sql: "SELECT count(*) FROM document WHERE is_gone") ?? 0
      if rows == seen.count, gone == 0 { return 0 }
      var changed: [(number: Int64, isGone: Bool)] = []
      let cursor = try Row.fetchCursor(db, sql: "SELECT number, is_gone FROM document")
      while let row = try cursor.next() {
        let isGone = !seen.contains(row[0])
        if isGone != (row[1] as Bool) { changed.append((row[0], isGone)) }
      }
      let statement = try db.makeStatement(sql: "UPDATE document SET is_gone = ? WHERE number = ?")
      for row in changed { try statement.execute(arguments: [row.isGone, row.number]) }
      if !changed.isEmpty { try db.execute(sql: "DELETE FROM folded") }
      return changed.count
    }
  }

  /// Number of documents by outcome.
  func outcomes() throws(RunFailure) -> [Outcome: Int] {
    try with { db in
      // Most are ok: only the others, which have an index, are looked at one by one.
      let rows = try Row.fetchAll(
        db, sql: "SELECT outcome, is_gone, count(*) FROM document WHERE outcome <> 'ok' GROUP BY 1, 2")
      var counts: [Outcome: Int] = [:]
      for row in rows where !(row[1] as Bool) {
        if let outcome = Outcome(rawValue: row[0]) { counts[outcome] = row[2] }
      }
      let failed = rows.reduce(0) { $0 + ($1[2] as Int) }
      let all = try Int.fetchOne(db, sql: "SELECT count(*) FROM document") ?? 0
      let gone =
        try Int.fetchOne(db, sql: "SELECT count(*) FROM document WHERE is_gone AND outcome = 'ok'") ?? 0
      if all > failed + gone { counts[.ok] = all - failed - gone }
      return counts
    }
  }

  /// Number of files of documents by the first folder of their paths: all, and those that this run wrote.
  func fileCounts() throws(RunFailure) -> [(folder: String, count: Int, written: Int)] {
    try with { db in
      var counts: [String: (all: Int, written: Int)] = [:]
      let rows = try Row.fetchCursor(
        db, sql: "SELECT files, run FROM document WHERE NOT is_gone AND files <> ''")
      var last: (utf8: [UInt8], name: String) = ([], "")
      while let row = try rows.next() {
        var files: String = row[0]
        let written = row[1] == run ? 1 : 0
        files.withUTF8 { bytes in
          for line in bytes.split(separator: 0x0A) {
            let path = line.split(separator: 0x20, maxSplits: 2).last ?? line
            let folder = path.prefix { $0 != UInt8(ascii: "/") }
            if !folder.elementsEqual(last.utf8) {
              last = (Array(folder), String(decoding: folder, as: UTF8.self))
            }
            counts[last.name, default: (0, 0)].all += 1
            counts[last.name, default: (0, 0)].written += written
          }
        }
      }
      return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value.all, $0.value.written) }
    }
  }

  /// The documents that did not end well, in the order of their ids, and why.
  func failures(limit: Int) throws(RunFailure) -> [(id: String, outcome: Outcome, error: DocumentError?)] {
    let rows = try with { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT id, outcome, error FROM document WHERE outcome <> 'ok' AND NOT is_gone ORDER BY id LIMIT ?
          """, arguments: [limit])
    }
    return rows.map { row in
      let error = (row["error"] as String?).flatMap {
        try? JSONDecoder().decode(DocumentError.self, from: Data($0.utf8))
      }
      return (row["id"], Outcome(rawValue: row["outcome"]) ?? .quarantined, error)
    }
  }

  /// Documents that the input no longer has, in the order of their ids, with their files.
  func gone(after id: String = "", limit: Int) throws(RunFailure) -> [(id: String, files: [WrittenFile])] {
    try with { db in
      try Row.fetchAll(
        db, sql: "SELECT id, files FROM document WHERE is_gone AND id > ? ORDER BY id LIMIT ?",
        arguments: [id, limit]
      ).map { ($0[0], WrittenFile.lines($0[1])) }
    }
  }

  func goneCount() throws(RunFailure) -> Int {
    try with { try Int.fetchOne($0, sql: "SELECT count(*) FROM document WHERE is_gone") ?? 0 }
  }

  /// Documents of this run that have the source of one that is gone: they have another name now.
  func renamed(limit: Int) throws(RunFailure) -> [(old: String, new: String)] {
    try with { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT gone.id, min(document.id) FROM document
            JOIN (SELECT id, input_hash FROM document WHERE is_gone AND input_hash <> '') AS gone
              ON gone.input_hash = document.input_hash
            WHERE NOT document.is_gone AND document.run = ? GROUP BY gone.id ORDER BY gone.id LIMIT ?
          """, arguments: [run, limit]
      ).map { ($0[0], $0[1]) }
    }
  }

  /// How many documents the last finished run had; nil when there was none.
  func expectedCount() throws(RunFailure) -> Int? {
    try with { db in
      guard try Int.fetchOne(db, sql: "SELECT 1 FROM run WHERE is_finished LIMIT 1") != nil else {
        return nil
      }
      // Those that are gone have an index: not every row is looked at.
      return try Int.fetchOne(
        db, sql: "SELECT (SELECT count(*) FROM document) - (SELECT count(*) FROM document WHERE is_gone)")
    }
  }

  /// Forgets documents.
  func forget(_ ids: [String]) throws(RunFailure) {
    try change { db in
      let statement = try db.cachedStatement(sql: "DELETE FROM document WHERE id = ?")
      for id in ids { try statement.execute(arguments: [id]) }
    }
  }

  /// The documents that took longest, the longest first.
  func slowest(limit: Int) throws(RunFailure) -> [(id: String, milliseconds: Double)] {
    try with { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT id, elapsed_milliseconds FROM document WHERE NOT is_gone
            ORDER BY elapsed_milliseconds DESC, id LIMIT ?
          """, arguments: [limit]
      ).map { ($0[0], $0[1]) }
    }
  }

  /// Time of each step over the runs since the last that was finished, in the order of the chain.
  func stepTimes() throws(RunFailure) -> [(name: String, milliseconds: Double)] {
    try with { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT name, sum(milliseconds) FROM step_time
            WHERE run > (SELECT coalesce(max(number), 0) FROM run WHERE is_finished AND number < ?)
            GROUP BY step, name ORDER BY step
          """, arguments: [run]
      ).map { ($0[0], $0[1]) }
    }
  }

  // MARK: Files of contributions

  /// Each is open while contributions are read.
  private static let maxContributionFiles = 16

  /// Writes the contributions anew when more than half of what is kept is of no use any more, or when they lie in
  /// many files, and removes files that nothing points to.
  func tidyContributions() throws(RunFailure) {
    try contributions.flush()
    let prefix = Ledger.fileName + "-contributions-"
    let folder = (database.path as NSString).deletingLastPathComponent
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
      $0.hasPrefix(prefix)
    }
    let total = names.reduce(0) { $0 + (FileBytesCount.of("\(folder)/\($1)") ?? 0) }
    let live = try with { db in
      // Each sum has an index.
      try Int.fetchOne(
        db,
        sql: """
          SELECT (SELECT coalesce(sum(contribution_bytes), 0) FROM document WHERE NOT is_gone AND contributions <> x'')
            + (SELECT coalesce(sum(contribution_bytes), 0) FROM document WHERE is_gone)
          """) ?? 0
    }
    guard total > 2 * live + (1 << 20) || names.count > Self.maxContributionFiles || live == 0 else { return }
    if live > 0 { try rewriteContributions() }
    for name in names where name != "\(prefix)\(run)" || live == 0 { unlink("\(folder)/\(name)") }
  }

  /// Puts all contributions of other runs into the file of this one. Rows point there before the others go. What
  /// cannot be read is made again when its document is there again.
  private func rewriteContributions() throws(RunFailure) {
    let reader = ContributionReader(ledgerPath: database.path)
    var last = ""
    while true {
      let rows = try with { db in
        try Row.fetchAll(
          db, sql: "SELECT id, number, contributions FROM document WHERE id > ? ORDER BY id LIMIT 500",
          arguments: [last])
      }
      guard let next = rows.last?[0] as String? else { return }
      last = next
      var moved: [(number: Int64, contributions: [Int: [UInt8]])] = []
      var lost: [Int64] = []
      var bytes = 0
      for row in rows {
        let places = ContributionPlace.decoded(row[2])
        guard places.contains(where: { $0.segment != run }) else { continue }
        do {
          let pairs = try places.map { ($0.step, Array(try reader.bytes($0))) }
          moved.append((row[1], Dictionary(pairs) { first, _ in first }))
        } catch { lost.append(row[1]) }
        bytes += places.reduce(0) { $0 + $1.length }
        guard bytes >= Self.maxMovedBytes else { continue }
        try enterMoved(moved, lost: [])
        (moved, bytes) = ([], 0)
      }
      try enterMoved(moved, lost: lost)
    }
  }

  /// Bytes that are moved together.
  private static let maxMovedBytes = 16 << 20

  private func enterMoved(
    _ moved: [(number: Int64, contributions: [Int: [UInt8]])], lost: [Int64]
  ) throws(RunFailure) {
    let kept = contributions.append(moved.map(\.contributions))
    try contributions.flush()
    try change { db in
      let statement = try db.cachedStatement(
        sql: "UPDATE document SET contributions = ?, contribution_bytes = ? WHERE number = ?")
      for (row, kept) in zip(moved, kept) {
        try statement.execute(
          arguments: [Data(ContributionPlace.encoded(kept.places)), kept.byteCount, row.number])
      }
      try Ledger.distrustContributions(of: lost, db)
    }
  }
}

/// Sizes of files.
enum FileBytesCount {
  static func of(_ path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : nil
  }
}
