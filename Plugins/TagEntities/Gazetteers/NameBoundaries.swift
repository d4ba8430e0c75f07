import UnicodeText

/// Where names may begin and end in a folded text: `NameBoundary`, worked out once for each offset.
struct NameBoundaries: Sendable {
  static let start: UInt8 = 1
  static let end: UInt8 = 2
  /// For each offset, the end of the text included, whether a name may begin or end there.
  let marks: [UInt8]

  /// - Complexity: O(bytes).
  init(_ bytes: [UInt8]) {
    marks = [UInt8](unsafeUninitializedCapacity: bytes.count + 1) { marks, count in
      bytes.withUnsafeBufferPointer { Self.fill(marks, $0) }
      count = bytes.count + 1
    }
  }

  private static func fill(
    _ marks: UnsafeMutableBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>
  ) {
    NameBoundary.classes.withUnsafeBufferPointer { classes in
      var last = Last()
      var offset = 0
      while offset < bytes.count {
        let byte = bytes[offset]
        let isEnd = last.scalar != 0x20 && offset > 0 ? end : 0
        if byte < 0x80 {
          let isWord = NameBoundary.isASCIIWord(byte)
          let isBoundary =
            last.scalar < 0x80 ? !(isWord && last.isWord) : last.isBoundary(before: UInt32(byte), classes)
          marks[offset] = isBoundary ? (isWord ? start : 0) | isEnd : 0
          last = Last(scalar: UInt32(byte), isWord: isWord)
          offset &+= 1
          continue
        }
        let scalar = NameBoundary.next(bytes, offset)
        let isWord = !NameBoundary.class(of: scalar, classes).isDisjoint(with: .wordStart)
        let isBoundary = byte & 0xC0 != 0x80 && (offset == 0 || last.isBoundary(before: scalar, classes))
        marks[offset] = isBoundary ? (isWord ? start : 0) | isEnd : 0
        last = Last(scalar: scalar, isWord: false)
        offset &+= 1
        while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 {
          marks[offset] = 0
          offset &+= 1
        }
      }
      marks[bytes.count] = bytes.last == 0x20 || bytes.isEmpty ? 0 : end
    }
  }

  /// The scalar before an offset; a space before the first.
  private struct Last {
    var scalar: UInt32 = 0x20
    /// A letter or digit of ASCII.
    var isWord = false

    @inline(__always)
    func isBoundary(before next: UInt32, _ classes: UnsafeBufferPointer<NameBoundary.Class>) -> Bool {
      if NameBoundary.isLatinLetter(scalar), NameBoundary.isLatinLetter(next) { return false }
      return NameBoundary.isBoundary(
        between: NameBoundary.class(of: scalar, classes), and: NameBoundary.class(of: next, classes))
    }
  }
}
