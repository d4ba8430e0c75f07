import Markup
import StageKit

/// The file of all persons, places or organisations of a corpus, written entry by entry: with their mentions they
/// may be more than memory holds.
struct AuthorityFile {
  let kind: AuthorityKind
  let entries: [AuthorityFiles.MergedEntry]
  /// Those that the mentions point to by their numbers.
  let documents: DocumentPointers
  /// The folder of the documents, as it is called in the file.
  let folder: String
  let header: CollectionHeader
  let stylesheet: String?

  /// Writes the file, piece by piece.
  ///
  /// - Parameter maxMentions: how many mentions of an entry are written.
  func write(
    maxMentions: Int = .max, _ append: (ArraySlice<UInt8>) throws(StageError) -> Void
  ) throws(StageError) {
    let type = kind == .person ? " type=\"mentioned\"" : ""
    try append((try head() + Array("\n  <standOff>\n    <\(kind.listElement)\(type)>".utf8))[...])
    for entry in entries { try write(entry, maxMentions, append) }
    try append(Array("\n    </\(kind.listElement)>\n  </standOff>\n</TEI>\n".utf8)[...])
  }

  /// All before the list.
  private func head() throws(StageError) -> [UInt8] {
    let hasKhmer = entries.contains { merged in
      ([merged.entry.name] + merged.entry.variants).contains(where: Characters.isMostlyKhmer)
    }
    let name = kind.rawValue + "s"
    var output = TEIOutput()
    do throws(MarkupError) {
      try output.declaration(stylesheet: stylesheet)
      try output.start(
        "TEI",
        [
          ("xmlns", "http://www.tei-c.org/ns/1.0"), ("version", "4.12.0"), ("xml:id", name),
          ("xml:lang", "en"),
        ])
      try header.write(
        CollectionHeader.Content(
          id: name, title: "All \(name) that the corpus names", source: "The documents of the corpus",
          measures: [(name, entries.count)],
          languages: [("en", "English")] + (hasKhmer ? [("km", "Khmer")] : [])), to: &output)
    } catch { throw StageError(error) }
    return output.bytes
  }

  private func write(
    _ merged: AuthorityFiles.MergedEntry, _ maxMentions: Int,
    _ append: (ArraySlice<UInt8>) throws(StageError) -> Void
  ) throws(StageError) {
    let head = Array(#"<ptr type="mentions" n=""#.utf8)
    let middle = Array(#"" target="\#(folder)/"#.utf8)
    let end = Array(#".\#(merged.entry.localID)"/>"#.utf8)
    var output = TEIOutput(depth: 3)
    do throws(MarkupError) { try begin(merged.entry, in: &output) } catch { throw StageError(error) }
    for mention in merged.mentions.prefix(maxMentions) {
      // Numbers, references and xml:ids need no escape.
      output.line { bytes in
        bytes.append(bytes: head)
        bytes += String(mention.count).utf8
        bytes.append(bytes: middle)
        documents.append(Int(mention.document), to: &bytes)
        bytes.append(bytes: end)
      }
      if output.count >= TEIOutput.pieceBytes { try append(output.take()[...]) }
    }
    do throws(MarkupError) { try output.end() } catch { throw StageError(error) }
    try append(output.take()[...])
  }

  /// All of an entry before its mentions.
  private func begin(_ entry: AuthorityEntry, in output: inout TEIOutput) throws(MarkupError) {
    let type = entry.type.map { [(kind == .person ? "role" : "type", $0)] } ?? []
    try output.start(kind.element, [("xml:id", entry.localID)] + type)
    try output.line(kind.nameElement, Self.language(of: entry.name), entry.name)
    for form in entry.variants {
      try output.line(
        kind.nameElement, [("type", entry.type(ofVariant: form))] + Self.language(of: form), form)
    }
    try entry.writeDetails(to: &output)
  }

  private static func language(of name: String) -> TEIOutput.Attributes {
    Characters.isMostlyKhmer(name) ? [("xml:lang", "km")] : []
  }
}
