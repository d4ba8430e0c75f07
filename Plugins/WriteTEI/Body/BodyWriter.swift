import Markup
import StageKit

/// Writes the text of a document.
struct BodyWriter {
  let source: TEIDocument
  var output: TEIOutput
  /// Every language named in the text.
  var languages: Set<String>
  /// Stages whose annotations are in the text, each with the layers.
  var annotators: [String: Set<String>] = [:]
  /// Of the last annotation, because most are by the same stage.
  var lastWork: (stage: String, layer: String)?
  /// The attributes that say who made an annotation, once they are made.
  var responsibilities: [(stage: String, certainty: String?, attributes: [UInt8])] = []
  /// Persons and works that annotations name as their makers, in the order in which they come.
  var makers: [String] = []
  var makerNumbers: [String: Int] = [:]
  /// Whether characters that nobody can read were left out without a sign.
  private(set) var hasLeftOut = false
  private var sentences = 0
  private var tokens = 0

  /// What is open inside a line of text.
  struct Context {
    var language: String
    /// Inside `desc`, where TEI allows less.
    var isInGap = false
    /// Inside `w` or `pc`, where TEI allows less.
    var isInToken = false
    /// Whether line ends and tabs are spaces.
    var isOneLine = false
    /// How many elements the mark became: none where it says nothing new.
    var elements = 0
  }

  /// - Parameter depth: of the element `text`.
  init(_ source: TEIDocument, depth: Int) {
    self.source = source
    output = TEIOutput(depth: depth, isCounting: true)
    languages = [source.language]
  }

  mutating func write() throws(MarkupError) {
    try output.start("text", source.scope)
    try output.start("body")
    for element in source.body { try write(element, in: source.language) }
    try output.end()
    try output.end()
  }

