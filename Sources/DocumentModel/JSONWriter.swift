/// Writes JSON into bytes: one line, members in the order of their names' bytes, the same bytes for the same
/// value.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  /// Whether a number was met that JSON cannot say.
  private(set) var hasUnwritable = false

  init(reserving count: Int = 0) { bytes.reserveCapacity(count) }

  mutating func raw(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  mutating func integer(_ value: Int) { bytes.append(contentsOf: String(value).utf8) }

  mutating func string(_ value: String) {
    var value = value
    value.withUTF8 { write($0) }
  }

  mutating func string(_ value: [UInt8]) { value.withUnsafeBufferPointer { write($0) } }

  /// Escapes what JSON wants escaped, and the line separators U+0085, U+2028 and U+2029, at which some
  /// programs split lines.
  private mutating func write(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    var start = 0
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte != 0xC2, byte != 0xE2 {
        index += 1
        continue
      }
      let (escape, length) = JSONWriter.escape(text, at: index)
      if let escape {
        bytes.append(contentsOf: text[start..<index])
        bytes.append(contentsOf: escape)
        start = index + length
      }
      index += length
    }
    bytes.append(contentsOf: text[start..<text.count])
    bytes.append(UInt8(ascii: "\""))
  }

  private static func escape(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> (
    escape: [UInt8]?, length: Int
  ) {
    switch text[index] {
    case UInt8(ascii: "\""): return (Array(#"\""#.utf8), 1)
    case UInt8(ascii: "\\"): return (Array(#"\\"#.utf8), 1)
    case 0x08: return (Array(#"\b"#.utf8), 1)
    case 0x09: return (Array(#"\t"#.utf8), 1)
    case 0x0A: return (Array(#"\n"#.utf8), 1)
    case 0x0C: return (Array(#"\f"#.utf8), 1)
    case 0x0D: return (Array(#"\r"#.utf8), 1)
    case 0xC2:
      return index + 1 < text.count && text[index + 1] == 0x85 ? (Array(#"\u0085"#.utf8), 2) : (nil, 1)
    case 0xE2:
      guard index + 2 < text.count, text[index + 1] == 0x80 else { return (nil, 1) }
      if text[index + 2] == 0xA8 { return (Array(#"\u2028"#.utf8), 3) }
      return text[index + 2] == 0xA9 ? (Array(#"\u2029"#.utf8), 3) : (nil, 1)
    case let control:
      let digits = String(control, radix: 16)
      return (Array((#"\u00"# + (digits.count == 1 ? "0" : "") + digits).utf8), 1)
    }
  }

  /// Writes a list, one element after the other.
  mutating func array<Elements: Sequence>(
    _ elements: Elements, _ body: (inout JSONWriter, Elements.Element) -> Void
  ) {
    raw("[")
    var isFirst = true
    for element in elements {
      if !isFirst { raw(",") }
      isFirst = false
      body(&self, element)
    }
    raw("]")
  }

  /// Writes an object of strings.
  mutating func object(_ members: [String: String]) { object(members) { $0.string($1) } }

  mutating func object<Value>(_ members: [String: Value], _ body: (inout JSONWriter, Value) -> Void) {
    raw("{")
    var isFirst = true
    for (name, value) in members.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      if !isFirst { raw(",") }
      isFirst = false
      string(name)
      raw(":")
      body(&self, value)
    }
    raw("}")
  }

  mutating func value(_ value: JSONValue) {
    switch value {
    case .null: raw("null")
    case .bool(let value): raw(value ? "true" : "false")
    case .integer(let value): integer(value)
    case .number(let value): number(value)
    case .string(let value): string(value)
    case .array(let values): array(values) { $0.value($1) }
    case .object(let members): object(members) { $0.value($1) }
    }
  }

  /// A fraction or exponent stays, so that it comes back as the same kind of number.
  mutating func number(_ value: Double) {
    if value.isFinite {
      bytes.append(contentsOf: value.description.utf8)
    } else {
      hasUnwritable = true
      raw("null")
    }
  }
}
