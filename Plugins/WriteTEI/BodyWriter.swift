import Markup
import StageKit

/// Writes the text of a document.
struct BodyWriter {
  private let source: TEIDocument
  private(set) var output: TEIOutput
  /// Every language named in the text.
  private(set) var languages: Set<String>
  /// Stages whose annotations are in the text, each with the layers.
  private(set) var annotators: [String: Set<String>] = [:]
  private var stagePointers: [String: String] = [:]

  /// What is open inside a line of text.
  private struct Context {
    var language: String
    /// Inside `desc`, where TEI allows less.
    var isInGap = false
    /// How many elements the mark became: none where it says nothing new.
    var elements = 0
  }

  /// - Parameter depth: of the element `text`.
  init(_ source: TEIDocument, depth: Int) {
    self.source = source
    output = TEIOutput(depth: depth)
    languages = [source.language]
  }

  mutating func write() throws(MarkupError) {
    try output.start("text")
    try output.start("body")
    for element in source.body { try write(element, in: source.language) }
    try output.end()
    try output.end()
  }

  private mutating func write(_ element: Element, in outer: String) throws(MarkupError) {
    var attributes = element.attributes
    let language = element.language ?? outer
    if language != outer {
      attributes.append(("xml:lang", language))
      languages.insert(language)
    }
    try output.start(element.name, attributes)
    switch element.content {
    case .elements(let elements) where elements.isEmpty: try output.endInline()
    case .elements(let elements):
      for element in elements { try write(element, in: language) }
      try output.end()
    case .text(let range):
      try writeLine(range, in: language)
      try output.endInline()
    }
  }

  // MARK: Inside a line

  private mutating func writeLine(_ range: Range<Int>, in language: String) throws(MarkupError) {
    var contexts = [Context(language: language)]
    for token in source.plans[range.lowerBound]?.tokens ?? [.text(range)] {
      let context = contexts[contexts.count - 1]
      switch token {
      case .text(let range): try write(text: range, context)
      case .lineBreak: try output.inline("lb")
      case .open(let mark, let piece): contexts.append(try open(mark, piece, context))
      case .close:
        for _ in 0..<contexts.removeLast().elements { try output.endInline() }
      }
    }
  }

  private mutating func open(_ index: Int, _ piece: Int, _ outer: Context) throws(MarkupError) -> Context {
    let mark = source.marks[index]
    let span = source.document.spans[mark.span]
    var context = Context(language: outer.language, isInGap: outer.isInGap, elements: 0)
    if case .foreign(let language) = mark.form {
      guard language != outer.language else { return context }
      context.language = language
    }
    let (name, attributes) = element(for: mark, span)
    try output.startInline(name, joints(index, piece) + attributes)
    context.elements = 1
    if name == "gap" {
      try output.startInline("desc")
      (context.elements, context.isInGap) = (2, true)
    }
    return context
  }

  /// `@xml:id`, `@next` and `@prev` of a piece of a mark that had to be cut.
  private func joints(_ mark: Int, _ piece: Int) -> Element.Attributes {
    guard source.pieces[mark] > 1, source.marks[mark].isJoined else { return [] }
    func id(_ piece: Int) -> String { source.id("m.\(mark + 1).\(piece + 1)") }
    var attributes: Element.Attributes = [("xml:id", id(piece))]
    if piece + 1 < source.pieces[mark] { attributes.append(("next", "#" + id(piece + 1))) }
    if piece > 0 { attributes.append(("prev", "#" + id(piece - 1))) }
    return attributes
  }

  private mutating func element(for mark: Mark, _ span: Span) -> (String, Element.Attributes) {
    switch mark.form {
    case .gap:
      let isBroken = holdsIllegible(mark.range)
      return ("gap", [("reason", isBroken ? "editorial illegible" : "editorial")] + responsibility(span))
    case .illegible: return ("gap", [("reason", "illegible")] + responsibility(span))
    case .supplied: return ("supplied", [("reason", "gloss")] + responsibility(span))
    case .name(let name): return (name, reference(name, span) + responsibility(span))
    case .date(let name): return (name, dating(span) + responsibility(span))
    case .link: return ("ref", link(span))
    case .foreign(let language):
      languages.insert(language)
      return ("foreign", [("xml:lang", language)])
    case .highlight: return ("hi", word("rend", span.label))
    case .segment, .lineBreak:
      return (
        "seg", details(span) + word("type", span.layer) + word("subtype", span.label) + responsibility(span)
      )
    }
  }

