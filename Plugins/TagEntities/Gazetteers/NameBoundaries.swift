import UnicodeText

/// Where names may begin and end in a folded text: `NameBoundary`, worked out once for each offset.
struct NameBoundaries: Sendable {
  static let start: UInt8 = 1
  static let end: UInt8 = 2
  /// For each offset, the end of the text included, whether a name may begin or end there.
  let marks: [UInt8]

  /// - Complexity: O(bytes).
  init(_ bytes: [UInt8]) {
    marks = [UInt8](upTo: bytes.count + 1) { marks in
      bytes.withUnsafeBufferPointer { Self.fill(marks, $0) }
      return bytes.count + 1
    }
  }

  private static func fill(
    _ marks: UnsafeMutableBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>
  ) {
    NameBoundary.classes.withUnsafeBufferPointer { classes in
      var last: UInt32 = 0x20
      var offset = 0
      while offset < bytes.count {
        let scalar = NameBoundary.next(bytes, offset)
        let isWord = !NameBoundary.class(of: scalar, classes).isDisjoint(with: .wordStart)
        let isBoundary = bytes[offset] & 0xC0 != 0x80 && (offset == 0 || isBoundary(last, scalar, classes))
        marks[offset] = isBoundary ? (isWord ? start : 0) | (last != 0x20 ? end : 0) : 0
        last = scalar
        offset &+= 1
        if scalar < 0x80 {
          fillASCII(marks, bytes, classes, &offset)
          last = UInt32(bytes[offset &- 1])
        }
        while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 {
          marks[offset] = 0
          offset &+= 1
        }
      }
      marks[bytes.count] = bytes.last == 0x20 || bytes.isEmpty ? 0 : end
    }
  }

  /// Goes on as long as ASCII follows on ASCII, eight bytes at once, the last ones without a branch that could not be
  /// foreseen.
  @inline(__always) private static func fillASCII(
    _ marks: UnsafeMutableBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>,
    _ classes: UnsafeBufferPointer<NameBoundary.Class>, _ offset: inout Int
  ) {
    func isWord(_ byte: UInt8) -> UInt8 { classes[Int(byte)].isDisjoint(with: .wordStart) ? 0 : 1 }
    var last = bytes[offset &- 1]
    var lastWord = isWord(last)
    while offset &+ 8 <= bytes.count, let eight = EightBytes(bytes, at: offset) {
      let (words, spaces) = (eight.areWordParts, eight.areSpaces)
      let wordsBefore = EightBytes.before(words, lastWord != 0)
      let ends = ~(words & wordsBefore) & ~EightBytes.before(spaces, last == 0x20) & EightBytes.yes
      EightBytes.store((words & ~wordsBefore) >> 7 | ends >> 6, marks, at: offset)
      offset &+= 8
      last = bytes[offset &- 1]
      lastWord = isWord(last)
    }
    while offset < bytes.count, bytes[offset] < 0x80 {
      let byte = bytes[offset]
      let word = isWord(byte)
      let lastSpace: UInt8 = last == 0x20 ? 1 : 0
      marks[offset] = start &* (word & ~lastWord) | end &* (1 & ~(word & lastWord) & ~lastSpace)
      (last, lastWord) = (byte, word)
      offset &+= 1
    }
  }

  @inline(__always) private static func isBoundary(
    _ last: UInt32, _ next: UInt32, _ classes: UnsafeBufferPointer<NameBoundary.Class>
  ) -> Bool {
    if NameBoundary.isLatinLetter(last), NameBoundary.isLatinLetter(next) { return false }
    return NameBoundary.isBoundary(
      between: NameBoundary.class(of: last, classes), and: NameBoundary.class(of: next, classes))
  }
}
