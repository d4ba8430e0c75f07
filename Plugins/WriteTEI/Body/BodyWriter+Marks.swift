import StageKit

/// The elements and attributes of marks.
extension BodyWriter {
  /// `@xml:id`, `@next` and `@prev` of a piece of a mark that had to be cut.
  func joints(_ mark: Int, _ piece: Int) -> Element.Attributes {
    guard source.pieces[mark] > 1, source.marks[mark].isJoined, source.profile != .parlamint else {
      return []
    }
    func id(_ piece: Int) -> String { source.id("m.\(mark + 1).\(piece + 1)") }
    var attributes: Element.Attributes = [("xml:id", id(piece))]
    if piece + 1 < source.pieces[mark] { attributes.append(("next", "#" + id(piece + 1))) }
    if piece > 0 { attributes.append(("prev", "#" + id(piece - 1))) }
    return attributes
  }

  /// `@part` of a piece of a sentence or word that had to be cut.
  func part(_ mark: Int, _ piece: Int) -> Element.Attributes {
    let count = source.pieces[mark]
    return count > 1 ? [("part", piece == 0 ? "I" : piece + 1 == count ? "F" : "M")] : []
  }

  mutating func element(for mark: Mark, _ span: Span) -> (String, Element.Attributes) {
    switch mark.form {
    case .gap:
      let isBroken = Characters.holdsIllegible(source.text[mark.range])
      return ("gap", [("reason", isBroken ? "editorial illegible" : "editorial")] + responsibility(span))
    case .illegible: return ("gap", [("reason", "illegible")] + responsibility(span))
    case .supplied: return ("supplied", [("reason", "gloss")] + responsibility(span))
    case .name(let name):
      guard source.profile == .parlamint else { return (name, reference(name, span) + responsibility(span)) }
      noteWork(of: span)
      return (
        "name",
        [("type", WriteTEI.Profile.type(ofName: name))] + reference(name, span).filter { $0.name == "ref" }
      )
    case .date(let name):
      guard source.profile == .parlamint else { return (name, dating(span) + responsibility(span)) }
      noteWork(of: span)
      return (name, [("ana", "#" + source.id(TEIDocument.category("date")))] + dating(span))
    case .link: return ("ref", link(span))
    case .foreign(let language):
      languages.insert(language)
      return ("foreign", [("xml:lang", language)])
    case .highlight: return ("hi", word("rend", span.label))
    case .segment, .lineBreak, .sentence, .word, .punctuation, .change:
      return (
        "seg", details(span) + word("type", span.layer) + word("subtype", span.label) + responsibility(span)
      )
    }
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

  /// Whom or what a name means.
  func reference(_ element: String, _ span: Span) -> Element.Attributes {
    if let pointer = source.pointers[Authority.key(of: span)] { return [("ref", pointer)] }
    var attributes = word("type", element == "name" ? span.label : span.attributes["type"])
    let key = Characters.line(span.attributes["key"] ?? "")
    if !key.isEmpty { attributes.append(("key", key)) }
    if let address = WebAddress.safe(span.attributes["ref"]) { attributes.append(("ref", address)) }
    return attributes
  }

  /// The dating attributes, as TEI allows them together: `when` alone, or one for each end.
  func dating(_ span: Span) -> Element.Attributes {
    func date(_ name: String) -> Element.Attributes {
      W3CDate(span.attributes[name]).map { [(name, $0.text)] } ?? []
    }
    if let when = date("when").first { return [when] }
    return [date("from") + date("notBefore"), date("to") + date("notAfter")].compactMap(\.first)
  }

  func link(_ span: Span) -> Element.Attributes {
    let address = span.attributes["url"] ?? span.attributes["href"]
    if let safe = WebAddress.resolved(address, on: source.base) { return [("target", safe)] }
    let written = Characters.line(address ?? "")
    return written.isEmpty ? [] : [("n", written)]
  }

  /// How sure an annotation is, and which stage made it.
  mutating func responsibility(_ span: Span) -> Element.Attributes {
    guard source.profile == .archive else {
      if source.profile == .parlamint { noteWork(of: span) }
      return []
    }
    var attributes: Element.Attributes = []
    if let cert = span.attributes["cert"], ["high", "medium", "low", "unknown"].contains(cert) {
      attributes.append(("cert", cert))
    }
    var pointers: [String] = []
    if !span.stage.isEmpty { pointers.append(pointer(toStage: span.stage, layer: span.layer)) }
    if span.layer == Layer.entity, let maker = span.attributes["resp"] { pointers += pointer(toMaker: maker) }
    if !pointers.isEmpty { attributes.append(("resp", pointers.joined(separator: " "))) }
    return attributes
  }

  /// Somebody whom an annotation names as its maker has a `respStmt`; an address points by itself.
  private mutating func pointer(toMaker maker: String) -> [String] {
    let maker = Characters.line(maker)
    if maker.isEmpty { return [] }
    if let address = WebAddress.safe(maker) { return [address] }
    if makerNumbers[maker] == nil {
      makerNumbers[maker] = makers.count
      makers.append(maker)
    }
    return ["#" + source.id(Self.makerID(makerNumbers[maker] ?? 0))]
  }

  static func makerID(_ index: Int) -> String { "resp.by.\(index + 1)" }

  /// Remembers that annotations of a stage are in the text.
  mutating func noteWork(of span: Span) {
    if !span.stage.isEmpty { _ = pointer(toStage: span.stage, layer: span.layer) }
  }

  mutating func pointer(toStage stage: String, layer: String) -> String {
    annotators[stage, default: []].insert(layer)
    if let known = stagePointers[stage] { return known }
    let pointer = "#" + source.id(Self.localID(ofStage: stage))
    stagePointers[stage] = pointer
    return pointer
  }

  static func localID(ofStage name: String) -> String { "resp." + DocumentName.xmlID(for: name).dropFirst() }
}
