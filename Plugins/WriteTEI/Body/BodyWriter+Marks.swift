import Markup
import StageKit

/// The elements and attributes of marks.
extension BodyWriter {
  /// Begins the element of a mark that stands in the text.
  mutating func begin(_ index: Int, _ piece: Int, in language: String) throws(MarkupError) {
    let mark = source.marks[index]
    if let mention = source.mentions[index] { return try begin(mention, index, piece) }
    let span = source.document.spans[mark.span]
    try output.startInline(name(of: mark, span))
    try writeJoints(index, piece)
    switch mark.form {
    case .gap:
      let isBroken = Characters.holdsIllegible(source.text[mark.range])
      let isSaid = isBroken && source.profile != .parlamint
      try output.attribute("reason", isSaid ? "editorial illegible" : reason(of: span))
    case .illegible: try output.attribute("reason", "illegible")
    case .supplied: try output.attribute("reason", "gloss")
    case .author: return try write(author(span))
    case .name: try writeName(span)
    case .date: try writeDating(span)
    case .link: return try write(link(span))
    case .foreign:
      languages.insert(language)
      return try output.attribute("xml:lang", language)
    case .highlight: return try write(word("rend", span.label))
    case .segment, .lineBreak, .sentence, .word, .punctuation, .change:
      try write(details(span) + word("type", span.layer) + word("subtype", span.label))
    }
    try writeResponsibility(of: span)
  }

  /// Begins a name that leads to an entry.
  private mutating func begin(
    _ mention: TEIDocument.Mention, _ index: Int, _ piece: Int
  ) throws(MarkupError) {
    let span = source.marks[index].span
    let label = source.document.spans[span].label
    let isTranscript = source.profile == .parlamint
    try output.startInline(isTranscript ? "name" : label)
    try writeJoints(index, piece)
    if isTranscript { try output.attribute("type", WriteTEI.Profile.type(ofName: label)) }
    try output.attribute("ref") { value in
      value += source.pointerStart
      value += source.authority.localID(at: mention.place).utf8
    }
    try writeResponsibility(
      stage: source.document.spans[span].stage, layer: Layer.entity, certainty: mention.certainty,
      maker: mention.maker)
  }

  private func name(of mark: Mark, _ span: Span) -> String {
    switch mark.form {
    case .gap, .illegible: "gap"
    case .supplied: "supplied"
    case .author: "docAuthor"
    case .name: AuthorityKind(label: span.label) == nil || source.profile == .parlamint ? "name" : span.label
    case .date: span.label
    case .link: "ref"
    case .foreign: "foreign"
    case .highlight: "hi"
    case .segment, .lineBreak, .sentence, .word, .punctuation, .change: "seg"
    }
  }

  private mutating func write(_ attributes: Element.Attributes) throws(MarkupError) {
    for (name, value) in attributes { try output.attribute(name, value) }
  }

  /// `@xml:id`, `@next` and `@prev` of a piece of a mark that had to be cut.
  private mutating func writeJoints(_ mark: Int, _ piece: Int) throws(MarkupError) {
    let count = source.plans.pieces[mark]
    guard count > 1, source.marks[mark].isJoined, source.profile != .parlamint else { return }
    func id(_ piece: Int) -> String { source.id("m.\(mark + 1).\(piece + 1)") }
    try output.attribute("xml:id", id(piece))
    if piece + 1 < count { try output.attribute("next", "#" + id(piece + 1)) }
    if piece > 0 { try output.attribute("prev", "#" + id(piece - 1)) }
  }

  /// `@part` of a piece of a sentence or word that had to be cut.
  func part(_ mark: Int, _ piece: Int) -> Element.Attributes {
    let count = source.plans.pieces[mark]
    return count > 1 ? [("part", piece == 0 ? "I" : piece + 1 == count ? "F" : "M")] : []
  }

  /// The attributes of an annotation that TEI has no place for, in the order of their names.
  func details(_ span: Span) -> Element.Attributes {
    let written = span.attributes.filter { $0.key != "cert" }.sorted { $0.key < $1.key }
      .map { Characters.line("\($0.key)=\($0.value)") }
    return written.isEmpty ? [] : [("n", written.joined(separator: "; "))]
  }

  func word(_ name: String, _ value: String?) -> Element.Attributes {
    Characters.word(value).map { [(name, $0)] } ?? []
  }

  /// What is known of somebody or something without an entry.
  private mutating func writeName(_ span: Span) throws(MarkupError) {
    if source.profile == .parlamint {
      try output.attribute("type", WriteTEI.Profile.type(ofName: span.label))
    } else {
      let isKnownKind = AuthorityKind(label: span.label) != nil
      try write(word("type", isKnownKind ? span.attributes["type"] : span.label))
      let key = Characters.line(span.attributes["key"] ?? "")
      if !key.isEmpty { try output.attribute("key", key) }
    }
    if let address = WebAddress.safe(span.attributes["ref"]) { try output.attribute("ref", address) }
  }

  /// The dating attributes, as TEI allows them together: `when` alone, or one for each end.
  private mutating func writeDating(_ span: Span) throws(MarkupError) {
    if source.profile == .parlamint { return try writeTranscriptDating(span) }
    if try write(date: "when", of: span) { return }
    if try !write(date: "from", of: span) { _ = try write(date: "notBefore", of: span) }
    if try !write(date: "to", of: span) { _ = try write(date: "notAfter", of: span) }
  }

