import StageKit

/// Reads JSON as pages write it for search engines, which forgive: comments, `<!--` and CDATA marks around
/// it, commas before a bracket and where none or two are, raw line breaks and control characters in texts,
/// unknown escapes, an end that is missing, names in single quotes or none.
///
/// What cannot be read ends the reading; what was read before it stays.
/// - Complexity: O(n) in bytes. Values nested deeper than `maxDepth` are passed over.
struct LooseJSON {
  private static let maxDepth = 64
  /// Values kept of one block.
  private static let maxValues = 20_000

  private let bytes: UnsafeBufferPointer<UInt8>
  private let page: PageText
  private var i: Int
  private let end: Int
  private var values = 0

  private init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ page: PageText) {
    self.bytes = bytes
    self.page = page
    i = range.lowerBound
    end = range.upperBound
  }

  /// The values in a block, mostly one.
  static func values(
    in range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>, _ page: PageText
  ) -> [JSONValue] {
    var reader = LooseJSON(bytes, range, page)
    var values: [JSONValue] = []
    while reader.seekValue(), values.count < 100 {
      let start = reader.i
      if let value = reader.value(depth: 0) { values.append(value) }
      if reader.i == start { break }
    }
    return values
  }

  /// Moves to the next bracket outside of any value: comments and CDATA marks are passed over.
  private mutating func seekValue() -> Bool {
    while i < end {
      if bytes[i] == 0x7B { return true }
      if bytes[i] == 0x5B {
        // `<![CDATA[` is no list.
        guard i > 0, bytes[i - 1] == 0x41 || bytes[i - 1] == 0x21 else { return true }
      }
      i += 1
    }
    return false
  }

  private mutating func skipSpace() {
    while i < end {
      if bytes[i] <= 0x20 {
        i += 1
      } else if bytes[i] == 0xC2, i + 1 < end, bytes[i + 1] == 0xA0 {
        i += 2
      } else if bytes[i] == 0xEF, i + 2 < end, bytes[i + 1] == 0xBB, bytes[i + 2] == 0xBF {
        i += 3
      } else if bytes[i] == 0x2F, i + 1 < end, bytes[i + 1] == 0x2A {
        skipComment()
      } else {
        return
      }
    }
  }

  private mutating func skipComment() {
    i += 2
    while i + 1 < end, !(bytes[i] == 0x2A && bytes[i + 1] == 0x2F) { i += 1 }
    i = min(i + 2, end)
  }

  private mutating func value(depth: Int) -> JSONValue? {
    skipSpace()
    guard i < end else { return nil }
    values += 1
    if depth > Self.maxDepth || values > Self.maxValues {
      skipDeep()
      return .null
    }
    switch bytes[i] {
    case 0x7B: return object(depth: depth)
    case 0x5B: return array(depth: depth)
    case 0x22, 0x27: return .string(string())
    default: return word()
    }
  }

  /// Passes over a value without recursion.
  private mutating func skipDeep() {
    var depth = 0
    repeat {
      switch bytes[i] {
      case 0x7B, 0x5B: depth += 1
      case 0x7D, 0x5D: depth -= 1
      case 0x22:
        skipString()
        i -= 1
      case 0x2C where depth == 0: return
      default: break
      }
      if depth < 0 { return }
      i += 1
    } while i < end
  }

  private mutating func skipString() {
    i += 1
    while i < end, bytes[i] != 0x22 { i += bytes[i] == 0x5C ? 2 : 1 }
    i = min(i + 1, end)
  }

  private mutating func object(depth: Int) -> JSONValue {
    i += 1
    var members: [String: JSONValue] = [:]
    while true {
      skipSpace()
      while i < end, bytes[i] == 0x2C {
        i += 1
        skipSpace()
      }
      guard i < end, bytes[i] != 0x7D, bytes[i] != 0x5D else { break }
      guard let name = name() else { break }
      skipSpace()
      guard i < end, bytes[i] == 0x3A else { break }
      i += 1
      guard let value = value(depth: depth + 1) else { break }
      // The first of two members of one name: a second one was often added by a plug-in.
      if members[name] == nil { members[name] = value }
    }
    if i < end, bytes[i] == 0x7D { i += 1 }
    return .object(members)
  }

  private mutating func name() -> String? {
    if bytes[i] == 0x22 || bytes[i] == 0x27 { return string() }
    let start = i
    while i < end, TagReader.isLetter(bytes[i]) || bytes[i] == 0x40 || bytes[i] == 0x5F { i += 1 }
    return i > start ? page.string(bytes[start..<i], references: false) : nil
  }

  private mutating func array(depth: Int) -> JSONValue {
    i += 1
    var elements: [JSONValue] = []
    while true {
      skipSpace()
      while i < end, bytes[i] == 0x2C {
        i += 1
        skipSpace()
      }
      guard i < end, bytes[i] != 0x5D, bytes[i] != 0x7D else { break }
      let start = i
      guard let value = value(depth: depth + 1), i > start else { break }
      elements.append(value)
    }
    if i < end, bytes[i] == 0x5D { i += 1 }
    return .array(elements)
  }

  /// A word outside quotes: a number, `true`, `null`; anything else is null.
  private mutating func word() -> JSONValue? {
    let start = i
    while i < end, ![0x2C, 0x7D, 0x5D, 0x3A].contains(bytes[i]), bytes[i] > 0x20 { i += 1 }
    guard i > start else { return nil }
    guard i - start <= 40 else { return .null }
    let text = String(decoding: bytes[start..<i], as: UTF8.self)
    if let number = Int(text) { return .integer(number) }
    if text == "true" || text == "false" { return .bool(text == "true") }
    return .null
  }

  // MARK: Texts

  private mutating func string() -> String {
    let quote = bytes[i]
    i += 1
    var result: [UInt8] = []
    var start = i
    while i < end, bytes[i] != quote {
      guard bytes[i] == 0x5C else {
        i += 1
        continue
      }
      result += bytes[start..<i]
      escape(into: &result)
      start = i
    }
    i = min(i, end)
    result += bytes[start..<i]
    i = min(i + 1, end)
    return page.string(result, references: false) ?? ""
  }

  private mutating func escape(into result: inout [UInt8]) {
    guard i + 1 < end else {
      i = end
      return
    }
    let letter = bytes[i + 1]
    i += 2
    switch letter {
    case 0x62, 0x66, 0x6E, 0x72, 0x74: result.append(0x20)
    case 0x75:
      guard let first = unit() else { return }
      var scalar = Unicode.Scalar(first)
      if first & 0xFC00 == 0xD800, i + 1 < end, bytes[i] == 0x5C, bytes[i + 1] == 0x75 {
        i += 2
        if let second = unit(), second & 0xFC00 == 0xDC00 {
          scalar = Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF))
        }
      }
      result.append(contentsOf: String(Character(scalar ?? "\u{FFFD}")).utf8)
    default: result.append(letter)
    }
  }

  /// Four hexadecimal digits.
  private mutating func unit() -> UInt32? {
    guard i + 4 <= end else { return nil }
    var value: UInt32 = 0
    for j in i..<i + 4 {
      guard let digit = Character(Unicode.Scalar(bytes[j])).hexDigitValue, bytes[j] < 0x80 else { return nil }
      value = value << 4 | UInt32(digit)
    }
    i += 4
    return value
  }
}
