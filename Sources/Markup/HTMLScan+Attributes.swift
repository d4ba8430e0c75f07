/// The attributes of one start tag.
extension HTMLScan {
  /// Attributes of one tag past this number are not read: each is compared with all.
  private static let maxAttributes = 256

  /// Walks over attributes to the end of the tag; nil when quotes hide every `>`.
  mutating func readAttributes(from start: Int) -> (end: Int, isSelfClosing: Bool)? {
    var i = start
    let first = attributes.count
    var count = 0
    var lastIsSlash = false
    while i < input.count {
      let byte = input[i]
      if byte == 0x3E { return (i + 1, lastIsSlash) }
      if LibXML2.isSpace(byte) || byte == 0x2F {
        lastIsSlash = byte == 0x2F
        i += 1
        continue
      }
      lastIsSlash = false
      count += 1
      i = attribute(from: i, first, isRead: count <= Self.maxAttributes)
    }
    quotesAreBroken = true
    return nil
  }

  /// Takes one attribute, its value included; returns where it ends.
  private mutating func attribute(from start: Int, _ first: Int, isRead: Bool) -> Int {
    var i = start
    while i < input.count, Self.isNameByte(input[i]) { i += 1 }
    // libxml2 takes for names what begins with a letter, `_` or `:`.
    var isName =
      i > start && i - start < HTMLNames.maxLength && !(input[start] >= 0x2D && input[start] <= 0x39)
    if i == start { i += 1 }
    while i < input.count, !LibXML2.isSpace(input[i]), input[i] != 0x2F, input[i] != 0x3E, input[i] != 0x3D {
      isName = false
      i += 1
    }
    let name = start..<i
    let (value, end) = value(after: i)
    if isRead, isName { add(name, value, first) }
    return end
  }

  /// The value of an attribute whose name ends at a place, and where the attribute ends.
  private mutating func value(after name: Int) -> (value: Range<Int>, end: Int) {
    var i = name
    while i < input.count, LibXML2.isSpace(input[i]) { i += 1 }
    guard i < input.count, input[i] == 0x3D else { return (name..<name, name) }
    i += 1
    while i < input.count, LibXML2.isSpace(input[i]) { i += 1 }
    guard i < input.count else { return (i..<i, i) }
    if input[i] == 0x22 || input[i] == 0x27, let close = closingQuote(input[i], from: i + 1) {
      return (i + 1..<close, close + 1)
    }
    let start = i
    while i < input.count, !LibXML2.isSpace(input[i]), input[i] != 0x3E { i += 1 }
    return (start..<i, i)
  }

  private mutating func closingQuote(_ quote: UInt8, from start: Int) -> Int? {
    guard start < (quote == 0x22 ? noQuoteFrom.double : noQuoteFrom.single) else { return nil }
    let close = find(quote, from: start)
    if close < input.count { return close }
    if quote == 0x22 { noQuoteFrom.double = start } else { noQuoteFrom.single = start }
    return nil
  }

  private mutating func add(_ name: Range<Int>, _ value: Range<Int>, _ first: Int) {
    let index = attributeNames.index(of: name, in: input)
    for i in first..<attributes.count where attributes[i].name == index { return }
    attributes.append(
      HTMLStream.Attribute(name: index, lower: UInt32(value.lowerBound), upper: UInt32(value.upperBound)))
  }
}
