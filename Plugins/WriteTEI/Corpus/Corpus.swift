import Markup
import StageKit

extension WriteTEI {
  /// What a document leaves for the corpus file.
  public struct Contribution: Equatable, Sendable {
    /// The document, from the corpus file: its file and, behind `#`, its xml:id.
    var pointer: String
    var languages: [String]
    var words: Int
    var characters: Int
    /// Names in the text by element: persName, placeName, ...
    var names: [NameCount]
    var authority: [NamedEntry]
  }

  /// How often an element stands in a document.
  struct NameCount: Equatable, Sendable {
    var element: String
    var count: Int
  }

  /// An entry of the authority lists that a document names.
  struct NamedEntry: Equatable, Sendable {
    /// The entry as bytes; most documents say the same of it, so that it is read once.
    var entry: ArraySlice<UInt8>
    /// Mentions in the text.
    var count: Int
  }

  /// What a document whose body is written leaves for the corpus.
  func contribution(of document: TEIDocument, _ body: BodyWriter) -> Contribution {
    let elements = ["persName", "placeName", "orgName", "name", "date", "time"]
    return Contribution(
      pointer: Self.pointer(toFile: document.fileName, xmlID: document.id),
      languages: body.languages.sorted(), words: document.size.words, characters: document.size.characters,
      names: body.output.counts.filter { elements.contains($0.key) }.sorted { $0.key < $1.key }
        .map { NameCount(element: $0.key, count: $0.value) },
      authority: document.authority.entries.map { NamedEntry(entry: $0.encoded[...], count: $0.count) })
  }

  /// From the corpus file to a document.
  static func pointer(toFile file: String, xmlID: String) -> String {
    WebAddress.reference(toFile: file) + "#" + xmlID
  }

  /// Writes corpus.xml (a header with counts, what is a duplicate of what, what follows what, and an XInclude of each
  /// document) and the authority files beside the folder.
  public func finish(
    _ contributions: Contributions<Contribution>, into folder: any RunFolder
  ) throws(StageError) {
    var totals = CorpusTotals()
    var documents = DocumentPointers()
    var names = AuthorityFiles()
    var duplicates = TEIOutput(depth: 3)
    // One walk, because to walk takes longer than all the rest.
    try contributions.forEachMarked { _, value, marks throws(StageError) in
      totals.add(value)
      try names.add(value.authority, of: documents.count)
      documents.append(value.pointer)
      guard let duplicate = Duplicate(value, marks, in: options.folders) else { return }
      do throws(MarkupError) { try duplicate.write(to: &duplicates) } catch { throw StageError(error) }
    }
    guard documents.count > 0 else { return }
    try writeCorpus(
      documents, totals.measures + names.measures, totals.languages, duplicates.bytes, into: folder)
    if options.stylesheet == .on {
      try folder.write("\(options.directory.path)/\(Self.stylesheet)", bytes: try stylesheetBytes())
    }
    try writeAuthority(names, of: documents, into: folder)
  }
  private func writeAuthority(
    _ names: AuthorityFiles, of documents: DocumentPointers, into folder: any RunFolder
  ) throws(StageError) {
    for kind in AuthorityKind.allCases {
      let file = AuthorityFile(
        kind: kind, entries: names.entries(of: kind), documents: documents, folder: documentsFromAuthority,
        header: header, stylesheet: stylesheetFromAuthority)
      guard !file.entries.isEmpty else { continue }
      // Mentions are most of the file, and all made alike: two of an entry are checked for the rest.
      var sample: [UInt8] = []
      try file.write(maxMentions: 2) { sample += $0 }
      try check(sample, named: kind.fileName)
      try folder.write("\(authorityDirectory)/\(kind.fileName)") { append throws(StageError) in
        try file.write(append)
      }
    }
  }

  // MARK: The corpus file

  private func writeCorpus(
    _ documents: DocumentPointers, _ measures: CollectionHeader.Measures, _ languages: [String: Int],
    _ duplicates: [UInt8], into folder: any RunFolder
  ) throws(StageError) {
    let start: [UInt8]
    do throws(MarkupError) { start = try corpusStart(measures, languages) } catch { throw StageError(error) }
    try folder.write("\(options.directory.path)/corpus.xml") { append throws(StageError) in
      try append(start[...])
      if !duplicates.isEmpty || documents.count > 1 {
        try append(Array("\n  <standOff>".utf8)[...])
        if !duplicates.isEmpty { try append(Self.relations("duplicates", duplicates)[...]) }
        if documents.count > 1 { try appendOrder(documents, append) }
        try append(Array("\n  </standOff>".utf8)[...])
      }
      try appendIncludes(documents, append)
      try append(Array("\n</teiCorpus>\n".utf8)[...])
    }
  }

