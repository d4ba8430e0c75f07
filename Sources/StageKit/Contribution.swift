import Foundation

/// What a step leaves in the ledger for one document.
public protocol ContributionValue: Sendable {
  func encoded() throws(StageError) -> [UInt8]
  init(encoded: [UInt8]) throws(StageError)
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

  public init(encoded: [UInt8]) throws(StageError) {
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
  public var bytes: [UInt8]
  public init(bytes: [UInt8]) { self.bytes = bytes }
  public init(encoded: [UInt8]) { bytes = encoded }
  public func encoded() -> [UInt8] { bytes }
}

/// What the documents of a run left, in the order of their ids. May be walked more than once; never all in
/// memory.
public struct Contributions<Value: ContributionValue> {
  /// Calls its argument with each document's id and encoded contribution.
  public typealias Walk = ((String, [UInt8]) throws(StageError) -> Void) throws(StageError) -> Void
  private let walk: Walk

  public init(_ walk: @escaping Walk) { self.walk = walk }

  public func forEach(_ body: (_ id: String, _ value: Value) throws(StageError) -> Void) throws(StageError) {
    try walk { id, bytes throws(StageError) in try body(id, try Value(encoded: bytes)) }
  }
}
