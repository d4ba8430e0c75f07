import Foundation
import StageKit
import Testing

@testable import WriteWebAnnotations

@Suite struct WriteWebAnnotationsTests {
  @Test func anEntityIsAnAnnotationWithPlaceAndQuote() throws {
    let source = Source(bytes: Array("😀 ở ភ្នំពេញ.".utf8), url: "https://example.org/p")
    var document = Document(
      id: "b/ក 1", source: source, text: source.bytes, alignment: Alignment(copyOf: source.bytes.count))
    let lower = "😀 ở ".utf8.count
    try document.add(
      Span(
        layer: "entity", lower..<lower + "ភ្នំពេញ".utf8.count, label: "placeName",
        attributes: ["key": "place.pp", "ref": "https://example.org/pp", "cert": "high"],
        stage: "tag-entities"))
    try document.add(Span(layer: "format", 0..<4, label: "strong"))
    var options = WriteWebAnnotations.Options()
    options.quoteCharacters = 2
    let files = try WriteWebAnnotations(options: options, context: LoadContext())
      .output(for: ProcessedDocument(document)).files
    #expect(files.map(\.path) == ["annotations/b/ក%201.jsonld", "annotations/b/ក%201.txt"])
    #expect(files[1].bytes == document.text)
    let value = try JSONDecoder().decode(JSONValue.self, from: Data(files[0].bytes))
    let expected = try JSONDecoder().decode(JSONValue.self, from: Data(Self.expected.utf8))
    #expect(value == expected)
  }

  private static let expected = """
    {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "%E1%9E%80%25201.jsonld", "label": "b/ក 1",
     "type": "AnnotationCollection", "total": 1,
     "first": {"id": "%E1%9E%80%25201.jsonld#page", "type": "AnnotationPage", "startIndex": 0, "items": [
      {"id": "%E1%9E%80%25201.jsonld#a1", "type": "Annotation", "motivation": "identifying",
       "generator": {"type": "Software", "name": "tag-entities"},
       "body": [
        {"type": "TextualBody", "format": "text/plain", "purpose": "classifying", "value": "placeName"},
        {"type": "TextualBody", "format": "text/plain", "purpose": "tagging", "value": "place.pp"},
        {"type": "SpecificResource", "purpose": "identifying", "source": "https://example.org/pp"},
        {"type": "TextualBody", "format": "text/plain", "purpose": "describing", "value": "cert=high"}],
       "target": {"type": "SpecificResource", "source": "%E1%9E%80%25201.txt", "scope": "https://example.org/p",
        "selector": [
         {"type": "TextPositionSelector", "start": 4, "end": 11},
         {"type": "TextQuoteSelector", "exact": "ភ្នំពេញ", "prefix": "ở ", "suffix": "."}]}}]}}
    """
}
