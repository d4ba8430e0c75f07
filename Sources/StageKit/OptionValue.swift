/// A type that an option can have.
public protocol OptionValue: Sendable {
  /// Reads what the user wrote.
  init(_ input: OptionInput) throws(OptionProblem)
  /// For a person: `whole number`.
  static var typeName: String { get }
  /// JSON Schema of the value.
  static var schema: JSONValue { get }
  /// Values that are allowed, where they can be listed.
  static var allowed: [String] { get }
  static var isInputPath: Bool { get }
  /// Of a type that is a path: words that name something that ships, and are no path.
  static var shippedNames: [String] { get }
  /// The value as it is written in a pipeline file; the same text for the same value.
  var written: String { get }
  /// Like `written`, but another text for another value: for the cache key.
  var canonical: String { get }
}

extension OptionValue {
  public static var allowed: [String] { [] }
  public static var isInputPath: Bool { false }
  public static var shippedNames: [String] { [] }

  /// `written`, in quotation marks unless it is one plain word.
  public var canonical: String {
    let text = written
    let isWord = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "+"):
        true
      default: byte >= 0x80
      }
    }
    if isWord, !text.isEmpty, text != "null" { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\" + String(scalar)
      case "\n": quoted += "\\n"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension String: OptionValue {
  public init(_ input: OptionInput) throws(OptionProblem) {
    guard case .scalar(let text) = input else { throw OptionProblem(expected: "a text") }
    self = text
  }
  public static var typeName: String { "text" }
  public static var schema: JSONValue { .object(["type": .string("string")]) }
  public var written: String { self }
}

extension Bool: OptionValue {
  public init(_ input: OptionInput) throws(OptionProblem) {
    switch input {
    case .scalar("true"), .scalar("yes"), .scalar("on"): self = true
    case .scalar("false"), .scalar("no"), .scalar("off"): self = false
    default: throw OptionProblem(expected: "true or false", allowed: ["true", "false"])
    }
  }
  public static var typeName: String { "true | false" }
  public static var schema: JSONValue { .object(["type": .string("boolean")]) }
  public static var allowed: [String] { ["true", "false"] }
  public var written: String { self ? "true" : "false" }
}

extension Int: OptionValue {
  public init(_ input: OptionInput) throws(OptionProblem) {
    guard case .scalar(let text) = input, let value = Int(text) else {
      throw OptionProblem(expected: "a whole number")
    }
    self = value
  }
  public static var typeName: String { "whole number" }
  public static var schema: JSONValue {
    .object(["type": .string("integer")])
  }
  public var written: String { String(self) }
}

extension Double: OptionValue {
  public init(_ input: OptionInput) throws(OptionProblem) {
    guard case .scalar(let text) = input, let value = Double(text), value.isFinite else {
      throw OptionProblem(expected: "a number")
    }
    self = value
  }
  public static var typeName: String { "number" }
  public static var schema: JSONValue {
    .object(["type": .string("number")])
  }
  /// Whole numbers are written without a fraction.
  public var written: String { self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self) }
}

/// An option with a fixed set of values: an enum whose raw values are what the user writes.
public protocol OptionChoice: OptionValue, RawRepresentable, CaseIterable where RawValue == String {}

extension OptionChoice {
  public init(_ input: OptionInput) throws(OptionProblem) {
    guard case .scalar(let text) = input, let value = Self(rawValue: text) else {
      throw OptionProblem(
        expected: Self.allowed.map { "'\($0)'" }.joined(separator: ", "), allowed: Self.allowed)
    }
    self = value
  }
  public static var allowed: [String] { allCases.map(\.rawValue) }
  public static var typeName: String { allowed.joined(separator: " | ") }
  public static var schema: JSONValue {
    .object(["enum": .array(allowed.map { .string($0) })])
  }
  public var written: String { rawValue }
}

/// The path of an input or a resource. In a pipeline file it is relative to that file.
public struct InputPath: OptionValue, Hashable {
  /// As the user wrote it until the pipeline file is checked, then resolved.
  public var path: String
  public init(_ path: String) { self.path = path }
  public init(_ input: OptionInput) throws(OptionProblem) {
    guard case .scalar(let text) = input, !text.isEmpty, !text.utf8.contains(0) else {
      throw OptionProblem(expected: "a path")
    }
    path = text
  }
  public static var typeName: String { "path" }
  public static var isInputPath: Bool { true }
  public static var schema: JSONValue { .object(["type": .string("string")]) }
  public var written: String { path }
}

/// An option that need not be set: `none` is written as an empty value.
extension Optional: OptionValue where Wrapped: OptionValue {
  public init(_ input: OptionInput) throws(OptionProblem) {
    self = input == .null ? nil : .some(try Wrapped(input))
  }
  public static var typeName: String { Wrapped.typeName }
  public static var schema: JSONValue {
    .object(["anyOf": .array([Wrapped.schema, .object(["type": .string("null")])])])
  }
  public static var allowed: [String] { Wrapped.allowed }
  public static var isInputPath: Bool { Wrapped.isInputPath }
  public static var shippedNames: [String] { Wrapped.shippedNames }
  public var written: String { self?.written ?? "" }
  public var canonical: String { self?.canonical ?? "null" }
}

/// A list. On the command line its elements are separated by commas, spaces around them do not count; paths,
/// which may hold commas, come one at a time.
extension Array: OptionValue where Element: OptionValue {
  public init(_ input: OptionInput) throws(OptionProblem) {
    let elements: [OptionInput]
    switch input {
    case .list(let list): elements = list
    case .scalar(let text) where Element.isInputPath: elements = [.scalar(text)]
    case .scalar(let text):
      elements = text.split(separator: ",").map { element in
        let start = element.drop { $0 == " " }
        return .scalar(
          String(
            start.prefix(upTo: start.lastIndex { $0 != " " }.map(start.index(after:)) ?? start.startIndex)))
      }
    case .null: elements = []
    case .map: throw OptionProblem(expected: "a " + Self.typeName)
    }
    self = []
    for (index, element) in elements.enumerated() {
      do throws(OptionProblem) { append(try Element(element)) } catch {
        throw OptionProblem(expected: error.expected, element: index, allowed: error.allowed)
      }
    }
  }
  public static var typeName: String { "list of \(Element.typeName)" }
  public static var schema: JSONValue {
    .object(["type": .string("array"), "items": Element.schema])
  }
  public static var allowed: [String] { Element.allowed }
  public static var isInputPath: Bool { Element.isInputPath }
  public static var shippedNames: [String] { Element.shippedNames }
  public var written: String { "[" + map(\.written).joined(separator: ", ") + "]" }
  public var canonical: String { "[" + map(\.canonical).joined(separator: ", ") + "]" }
}
