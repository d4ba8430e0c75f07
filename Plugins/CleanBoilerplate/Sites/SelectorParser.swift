/// What is wrong in a selector, and at which byte of it.
struct SelectorProblem: Error, Equatable {
  var offset: Int
  var message: String
}

/// Reads a selector.
///
/// - Complexity: O(bytes).
struct SelectorParser {
  private let text: String
  private let bytes: [UInt8]
  private var position = 0

  /// - Throws: `SelectorProblem` that says what to write.
  static func parse(_ text: String) throws(SelectorProblem) -> Selector {
    var parser = SelectorParser(text)
    return try parser.selector()
  }

  private init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func problem(_ message: String, at offset: Int? = nil) -> SelectorProblem {
    SelectorProblem(offset: offset ?? position, message: message)
  }

  private mutating func skipSpace() {
    while let byte = next, WhiteSpace.isSpace(byte) { position += 1 }
  }

  private mutating func take(_ byte: Character) -> Bool {
    guard next == byte.asciiValue else { return false }
    position += 1
    return true
  }

  // MARK: Chains

  private mutating func selector() throws(SelectorProblem) -> Selector {
    var alternatives: [Selector.Chain] = []
    repeat {
      alternatives.append(try chain())
    } while take(",")
    return Selector(text: text, alternatives: alternatives)
  }

  private mutating func chain() throws(SelectorProblem) -> Selector.Chain {
    skipSpace()
    let start = position
    var parts: [(Selector.Combinator, Selector.Compound)] = [(.descendant, try compound())]
    while let combinator = combinator() {
      parts.append((combinator, try compound()))
    }
    guard parts.count <= Selector.maxParts else {
      throw problem(
        "the selector has more than \(Selector.maxParts) parts; name the element itself", at: start)
    }
    return Selector.Chain(parts: parts)
  }

  /// What joins the next compound; nil at the end of the chain.
  private mutating func combinator() -> Selector.Combinator? {
    let before = position
    skipSpace()
    guard let byte = next, byte != UInt8(ascii: ",") else { return nil }
    let sign: Selector.Combinator? =
      switch byte {
      case UInt8(ascii: ">"): .child
      case UInt8(ascii: "+"): .next
      case UInt8(ascii: "~"): .later
      default: nil
      }
    if sign != nil {
      position += 1
      skipSpace()
    }
    return sign ?? (position > before ? .descendant : nil)
  }

  // MARK: Compounds

  private mutating func compound(inNot: Bool = false) throws(SelectorProblem) -> Selector.Compound {
    let start = position
    var compound = Selector.Compound()
    if !take("*"), let byte = next, startsName(byte) {
      compound.type = String(decoding: try name("a tag").map(ASCII.lowercased), as: UTF8.self)
    }
    while let test = try test(inNot: inNot) { compound.tests.append(test) }
    guard position > start else { throw missing() }
    if let byte = next, !WhiteSpace.isSpace(byte), !",>+~".utf8.contains(byte),
      !(inNot && byte == UInt8(ascii: ")"))
    {
      throw unexpected()
    }
    return compound
  }

  private func missing() -> SelectorProblem {
    guard let byte = next else {
      return problem("a tag, .class, #id or [attribute] is missing at the end")
    }
    return ",>+~)".utf8.contains(byte)
      ? problem("a tag, .class, #id or [attribute] is missing before '\(character())'") : unexpected()
  }

  private func unexpected() -> SelectorProblem {
    problem("'\(character())' cannot stand here; in a name it is written '\\\(character())'")
  }

  private func character() -> Character {
    String(decoding: bytes[position...].prefix(16), as: UTF8.self).first ?? "?"
  }

  private mutating func test(inNot: Bool) throws(SelectorProblem) -> Selector.Test? {
    if take(".") {
      return .attribute(.init(name: "class", comparison: .word, value: try name("a class")))
    }
    if take("#") { return .attribute(.init(name: "id", comparison: .equals, value: try name("an id"))) }
    if take("[") { return .attribute(try attribute()) }
    guard next == UInt8(ascii: ":") else { return nil }
    return try pseudoClass(inNot: inNot)
  }

  private mutating func attribute() throws(SelectorProblem) -> Selector.AttributeTest {
    skipSpace()
    let own = String(decoding: try name("an attribute").map(ASCII.lowercased), as: UTF8.self)
    var test = Selector.AttributeTest(name: own, comparison: .exists)
    skipSpace()
    if take("]") { return test }
    test.comparison = try comparison()
    skipSpace()
    test.value = try value()
    skipSpace()
    if take("i") || take("I") {
      test.ignoresCase = true
      test.value = test.value.map(ASCII.lowercased)
      skipSpace()
    }
    guard take("]") else { throw problem("']' is missing after the attribute '\(own)'") }
    return test
  }

  private mutating func comparison() throws(SelectorProblem) -> Selector.Comparison {
    let signs: [(Character, Selector.Comparison)] = [
      ("^", .begins), ("$", .ends), ("*", .contains), ("~", .word), ("|", .dash),
    ]
    let start = position
    let found = signs.first { take($0.0) }?.1 ?? .equals
    guard take("=") else {
      throw problem("write ']' or one of = ^= $= *= ~= |= after the name of the attribute", at: start)
    }
    return found
  }

