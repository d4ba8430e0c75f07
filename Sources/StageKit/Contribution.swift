import Foundation

/// What a step leaves with the ledger for one document.
public protocol ContributionValue: Sendable {
  func encoded() throws(StageError) -> [UInt8]
  /// - Parameter encoded: part of something longer, which a value that keeps it holds in memory; what is kept when
  ///   the walk goes on is to be copied.
  init(encoded: ArraySlice<UInt8>) throws(StageError)
}

extension ContributionValue where Self: Codable {
  public func encoded() throws(StageError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { return Array(try encoder.encode(self)) } catch {
      throw StageError(
        "contribution-unwritable", "what the document leaves for the corpus cannot be encoded: \(error)")
    }
  }

  public init(encoded: ArraySlice<UInt8>) throws(StageError) {
    do { self = try JSONDecoder().decode(Self.self, from: Data(encoded)) } catch {
      throw StageError(
        "contribution-unreadable",
        "the ledger holds a contribution of another version; run again into a new folder")
    }
  }
}

/// The contribution of a step that leaves nothing.
public struct NoContribution: ContributionValue, Codable {}

/// A contribution of plain bytes.
public struct BytesContribution: ContributionValue, Equatable {
  /// May be a part of something longer, which it keeps in memory.
  public var bytes: ArraySlice<UInt8>
  public init(bytes: [UInt8]) { self.bytes = bytes[...] }
  public init(encoded: ArraySlice<UInt8>) { bytes = encoded }
  public func encoded() -> [UInt8] { Array(bytes) }
}

/// What the documents of a run left, in the order of their ids. May be walked more than once; never all in
/// memory.
///
/// Documents that an earlier step dropped from the corpus are not among them, but for writers that write every
/// outcome.
public struct Contributions<Value: ContributionValue> {
  /// Calls its argument with each document's id and encoded contribution.
  public typealias Walk = ((String, [UInt8]) throws(StageError) -> Void) throws(StageError) -> Void
  /// The same, with what earlier steps found out about the document.
  public typealias MarkedWalk =
    ((String, ArraySlice<UInt8>, CorpusMarks) throws(StageError) -> Void) throws(StageError) -> Void
  private let walk: MarkedWalk

  /// Contributions of documents of which no step said anything.
  public init(_ walk: @escaping Walk) {
    self.walk = { body throws(StageError) in
      try walk { id, bytes throws(StageError) in try body(id, bytes[...], CorpusMarks()) }
    }
  }

  public init(marked walk: @escaping MarkedWalk) { self.walk = walk }

  /// Whether no document left anything. Walks to the first that did.
  public var isEmpty: Bool {
    get throws(StageError) {
      var isEmpty = true
      do {
        try walk { _, _, _ throws(StageError) in
          isEmpty = false
          throw StageError("found", "one is enough")
        }
      } catch { if isEmpty { throw error } }
      return isEmpty
    }
  }

  public func forEach(_ body: (_ id: String, _ value: Value) throws(StageError) -> Void) throws(StageError) {
    try walk { id, bytes, _ throws(StageError) in try body(id, try Value(encoded: bytes)) }
  }

  /// Walks with what earlier steps found out about each document when they saw the whole corpus.
  public func forEachMarked(
    _ body: (_ id: String, _ value: Value, _ marks: CorpusMarks) throws(StageError) -> Void
  ) throws(StageError) {
    try walk { id, bytes, marks throws(StageError) in try body(id, try Value(encoded: bytes), marks) }
  }
}

/// What steps found out about a document when they saw the whole corpus: that it is a duplicate.
public struct CorpusMarks: Sendable, Equatable {
  /// Fields that the document's JSON form gets: `duplicate_of`.
  public var fields: [String: JSONValue]
  /// Why the document is dropped, where a step decided so.
  public var error: DocumentError?

  public init(fields: [String: JSONValue] = [:], error: DocumentError? = nil) {
    self.fields = fields
    self.error = error
  }

  public var isEmpty: Bool { fields.isEmpty && error == nil }
}
