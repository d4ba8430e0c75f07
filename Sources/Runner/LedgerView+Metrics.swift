import GRDB
import StageKit

extension LedgerView {
  /// What a run left, in the text form of Prometheus: figures of all runs of the folder, however often they were
  /// killed.
  public func metrics() throws(RunFailure) -> String {
    try with { db in
      let counts = try Row.fetchAll(
        db, sql: "SELECT outcome, count(*) FROM document WHERE NOT is_gone GROUP BY outcome")
      let steps = try Row.fetchAll(
        db,
        sql: "SELECT name, step, sum(milliseconds) / 1000 FROM step_time GROUP BY step, name ORDER BY step")
      let slowest = try Double.fetchOne(
        db, sql: "SELECT max(elapsed_milliseconds) / 1000 FROM document WHERE NOT is_gone")
      let documents = Outcome.allCases.map { outcome in
        let count = counts.first { $0[0] as String == outcome.rawValue }.map { $0[1] as Int } ?? 0
        return (labels: "{outcome=\"\(outcome.rawValue)\"}", value: "\(count)")
      }
      let times = steps.map { row in
        let labels = "{step=\"\(row[0] as String)\",place=\"\(row[1] as Int)\"}"
        return (labels: labels, value: "\(row[2] as Double)")
      }
      return Self.family(
        "sastra_documents", "gauge", "Documents of the run by what became of them.", documents)
        + Self.family(
          "sastra_step_seconds_total", "counter", "Time of each step over all runs of the folder.", times)
        + Self.family(
          "sastra_document_seconds_max", "gauge", "Time of the slowest document.", [("", "\(slowest ?? 0)")])
    }
  }

  private static func family(
    _ name: String, _ type: String, _ help: String, _ samples: [(labels: String, value: String)]
  ) -> String {
    let head = ["# HELP \(name) \(help)", "# TYPE \(name) \(type)"]
    return (head + samples.map { "\(name)\($0.labels) \($0.value)" }).joined(separator: "\n") + "\n"
  }
}
