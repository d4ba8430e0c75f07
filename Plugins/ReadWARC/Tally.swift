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

  /// One document for the whole archive that says which records became none.
  func summary(id: String, file: String) -> ProcessedDocument {
    var document = Document(id: id, text: "")
    let origin = Metadata.Origin("WARC", .high)
    document.metadata.set(MetadataKey.warcFile, .string(file), origin: origin)
    document.metadata.set("warc_records", .integer(records), origin: origin)
    document.metadata.set(
      "warc_records_passed_over", .object(passedOver.mapValues { .integer($0) }), origin: origin)
    return ProcessedDocument(
      document, outcome: .dropped,
      error: DocumentError(stage: ReadWARC.name, code: "records-passed-over", message: message))
  }

  var message: String {
    let most = passedOver.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let kinds = most.prefix(12).map { "\($0.value) \($0.key)" } + (most.count > 12 ? ["..."] : [])
    let sum = passedOver.values.reduce(0, +)
    return "the archive has \(records) records; \(sum) are no pages"
      + (kinds.isEmpty ? "" : ": " + kinds.joined(separator: "; "))
  }
}