  /// Where it is one that ParlaMint allows: of a known year, with `notAfter` only behind `notBefore`, none of a time.
  private mutating func writeTranscriptDating(_ span: Span) throws(MarkupError) {
    try output.attribute("ana", "#" + source.id(TEIDocument.category("date")))
    let names = ["when", "from", "to", "notBefore", "notAfter"]
    let dates = names.map { W3CDate(span.attributes[$0]) }
    let written = zip(names, dates).filter { $0.1 != nil }.map(\.0)
    let allowed = [["when"], ["from"], ["to"], ["from", "to"], ["notBefore"], ["notBefore", "notAfter"]]
    guard span.label == "date", dates.allSatisfy({ $0?.hasYear ?? true }) else { return }
    let chosen = written.first == "when" ? ["when"] : written
    guard allowed.contains(chosen) else { return }
    for name in chosen { _ = try write(date: name, of: span) }
  }

  /// Whether it is one.
  private mutating func write(date name: String, of span: Span) throws(MarkupError) -> Bool {
    guard let date = W3CDate(span.attributes[name]) else { return false }
    try output.attribute(name, date.text)
    return true
  }

  /// Why something is left out, as the stage says that found it.
  private func reason(of span: Span) -> String {
    let stated = source.profile == .parlamint ? nil : Characters.word(span.attributes["reason"])
    return stated.map { $0 == "illegible" ? "editorial" : $0 } ?? "editorial"
  }

  /// A pointer to the author's entry, where the name in the byline leads there.
  private func author(_ span: Span) -> Element.Attributes {
    guard let kind = span.attributes["kind"].flatMap({ AuthorityKind(rawValue: $0) }),
      let key = span.attributes["key"],
      let localID = source.authority.localID(of: Authority.Key(kind: kind, key: key))
    else { return [] }
    return [("ref", "#" + source.id(localID))]
  }

  func link(_ span: Span) -> Element.Attributes {
    let address = span.attributes["url"] ?? span.attributes["href"]
    if let safe = WebAddress.resolved(address, on: source.base) { return [("target", safe)] }
    let written = Characters.line(address ?? "")
    return written.isEmpty ? [] : [("n", written)]
  }

  /// How sure an annotation is, and which stage made it.
  mutating func writeResponsibility(of span: Span) throws(MarkupError) {
    let maker = span.layer == Layer.entity ? span.attributes["resp"] : nil
    try writeResponsibility(
      stage: span.stage, layer: span.layer, certainty: span.attributes["cert"], maker: maker)
  }

  private mutating func writeResponsibility(
    stage: String, layer: String, certainty: String?, maker: String?
  ) throws(MarkupError) {
    guard source.profile != .minimal else { return }
    noteWork(stage: stage, layer: layer)
    guard source.profile == .archive else { return }
    guard maker == nil else {
      return try writeNewResponsibility(stage: stage, certainty: certainty, maker: maker)
    }
    let known = responsibilities.firstIndex { $0.stage == stage && $0.certainty == certainty }
    if let known { return try output.attributes { $0 += responsibilities[known].attributes } }
    let start = output.count
    try writeNewResponsibility(stage: stage, certainty: certainty, maker: nil)
    guard responsibilities.count < Self.mostResponsibilities else { return }
    responsibilities.append((stage, certainty, Array(output.bytes[start...])))
  }

  /// As many as the stages of a pipeline that annotate make with all that they say of how sure they are.
  private static let mostResponsibilities = 16

  private mutating func writeNewResponsibility(
    stage: String, certainty: String?, maker: String?
  ) throws(MarkupError) {
    if let certainty, Self.certainties.contains(certainty) { try output.attribute("cert", certainty) }
    if let maker = maker.flatMap({ pointer(toMaker: $0) }) {
      let stage = stage.isEmpty ? "" : "#" + source.id(Self.localID(ofStage: stage)) + " "
      try output.attribute("resp", stage + maker)
    } else if !stage.isEmpty {
      try output.attribute("resp", "#" + source.id(Self.localID(ofStage: stage)))
    }
  }

  private static let certainties = ["high", "medium", "low", "unknown"]

  /// Somebody whom an annotation names as its maker has a `respStmt`; an address points by itself.
  private mutating func pointer(toMaker maker: String) -> String? {
    let maker = Characters.line(maker)
    if maker.isEmpty { return nil }
    if let address = WebAddress.safe(maker) { return address }
    if makerNumbers[maker] == nil {
      makerNumbers[maker] = makers.count
      makers.append(maker)
    }
    return "#" + source.id(Self.makerID(makerNumbers[maker] ?? 0))
  }

  static func makerID(_ index: Int) -> String { "resp.by.\(index + 1)" }

  /// Remembers that annotations of a stage are in the text.
  mutating func noteWork(stage: String, layer: String) {
    if let last = lastWork, last.stage == stage, last.layer == layer { return }
    lastWork = (stage, layer)
    if !stage.isEmpty { annotators[stage, default: []].insert(layer) }
  }

  static func localID(ofStage name: String) -> String { "resp." + DocumentName.xmlID(for: name).dropFirst() }
}
