import Foundation

/// Reads tags from the bytes of a page, without a tree: metadata need no structure, only what stands in the
/// tags and right behind them.
///
/// Follows the tokenizer of the HTML standard (13.2.5) as far as names, attributes and quotes go. Every
/// search that finds nothing is remembered, so that a page of broken tags costs no more than a sound one.
struct TagReader {
  let bytes: UnsafeBufferPointer<UInt8>
  private var nothingFrom = [Int](repeating: .max, count: 128)
  private var noEndFrom: [String: Int] = [:]

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Attributes of one tag past this number are not read.
  private static let maxAttributes = 256

  struct Attribute {
    var name: Range<Int>
    var value: Range<Int>
  }

  struct Tag {
    var isEnd: Bool
    var name: Range<Int>
    /// After the `>`, or after as much of the tag as there is.
    var end: Int
    var attributes: [Attribute] = []
  }

  // MARK: Searches

  /// The first place of an ASCII byte at or after a place.
  mutating func first(_ byte: UInt8, from start: Int) -> Int? {
    guard start < bytes.count, start < nothingFrom[Int(byte)], let base = bytes.baseAddress else {
      return nil
    }
    if let found = memchr(base + start, Int32(byte), bytes.count - start) {
      return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
    nothingFrom[Int(byte)] = start
    return nil
  }

  /// Where the end tag of an element whose content is no markup begins; the end of the page when there is
  /// none.
  mutating func rawEnd(of name: StaticString, from start: Int) -> Int {
    if let known = noEndFrom["\(name)"], start >= known { return bytes.count }
    var i = start
    while let open = first(0x3C, from: i) {
      if open + 1 < bytes.count, bytes[open + 1] == 0x2F, isName(name, at: open + 2) { return open }
      i = open + 1
    }
    noEndFrom["\(name)"] = start
    return bytes.count
  }

  /// Where a comment or declaration that begins at a place ends.
  mutating func commentEnd(from open: Int) -> Int {
    let isComment =
      open + 3 < bytes.count && bytes[open + 1] == 0x21 && bytes[open + 2] == 0x2D
      && bytes[open + 3] == 0x2D
    if isComment, open < noEndFrom["-->"] ?? .max {
      var i = open + 4
      while let close = first(0x3E, from: i) {
        if bytes[close - 1] == 0x2D, bytes[close - 2] == 0x2D { return close + 1 }
        i = close + 1
      }
      noEndFrom["-->"] = open
    }
    return first(0x3E, from: open).map { $0 + 1 } ?? bytes.count
  }

  // MARK: Tags

  /// Whether a name in lower-case ASCII stands at a place, in any case, and ends there.
  func isName(_ name: StaticString, at start: Int) -> Bool {
    let count = name.utf8CodeUnitCount
    guard start + count <= bytes.count else { return false }
    for i in 0..<count where Self.lower(bytes[start + i]) != name.utf8Start[i] { return false }
    return start + count == bytes.count || !Self.isNameByte(bytes[start + count])
  }

  /// The tag at a `<`; nil when none begins there.
  mutating func tag(at open: Int, withAttributes: Bool = true) -> Tag? {
    var i = open + 1
    guard i < bytes.count else { return nil }
    let isEnd = bytes[i] == 0x2F
    if isEnd { i += 1 }
    guard i < bytes.count, Self.isLetter(bytes[i]) else { return nil }
    let start = i
    while i < bytes.count, Self.isNameByte(bytes[i]) { i += 1 }
    var tag = Tag(isEnd: isEnd, name: start..<i, end: i)
    if isEnd || !withAttributes {
      tag.end = first(0x3E, from: i).map { $0 + 1 } ?? bytes.count
    } else {
      readAttributes(of: &tag)
    }
    return tag
  }

  private mutating func readAttributes(of tag: inout Tag) {
    var i = tag.end
    while i < bytes.count {
      let byte = bytes[i]
      if byte == 0x3E {
        tag.end = i + 1
        return
      }
      if Self.isSpace(byte) || byte == 0x2F || byte == 0x3D {
        i += 1
        continue
      }
      let start = i
      while i < bytes.count, !Self.isSpace(bytes[i]), bytes[i] != 0x3D, bytes[i] != 0x3E, bytes[i] != 0x2F {
        i += 1
      }
      var attribute = Attribute(name: start..<i, value: i..<i)
      var j = i
      while j < bytes.count, Self.isSpace(bytes[j]) { j += 1 }
      if j < bytes.count, bytes[j] == 0x3D { (attribute.value, i) = value(from: j + 1) }
      if tag.attributes.count < Self.maxAttributes { tag.attributes.append(attribute) }
    }
    tag.end = bytes.count
  }

  private mutating func value(from start: Int) -> (Range<Int>, next: Int) {
    var i = start
    while i < bytes.count, Self.isSpace(bytes[i]) { i += 1 }
    guard i < bytes.count else { return (i..<i, i) }
    let quote = bytes[i]
    if quote == 0x22 || quote == 0x27, let close = first(quote, from: i + 1) {
      return (i + 1..<close, close + 1)
    }
    let start = i
    while i < bytes.count, !Self.isSpace(bytes[i]), bytes[i] != 0x3E { i += 1 }
    return (start..<i, i)
  }

  /// The value of an attribute, its bytes as they stand.
  func value(_ name: StaticString, of tag: Tag) -> Range<Int>? {
    for attribute in tag.attributes where attribute.name.count == name.utf8CodeUnitCount {
      if isEqual(name, attribute.name) { return attribute.value }
    }
    return nil
  }

  private func isEqual(_ name: StaticString, _ range: Range<Int>) -> Bool {
    for i in 0..<range.count where Self.lower(bytes[range.lowerBound + i]) != name.utf8Start[i] {
      return false
    }
    return true
  }

  // MARK: Bytes

  static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
  static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }
  static func isNameByte(_ byte: UInt8) -> Bool {
    !isSpace(byte) && byte != 0x2F && byte != 0x3E && byte != 0x3C
  }
}
