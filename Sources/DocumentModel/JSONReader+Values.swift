extension JSONReader {
  /// Any value, as a tree.
  mutating func value() throws(StageError) -> JSONValue {
    switch try kind() {
    case .null:
      try pass("null")
      return .null
    case .bool: return .bool(try bool())
    case .number: return try number()
    case .string: return .string(try string())
    case .array:
      var elements: [JSONValue] = []
      try array { reader throws(StageError) in elements.append(try reader.value()) }
      return .array(elements)
    case .object:
      var members: [String: JSONValue] = [:]
      try object { reader, name throws(StageError) in members[name] = try reader.value() }
      return .object(members)
    }
  }

  /// Passes over a value without keeping it.
  mutating func skip() throws(StageError) {
    switch try kind() {
    case .null: try pass("null")
    case .bool: _ = try bool()
    case .number: _ = try number()
    case .string: try skipString()
    case .array: try array { reader throws(StageError) in try reader.skip() }
    case .object: try object { reader, _ throws(StageError) in try reader.skip() }
    }
  }

  private mutating func skipString() throws(StageError) {
    position += 1
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard position < bytes.count else { throw broken("a text does not end") }
    position += 1
  }
}

extension JSONValue {
  /// Reads one JSON value.
  ///
  /// - Throws: `StageError` "not-utf8" or "not-json", each with the byte offset.
  public init(parsing bytes: [UInt8]) throws(StageError) {
    if let offset = UTF8Validation.firstInvalidByte(bytes) {
      throw StageError("not-utf8", "byte \(offset) begins no UTF-8 character", at: offset)
    }
    var reader = JSONReader(bytes)
    self = try reader.value()
    try reader.end()
  }
}