  private func appendIncludes(
    _ documents: DocumentPointers, _ append: (ArraySlice<UInt8>) throws(StageError) -> Void
  ) throws(StageError) {
    let (head, end) = (Array(#"<xi:include href=""#.utf8), Array(#""/>"#.utf8))
    var output = TEIOutput(depth: 1)
    for number in 0..<documents.count {
      output.line { bytes in
        bytes.append(bytes: head)
        documents.appendFile(number, to: &bytes)
        bytes.append(bytes: end)
      }
      if output.count >= TEIOutput.pieceBytes { try append(output.take()[...]) }
    }
    try append(output.take()[...])
  }

  private func corpusStart(
    _ measures: CollectionHeader.Measures, _ languages: [String: Int]
  ) throws(MarkupError) -> [UInt8] {
    var output = TEIOutput()
    try output.declaration(stylesheet: stylesheet(fromFile: "corpus.xml"))
    try output.start(
      "teiCorpus",
      [
        ("xmlns", "http://www.tei-c.org/ns/1.0"), ("xmlns:xi", "http://www.w3.org/2001/XInclude"),
        ("version", "4.12.0"), ("xml:id", "corpus"), ("xml:lang", "en"),
      ])
    let name = Characters.line(context.pipelineName)
    try header.write(
      CollectionHeader.Content(
        id: "corpus", title: name.isEmpty ? "Corpus" : "Corpus of the pipeline \(name)",
        source: "The documents of this corpus, each of which describes its source", measures: measures,
        languages: Self.described(languages)), to: &output)
    return output.bytes
  }

  /// The languages with the number of documents; English always, because the header is in it.
  private static func described(_ languages: [String: Int]) -> [(tag: String, text: String)] {
    var said = languages.map { language, documents in
      let count = documents == 1 ? "1 document" : "\(documents) documents"
      return (tag: language, text: "\(LanguageTag.name(of: language)): in \(count)")
    }
    if languages["en"] == nil { said.append(("en", "English: in the header")) }
    return said
  }

  /// A list of relations between documents, from their lines.
  private static func relations(_ type: String, _ lines: [UInt8]) -> [UInt8] {
    Array("\n    <listRelation type=\"\(type)\">".utf8) + lines + Array("\n    </listRelation>".utf8)
  }

  /// What follows what. It stands here and not in the documents, which stay the same when their neighbours come
  /// or go.
  private func appendOrder(
    _ documents: DocumentPointers, _ append: (ArraySlice<UInt8>) throws(StageError) -> Void
  ) throws(StageError) {
    try append(Array("\n    <listRelation type=\"order\">".utf8)[...])
    let head = Array(#"<relation name="next" active=""#.utf8)
    let (middle, end) = (Array(#"" passive=""#.utf8), Array(#""/>"#.utf8))
    var output = TEIOutput(depth: 3)
    for number in 1..<documents.count {
      output.line { bytes in
        bytes.append(bytes: head)
        documents.append(number - 1, to: &bytes)
        bytes.append(bytes: middle)
        documents.append(number, to: &bytes)
        bytes.append(bytes: end)
      }
      if output.count >= TEIOutput.pieceBytes { try append(output.take()[...]) }
    }
    try append(output.take()[...])
    try append(Array("\n    </listRelation>".utf8)[...])
  }

  private var header: CollectionHeader { CollectionHeader(options: options, context: context) }

  // MARK: Authority files

  /// The folder of the authority files: beside that of the documents.
  var authorityDirectory: String {
    (options.directory.path.split(separator: "/").dropLast() + ["authority"]).joined(separator: "/")
  }

  /// What the authority files call the folder of the documents.
  private var documentsFromAuthority: String {
    "../" + WebAddress.reference(toFile: String(options.directory.path.split(separator: "/").last ?? ""))
  }

  private var stylesheetFromAuthority: String? {
    options.stylesheet == .off ? nil : documentsFromAuthority + "/" + Self.stylesheet
  }
}

/// Sums over the documents of a corpus.
struct CorpusTotals {
  private var documents = 0
  private var words = 0
  private var characters = 0
  /// There are few: a search is quicker than a hash.
  private var names: [WriteTEI.NameCount] = []
  /// How many documents have a language.
  private(set) var languages: [String: Int] = [:]

  mutating func add(_ document: WriteTEI.Contribution) {
    documents += 1
    words += document.words
    characters += document.characters
    for name in document.names {
      if let known = names.firstIndex(where: { $0.element == name.element }) {
        names[known].count += name.count
      } else {
        names.append(name)
      }
    }
    for language in document.languages { languages[language, default: 0] += 1 }
  }

  /// What the corpus holds, by unit, the greater units first.
  var measures: CollectionHeader.Measures {
    var measures = [("documents", documents), ("words", words), ("characters", characters)]
    for name in names.sorted(by: { $0.element < $1.element }) { measures.append((name.element, name.count)) }
    return measures.filter { $0.1 > 0 }
  }
}
