/// Escaping for XML 1.0. What no XML document may hold is refused, never dropped.
public enum XMLEscape {
  /// Appends text, with `&`, `<` and `>` as references and carriage return as `&#13;`.
  ///
  /// - Throws: `MarkupError` "not-xml-character" for a character that XML 1.0 forbids (most controls, U+FFFE,
  ///   U+FFFF) and "not-utf8", each with its byte offset in the text; the output is then unchanged.
  /// - Complexity: O(n) in bytes.
  /// - Source: XML 1.0, fifth edition, 2.2 (Char), 2.4, 2.11.
  public static func text(_ text: ArraySlice<UInt8>, into output: inout [UInt8]) throws(MarkupError) {
    let before = output.count
    let problem = text.withUnsafeBufferPointer { escape($0, false, &output) }
    if let problem { throw undone(problem, &output, before) }
  }

  /// As for bytes.
  public static func text(_ text: String, into output: inout [UInt8]) throws(MarkupError) {
    try escape(text, isAttribute: false, into: &output)
  }

  /// Appends the value of an attribute for double quotes; white space other than the space becomes a
  /// reference, so that reading gives back every byte.
  ///
  /// - Throws: as for text.
  /// - Source: XML 1.0, fifth edition, 3.3.3.
  public static func attribute(_ value: String, into output: inout [UInt8]) throws(MarkupError) {
    try escape(value, isAttribute: true, into: &output)
  }

  /// The byte offset of the first character that XML 1.0 forbids or that is not UTF-8; nil when all is well.
  public static func firstForbidden(in text: [UInt8]) -> Int? {
    var scratch: [UInt8] = []
    return text.withUnsafeBufferPointer { escape($0, false, &scratch)?.offset }
  }

  private static func escape(
    _ text: String, isAttribute: Bool, into output: inout [UInt8]
  ) throws(MarkupError) {
    let before = output.count
    var text = text
    let problem = text.withUTF8 { escape($0, isAttribute, &output) }
    if let problem { throw undone(problem, &output, before) }
  }

  private static func undone(
    _ problem: MarkupError, _ output: inout [UInt8], _ before: Int
  ) -> MarkupError {
    output.removeSubrange(before...)
    return problem
  }

  /// Appends what is well until something is not; says what.
  private static func escape(
    _ bytes: UnsafeBufferPointer<UInt8>, _ isAttribute: Bool, _ output: inout [UInt8]
  ) -> MarkupError? {
    var i = 0
    var plain = 0
    while i < bytes.count {
      let byte = bytes[i]
      if isPlain(byte) {
        i += 1
        while i + 8 <= bytes.count, areEightPlain(bytes, at: i) { i += 8 }
        continue
      }
      if let reference = reference(for: byte, isAttribute: isAttribute) {
        output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[plain..<i]))
        output.append(contentsOf: reference.utf8)
        i += 1
        plain = i
        continue
      }
      if byte < 0x80, byte >= 0x20 || byte == 0x0A || byte == 0x09 {
        i += 1
        continue
      }
      let length = UTF8Sequence.length(in: bytes, at: i, before: bytes.count)
      // Of those of several bytes, XML forbids only two, which begin with EF.
      if length == 0 || byte < 0x80 || byte == 0xEF, let problem = problem(bytes, i, length) {
        return problem
      }
      i += length
    }
    output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[plain...]))
    return nil
  }

  /// Whether a byte is visible ASCII, or a space, that never needs a reference.
  @inline(__always) private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x80 && byte | 0x04 != 0x26 && byte | 0x02 != 0x3E
  }

  /// The same of eight at once. It may say no where it is yes.
  @inline(__always) private static func areEightPlain(_ bytes: UnsafeBufferPointer<UInt8>, at i: Int) -> Bool
  {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: i, as: UInt64.self)
    let amp = (word | ones &* 0x04) ^ ones &* 0x26
    let angle = (word | ones &* 0x02) ^ ones &* 0x3E
    // In each term the highest bit of a byte is set where the byte is below a space, `"` or `&`, `<` or `>`.
    let found = (word &- ones &* 0x20) | (amp &- ones) | (angle &- ones)
    return (found | word) & (ones &* 0x80) == 0
  }

  private static func reference(for byte: UInt8, isAttribute: Bool) -> StaticString? {
    switch byte {
    case 0x26: return "&amp;"
    case 0x3C: return "&lt;"
    case 0x3E: return "&gt;"
    case 0x0D: return "&#13;"
    case 0x22: return isAttribute ? "&quot;" : nil
    case 0x0A: return isAttribute ? "&#10;" : nil
    case 0x09: return isAttribute ? "&#9;" : nil
    default: return nil
    }
  }

  private static func problem(
    _ bytes: UnsafeBufferPointer<UInt8>, _ i: Int, _ length: Int
  ) -> MarkupError? {
    guard length > 0 else {
      return MarkupError(code: "not-utf8", message: "the bytes at \(i) are not UTF-8", offset: i)
    }
    let scalar = UTF8Sequence.scalar(in: bytes, at: i, length: length)
    guard scalar < 0x20 || scalar == 0xFFFE || scalar == 0xFFFF else { return nil }
    let name = String(scalar, radix: 16, uppercase: true)
    let code = String(repeating: "0", count: max(0, 4 - name.utf8.count)) + name
    return MarkupError(code: "not-xml-character", message: "XML 1.0 cannot hold U+\(code)", offset: i)
  }
}

extension StaticString {
  fileprivate var utf8: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
  }
}
