import StageKit

/// What became of the records of one archive.
struct Tally: Sendable {
  /// Past so many kinds of records the others are counted together.
  static let maxKinds = 200

  private(set) var records = 0
  /// Documents, whatever became of them later.
  private(set) var documents = 0
  private(set) var passedOver: [String: Int] = [:]

  mutating func countRecord() { records += 1 }
  mutating func countDocument() { documents += 1 }

  /// - Parameter kind: `request`; `response, image/png`.
  mutating func passOver(_ kind: String) {
    let isKnown = passedOver[kind] != nil || passedOver.count < Self.maxKinds
    passedOver[isKnown ? kind : "others", default: 0] += 1
  }

  /// What a person should know of an archive with records that became no document; nil where all did.
  func notice(file: String) -> String? { passedOver.isEmpty ? nil : "\(file): \(message)" }

  var message: String {
    let most = passedOver.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let kinds = most.prefix(12).map { "\($0.value) \($0.key)" } + (most.count > 12 ? ["..."] : [])
    let sum = passedOver.values.reduce(0, +)
    return "the archive has \(records) records; \(sum) are no pages"
      + (kinds.isEmpty ? "" : ": " + kinds.joined(separator: "; "))
  }
}
