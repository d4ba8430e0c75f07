import Foundation
import Markup
import StageKit
import UnicodeText

/// A TEI file as a document.
struct TEIReading {
  /// Deeper nesting is no text that anybody wrote, and no common XML parser reads it.
  static let maxDepth = 256
  private static let namespace = "http://www.tei-c.org/ns/1.0"

  private let bytes: [UInt8]
  private let whiteSpace: ReadTEI.WhiteSpace

  init(_ bytes: [UInt8], _ whiteSpace: ReadTEI.WhiteSpace) {
    self.bytes = bytes
    self.whiteSpace = whiteSpace
  }

  /// - Throws: `StageError`, as the README lists them.
  func document(id: String) throws(StageError) -> Document {
    guard !bytes.isEmpty else {
      throw StageError("empty-file", "there is nothing in the file", outcome: .empty)
    }
    try check()
    var document = try decoded(id)
    let tokens = XMLTokens(document.text)
    guard let root = tokens.list.firstIndex(where: { $0.kind == .start }) else { throw Self.noText }
    let parts = Parts(tokens, root: root)
    guard let text = parts.text else { throw Self.noText }
    let header = parts.header.map(Header.init)
    let isOurs = parts.header.map(Header.isOurs) ?? false
    let rootAttributes = tokens.attributes(of: tokens.list[root])
    var reader = BodyReader(
      tokens,
      References(
        header: parts.header, lists: parts.lists, documentID: rootAttributes["xml:id"], isOurs: isOurs),
      documentID: rootAttributes["xml:id"], isExact: whiteSpace == .exact || whiteSpace == .auto && isOurs)
    reader.read(text)
    document = try Self.filled(document, reader, header)
    let language = tokens.attributes(of: tokens.list[text])["xml:lang"] ?? rootAttributes["xml:lang"]
    document.language = [language, header?.onlyLanguage].compactMap { $0 }.first {
      $0 != "und" && !$0.isEmpty
    }
    return document
  }

  private static let noText = StageError.dropped(
    "no-text", "the file has no <text>: a list, a header, or a file that takes others in")

  // MARK: Checks

  /// Whether it is well-formed TEI, not too deep; said by libxml2, which expands no entity and loads nothing.
  private func check() throws(StageError) {
    var depth = 0
    var deepest = (depth: 0, line: 0)
    var root: (name: String, namespace: String?)?
    do {
      try XMLReader.parse(bytes) { event in
        switch event {
        case .start(let name, let namespace, _, let line, _):
          depth += 1
          if depth > deepest.depth { deepest = (depth, line) }
          if root == nil { root = (name, namespace) }
        case .end: depth -= 1
        default: break
        }
      }
    } catch {
      throw StageError(error.code, "the file is not well-formed XML: \(error)", at: offset(error))
    }
    guard deepest.depth <= Self.maxDepth else {
      throw StageError(
        "too-deep", "elements nest more than \(Self.maxDepth) deep",
        at: offset(ofLine: deepest.line, column: 1))
    }
    let name = root?.name.split(separator: ":").last ?? ""
    if name == "teiCorpus" {
      throw StageError.dropped(
        "corpus-file", "the file is a corpus that takes documents in; read the files of the documents")
    }
    guard name == "TEI", root?.namespace == Self.namespace else {
      throw StageError.dropped("not-tei", "the file is XML, but not TEI P5: its first element is <\(name)>")
    }
  }

  private func offset(_ error: MarkupError) -> Int? {
    error.offset ?? error.line.map { offset(ofLine: $0, column: error.column ?? 1) }
  }

  /// - Parameter column: in characters; near enough.
  private func offset(ofLine line: Int, column: Int) -> Int {
    var start = 0
    for _ in 1..<max(line, 1) {
      guard let end = bytes[start...].firstIndex(of: 0x0A) else { break }
      start = end + 1
    }
    return min(start + max(column - 1, 0), bytes.count)
  }

  // MARK: Characters

