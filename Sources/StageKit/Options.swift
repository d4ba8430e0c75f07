/// What a user may set of a step. The `fields` table is the only place that describes it: decoding, error
/// messages, help, README tables, JSON Schema and cache key are made from it.
public protocol StageOptions: Sendable {
  init()
  static var fields: [Field<Self>] { get }
}

/// The options of a step that has none.
public struct NoOptions: StageOptions {
  public init() {}
  public static let fields: [Field<NoOptions>] = []
}

/// A value as a pipeline file or `--set` gives it, before its type is known. Scalars are text: `off` is never
/// a boolean unless the option is one.
public enum OptionInput: Sendable, Equatable {
  case null
  case scalar(String)
  case list([OptionInput])
  case map([String: OptionInput])
}

/// Why a value does not fit an option.
public struct OptionProblem: Error, Sendable, Equatable {
  /// What would fit: `a whole number`, `'keep', 'drop'`.
  public var expected: String
  /// The element of a list that is wrong; nil for the value itself.
  public var element: Int?
  /// Values that are allowed, where they can be listed; for the nearest name.
  public var allowed: [String]

  public init(expected: String, element: Int? = nil, allowed: [String] = []) {
    self.expected = expected
    self.element = element
    self.allowed = allowed
  }
}

/// What is known of an option without its type.
public struct FieldDescription: Sendable, Equatable {
  /// `snake_case`, with its unit when it has one.
  public var key: String
  /// For a person: `text`, `whole number`, `0...1`, `keep | drop`, `list of texts`.
  public var type: String
  /// The default as it would be written in a pipeline file.
  public var defaultValue: String
  /// One line.
  public var summary: String
  /// JSON Schema of the value.
  public var schema: JSONValue
  /// Values that are allowed, where they can be listed.
  public var allowed: [String]
  /// Whether the value is a path of an input or resource, relative to the pipeline file.
  public var isInputPath: Bool
  /// Whether the value is a path of an output, in the run's folder.
  public var isOutputPath = false
  /// Of a path: words that name something that ships, and are no path.
  public var shippedNames: [String] = []
}

/// One option: a key, the property it sets, its bounds and a line of documentation.
public struct Field<Options: Sendable>: Sendable {
  public let description: FieldDescription
  /// Sets the option from what the user wrote.
  public let decode: @Sendable (OptionInput, inout Options) throws(OptionProblem) -> Void
  /// The value as text, the same for the same value and another for another: a part of the cache key. Empty
  /// for an input path: what counts is the content of the file, wherever it lies.
  public let canonical: @Sendable (Options) -> String

  /// An option that takes every value of its type.
  public init<Value: OptionValue>(
    _ key: String, _ path: any WritableKeyPath<Options, Value> & Sendable, _ summary: String
  ) where Options: StageOptions {
    self.init(key, path, summary, type: Value.typeName, schema: Value.schema) { _ in true }
  }

  /// - Parameter bounds: the values that are allowed, ends included.
  public init<Value: OptionValue & Comparable>(
    _ key: String, _ path: any WritableKeyPath<Options, Value> & Sendable, in bounds: ClosedRange<Value>,
    _ summary: String
  ) where Options: StageOptions {
    var schema: [String: JSONValue] = [:]
    if case .object(let fields) = Value.schema { schema = fields }
    schema["minimum"] = Double(bounds.lowerBound.written).map { .number($0) }
    schema["maximum"] = Double(bounds.upperBound.written).map { .number($0) }
    let type = "\(Value.typeName) in \(bounds.lowerBound.written)...\(bounds.upperBound.written)"
    self.init(key, path, summary, type: type, schema: .object(schema)) { bounds.contains($0) }
  }

  private init<Value: OptionValue>(
    _ key: String, _ path: any WritableKeyPath<Options, Value> & Sendable, _ summary: String, type: String,
    schema: JSONValue, isAllowed: @escaping @Sendable (Value) -> Bool
  ) where Options: StageOptions {
    description = FieldDescription(
      key: key, type: type, defaultValue: Options()[keyPath: path].written, summary: summary, schema: schema,
      allowed: Value.allowed, isInputPath: Value.isInputPath, isOutputPath: Value.self == RunPath.self,
      shippedNames: Value.shippedNames)
    decode = { input, options throws(OptionProblem) in
      let value = try Value(input)
      guard isAllowed(value) else { throw OptionProblem(expected: "a " + type) }
      options[keyPath: path] = value
    }
    canonical = { Value.isInputPath ? "" : $0[keyPath: path].canonical }
  }
}
