import StageKit

/// Which documents a stage is for: `when` beside its name. A document for which it does not hold passes by the
/// stage as it is.
public struct Condition: Sendable, Equatable {
  /// Main languages: `vi` is met by `vi` and `vi-VN`.
  public var languages: [String] = []
  /// `text` or `html`.
  public var kinds: [String] = []
  /// Values of which a metadata field must have one, by its name.
  public var metadata: [String: [String]] = [:]
  /// Bounds of the text, in bytes, ends included.
  public var minBytes: Int?
  public var maxBytes: Int?

  static let keys = ["language", "kind", "metadata", "min_bytes", "max_bytes"]

  /// Whether all that is asked for is so.
  public func holds(for document: Document) -> Bool {
    guard languages.isEmpty || languages.contains(where: { Self.isMet($0, by: document.language ?? "und") }),
      kinds.isEmpty || kinds.contains(document.form == .markup ? "html" : "text"),
      document.text.count >= minBytes ?? 0, document.text.count <= maxBytes ?? .max
    else { return false }
    return metadata.allSatisfy { key, wanted in
      document.metadata.strings(key).contains { value in
        wanted.contains { Array($0.utf8) == Array(value.utf8) }
      }
    }
  }

  private static func isMet(_ wanted: String, by language: String) -> Bool {
    let (wanted, language) = (Array(wanted.lowercased().utf8), Array(language.lowercased().utf8))
    return language == wanted || language.starts(with: wanted + [UInt8(ascii: "-")])
  }

  /// The same text for the same condition: a part of the key of results.
  public var canonical: String {
    var parts = ["language=\(languages)", "kind=\(kinds)"]
    parts += metadata.sorted { $0.key < $1.key }.map { "metadata.\($0.key)=\($0.value)" }
    parts += ["min=\(minBytes.map(String.init) ?? "")", "max=\(maxBytes.map(String.init) ?? "")"]
    return parts.joined(separator: " ")
  }
}

extension Checker {
  /// What stands under `when`; nil where it is wrong, which is reported.
  func condition(_ node: SourceNode) -> Condition? {
    guard case .map(let pairs) = node.content else {
      collector.report(Messages.whenIsNoMap(node.content), at: node.place)
      return nil
    }
    var condition = Condition()
    for (key, value) in pairs {
      guard case .text(let name) = key.content else { continue }
      if !Condition.keys.contains(name) {
        collector.report(Messages.unknownCondition(name), at: key.place)
      } else if !set(name, value, of: &condition) {
        collector.report(Messages.badCondition(name), at: value.place)
      }
    }
    return condition
  }

  /// Sets one of `Condition.keys`; false for a value that does not fit.
  private func set(_ key: String, _ value: SourceNode, of condition: inout Condition) -> Bool {
    switch key {
    case "language":
      condition.languages = texts(value)
      return !condition.languages.isEmpty
    case "kind":
      condition.kinds = texts(value)
      return !condition.kinds.isEmpty && condition.kinds.allSatisfy { ["text", "html"].contains($0) }
    case "metadata":
      guard case .map(let fields) = value.content else { return false }
      for (field, wanted) in fields {
        if case .text(let field) = field.content { condition.metadata[field] = texts(wanted) }
      }
      return condition.metadata.values.allSatisfy { !$0.isEmpty }
    case "min_bytes":
      condition.minBytes = texts(value).first.flatMap { Int($0) }
      return condition.minBytes != nil
    default:
      condition.maxBytes = texts(value).first.flatMap { Int($0) }
      return condition.maxBytes != nil
    }
  }

  /// A text, or a list of texts; empty for anything else.
  func texts(_ node: SourceNode) -> [String] {
    switch node.content {
    case .text(let text): return [text]
    case .list(let items):
      let texts = items.compactMap { item in if case .text(let text) = item.content { text } else { nil } }
      return texts.count == items.count ? texts : []
    default: return []
    }
  }
}