  private mutating func write(_ element: Element, in outer: String) throws(MarkupError) {
    var attributes = element.attributes
    let language = languageInTranscript(of: element) ?? element.language ?? outer
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
      try writeLine(range, of: element.name, in: language)
      try output.endInline()
    case .words(let words):
      try output.text(Array(words.utf8)[...])
      try output.endInline()
    }
  }

  /// In a transcript, where no `foreign` may stand: Khmer, where a run of text is mostly that.
  private func languageInTranscript(of element: Element) -> String? {
    guard source.profile == .parlamint, case .text(let range) = element.content else { return nil }
    func count(_ range: Range<Int>) -> Int { source.text[range].count { $0 & 0xC0 != 0x80 } }
    let khmer = Characters.khmerRuns(in: source.text, range).reduce(0) { $0 + count($1) }
    return khmer * 2 > count(range) && !LanguageTag.isKhmer(element.language ?? "") ? "km" : nil
  }

  // MARK: Inside a line

  private mutating func writeLine(
    _ range: Range<Int>, of element: String, in language: String
  ) throws(MarkupError) {
    var first = Context(language: language)
    if source.profile == .parlamint, element != "seg" {
      // What could not be read is said behind it.
      (first.isInGap, first.isOneLine) = (true, element == "head")
    }
    var contexts = [first]
    let plan = source.plans[range.lowerBound]
    for (place, token) in zip(plan.indices, plan) {
      let context = contexts[contexts.count - 1]
      switch token {
      case .text(let range): try write(text: source.text, range, context)
      case .lineBreak: try output.inline("lb")
      case .open(let mark, let piece) where source.marks[mark].isToken:
        let end = InlinePlans.end(in: plan, at: place)
        contexts.append(try openToken(mark, piece, endingAt: end ?? source.text.count, context))
      case .open(let mark, let piece): contexts.append(try open(mark, piece, context))
      case .close:
        for _ in 0..<contexts.removeLast().elements { try output.endInline() }
      }
    }
  }

  private mutating func open(_ index: Int, _ piece: Int, _ outer: Context) throws(MarkupError) -> Context {
    let mark = source.marks[index]
    var context = outer
    context.elements = 0
    switch mark.form {
    case .foreign:
      let language = LanguageTag.normalized(source.document.spans[mark.span].label) ?? outer.language
      guard language != outer.language else { return context }
      context.language = language
    case .change: return try openChange(source.document.spans[mark.span], piece, context)
    case .sentence: return try openSentence(index, piece, context)
    default: break
    }
    try begin(index, piece, in: context.language)
    context.elements = 1
    if mark.form == .gap || mark.form == .illegible {
      try output.startInline("desc")
      (context.elements, context.isInGap) = (2, true)
      context.isOneLine = source.profile == .parlamint
    }
    return context
  }

  /// `choice` with the words of the source in `orig`, and `reg` for what is in the text. Where the change had to
  /// be cut, the first piece has all of `orig`.
  private mutating func openChange(_ span: Span, _ piece: Int, _ outer: Context) throws(MarkupError)
    -> Context
  {
    guard piece == 0 else { return outer }
    var context = outer
    try output.startInline("choice")
    try output.startInline("orig")
    let before = Characters.written(span.attributes[Changes.before] ?? "")
    var inOrig = context
    inOrig.isInToken = false
    try write(text: before, before.indices, inOrig)
    try output.endInline()
    try output.startInline("reg")
    try writeResponsibility(of: span)
    context.elements = 2
    return context
  }

  private mutating func openSentence(
    _ index: Int, _ piece: Int, _ outer: Context
  ) throws(MarkupError) -> Context {
    var context = outer
    noteWork(stage: source.document.spans[source.marks[index].span].stage, layer: Layer.segment)
    context.elements = 1
    sentences += 1
    let part = source.profile == .parlamint ? [] : part(index, piece)
    try output.startInline("s", [("xml:id", source.id("s.\(sentences)"))] + part)
    return context
  }

  /// `w` or `pc`. A word in Khmer says so itself, because nothing inside it may.
  private mutating func openToken(
    _ index: Int, _ piece: Int, endingAt end: Int, _ outer: Context
  ) throws(MarkupError) -> Context {
    let mark = source.marks[index]
    var context = outer
    noteWork(stage: source.document.spans[mark.span].stage, layer: Layer.segment)
    context.elements = 1
    var attributes = part(index, piece)
    (context.isInToken, context.isOneLine) = (true, source.profile == .parlamint)
    if source.profile == .parlamint {
      tokens += 1
      attributes = [("xml:id", source.id("t.\(tokens)"))]
    }
    if isJoined(index, piece, endingAt: end) { attributes.append(("join", "right")) }
    let holdsKhmer = !Characters.khmerRuns(in: source.text, mark.range).isEmpty
    if holdsKhmer, !LanguageTag.isKhmer(outer.language) {
      context.language = "km"
      languages.insert("km")
      attributes.append(("xml:lang", "km"))
    }
    try output.startInline(mark.form == .word ? "w" : "pc", attributes)
    return context
  }

  /// Whether the next token, or in a transcript the next piece of this one, begins where a piece ends.
  private func isJoined(_ index: Int, _ piece: Int, endingAt end: Int) -> Bool {
    let isSpace = end >= source.text.count || Characters.isXMLSpace(UInt32(source.text[end]))
    guard piece + 1 == source.plans.pieces[index] else { return source.profile == .parlamint && !isSpace }
    // The rest of it may be in a gap.
    let last = source.marks[index].range.upperBound
    return source.isTokenStart(end) || (end < last && !isSpace && source.isTokenStart(last))
  }

  // MARK: Characters

  /// Text without marks inside. Khmer under another language is `foreign`.
  private mutating func write(
    text: [UInt8], _ range: Range<Int>, _ context: Context
  ) throws(MarkupError) {
    let signs = Characters.signs(in: text[range])
    guard signs.khmer, !context.isInToken, !LanguageTag.isKhmer(context.language) else {
      guard signs.illegible || context.isOneLine else { return try output.text(text[range]) }
      return try write(characters: text[range], context)
    }
    var position = range.lowerBound
    for run in Characters.khmerRuns(in: text, range) {
      try write(characters: text[position..<run.lowerBound], context)
      try output.startInline("foreign", [("xml:lang", "km")])
      languages.insert("km")
      try write(characters: text[run], context)
      try output.endInline()
      position = run.upperBound
    }
    try write(characters: text[position..<range.upperBound], context)
  }

  /// Characters. Those that nobody can read are a gap that counts them; inside a gap they are left out, and
  /// its reason says so.
  private mutating func write(characters text: ArraySlice<UInt8>, _ context: Context) throws(MarkupError) {
    let text = context.isOneLine ? Characters.inOneLine(text) : text
    var start = text.startIndex
    var position = start
    var count = 0
    while position < text.endIndex {
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
    if context.isInGap { return hasLeftOut = true }
    if source.profile == .parlamint {
      try output.startInline("gap", [("reason", "editorial")])
      try output.inline("desc", [], Characters.illegibleWords(count))
      return try output.endInline()
    }
    try output.inline("gap", [("reason", "illegible"), ("unit", "char"), ("quantity", String(count))])
  }
}