  private mutating func value() throws(SelectorProblem) -> [UInt8] {
    let start = position
    guard let mark = next, mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'") else {
      return try name("a value", startsWithDigit: true)
    }
    position += 1
    var value: [UInt8] = []
    while let byte = next {
      position += 1
      if byte == mark { return value }
      if byte == UInt8(ascii: "\\") { value += try escape() } else { value.append(byte) }
    }
    throw problem("the quotation mark is never closed", at: start)
  }

  // MARK: Pseudo-classes

  private static let understood = ":not(), :first-child, :last-child, :nth-child()"

  private mutating func pseudoClass(inNot: Bool) throws(SelectorProblem) -> Selector.Test {
    let start = position
    position += 1
    guard next != UInt8(ascii: ":") else {
      throw problem("a page has no pseudo-elements ('::'); only \(Self.understood) are understood", at: start)
    }
    let word = String(decoding: try name("a word such as first-child").map(ASCII.lowercased), as: UTF8.self)
    switch word {
    case "first-child": return .place(step: 0, offset: 1)
    case "last-child": return .last
    case "nth-child":
      let (step, offset) = try place(try argument(of: word))
      return .place(step: step, offset: offset)
    case "not" where !inNot:
      return .not(try negated())
    case "not": throw problem(":not() cannot stand in :not()", at: start)
    default: throw problem("':\(word)' is not understood, only \(Self.understood) are", at: start)
    }
  }

  private mutating func negated() throws(SelectorProblem) -> [Selector.Compound] {
    guard take("(") else { throw problem("write :not(...) with what must not match") }
    var compounds: [Selector.Compound] = []
    repeat {
      skipSpace()
      compounds.append(try compound(inNot: true))
      skipSpace()
    } while take(",")
    guard take(")") else {
      throw problem("':not(' is not closed by ')', or holds more than tags, classes, ids and attributes")
    }
    return compounds
  }

  private mutating func argument(of word: String) throws(SelectorProblem) -> (text: [UInt8], offset: Int) {
    guard take("(") else { throw problem("write :\(word)(...)") }
    let start = position
    while let byte = next, byte != UInt8(ascii: ")") { position += 1 }
    let text = bytes[start..<position].filter { !WhiteSpace.isSpace($0) }.map(ASCII.lowercased)
    guard take(")") else { throw problem("':\(word)(' is not closed by ')'", at: start) }
    return (text, start)
  }

  /// `3`, `odd`, `even`, `2n+1`, `-n+3`.
  private func place(_ argument: (text: [UInt8], offset: Int)) throws(SelectorProblem) -> (Int, Int) {
    let text = String(decoding: argument.text, as: UTF8.self)
    if text == "odd" { return (2, 1) }
    if text == "even" { return (2, 0) }
    if let number = Self.number(text) { return (0, number) }
    let halves = text.split(separator: "n", maxSplits: 1, omittingEmptySubsequences: false)
    if halves.count == 2 {
      let step = ["": 1, "+": 1, "-": -1][halves[0]] ?? Self.number(String(halves[0]))
      let offset =
        halves[1].isEmpty ? 0 : "+-".contains(halves[1].prefix(1)) ? Self.number(String(halves[1])) : nil
      if let step, let offset { return (step, offset) }
    }
    throw problem("write a number, odd, even or a form such as 2n+1", at: argument.offset)
  }

  /// Not larger than a million, so that no sum overflows.
  private static func number(_ text: String) -> Int? {
    Int(text).flatMap { abs($0) <= 1_000_000 ? $0 : nil }
  }

  // MARK: Names

  private func startsName(_ byte: UInt8) -> Bool {
    Letters.isASCIILetter(byte) || byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "\\")
  }

  private mutating func name(_ what: String, startsWithDigit: Bool = false) throws(SelectorProblem) -> [UInt8]
  {
    let start = position
    var name: [UInt8] = []
    while let byte = next, startsName(byte) || ASCII.isDigit(byte) {
      if ASCII.isDigit(byte), name.isEmpty, !startsWithDigit {
        throw problem(
          "\(what) that begins with a digit is written with an escape: \\3\(byte - 0x30) and a space")
      }
      position += 1
      if byte == UInt8(ascii: "\\") { name += try escape() } else { name.append(byte) }
    }
    guard !name.isEmpty else {
      throw problem(
        position < bytes.count
          ? "\(what) is missing before '\(character())'" : "\(what) is missing at the end",
        at: start)
    }
    return name
  }

  /// What follows a backslash: up to six hexadecimal digits and a space, or the character itself.
  private mutating func escape() throws(SelectorProblem) -> [UInt8] {
    guard let byte = next else { throw problem("a character is missing after the backslash") }
    guard ASCII.hexValue(byte) != nil else {
      let character = Array(String(character()).utf8)
      position += character.count
      return character
    }
    var value: UInt32 = 0
    var digits = 0
    while digits < 6, let digit = next.flatMap(ASCII.hexValue) {
      value = value << 4 | UInt32(digit)
      digits += 1
      position += 1
    }
    if let byte = next, WhiteSpace.isSpace(byte) { position += 1 }
    return Array(String(Unicode.Scalar(value).flatMap { value == 0 ? nil : $0 } ?? "\u{FFFD}").utf8)
  }
}