  /// The attributes of an annotation that TEI has no place for, in the order of their names.
  private func details(_ span: Span) -> Element.Attributes {
    let written = span.attributes.filter { $0.key != "cert" }.sorted { $0.key < $1.key }
      .map { Characters.line("\($0.key)=\($0.value)") }
    return written.isEmpty ? [] : [("n", written.joined(separator: "; "))]
  }

  private func word(_ name: String, _ value: String?) -> Element.Attributes {
    Characters.word(value).map { [(name, $0)] } ?? []
  }

  /// Whom or what a name means.
  private func reference(_ element: String, _ span: Span) -> Element.Attributes {
    if let key = Authority.key(of: span), let local = source.authority.localID(of: key) {
      return [("ref", "#" + source.id(local))]
    }
    var attributes = word("type", element == "name" ? span.label : span.attributes["type"])
    let key = Characters.line(span.attributes["key"] ?? "")
    if !key.isEmpty { attributes.append(("key", key)) }
    if let address = WebAddress.safe(span.attributes["ref"]) { attributes.append(("ref", address)) }
    return attributes
  }

  /// The dating attributes, as TEI allows them together: `when` alone, or one for each end.
  private func dating(_ span: Span) -> Element.Attributes {
    func date(_ name: String) -> Element.Attributes {
      W3CDate(span.attributes[name]).map { [(name, $0.text)] } ?? []
    }
    if let when = date("when").first { return [when] }
    return [date("from") + date("notBefore"), date("to") + date("notAfter")].compactMap(\.first)
  }

  private func link(_ span: Span) -> Element.Attributes {
    let address = span.attributes["url"] ?? span.attributes["href"]
    if let safe = WebAddress.safe(address) { return [("target", safe)] }
    let written = Characters.line(address ?? "")
    return written.isEmpty ? [] : [("n", written)]
  }

  /// How sure an annotation is, and which stage made it.
  private mutating func responsibility(_ span: Span) -> Element.Attributes {
    var attributes: Element.Attributes = []
    if let cert = span.attributes["cert"], ["high", "medium", "low", "unknown"].contains(cert) {
      attributes.append(("cert", cert))
    }
    if !span.stage.isEmpty {
      attributes.append(("resp", pointer(toStage: span.stage, layer: span.layer)))
    }
    return attributes
  }

  private mutating func pointer(toStage stage: String, layer: String) -> String {
    annotators[stage, default: []].insert(layer)
    if let known = stagePointers[stage] { return known }
    let pointer = "#" + source.id(Self.localID(ofStage: stage))
    stagePointers[stage] = pointer
    return pointer
  }

  static func localID(ofStage name: String) -> String { "resp." + DocumentName.xmlID(for: name).dropFirst() }

  // MARK: Characters

  private func holdsIllegible(_ range: Range<Int>) -> Bool {
    var found = false
    Characters.forEachScalar(of: source.text[range]) { scalar, _ in
      found = found || Characters.isIllegible(scalar)
    }
    return found
  }

  /// Text without marks inside. Khmer under another language is `foreign`.
  private mutating func write(text range: Range<Int>, _ context: Context) throws(MarkupError) {
    guard LanguageTag.primary(context.language) != "km" else { return try write(characters: range, context) }
    var position = range.lowerBound
    for run in Characters.khmerRuns(in: source.text, range) {
      try write(characters: position..<run.lowerBound, context)
      try output.startInline("foreign", [("xml:lang", "km")])
      languages.insert("km")
      try write(characters: run, context)
      try output.endInline()
      position = run.upperBound
    }
    try write(characters: position..<range.upperBound, context)
  }

  /// Characters. Those that nobody can read are a gap that counts them; inside a gap they are left out, and
  /// its reason says so.
  private mutating func write(characters range: Range<Int>, _ context: Context) throws(MarkupError) {
    let text = source.text[range]
    guard Characters.mayHoldIllegible(text) else { return try output.text(text) }
    var start = range.lowerBound
    var position = start
    var count = 0
    while position < range.upperBound {
      let (scalar, length) = Characters.decode(text, at: position)
      if Characters.isIllegible(scalar) {
        if count == 0 { try output.text(text[start..<position]) }
        count += 1
        start = position + length
      } else if count > 0 {
        try writeGap(of: count, context)
        count = 0
      }
      position += length
    }
    if count > 0 { try writeGap(of: count, context) }
    try output.text(text[start...])
  }

  private mutating func writeGap(of count: Int, _ context: Context) throws(MarkupError) {
    guard !context.isInGap else { return }
    try output.inline("gap", [("reason", "illegible"), ("unit", "char"), ("quantity", String(count))])
  }
}
