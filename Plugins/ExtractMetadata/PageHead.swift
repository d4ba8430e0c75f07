import Foundation
import Markup
import StageKit

/// What a page's markup says of the page.
struct PageHead {
  /// Content of meta elements, by lower-case name, property or http-equiv; in order.
  private(set) var metas: [(name: String, content: String)] = []
  private(set) var title: String?
  private(set) var language: String?
  private(set) var canonical: String?
  private(set) var licence: String?
  /// Values of elements with itemprop that stand in attributes, by lower-case name.
  private(set) var properties: [(name: String, content: String)] = []
  /// JSON-LD objects, graphs and lists flattened.
  private(set) var objects: [[String: JSONValue]] = []

  private var collecting: Collecting?
  private var collected: [UInt8] = []
  private enum Collecting { case title, json }

  /// - Returns: nil when the source is no HTML.
  init?(_ document: Document) throws(StageError) {
    guard document.source.contentType.hasPrefix("text/html") || document.form == .markup else { return nil }
    let text: [UInt8]
    var isWhole = true
    if document.form == .markup {
      text = document.text
    } else {
      let decoded = try Document(id: document.id, bytes: document.source.bytes, contentType: "text/html")
      text = decoded.text
      isWhole = decoded.source.encoding.lowercased() == document.source.encoding.lowercased()
    }
    var head = self
    do throws(MarkupError) {
      try HTMLEvents.parse(text) { head.take($0, text) }
    } catch {
      throw StageError(error.code, error.message, at: error.offset)
    }
    self = head
    // The letters of another encoding are not to be trusted, those of ASCII are, except where marks are ASCII
    // too.
    if !isWhole { keepASCII(orNothing: document.source.encoding.uppercased().contains("VIQR")) }
  }

  private mutating func take(_ event: HTMLEvent, _ text: [UInt8]) {
    switch event {
    case .start(let name, let attributes, _): start(name, attributes)
    case .text(let range, let replacement):
      if collecting != nil { collected += replacement ?? Array(text[range]) }
    case .end(let name, _):
      if collecting == .title, name == "title" { title = title ?? String(decoding: collected, as: UTF8.self) }
      if collecting == .json, name == "script" { read(json: collected) }
      if name == "title" || name == "script" { collecting = nil }
    case .comment: break
    }
  }

  private mutating func start(_ name: String, _ attributes: [HTMLAttribute]) {
    func value(_ key: String) -> String? { attributes.first { $0.name == key }?.value }
    switch name {
    case "html": language = value("lang") ?? value("xml:lang")
    case "title": if title == nil { begin(.title) }
    case "meta":
      guard let content = value("content"), !content.isEmpty else { return }
      for key in ["name", "property", "http-equiv"] {
        if let name = value(key) { metas.append((name.lowercased(), content)) }
      }
    case "link", "a":
      let relations = (value("rel") ?? "").lowercased().split(separator: " ")
      if name == "link", relations.contains("canonical"), canonical == nil { canonical = value("href") }
      if relations.contains("license") || relations.contains("licence"), licence == nil {
        licence = value("href")
      }
    case "script": if value("type")?.lowercased().hasPrefix("application/ld+json") == true { begin(.json) }
    default: break
    }
    if let property = value("itemprop"), let content = value("content") ?? value("datetime"), !content.isEmpty
    {
      properties.append((property.lowercased(), content))
    }
  }

  private mutating func begin(_ what: Collecting) {
    collecting = what
    collected = []
  }

  private mutating func read(json: [UInt8]) {
    guard json.count < 2_000_000 else { return }
    // Raw control characters inside strings are common and forbidden.
    let repaired = json.map { $0 < 0x20 ? 0x20 : $0 }
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(repaired)) else { return }
    flatten(value, depth: 0)
  }

  private mutating func flatten(_ value: JSONValue, depth: Int) {
    guard depth < 4, objects.count < 500 else { return }
    switch value {
    case .array(let list): for item in list { flatten(item, depth: depth + 1) }
    case .object(let fields):
      objects.append(fields)
      for key in ["@graph", "mainEntity"] { if let inner = fields[key] { flatten(inner, depth: depth + 1) } }
    default: break
    }
  }

  private mutating func keepASCII(orNothing: Bool) {
    func isKept(_ value: String) -> Bool {
      value.utf8.allSatisfy { $0 < 0x80 }
        && (!orNothing || Plain.isAddress(value) || ISODate.day(from: value) != nil)
    }
    metas = metas.filter { isKept($0.content) }
    properties = properties.filter { isKept($0.content) }
    objects = objects.filter { object in object.values.flatMap(\.strings).allSatisfy(isKept) }
    if let value = title, !isKept(value) { title = nil }
  }

  // MARK: Questions

  func meta(_ name: String) -> String? { metas.first { $0.name == name }?.content }
  func metas(_ name: String) -> [String] { metas.filter { $0.name == name }.map(\.content) }
  func property(_ name: String) -> String? { properties.first { $0.name == name }?.content }
}
