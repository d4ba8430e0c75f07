/// Writes the fields of a contribution as bytes: numbers in groups of seven bits, texts with their length before
/// them. JSON took most of the time of folding a corpus.
public struct ContributionFieldWriter {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  /// - Parameter number: not negative.
  public mutating func add(_ number: Int) {
    var rest = UInt(bitPattern: number)
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  public mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      add(utf8.count)
      bytes += utf8
    }
  }

  /// Bytes of any kind.
  public mutating func add(_ bytes: ArraySlice<UInt8>) {
    add(bytes.count)
    self.bytes += bytes
  }

  public mutating func add(_ bytes: [UInt8]) { add(bytes[...]) }

  /// Fields that were written before, as they are.
  public mutating func append(_ fields: ArraySlice<UInt8>) { bytes += fields }

  /// A text that may be missing, which is not the same as an empty one.
  public mutating func add(_ text: String?) {
    add(text == nil ? 0 : 1)
    if let text { add(text) }
  }

  public mutating func add(_ texts: [String]) {
    add(texts.count)
    for text in texts { add(text) }
  }
}

/// Reads what `ContributionFieldWriter` wrote, in the same order.
public struct ContributionFieldReader {
  private let encoded: ArraySlice<UInt8>
  private var position: Int

  public init(_ bytes: ArraySlice<UInt8>) {
    encoded = bytes
    position = bytes.startIndex
  }

  /// Whether all has been read.
  public var isAtEnd: Bool { position == encoded.endIndex }

  /// - Throws: `StageError` "contribution-unreadable" where no number stands.
  public mutating func number() throws(StageError) -> Int {
    var result: UInt = 0
    var shift: UInt = 0
    while position < encoded.endIndex, shift < 64 {
      let byte = encoded[position]
      position += 1
      result |= UInt(byte & 0x7F) << shift
      if byte < 0x80 { return Int(bitPattern: result) }
      shift += 7
    }
    throw Self.unreadable
  }

  /// How many fields follow: no more than there are bytes.
  public mutating func count() throws(StageError) -> Int {
    let count = try number()
    guard (0...encoded.endIndex - position).contains(count) else { throw Self.unreadable }
    return count
  }

  /// - Throws: `StageError` "contribution-unreadable" where no text stands.
  public mutating func text() throws(StageError) -> String {
    let count = try count()
    position += count
    let utf8 = encoded[position - count..<position].span
    // `String(validating:)` is generic, and takes three times as long.
    do { return String(copying: try UTF8Span(validating: utf8)) } catch { throw Self.unreadable }
  }

  /// Bytes in their place: they keep all others in memory, and their indices do not begin at 0.
  ///
  /// - Throws: `StageError` "contribution-unreadable" where there are fewer.
  public mutating func bytes() throws(StageError) -> ArraySlice<UInt8> {
    let count = try count()
    position += count
    return encoded[position - count..<position]
  }

  /// The bytes of some fields, in their place.
  ///
  /// - Parameter skip: reads the fields.
  public mutating func bytes(
    of skip: (inout ContributionFieldReader) throws(StageError) -> Void
  ) throws(StageError) -> ArraySlice<UInt8> {
    let start = position
    try skip(&self)
    return encoded[start..<position]
  }

  public mutating func optionalText() throws(StageError) -> String? { try number() == 0 ? nil : try text() }

  public mutating func texts() throws(StageError) -> [String] {
    var texts: [String] = []
    for _ in 0..<(try count()) { texts.append(try text()) }
    return texts
  }

  public static let unreadable = StageError(
    "contribution-unreadable",
    "the ledger holds a contribution of another version; run again into a new folder")
}
