import StageKit

/// A list of names: one that ships, by its name, or a file, tab-separated or compiled.
public struct GazetteerChoice: OptionValue, Hashable, ExpressibleByStringLiteral {
  /// A name of `shippedNames` or a path.
  public var name: String

  public init(_ name: String) { self.name = name }
  public init(stringLiteral value: String) { name = value }

  public init(_ input: OptionInput) throws(OptionProblem) {
    guard case .scalar(let text) = input, !text.isEmpty, !text.utf8.contains(0) else {
      throw OptionProblem(expected: "the name of a list that ships, or a path")
    }
    name = text
  }

  public static var typeName: String { "name or path" }
  public static var schema: JSONValue { .object(["type": .string("string")]) }
  public static var isInputPath: Bool { true }
  public static var shippedNames: [String] { ShippedData.gazetteers }
  public var written: String { name }
}