  /// The file as text that is still markup, tied to its bytes.
  private func decoded(_ id: String) throws(StageError) -> Document {
    var (text, alignment, encoding) = (bytes, Alignment(copyOf: bytes.count), "UTF-8")
    let head = String(decoding: bytes.prefix(200), as: UTF8.self)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) || bytes.prefix(4).contains(0) || bytes.first ?? 0 >= 0xFE {
      let provisional = try Document(id: id, bytes: bytes, contentType: "application/xhtml+xml")
      (text, alignment) = (provisional.text, provisional.alignment)
      encoding = provisional.source.encoding
    } else if let label = head.firstMatch(of: /^<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/)?.1 {
      guard case .encoding(let known) = EncodingLabel(label) else {
        throw StageError(
          "unknown-encoding", "the encoding '\(label)' is not known here; save the file as UTF-8")
      }
      if known != .utf8 {
        let decoded = TextDecoder.decode(bytes, as: known)
        (text, alignment, encoding) = (decoded.text, Alignment(), known.rawValue)
        for run in decoded.runs {
          if run.isCopy {
            alignment.appendCopy(run.text * run.count)
          } else {
            alignment.appendChange(text: run.text, source: run.source, count: run.count)
          }
        }
      }
    }
    let source = Source(bytes: bytes, contentType: "application/tei+xml", encoding: encoding)
    return Document(id: id, source: source, text: text, alignment: alignment, form: .markup)
  }

  // MARK: Putting together

  /// The document with its text, the changes that the file shows, blocks, annotations and metadata.
  private static func filled(
    _ document: Document, _ reader: BodyReader, _ header: Header?
  ) throws(StageError) -> Document {
    var source = document.source
    source.url = header?.urls.first
    var result = Document(
      id: document.id, source: source, text: document.text, alignment: document.alignment, form: .markup)
    try result.apply(edits(of: reader), recording: .counts)
    try settle(&result, reader, header?.history ?? [])
    result.form = .plain
    try result.setBlocks(reader.blocks)
    if let header { result.metadata = header.metadata }
    for case let span? in reader.spans {
      var stage = span.stage.isEmpty ? reader.references.stage(ofLayer: span.layer) ?? "" : span.stage
      // The last stage of the history is not that of every annotation.
      if stage.isEmpty, !result.provenance.isEmpty { stage = ReadTEI.name }
      try result.add(
        Span(
          layer: span.layer, span.range, label: span.label, attributes: span.attributes, stage: stage))
    }
    return result
  }

  /// The edits that make the text of the file, with the earlier reading where there are two.
  private static func edits(of reader: BodyReader) -> [Edit] {
    var edits: [Edit] = []
    var next = 0
    for edit in reader.builder.edits {
      while next < reader.readings.count, reader.readings[next].source.lowerBound <= edit.range.lowerBound,
        edits.last.map({ $0.range.upperBound <= reader.readings[next].source.lowerBound }) ?? true,
        edit.range.lowerBound < reader.readings[next].source.upperBound
      {
        edits.append(Edit(reader.readings[next].source, reader.readings[next].before, reason: "markup"))
        next += 1
      }
      let isInside = edits.last.map { edit.range.lowerBound < $0.range.upperBound } ?? false
      if !isInside { edits.append(edit) }
    }
    return edits
  }

  /// Gives the document the records of the stages that worked on it, with the changes that they made.
  private static func settle(
    _ document: inout Document, _ reader: BodyReader, _ history: [StageRecord]
  ) throws(StageError) {
    var growth = 0
    var changes = reader.readings.map { reading in
      let start = reading.range.lowerBound + growth
      growth += reading.before.count - reading.range.count
      let after = Array(reader.builder.text[reading.range])
      return Change(range: start..<start + reading.before.count, after: after, reading.reason, reading.stage)
    }
    try apply(&changes, to: &document) { stage in !history.contains { $0.stage == stage } }
    for record in history {
      document.begin(stage: record.stage, version: record.version)
      try apply(&changes, to: &document) { $0 == record.stage }
      for (name, number) in record.counts.sorted(by: { $0.key < $1.key }) {
        document.count(name, number - (document.provenance.last?.counts[name] ?? 0))
      }
      for report in record.reports { document.report(report) }
    }
  }

  /// A change that is still to be made.
  private struct Change {
    var range: Range<Int>
    let after: [UInt8]
    let reason: String
    let stage: String

    init(range: Range<Int>, after: [UInt8], _ reason: String, _ stage: String) {
      (self.range, self.after, self.reason, self.stage) = (range, after, reason, stage)
    }
  }

  /// Makes those of the changes whose stage is meant, and moves the others with the text.
  private static func apply(
    _ changes: inout [Change], to document: inout Document, by isMeant: (String) -> Bool
  ) throws(StageError) {
    let meant = changes.filter { isMeant($0.stage) }
    guard !meant.isEmpty else { return }
    try document.apply(meant.map { Edit($0.range, $0.after, reason: $0.reason) })
    var growth = 0
    var rest: [Change] = []
    for var change in changes {
      if isMeant(change.stage) {
        growth += change.after.count - change.range.count
      } else {
        change.range = change.range.lowerBound + growth..<change.range.upperBound + growth
        rest.append(change)
      }
    }
    changes = rest
  }
}

/// The parts of a TEI file.
private struct Parts {
  var header: XMLNode?
  var lists: [XMLNode] = []
  /// The start tag of the text.
  var text: Int?

  init(_ tokens: XMLTokens, root: Int) {
    var next = root + 1
    while next < Int(tokens.list[root].match) {
      let token = tokens.list[next]
      if token.kind == .start {
        switch tokens.name(of: token) {
        case "teiHeader": header = header ?? XMLNode(tokens, at: next)
        case "standOff": lists.append(XMLNode(tokens, at: next))
        case "text": text = text ?? next
        default: break
        }
        next = Int(token.match)
      }
      next += 1
    }
  }
}
