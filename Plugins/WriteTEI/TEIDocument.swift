import StageKit

/// A document made ready to be written: characters in order, blocks as numbered elements, marks nested, names
/// collected.
struct TEIDocument {
  /// With the characters that its file will have.
  private(set) var document: Document
  /// The xml:id of the document, and what its other xml:ids begin with.
  let id: String
  /// What a pointer to one of these begins with.
  let pointerStart: [UInt8]
  let language: String
  let profile: WriteTEI.Profile
  /// How long the text is.
  private(set) var size = (words: 0, characters: 0)
  /// Of its file, relative to the folder of the documents.
  let fileName: String
  private(set) var marks: [Mark] = []
  /// The divs of the body.
  private(set) var body: [Element] = []
  /// By the start of the run of text.
  private(set) var plans = InlinePlans()
  /// The marks in the lines that say where and when.
  private(set) var datelines: [[Int]] = []
  private(set) var authority = Authority()
  /// By mark: what it says of somebody or something that the lists of the file have.
  private(set) var mentions: [Mention?] = []
  /// Persons of the authority who speak.
  private(set) var speakerKeys: Set<Authority.Key> = []
  private(set) var speakers = Participants()
  private(set) var commenters = Participants()

  /// Whom the labels of turns name, by the start of the label.
  private(set) var labelKeys: [Int: [Authority.Key]] = [:]
  /// Where tokens begin, for those that follow another without a space.
  private var tokenStarts: Set<Int> = []
  /// What relative addresses in the document are relative to: its base, else its own address.
  private(set) var base: String?

  /// - Throws: `StageError` "still-markup", "empty" (outcome empty), "too-deep".
  init(_ document: Document, options: WriteTEI.Options = .init()) throws(StageError) {
    guard document.form == .plain else {
      throw StageError("still-markup", "the text is still HTML; put 'clean-boilerplate' before write-tei")
    }
    self.document = document
    id = DocumentName.xmlID(for: document.id)
    pointerStart = Array("#\(id).".utf8)
    profile = options.profile
    fileName = WriteTEI.fileName(of: document.id, in: options.folders)
    language = LanguageTag.normalized(document.language) ?? LanguageTag.unknown
    try settleText(showingChanges: options.evidence == .changes)
    base = Self.base(of: document)
    size = Self.size(of: text)
    let items = try BlockTree(self.document).items
    body = divisions(items, turns: options.turns)
    guard !body.isEmpty, !Characters.isUnwritten(text[...]) else {
      throw StageError("empty", "there is no text to write", outcome: .empty)
    }
    try planMarks(options.segments)
    collectNames()
    number()
    resolvePointers()
  }

  private func divisions(_ items: [BlockTree.Item], turns: WriteTEI.Turns) -> [Element] {
    if profile == .parlamint { return Transcript(items, text: text).finished() }
    let matter = Self.matter(of: document)
    return Structure(text: text, base: base, hasUtterances: turns == .u, matter: matter).body(items)
  }

  /// Gives the document the characters of its file, blocks, and marks for changes.
  private mutating func settleText(showingChanges: Bool) throws(StageError) {
    document.begin(stage: WriteTEI.name, version: WriteTEI.version)
    try document.apply(Characters.replacements(in: text), recording: .counts)
    try document.apply(Characters.compositions(in: text, blocks: document.blocks), recording: .counts)
    if document.blocks.isEmpty { try document.setBlocks(Document.lineBlocks(of: text)) }
    if showingChanges {
      for span in Changes.spans(in: document) { try document.add(span) }
    }
    if profile == .archive {
      for span in Bylines.spans(in: document) { try document.add(span) }
    }
  }

  var text: [UInt8] { document.text }

  /// The xml:id of something in the document.
  func id(_ local: String) -> String { "\(id).\(local)" }

  // MARK: Marks

