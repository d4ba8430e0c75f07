import Foundation
import StageKit

/// The JSON Schema of pipeline files, by which an editor completes names and checks values.
public enum PipelineSchema {
  /// The schema as JSON (draft 2020-12), indented, keys in alphabetical order, with a line break at the end.
  ///
  /// - Parameter registry: the steps there are; their order does not matter.
  public static func json(_ registry: [RegistryEntry]) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Encoding fails only for numbers that JSON does not have, and bounds and defaults of options are finite.
    let data = (try? encoder.encode(schema(registry))) ?? Data()
    return Array(data) + [0x0A]
  }

  static func schema(_ registry: [RegistryEntry]) -> JSONValue {
    func steps(_ kind: StepKind) -> JSONValue {
      let step = step(registry.filter { $0.kind == kind }, isStage: kind == .stage)
      guard kind == .stage, case .object(let fields) = step, case .array(let forms)? = fields["anyOf"] else {
        return step
      }
      return .object(["anyOf": .array(forms + [route(step)])])
    }
    let sections: [String: JSONValue] = [
      "name": text("Name of the pipeline; the file's name where it is absent."),
      "description": text("What the pipeline is for."),
      "read": described(steps(.reader), "Where documents come from: one reader."),
      "stages": list(of: steps(.stage), "What is done to each document, in this order."),
      "tests": list(of: test, "Documents and what must become of them, for 'check --tests'."),
      "write": list(of: steps(.writer), "Where documents go."),
      "on_error": .object([
        "description": .string("What becomes of the run when a document fails."),
        "enum": .array(Pipeline.OnError.allCases.map { .string($0.rawValue) }),
        "default": .string(Pipeline.OnError.quarantine.rawValue),
      ]),
      "isolation": .object([
        "description": .string("Whether stages work in processes of their own, with limits."),
        "enum": .array(Pipeline.IsolationMode.allCases.map { .string($0.rawValue) }),
        "default": .string(Pipeline.IsolationMode.off.rawValue),
      ]),
      "timeout_seconds": number("Time for one document, with isolation.", 1, 86_400),
      "max_memory_mb": number("Memory of a worker process, with isolation.", 64, 1_048_576),
      "cache_mb": number("Size of the cache of stages with 'cache: true'.", 1, 10_000_000),
    ]
    return .object([
      "$schema": .string("https://json-schema.org/draft/2020-12/schema"),
      "title": .string("Sastra pipeline"),
      "type": .string("object"),
      "properties": .object(sections),
      "additionalProperties": .bool(false),
    ])
  }

  /// A step: its name alone, or a map of its name to its options.
  private static func step(_ entries: [RegistryEntry], isStage: Bool) -> JSONValue {
    let entries = entries.sorted { $0.name < $1.name }
    let names = entries.map {
      JSONValue.object(["const": .string($0.name), "description": .string($0.summary)])
    }
    var maps = Dictionary(entries.map { ($0.name, options($0)) }, uniquingKeysWith: { first, _ in first })
    if isStage {
      maps["when"] = condition
      maps["cache"] = .object(["type": .string("boolean"), "default": .bool(false)])
    }
    let map: JSONValue = .object([
      "type": .string("object"),
      "properties": .object(maps),
      "additionalProperties": .bool(false),
      "minProperties": .integer(1),
      "maxProperties": .integer(isStage ? 3 : 1),
    ])
    return .object(["anyOf": .array(names + [map])])
  }

  /// `route`, a list of branches, each with stages of its own.
  private static func route(_ step: JSONValue) -> JSONValue {
    let branch: JSONValue = .object([
      "type": .string("object"),
      "properties": .object(["when": condition, "stages": list(of: step, "Stages of the branch.")]),
      "required": .array([.string("stages")]), "additionalProperties": .bool(false),
    ])
    let branches = list(of: branch, "A document takes the first branch whose condition holds.")
    return .object([
      "type": .string("object"), "properties": .object(["route": branches]),
      "required": .array([.string("route")]), "additionalProperties": .bool(false),
    ])
  }

  private static func options(_ entry: RegistryEntry) -> JSONValue {
    let fields = Dictionary(
      entry.fields.map { ($0.key, option($0)) }, uniquingKeysWith: { first, _ in first })
    return .object([
      "type": .array([.string("object"), .string("null")]),
      "description": .string(entry.summary),
      "properties": .object(fields),
      "additionalProperties": .bool(false),
    ])
  }

  private static func option(_ field: FieldDescription) -> JSONValue {
    guard case .object(var schema) = field.schema else { return field.schema }
    schema["description"] = .string(field.summary)
    if !field.isRequired { schema["default"] = defaultValue(field.defaultValue, for: field.schema) }
    return .object(schema)
  }

  /// The default of an option as a value of its type; nil where it cannot be said in JSON.
  private static func defaultValue(_ text: String, for schema: JSONValue) -> JSONValue? {
    guard case .object(let schema) = schema else { return nil }
    if schema["anyOf"] != nil { return text.isEmpty ? .null : nil }
    switch schema["type"] {
    case .string("integer"): return Int(text).map { .integer($0) }
    case .string("number"): return Double(text).map { .number($0) }
    case .string("boolean"): return .bool(text == "true")
    case .string("array"):
      let elements = text.dropFirst().dropLast().split(separator: ",").map { $0.drop { $0 == " " } }
      let values = elements.compactMap { defaultValue(String($0), for: schema["items"] ?? .null) }
      return values.count == elements.count ? .array(values) : nil
    default: return .string(text)
    }
  }

  /// What may stand under `when`.
  private static var condition: JSONValue {
    let texts: JSONValue = .object(["type": .array([.string("string"), .string("array")])])
    let number: JSONValue = .object(["type": .string("integer"), "minimum": .integer(0)])
    return .object([
      "type": .string("object"),
      "description": .string("Which documents the stage is for."),
      "properties": .object([
        "language": texts, "kind": texts, "metadata": .object(["type": .string("object")]),
        "min_bytes": number, "max_bytes": number,
      ]),
      "additionalProperties": .bool(false),
    ])
  }

  private static var test: JSONValue {
    let texts: JSONValue = .object(["type": .array([.string("string"), .string("array")])])
    let map: JSONValue = .object(["type": .string("object")])
    let expected: JSONValue = .object([
      "type": .string("object"),
      "properties": .object([
        "outcome": text("ok, empty, dropped, or the code of an error."), "text": text("The whole text."),
        "contains": texts, "lacks": texts, "language": text("Main language."), "metadata": map, "spans": map,
        "tei": texts,
      ]),
      "additionalProperties": .bool(false), "minProperties": .integer(1),
    ])
    return .object([
      "type": .string("object"),
      "properties": .object([
        "name": text("What is tested."), "text": text("The document as text."),
        "html": text("The document as HTML."), "file": text("A file, relative to this one."),
        "url": text("Address of the page."), "language": text("Language that is known before."),
        "metadata": map, "expect": expected,
      ]),
      "required": .array([.string("expect")]), "additionalProperties": .bool(false),
    ])
  }

  private static func number(_ description: String, _ least: Int, _ most: Int) -> JSONValue {
    .object([
      "type": .string("number"), "description": .string(description), "minimum": .integer(least),
      "maximum": .integer(most),
    ])
  }

  private static func text(_ description: String) -> JSONValue {
    .object(["type": .string("string"), "description": .string(description)])
  }

  private static func list(of items: JSONValue, _ description: String) -> JSONValue {
    .object(["type": .string("array"), "items": items, "description": .string(description)])
  }

  private static func described(_ schema: JSONValue, _ description: String) -> JSONValue {
    guard case .object(var fields) = schema else { return schema }
    fields["description"] = .string(description)
    return .object(fields)
  }
}
