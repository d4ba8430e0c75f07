extension JSONReader {
  /// Reads an object; a member that is `null` is passed over, as if it were not there.
  mutating func members(
    required: [String] = [], _ body: (inout JSONReader, String) throws(StageError) -> Void
  ) throws(StageError) {
    var missing = Set(required)
    try object { reader, name throws(StageError) in
      if try reader.isNull() { return }
      missing.remove(name)
      try body(&reader, name)
    }
    if let name = required.first(where: missing.contains) { throw refused("has no '\(name)'") }
  }

  mutating func list<Element>(
    _ body: (inout JSONReader) throws(StageError) -> Element
  ) throws(StageError) -> [Element] {
    var elements: [Element] = []
    try array { reader throws(StageError) in elements.append(try body(&reader)) }
    return elements
  }

  mutating func dictionary<Value>(
    _ body: (inout JSONReader) throws(StageError) -> Value
  ) throws(StageError) -> [String: Value] {
    var values: [String: Value] = [:]
    try object { reader, name throws(StageError) in values[name] = try body(&reader) }
    return values
  }

  mutating func strings() throws(StageError) -> [String: String] {
    try dictionary { reader throws(StageError) in try reader.string() }
  }

  mutating func choice<Choice: RawRepresentable & CaseIterable>() throws(StageError) -> Choice
  where Choice.RawValue == String {
    let word = try string()
    guard let choice = Choice(rawValue: word) else {
      throw refused(
        "is '\(word)'; allowed: " + Choice.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", "))
    }
    return choice
  }
}
