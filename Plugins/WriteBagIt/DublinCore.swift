import Markup
import StageKit

/// The Dublin Core record of a document, from the same metadata as the TEI header.
///
/// - Source: DCMI Metadata Terms, /elements/1.1/; the schema oai_dc of the Open Archives Initiative.
struct DublinCore {
  private(set) var bytes: [UInt8] = []

  /// - Parameter files: paths of the document's files in the bag.
  init(_ document: Document, files: [String]) {
    var xml = XMLWriter()
    xml.declaration()
    do throws(MarkupError) {
      try xml.start(
        "oai_dc:dc",
        [
          ("xmlns:oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc/"),
          ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ])
      for (name, value) in Self.values(document, files) {
        xml.newLine()
        try xml.element("dc:" + name, [], value)
      }
      xml.newLine(outdentedBy: 1)
      try xml.end()
      xml.newLine()
      bytes = xml.bytes
    } catch {
      // Values are made fit for XML below, and names are fixed: nothing is left that could be refused.
      bytes = xml.bytes
    }
  }

  private static let keys: [(key: String, name: String)] = [
    (MetadataKey.title, "title"), (MetadataKey.subtitle, "title"), (MetadataKey.author, "creator"),
    (MetadataKey.translator, "contributor"), ("keywords", "subject"), (MetadataKey.publisher, "publisher"),
    (MetadataKey.date, "date"), (MetadataKey.contentDate, "coverage"), (MetadataKey.rights, "rights"),
    (MetadataKey.licence, "rights"), (MetadataKey.archiveReference, "source"), (MetadataKey.url, "source"),
    (MetadataKey.collection, "relation"),
  ]

  private static func values(_ document: Document, _ files: [String]) -> [(String, String)] {
    var values = keys.flatMap { key, name in document.metadata.strings(key).map { (name, $0) } }
    if !values.contains(where: { $0.0 == "title" }) { values.insert(("title", document.id), at: 0) }
    if let url = document.source.url, !values.contains(where: { $0 == ("source", url) }) {
      values.append(("source", url))
    }
    if let language = document.language { values.append(("language", language)) }
    values += [("type", "Text"), ("identifier", document.id)]
    values += files.map { ("identifier", $0) }
    return values.map { ($0, line($1)) }.filter { !$0.1.isEmpty }
  }

  /// One line, of characters that XML can hold.
  private static func line(_ value: String) -> String {
    let words = value.unicodeScalars.split { $0.properties.isWhitespace || $0.value < 0x20 }
    let kept = words.map { word in
      var kept = String.UnicodeScalarView()
      kept.append(contentsOf: word.filter { $0.value != 0xFFFE && $0.value != 0xFFFF && $0.value != 0x7F })
      return String(kept)
    }
    return kept.joined(separator: " ")
  }
}