  private mutating func planMarks(_ segments: WriteTEI.Segments) throws(StageError) {
    var marks = Marks(document.spans, segments: segments)
    var runs: [Run] = []
    for index in body.indices {
      body[index].forEach { element in
        guard case .text(let range) = element.content else { return }
        let kind = element.block.map { document.blocks[$0].kind }
        runs.append(Run(range: range, element: element.name, isDateline: kind == .dateline))
      }
    }
    if profile == .parlamint {
      try planTranscript(runs, &marks)
    } else {
      plans = InlinePlans(marks.all, text: text)
      for run in runs {
        let candidates = marks.reaching(into: run.range)
        try plans.add(run.range, candidates: profile.kept(candidates, of: marks.all, in: run.element))
        if run.isDateline { datelines.append(plans.marks(in: run.range)) }
      }
      self.marks = marks.all
    }
    tokenStarts = Set(self.marks.lazy.filter(\.isToken).map(\.range.lowerBound))
  }

  /// A run of text in an element.
  private struct Run {
    let range: Range<Int>
    let element: String
    let isDateline: Bool
  }

  /// Plans a transcript: with sentences, words and names where those cover what is said, else without them.
  private mutating func planTranscript(_ runs: [Run], _ marks: inout Marks) throws(StageError) {
    var cover = TokenCover(marks.all, text: text)
    var isAnnotated = true
    var kept: [[Int]] = []
    for run in runs {
      let candidates = marks.reaching(into: run.range)
      if run.isDateline { datelines.append(candidates) }
      if run.element != "seg" { noteLabel(run.range, candidates, marks.all) }
      kept.append(profile.kept(candidates, of: marks.all, in: run.element))
      if run.element == "seg", isAnnotated { isAnnotated = cover.cover(run.range, kept[kept.count - 1]) }
    }
    self.marks = isAnnotated ? cover.marks : marks.all
    plans = InlinePlans(self.marks, text: text, isTranscript: true)
    for (run, candidates) in zip(runs, kept) {
      let gaps = isAnnotated ? candidates : candidates.filter { self.marks[$0].form == .gap }
      try plans.add(run.range, candidates: gaps)
    }
  }

  /// Remembers whom a run of text names that will have no marks.
  private mutating func noteLabel(_ range: Range<Int>, _ candidates: [Int], _ marks: [Mark]) {
    let inside = candidates.filter { range.contains(marks[$0].range.lowerBound) }
    let keys = inside.compactMap { Authority.key(of: document.spans[marks[$0].span]) }
    if !keys.isEmpty { labelKeys[range.lowerBound] = keys }
  }

  /// Whether a word or punctuation mark begins at a place.
  func isTokenStart(_ place: Int) -> Bool { tokenStarts.contains(place) }

  private static func base(of document: Document) -> String? {
    let stated = [document.metadata["base_url"], document.source.url, document.metadata[MetadataKey.url]]
    return stated.lazy.compactMap { WebAddress.safe($0) }.first {
      $0.hasPrefix("http") || $0.hasPrefix("ftp")
    }
  }

  private mutating func collectNames() {
    mentions = Array(repeating: nil, count: marks.count)
    for (index, mark) in marks.enumerated()
    where mark.form == .name && (plans.pieces[index] > 0 || profile == .parlamint) {
      guard let kind = AuthorityKind(label: document.spans[mark.span].label) else { continue }
      let values = NameValues(document.spans[mark.span].attributes)
      guard let place = authority.add(values, of: kind, form: text[document.spans[mark.span].range]) else {
        continue
      }
      mentions[index] = Mention(place: place, certainty: values.certainty, maker: values.maker)
    }
    let findsNames =
      document.metadata.values[MetadataKey.author] != nil || document.blocks.contains { $0.kind == .turn }
    authority.finish(findsNames: findsNames)
  }

  // MARK: Numbers and pointers

  /// What their xml:ids are called, after that of the document.
  private static let idNames = [
    "div": "div", "head": "h", "p": "p", "ab": "ab", "list": "list", "table": "table", "quote": "q",
    "figure": "fig",
    "lg": "lg", "sp": "sp", "u": "u", "seg": "seg", "stage": "st", "post": "post", "note": "note",
    "byline": "by", "dateline": "dl",
    "signed": "sg", "floatingText": "ft",
  ]

