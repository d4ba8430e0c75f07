/// Reads JSON from valid UTF-8, value by value, without building a tree: a document's line may be 50 MB long.
///
/// The grammar is RFC 8259's, to the letter: no `NaN`, no comments, no half of a surrogate pair. Of two
/// members of one name the caller sees both, in order; it keeps the last.
struct JSONReader {
  /// Deeper nesting is refused, so that hostile input cannot exhaust the stack.
  static let maxDepth = 200

  enum Kind { case null, bool, number, string, array, object }

  let bytes: [UInt8]
  var position = 0
  private var depth = 0
  /// Names and numbers that lead to the value being read.
  private var path: [Step] = []

  private enum Step {
    case member(String)
    case element(Int)
  }

  /// - Parameter bytes: valid UTF-8; a byte order mark at the start is passed over.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  // MARK: Errors

  /// The line is JSON, but not what is wanted here.
  func refused(_ what: String) -> StageError {
    let place = path.map { step in
      switch step {
      case .member(let name): name
      case .element(let index): String(index)
      }
    }
    if place.isEmpty { return StageError("not-a-document", "the line \(what)") }
    return StageError("not-a-document", "'\(place.joined(separator: "."))' \(what)")
  }

  func broken(_ what: String) -> StageError {
    StageError("not-json", "the line is not JSON: \(what) at byte \(position)", at: position)
  }

  // MARK: Structure

  /// The kind of the value that comes next.
  mutating func kind() throws(StageError) -> Kind {
    skipWhiteSpace()
    guard position < bytes.count else { throw broken("a value is missing") }
    switch bytes[position] {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    default: throw broken("no value begins so")
    }
  }

  /// Reads an object; `body` must read one value for each member.
  mutating func object(_ body: (inout JSONReader, String) throws(StageError) -> Void) throws(StageError) {
    guard try kind() == .object else { throw refused("is not an object") }
    try enter()
    defer { depth -= 1 }
    if passes(UInt8(ascii: "}")) { return }
    repeat {
      skipWhiteSpace()
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        throw broken("a name is missing")
      }
      let name = try string()
      guard passes(UInt8(ascii: ":")) else { throw broken("a colon is missing") }
      path.append(.member(name))
      try body(&self, name)
      path.removeLast()
    } while passes(UInt8(ascii: ","))
    guard passes(UInt8(ascii: "}")) else { throw broken("an object does not end") }
  }

  /// Reads an array; `body` must read one value for each element.
  mutating func array(_ body: (inout JSONReader) throws(StageError) -> Void) throws(StageError) {
    guard try kind() == .array else { throw refused("is not a list") }
    try enter()
    defer { depth -= 1 }
    if passes(UInt8(ascii: "]")) { return }
    var index = 0
    repeat {
      path.append(.element(index))
      try body(&self)
      path.removeLast()
      index += 1
    } while passes(UInt8(ascii: ","))
    guard passes(UInt8(ascii: "]")) else { throw broken("a list does not end") }
  }

  /// Nothing but white space may follow.
  mutating func end() throws(StageError) {
    skipWhiteSpace()
    guard position == bytes.count else { throw broken("something follows the value") }
  }

  private mutating func enter() throws(StageError) {
    position += 1
    depth += 1
    guard depth <= JSONReader.maxDepth else {
      throw broken("more than \(JSONReader.maxDepth) values in each other")
    }
  }

  private mutating func passes(_ byte: UInt8) -> Bool {
    skipWhiteSpace()
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipWhiteSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  // MARK: Scalars

  mutating func string() throws(StageError) -> String { String(decoding: try stringBytes(), as: UTF8.self) }

  /// The UTF-8 bytes of a string, escapes resolved.
  mutating func stringBytes() throws(StageError) -> [UInt8] {
    guard try kind() == .string else { throw refused("is not a text") }
    position += 1
    var result: [UInt8] = []
    var start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        result += bytes[start..<position]
        position += 1
        return result
      }
      if byte < 0x20 { throw broken("a control character in a text") }
      guard byte == UInt8(ascii: "\\") else {
        position += 1
        continue
      }
      result += bytes[start..<position]
      try resolveEscape(into: &result)
      start = position
    }
    throw broken("a text does not end")
  }

  private mutating func resolveEscape(into result: inout [UInt8]) throws(StageError) {
    guard position + 1 < bytes.count else { throw broken("a text does not end") }
    let letter = bytes[position + 1]
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(letter)
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "u"):
      result += Array(String(Character(try escapedScalar())).utf8)
      return
    default: throw broken("an unknown escape")
    }
    position += 2
  }

  /// The scalar of `\uXXXX`, or of two of them that are a surrogate pair.
  private mutating func escapedScalar() throws(StageError) -> Unicode.Scalar {
    let first = try escapedUnit()
    if let scalar = Unicode.Scalar(first) {
      position += 6
      return scalar
    }
    guard first < 0xDC00, position + 7 < bytes.count, bytes[position + 6] == UInt8(ascii: "\\"),
      bytes[position + 7] == UInt8(ascii: "u")
    else { throw broken("half of a surrogate pair") }
    position += 6
    let second = try escapedUnit()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw broken("half of a surrogate pair") }
    position += 6
    return scalar
  }

  private func escapedUnit() throws(StageError) -> UInt32 {
    guard position + 6 <= bytes.count else { throw broken("a text does not end") }
    var unit: UInt32 = 0
    for byte in bytes[position + 2..<position + 6] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw broken("an escape without its digits")
      }
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }

  /// A whole number; `5.0` is one.
  mutating func integer() throws(StageError) -> Int {
    guard try kind() == .number else { throw refused("is not a whole number") }
    switch try number() {
    case .integer(let value): return value
    case .number(let value):
      guard let whole = Int(exactly: value) else { throw refused("is not a whole number") }
      return whole
    default: throw refused("is not a whole number")
    }
  }

  mutating func double() throws(StageError) -> Double {
    guard try kind() == .number else { throw refused("is not a number") }
    switch try number() {
    case .integer(let value): return Double(value)
    case .number(let value): return value
    default: throw refused("is not a number")
    }
  }

  mutating func bool() throws(StageError) -> Bool {
    guard try kind() == .bool else { throw refused("is not true or false") }
    let isTrue = bytes[position] == UInt8(ascii: "t")
    try pass(isTrue ? "true" : "false")
    return isTrue
  }

  /// Passes over `null`, where it is next.
  mutating func isNull() throws(StageError) -> Bool {
    guard try kind() == .null else { return false }
    try pass("null")
    return true
  }

  mutating func pass(_ word: StaticString) throws(StageError) {
    let end = position + word.utf8CodeUnitCount
    let matches = word.withUTF8Buffer { letters in
      end <= bytes.count && bytes[position..<end].elementsEqual(letters)
    }
    guard matches else { throw broken("an unknown word") }
    position = end
  }

  /// A number without a fraction or exponent is an integer where it fits in one.
  mutating func number() throws(StageError) -> JSONValue {
    let start = position
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    let firstDigit = position
    let whole = digits()
    guard whole > 0, whole == 1 || bytes[firstDigit] != UInt8(ascii: "0") else {
      throw broken("a number without form")
    }
    var isInteger = true
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      isInteger = false
      guard digits() > 0 else { throw broken("a number without form") }
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      isInteger = false
      if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
      {
        position += 1
      }
      guard digits() > 0 else { throw broken("a number without form") }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isInteger, let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else { throw broken("a number that is too large") }
    return .number(value)
  }

  private mutating func digits() -> Int {
    let start = position
    while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
      position += 1
    }
    return position - start
  }
}
