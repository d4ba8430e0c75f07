/// How sure a value or a decision is, in TEI's bands (`cert`).
public enum Certainty: String, Sendable, Codable, CaseIterable {
  case high, medium, low
}

/// What is known of a document beside its text. Keys are `snake_case`; values are JSON, mostly strings or
/// lists of strings. A value a stage found says where it was found and how sure that is; what the user gives
/// is sure.
public struct Metadata: Sendable, Equatable {
  /// Where a value was found.
  public struct Origin: Sendable, Equatable, Codable {
    /// The place: `metadata.csv`, `meta og:title`, `byline`, `json-ld`, `input`.
    public var place: String
    public var certainty: Certainty

    public init(_ place: String, _ certainty: Certainty) {
      self.place = place
      self.certainty = certainty
    }
  }

  public private(set) var values: [String: JSONValue] = [:]
  public private(set) var origins: [String: Origin] = [:]

  public init() {}

  /// The first string under a key.
  public subscript(key: String) -> String? { values[key]?.strings.first }

  /// All strings under a key.
  public func strings(_ key: String) -> [String] { values[key]?.strings ?? [] }

  /// Sets a value and says where it is from; replaces what was there.
  public mutating func set(_ key: String, _ value: JSONValue, origin: Origin) {
    values[key] = value
    origins[key] = origin
  }

  /// Sets one string, or a list where there are several; nothing when there is none.
  public mutating func set(_ key: String, _ strings: [String], origin: Origin) {
    guard let first = strings.first else { return }
    set(key, strings.count == 1 ? .string(first) : .array(strings.map { .string($0) }), origin: origin)
  }

  /// Sets a value only where none is: what a user or an earlier stage said stays.
  public mutating func fill(_ key: String, _ strings: [String], origin: Origin) {
    if values[key] == nil { set(key, strings, origin: origin) }
  }
}

/// Metadata keys that stages which ship agree on. Users may add any other.
public enum MetadataKey {
  public static let title = "title"
  public static let subtitle = "subtitle"
  /// One name, or a list of names.
  public static let author = "author"
  public static let translator = "translator"
  /// Date of publication, ISO 8601, as precise as it is known: `2011-09-05`, `1979-12`, `--09-13`.
  public static let date = "date"
  public static let modified = "modified"
  /// Date the page was harvested, ISO 8601.
  public static let accessed = "accessed"
  /// Date of what the text tells of, or of the original document, ISO 8601.
  public static let contentDate = "content_date"
  /// Name of the web site.
  public static let site = "site"
  public static let publisher = "publisher"
  public static let url = "url"
  public static let language = "language"
  public static let licence = "licence"
  public static let rights = "rights"
  public static let collection = "collection"
  /// Shelf mark of the original in an archive.
  public static let archiveReference = "archive_reference"

  // Of a capture in a web archive.

  /// File of the archive that holds the record, relative to the folder that was read.
  public static let warcFile = "warc_file"
  /// Where the record begins in that file, in bytes.
  public static let warcOffset = "warc_offset"
  public static let warcRecordID = "warc_record_id"
  /// Record that a revisit stands for.
  public static let warcRefersTo = "warc_refers_to"
  /// Digest of the body as it is stored, with its algorithm; how sure it is says whether it was right.
  public static let warcPayloadDigest = "warc_payload_digest"
  /// Digest of the whole block of the record.
  public static let warcBlockDigest = "warc_block_digest"
  /// Size of the body as it is stored, before chunks and content encodings are undone.
  public static let warcPayloadBytes = "warc_payload_bytes"
  /// Why a crawler stored a part only: `length`, `time`, `disconnect`.
  public static let warcTruncated = "warc_truncated"
  /// Status of the HTTP response, where it is not 200.
  public static let httpStatus = "http_status"
}