  private mutating func number() {
    // A list of what occurs, because that is little and comparing is quicker than hashing.
    var series: [(element: String, prefix: String?, count: Int)] = []
    for index in body.indices {
      body[index].forEach { element in
        let place = series.firstIndex { $0.element == element.name } ?? series.count
        if place == series.count {
          series.append((element.name, Self.idNames[element.name].map { "\(id).\($0)." }, 0))
        }
        guard let prefix = series[place].prefix else { return }
        series[place].count += 1
        let number = String(series[place].count)
        var attributes = [(name: "xml:id", value: prefix + number)]
        attributes.reserveCapacity(element.attributes.count + 2)
        if element.name == "p" { attributes.append(("n", number)) }
        attributes += element.attributes
        element.attributes = attributes
      }
    }
  }

  /// The xml:ids of the posts, by block and by the name of the comment; of one that is cut, that of its first part.
  private mutating func idsOfPosts() -> (byBlock: [Int: String], byName: [String: String]) {
    var (byBlock, byName): ([Int: String], [String: String]) = ([:], [:])
    for index in body.indices {
      body[index].forEach { element in
        guard element.name == "post", let block = element.block else { return }
        if byBlock[block] == nil { byBlock[block] = element.attributes[0].value }
        if let name = document.blocks[block].attributes["id"], byName[name] == nil {
          byName[name] = element.attributes[0].value
        }
      }
    }
    return (byBlock, byName)
  }

  private mutating func resolvePointers() {
    guard document.blocks.contains(where: { $0.kind == .comment || $0.kind == .turn }) else { return }
    let (posts, comments) = idsOfPosts()
    var elements: [Element] = []
    swap(&elements, &body)
    for index in elements.indices {
      elements[index].forEach { element in
        guard let block = element.block else { return }
        if element.name == "sp" || element.name == "u" {
          element.attributes.append(("who", "#" + speaker(of: element, block)))
          if profile == .parlamint {
            element.attributes.append(("ana", "#" + id(Self.category("regular"))))
          }
        }
        guard element.name == "post" else { return }
        let target =
          document.blocks[block].attributes["reply_to"].flatMap { comments[$0] }
          ?? element.outerComment.flatMap { posts[$0] }
        element.attributes += post(document.blocks[block].attributes, answers: target)
      }
    }
    body = elements
  }

  private mutating func post(_ attributes: [String: String], answers target: String?) -> Element.Attributes {
    var result: Element.Attributes = [("modality", "written")]
    let type = Characters.word(attributes["type"])
    result.append(("generatedBy", type == "trackback" || type == "pingback" ? "system" : "human"))
    if let type { result.append(("type", type)) }
    let author = Characters.line(attributes["author"] ?? "")
    if let key = attributes["key"], let entry = authority[Authority.Key(kind: .person, key: key)] {
      result.append(("who", "#" + id(entry.localID)))
    } else if !author.isEmpty {
      result.append(("who", "#" + commenters.id(of: author, as: id("commenter"))))
    }
    if let date = W3CDate(attributes["date"]) { result.append(("when", date.text)) }
    if let target { result.append(("replyTo", "#" + target)) }
    if let level = attributes["level"].flatMap({ Int($0) }), level > 0 {
      result.append(("indentLevel", String(level)))
    }
    return result
  }

  /// Who speaks: whom a tagged name in the label means, else the one person of the document with the name of
  /// the label, else somebody of that name.
  private mutating func speaker(of turn: Element, _ block: Int) -> String {
    var name = Characters.line(document.blocks[block].attributes["who"] ?? "")
    var label = turn.label
    if let first = turn.children.first, first.name == "speaker", case .text(let range) = first.content {
      label = range
    }
    if let range = label {
      if let key = taggedKey(in: range), let entry = authority[key] {
        if key.kind == .person { speakerKeys.insert(key) }
        return id(entry.localID)
      }
      if name.isEmpty { name = Self.nameInLabel(document.string(in: range)) }
    }
    if let entry = authority.person(named: name) {
      speakerKeys.insert(Authority.Key(kind: .person, key: entry.key))
      return id(entry.localID)
    }
    let spoken = name.isEmpty ? "unidentified speaker" : name
    return speakers.id(of: spoken, as: id("speaker"))
  }
}
