import Markup
import StageKit

extension WriteTEI {
  /// What a document leaves for the corpus file.
  public struct Contribution: Equatable, Sendable {
    /// Name of the file, relative to the corpus file.
    var file: String
    var xmlID: String
    var title: String
    var languages: [String]
    var words: Int
    var characters: Int
    /// Names in the text by element: persName, placeName, ...
    var names: [String: Int]
    var authority: [AuthorityEntry]
  }

  /// What a document whose body is written leaves for the corpus.
  func contribution(of document: TEIDocument, _ body: BodyWriter) -> Contribution {
    let elements = ["persName", "placeName", "orgName", "name", "date", "time"]
    return Contribution(
      file: document.fileName, xmlID: document.id, title: document.title,
      languages: body.languages.sorted(), words: document.size.words, characters: document.size.characters,
      names: body.output.counts.filter { elements.contains($0.key) }, authority: document.authority.entries)
  }

  /// Writes corpus.xml (a header with counts, what is a duplicate of what, what follows what, and an XInclude of each
  /// document) and
  /// the authority files beside the folder.
  public func finish(
    _ contributions: Contributions<Contribution>, into folder: any RunFolder
  ) throws(StageError) {
    var totals = CorpusTotals()
    var names = AuthorityFiles(documents: documentsFromAuthority)
    var hasDuplicates = false
    try contributions.forEachMarked { _, value, marks throws(StageError) in
      totals.add(value)
      names.add(value)
      hasDuplicates = hasDuplicates || Duplicate(value, marks, in: options.folders) != nil
    }
    guard totals.documents > 0 else { return }
    try writeCorpus(contributions, totals, hasDuplicates: hasDuplicates, into: folder)
    if options.stylesheet == .on {
      try folder.write("\(options.directory)/\(Self.stylesheet)", bytes: try stylesheetBytes())
    }
    try writeAuthority(names, into: folder)
  }

  private func writeCorpus(
    _ contributions: Contributions<Contribution>, _ totals: CorpusTotals, hasDuplicates: Bool,
    into folder: any RunFolder
  ) throws(StageError) {
    let start: [UInt8]
    do throws(MarkupError) { start = try corpusStart(totals) } catch { throw StageError(error) }
    try folder.write("\(options.directory)/corpus.xml") { append throws(StageError) in
      try append(start)
      if hasDuplicates || totals.documents > 1 {
        try append(Array("\n  <standOff>".utf8))
        if hasDuplicates { try appendDuplicates(contributions, append) }
        if totals.documents > 1 { try appendOrder(contributions, append) }
        try append(Array("\n  </standOff>".utf8))
      }
      try contributions.forEach { _, value throws(StageError) in
        var output = TEIOutput(depth: 1)
        do throws(MarkupError) {
          try output.line("xi:include", [("href", WebAddress.reference(toFile: value.file))])
        } catch { throw StageError(error) }
        try append(output.bytes)
      }
      try append(Array("\n</teiCorpus>\n".utf8))
    }
  }

  private func writeAuthority(_ names: AuthorityFiles, into folder: any RunFolder) throws(StageError) {
    for kind in AuthorityKind.allCases {
      let bytes: [UInt8]?
      do throws(MarkupError) {
        bytes = try names.file(of: kind, header: header, stylesheet: stylesheetFromAuthority)
      } catch {
        throw StageError(error)
      }
      guard let bytes else { continue }
      try check(bytes, named: kind.fileName)
      try folder.write("\(authorityDirectory)/\(kind.fileName)", bytes: bytes)
    }
  }

  private func corpusStart(_ totals: CorpusTotals) throws(MarkupError) -> [UInt8] {
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
        source: "The documents of this corpus, each of which describes its source", measures: totals.measures,
        languages: totals.languagesWithThatOfTheHeader), to: &output)
    return output.bytes
  }

  /// The list of duplicates, a relation each from the later document to the first.
  private func appendDuplicates(
    _ contributions: Contributions<Contribution>, _ append: ([UInt8]) throws(StageError) -> Void
  ) throws(StageError) {
    try append(Array("\n    <listRelation type=\"duplicates\">".utf8))
    try contributions.forEachMarked { _, value, marks throws(StageError) in
      guard let duplicate = Duplicate(value, marks, in: options.folders) else { return }
      var output = TEIOutput(depth: 3)
      do throws(MarkupError) { try duplicate.write(to: &output) } catch { throw StageError(error) }
      try append(output.bytes)
    }
    try append(Array("\n    </listRelation>".utf8))
  }

  /// What follows what. It stands here and not in the documents, which stay the same when their neighbours come
  /// or go.
  private func appendOrder(
    _ contributions: Contributions<Contribution>, _ append: ([UInt8]) throws(StageError) -> Void
  ) throws(StageError) {
    try append(Array("\n    <listRelation type=\"order\">".utf8))
    var earlier: String?
    try contributions.forEach { _, value throws(StageError) in
      let pointer = WebAddress.reference(toFile: value.file) + "#" + value.xmlID
      if let earlier {
        var output = TEIOutput(depth: 3)
        do throws(MarkupError) {
          try output.line("relation", [("name", "next"), ("active", earlier), ("passive", pointer)])
        } catch { throw StageError(error) }
        try append(output.bytes)
      }
      earlier = pointer
    }
    try append(Array("\n    </listRelation>".utf8))
  }

  private var header: CollectionHeader { CollectionHeader(options: options, context: context) }

  // MARK: Authority files

  /// The folder of the authority files: beside that of the documents.
  var authorityDirectory: String {
    (options.directory.split(separator: "/").dropLast() + ["authority"]).joined(separator: "/")
  }

  /// What the authority files call the folder of the documents.
  private var documentsFromAuthority: String {
    "../" + WebAddress.reference(toFile: String(options.directory.split(separator: "/").last ?? ""))
  }

  private var stylesheetFromAuthority: String? {
    options.stylesheet == .off ? nil : documentsFromAuthority + "/" + Self.stylesheet
  }
}

/// Sums over the documents of a corpus.
struct CorpusTotals {
  private(set) var documents = 0
  private(set) var languages: [String: Int] = [:]
  private var words = 0
  private var characters = 0
  private var names: [String: Int] = [:]
  private var referents: [AuthorityKind: Set<String>] = [:]

  mutating func add(_ document: WriteTEI.Contribution) {
    documents += 1
    words += document.words
    characters += document.characters
    names.merge(document.names, uniquingKeysWith: +)
    for language in document.languages { languages[language, default: 0] += 1 }
    for entry in document.authority { referents[entry.kind, default: []].insert(entry.key) }
  }

  /// The languages with the number of documents; English always, because the header is in it.
  var languagesWithThatOfTheHeader: [(tag: String, text: String)] {
    var said = languages.map { language, documents in
      let count = documents == 1 ? "1 document" : "\(documents) documents"
      return (tag: language, text: "\(LanguageTag.name(of: language)): in \(count)")
    }
    if languages["en"] == nil { said.append(("en", "English: in the header")) }
    return said
  }

  /// What the corpus holds, by unit, the greater units first.
  var measures: [(unit: String, number: Int)] {
    var measures = [("documents", documents), ("words", words), ("characters", characters)]
    for (name, count) in names.sorted(by: { $0.key < $1.key }) { measures.append((name, count)) }
    for kind in AuthorityKind.allCases {
      if let keys = referents[kind] { measures.append((kind.rawValue + "s", keys.count)) }
    }
    return measures.filter { $0.1 > 0 }
  }
}
