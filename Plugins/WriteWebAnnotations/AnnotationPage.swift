import Foundation
import StageKit

/// The annotations of one document: a collection with one page.
struct AnnotationPage {
  private let document: Document
  private let options: WriteWebAnnotations.Options
  private let offsets: ScalarOffsets
  /// Names of the files as relative references: beside each other.
  private let name: String

  init(_ document: Document, _ options: WriteWebAnnotations.Options) {
    self.document = document
    self.options = options
    offsets = ScalarOffsets(document.text)
    let path = DocumentName.path(for: document.id, fileExtension: "")
    name = Self.reference(String(path.split(separator: "/").last ?? "").dropLast())
  }

  func bytes() throws(StageError) -> [UInt8] {
    let layers = Set(options.layers)
    let spans = document.spans.enumerated().filter { layers.contains($1.layer) }.sorted { left, right in
      (left.element.range.lowerBound, -left.element.range.upperBound, left.offset)
        < (right.element.range.lowerBound, -right.element.range.upperBound, right.offset)
    }.map(\.element)
    let items = spans.enumerated().map { annotation($1, number: $0 + 1) }
    let collection: [String: JSONValue] = [
      "@context": .string("http://www.w3.org/ns/anno.jsonld"), "id": .string("\(name).jsonld"),
      "type": .string("AnnotationCollection"), "label": .string(document.metadata["title"] ?? document.id),
      "total": .integer(items.count),
      "first": .object([
        "id": .string("\(name).jsonld#page"), "type": .string("AnnotationPage"), "startIndex": .integer(0),
        "items": .array(items),
      ]),
    ]
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    do { return Array(try encoder.encode(JSONValue.object(collection))) + [0x0A] } catch {
      throw StageError("not-json", "the annotations have no JSON form: \(error)")
    }
  }

  private func annotation(_ span: Span, number: Int) -> JSONValue {
    var annotation: [String: JSONValue] = [
      "id": .string("\(name).jsonld#a\(number)"), "type": .string("Annotation"),
      "motivation": .string(span.attributes["ref"] == nil ? "classifying" : "identifying"),
      "body": .array(bodies(of: span)), "target": .object(target(of: span.range)),
    ]
    if !span.stage.isEmpty {
      annotation["generator"] = .object(["type": .string("Software"), "name": .string(span.stage)])
    }
    return .object(annotation)
  }

  /// What is said: the label; the key or name; the address of the referent; everything else as it is.
  private func bodies(of span: Span) -> [JSONValue] {
    func text(_ value: String, _ purpose: String) -> JSONValue {
      .object([
        "type": .string("TextualBody"), "value": .string(value), "purpose": .string(purpose),
        "format": .string("text/plain"),
      ])
    }
    var bodies = [text(span.label.isEmpty ? span.layer : span.label, "classifying")]
    for key in ["name", "key"] {
      if let value = span.attributes[key], !value.isEmpty { bodies.append(text(value, "tagging")) }
    }
    if let address = span.attributes["ref"] ?? span.attributes["url"], address.hasPrefix("http") {
      bodies.append(
        .object([
          "type": .string("SpecificResource"), "source": .string(address), "purpose": .string("identifying"),
        ]))
    }
    let told: Set<String> = ["name", "key", "ref", "url"]
    for (key, value) in span.attributes.sorted(by: { $0.key < $1.key }) where !told.contains(key) {
      bodies.append(text("\(key)=\(value)", "describing"))
    }
    return bodies
  }

  /// Where: by place in the text, and by the words with those around them, for the page itself.
  private func target(of range: Range<Int>) -> [String: JSONValue] {
    let place = offsets.scalars(range)
    let before = offsets.byte(atScalar: max(0, place.lowerBound - options.quoteCharacters)) ?? 0
    let after = offsets.byte(atScalar: place.upperBound + options.quoteCharacters) ?? document.text.count
    var target: [String: JSONValue] = [
      "type": .string("SpecificResource"), "source": .string("\(name).txt"),
      "selector": .array([
        .object([
          "type": .string("TextPositionSelector"), "start": .integer(place.lowerBound),
          "end": .integer(place.upperBound),
        ]),
        .object([
          "type": .string("TextQuoteSelector"), "exact": .string(document.string(in: range)),
          "prefix": .string(document.string(in: before..<range.lowerBound)),
          "suffix": .string(document.string(in: range.upperBound..<after)),
        ]),
      ]),
    ]
    target["scope"] = document.source.url.map { .string($0) }
    return target
  }

  /// A file name as a relative reference: all but unreserved characters as `%XX`.
  private static func reference(_ name: some StringProtocol) -> String {
    name.utf8.map { byte in
      switch byte {
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x5F, 0x7E:
        String(Unicode.Scalar(byte))
      default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
  }
}
