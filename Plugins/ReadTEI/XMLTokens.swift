import Markup

/// The tags and text of well-formed XML with their places in it, which a parser of events does not give.
///
/// Whether the XML is well-formed is decided by `XMLReader` before; here nothing is checked, and what is not
/// well-formed gives some tokens, never a crash. Comments, processing instructions and the document type are
/// left out.
struct XMLTokens {
  struct Token {
    enum Kind: UInt8 {
      case start, end, text
      /// The content of a CDATA section.
      case literal
    }

    let kind: Kind
    /// Whether a start tag is that of an empty element; its end is itself.
    var isEmpty = false
    /// Index into `names`, without the prefix.
    var name: Int32 = 0
    /// Of a start tag: the place of its end tag. Of an end tag: the place of its start tag.
    var match: Int32 = 0
    let range: Range<Int>
  }

  let bytes: [UInt8]
  private(set) var list: [Token] = []
  private(set) var names: [String] = []
  private var numbers: [ArraySlice<UInt8>: Int32] = [:]

  /// - Complexity: O(bytes).
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var open: [Int] = []
    var position = 0
    while position < bytes.count {
      if bytes[position] != UInt8(ascii: "<") {
        let end = bytes[position...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
        list.append(Token(kind: .text, range: position..<end))
        position = end
      } else {
        position = tag(at: position, &open)
      }
    }
    // Of what is not well-formed: elements that never end do so at the last token.
    for index in open { list[index].match = Int32(list.count - 1) }
  }

  func name(of token: Token) -> String { names[Int(token.name)] }

  /// Takes the markup at `<`; gives where it ends.
  private mutating func tag(at start: Int, _ open: inout [Int]) -> Int {
    guard start + 1 < bytes.count else { return bytes.count }
    switch bytes[start + 1] {
    case UInt8(ascii: "?"): return end(of: "?>", from: start + 2)
    case UInt8(ascii: "!"):
      if sees("<!--", at: start) { return end(of: "-->", from: start + 4) }
      if sees("<![CDATA[", at: start) {
        let end = end(of: "]]>", from: start + 9)
        list.append(Token(kind: .literal, range: min(start + 9, end)..<max(start + 9, end - 3)))
        return end
      }
      return endOfDocumentType(from: start + 2)
    case UInt8(ascii: "/"):
      let end = end(of: ">", from: start + 2)
      var token = Token(kind: .end, range: start..<end)
      token.name = number(ofNameAt: start + 2)
      if let first = open.popLast() {
        token.match = Int32(first)
        list[first].match = Int32(list.count)
      } else {
        token.match = Int32(list.count)
      }
      list.append(token)
      return end
    default: return startTag(at: start, &open)
    }
  }

  private mutating func startTag(at start: Int, _ open: inout [Int]) -> Int {
    var position = start + 1
    var quote: UInt8?
    while position < bytes.count {
      let byte = bytes[position]
      if let mark = quote {
        if byte == mark { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        break
      }
      position += 1
    }
    let end = min(position + 1, bytes.count)
    var token = Token(kind: .start, range: start..<end)
    token.name = number(ofNameAt: start + 1)
    token.match = Int32(list.count)
    token.isEmpty = position > start + 1 && bytes[position - 1] == UInt8(ascii: "/")
    if !token.isEmpty { open.append(list.count) }
    list.append(token)
    return end
  }

  private mutating func number(ofNameAt start: Int) -> Int32 {
    var name = bytes[start..<nameEnd(from: start)]
    if let colon = name.firstIndex(of: UInt8(ascii: ":")) { name = name[(colon + 1)...] }
    if let known = numbers[name] { return known }
    let number = Int32(names.count)
    names.append(String(decoding: name, as: UTF8.self))
    numbers[name] = number
    return number
  }

  private func nameEnd(from start: Int) -> Int {
    var end = start
    while end < bytes.count, !isSpace(bytes[end]), !Self.nameEnds.contains(bytes[end]) { end += 1 }
    return end
  }

  private static let nameEnds = Array("/>=".utf8)

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }

  private func sees(_ text: StaticString, at start: Int) -> Bool {
    start + text.utf8CodeUnitCount <= bytes.count
      && (0..<text.utf8CodeUnitCount).allSatisfy { bytes[start + $0] == text.utf8Start[$0] }
  }

  /// The place behind the next `text`; the end where there is none.
  private func end(of text: StaticString, from start: Int) -> Int {
    var position = start
    while position < bytes.count {
      guard let found = bytes[position...].firstIndex(of: text.utf8Start[0]) else { return bytes.count }
      if sees(text, at: found) { return found + text.utf8CodeUnitCount }
      position = found + 1
    }
    return bytes.count
  }

  private func endOfDocumentType(from start: Int) -> Int {
    var position = start
    var depth = 0
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        position = bytes[(position + 1)...].firstIndex(of: bytes[position]) ?? bytes.count
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ">") where depth <= 0: return position + 1
      case UInt8(ascii: "<") where sees("<!--", at: position): position = end(of: "-->", from: position) - 1
      case UInt8(ascii: "<") where sees("<?", at: position): position = end(of: "?>", from: position) - 1
      default: break
      }
      position += 1
    }
    return bytes.count
  }

  // MARK: Attributes

  /// The attributes of a start tag by name, prefix and all; white space in values as XML has it.
  func attributes(of token: Token) -> [String: String] {
    guard token.kind == .start else { return [:] }
    var result: [String: String] = [:]
    var position = nameEnd(from: token.range.lowerBound + 1)
    let end = token.range.upperBound
    while position < end {
      while position < end, isSpace(bytes[position]) { position += 1 }
      let nameStart = position
      position = min(nameEnd(from: position), end)
      guard position > nameStart else { break }
      let name = String(decoding: bytes[nameStart..<position], as: UTF8.self)
      while position < end, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "'") {
        position += 1
      }
      guard position + 1 < end, let close = bytes[(position + 1)..<end].firstIndex(of: bytes[position]) else {
        break
      }
      result[name] = value(of: position + 1..<close)
      position = close + 1
    }
    return result
  }

  private func value(of range: Range<Int>) -> String {
    var value: [UInt8] = []
    var position = range.lowerBound
    while position < range.upperBound {
      if let (end, character) = reference(at: position) {
        value += character
        position = end
      } else {
        value.append(isSpace(bytes[position]) ? 0x20 : bytes[position])
        position += 1
      }
    }
    return String(decoding: value, as: UTF8.self)
  }

  /// The character reference, or one of XML's five entities, at a place: where it ends, and the character.
  func reference(at start: Int) -> (end: Int, character: [UInt8])? {
    guard bytes[start] == UInt8(ascii: "&"),
      let end = bytes[start...].prefix(80).firstIndex(of: UInt8(ascii: ";"))
    else { return nil }
    let name = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
    if name.hasPrefix("#") {
      let number =
        name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst(1), radix: 10)
      guard let scalar = number.flatMap({ Unicode.Scalar($0) }) else { return nil }
      return (end + 1, Array(String(Character(scalar)).utf8))
    }
    return Self.entities[name].map { (end + 1, [$0]) }
  }

  private static let entities: [String: UInt8] = [
    "amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "apos": 0x27,
  ]
}
