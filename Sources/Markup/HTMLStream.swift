/// A page as the flat list of what its parse reports, for those who read much of it.
///
/// `HTMLEvents` says the same with a string for each name and value; here names are numbers, attributes are
/// ranges of the page, and nothing is allocated for a single event.
public struct HTMLStream: Sendable {
  /// What is reported, in the order of the page. See `HTMLEvent`, which says what its ranges are.
  public struct Event: Sendable {
    public enum Kind: UInt8, Sendable {
      case start
      case end
      /// Text that is exactly the bytes of its range.
      case text
      /// A character reference; `replacement` is what it stands for.
      case reference
      case comment
    }

    public let kind: Kind
    @usableFromInline let attributeCount: UInt16
    @usableFromInline let lower: UInt32
    @usableFromInline let upper: UInt32
    /// Index of the element's name; of a reference the first half of its text.
    @usableFromInline let name: UInt32
    /// Index of the first attribute; of a reference the second half of its text.
    @usableFromInline let first: UInt32

    /// Bytes of the page.
    @inlinable public var range: Range<Int> { Int(lower)..<Int(upper) }
    /// Index of the name of an element that starts or ends, in `names`.
    @inlinable public var nameIndex: Int { Int(name) }
    /// Indices of the attributes of an element that starts, in `attributes`.
    @inlinable public var attributes: Range<Int> { Int(first)..<Int(first) + Int(attributeCount) }
    /// The text that a reference stands for.
    @inlinable public var replacement: ShortText { ShortText(bits: UInt64(first) << 32 | UInt64(name)) }
  }

  /// An attribute: where its name and value are.
  public struct Attribute: Sendable {
    /// Index of the name in `attributeNames`.
    @usableFromInline let name: UInt32
    @usableFromInline let lower: UInt32
    @usableFromInline let upper: UInt32
    @inlinable public var nameIndex: Int { Int(name) }
    /// The value as it is written, without quotes.
    @inlinable public var range: Range<Int> { Int(lower)..<Int(upper) }
  }

  /// The page.
  public let input: [UInt8]
  public let events: [Event]
  public let attributes: [Attribute]
  /// Names of elements in lower case, each once.
  public let names: [String]
  /// Names of attributes in lower case, each once.
  public let attributeNames: [String]

  /// Parses a page.
  ///
  /// - Parameter utf8: as for `HTMLEvents.parse`.
  /// - Throws: `MarkupError` "too-large" for 2 GB and more.
  /// - Complexity: O(n) in bytes.
  public init(_ utf8: [UInt8]) throws(MarkupError) {
    guard utf8.count < Int(Int32.max) else {
      throw MarkupError(code: "too-large", message: "the page has 2 GB or more", offset: 0)
    }
    LibXML2.prepare()
    let scan = utf8.withUnsafeBufferPointer { HTMLScan($0) }
    input = utf8
    attributes = scan.attributes
    attributeNames = scan.attributeNames.strings
    var tree = HTMLTreeEvents(scan, of: utf8)
    tree.run()
    events = tree.events
    names = tree.names.strings
  }

  /// The value of an attribute of a page, character references resolved.
  ///
  /// - Complexity: O(length); nothing is copied where there is nothing to resolve.
  public static func value(of attribute: Attribute, in input: [UInt8]) -> ArraySlice<UInt8> {
    let raw = input[attribute.range]
    return AttributeValue.isPlain(raw) ? raw : AttributeValue.resolved(raw)[...]
  }
}

/// A short text: UTF-8 of up to eight bytes, none of them NUL.
public struct ShortText: Sendable, Equatable {
  /// The bytes, the first one lowest, and zeros above the last.
  public let bits: UInt64

  /// - Parameter bits: as `bits` is.
  @inlinable public init(bits: UInt64) { self.bits = bits }

  /// Nil for a text that is too long or has a NUL.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count <= 8, !bytes.contains(0) else { return nil }
    bits = bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  @inlinable public var count: Int { 8 - bits.leadingZeroBitCount / 8 }
  public var bytes: [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) } }
}

/// Values of attributes, in which libxml2's rules hold: a reference by name needs its semicolon, since `&copy=1`
/// is a part of many an address.
enum AttributeValue {
  /// Whether the value stands for itself: no reference, no control character, only UTF-8.
  static func isPlain(_ raw: ArraySlice<UInt8>) -> Bool {
    raw.withUnsafeBufferPointer { bytes in
      var isASCII = true
      for i in bytes.indices {
        let byte = bytes[i]
        if byte >= 0x80 {
          isASCII = false
        } else if byte == 0x26 ? mayBeReference(bytes, i) : isControl(byte) {
          return false
        }
      }
      return isASCII || (try? UTF8Span(validating: bytes.span)) != nil
    }
  }

  /// Whether a `&` is followed by a number sign, or by as much of a name as ends with a semicolon.
  private static func mayBeReference(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
    var i = start + 1
    if i < bytes.count, bytes[i] == 0x23 { return true }
    while i < bytes.count, i - start <= 10,
      LibXML2.isLetter(bytes[i]) || (bytes[i] >= 0x30 && bytes[i] <= 0x39)
    {
      i += 1
    }
    return i > start + 1 && i < bytes.count && bytes[i] == 0x3B
  }

  @inline(__always) private static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D
  }

  /// The value with its references resolved; a control character becomes a space, a byte that is not UTF-8 a
  /// question mark.
  static func resolved(_ raw: ArraySlice<UInt8>) -> [UInt8] {
    let bytes = Array(raw)
    var value: [UInt8] = []
    value.reserveCapacity(bytes.count)
    var i = 0
    while i < bytes.count {
      let byte = bytes[i]
      if byte == 0x26, let reference = CharacterReferences.reference(in: bytes, at: i, before: bytes.count),
        bytes[reference.end - 1] == 0x3B || bytes[i + 1] == 0x23
      {
        value += reference.text
        i = reference.end
        continue
      }
      let length = UTF8Sequence.length(in: bytes, at: i, before: bytes.count)
      if length == 0 { value.append(0x3F) } else if isControl(byte) { value.append(0x20) }
      if length > 0, !isControl(byte) { value += bytes[i..<i + length] }
      i += max(1, length)
    }
    return value
  }
}
