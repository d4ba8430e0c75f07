/// The texts in a page's scripts that may be the body of its article.
struct JSONBodyCandidates {
  /// What kind of script a text was found in: the evidence that it is the page's own.
  enum Evidence: String {
    case jsonLD = "body-in-json-ld"
    case nextData = "body-in-next-data"
    case nuxtData = "body-in-nuxt-data"
    case state = "body-in-script-state"
    case jsonScript = "body-in-json-script"
  }

  struct Candidate {
    /// The texts, in the order of the page.
    var texts: [Int]
    var evidence: Evidence
    /// The list whose elements they are; nil for one text.
    var list: Int?
    /// Bytes of the texts as they stand in the script.
    var size: Int
  }

  let nodes: JSONNodes
  private let bytes: [UInt8]
  private let evidence: Evidence
  /// For each value: its name, whether it is in a part that is no body, and what texts in it weigh.
  private var names: [UInt64] = []
  private var isApart: [Bool] = []
  private var weights = [0]

  /// - Parameter ranges: the contents of the scripts.
  init(_ bytes: [UInt8], _ ranges: [Range<Int>], isData: Bool, _ evidence: Evidence) {
    self.bytes = bytes
    self.evidence = evidence
    var nodes = JSONNodes(bytes)
    for range in ranges { nodes.read(range, isData: isData) }
    self.nodes = nodes
    names = nodes.nodes.indices.map { nodes.nameHash(of: $0) }
    isApart = apart()
    for node in nodes.nodes.indices { weights.append(weights[node] + weight(node)) }
  }

  /// At most four: the largest lists and the largest texts.
  /// - Complexity: O(values).
  func candidates(atLeast size: Int) -> [Candidate] {
    if evidence == .jsonLD {
      let bodies = jsonLDBodies()
      let sizes = bodies.map(\.size)
      // Bodies that differ are a list of pages.
      guard let most = sizes.max(), let least = sizes.min(), least * 10 >= most * 9 else { return [] }
      return largest(bodies, size)
    }
    return largest(bodies(), size) + largest([streamed()].compactMap { $0 }, size) + largest(lists(), size)
  }

  private func largest(_ candidates: [Candidate], _ size: Int) -> [Candidate] {
    Array(candidates.filter { $0.size >= size }.sorted { $0.size > $1.size }.prefix(2))
  }

  // MARK: One text

  /// `articleBody` anywhere; `text` of the page's own object.
  private func jsonLDBodies() -> [Candidate] {
    texts { node in
      if names[node] == Self.articleBody { return true }
      guard names[node] == Self.text, let object = parent(of: node) else { return false }
      let outer = parent(of: object)
      return Self.pageNames.contains(names[object])
        && (outer == nil || names[object] != Self.noName || names[outer ?? 0] == Self.graph
          || parent(of: outer ?? 0) == nil)
    }
  }

  /// A text whose name says that it is a body; in a list of values without names, one that is HTML.
  private func bodies() -> [Candidate] {
    texts { node in
      guard !isApart[node] else { return false }
      if Self.bodyNames.contains(names[node]) { return true }
      guard names[node] == Self.noName, evidence == .nuxtData || evidence == .nextData else { return false }
      return form(of: node) == .blocks
    }
  }

  /// Of two texts of one name in one object the last counts.
  private func texts(where isBody: (Int) -> Bool) -> [Candidate] {
    var found: [Candidate] = []
    for (node, value) in nodes.nodes.enumerated() where value.kind == .text && value.range.count >= 250 {
      guard isBody(node) else { continue }
      let candidate = Candidate(texts: [node], evidence: evidence, list: nil, size: value.range.count)
      if let last = found.last?.texts.first, nodes.nodes[last].parent == value.parent,
        names[last] == names[node],
        names[node] != Self.noName
      {
        found[found.count - 1] = candidate
      } else {
        found.append(candidate)
      }
    }
    return found
  }

  /// What Next.js streams: HTML in the second place of a list without a name.
  private func streamed() -> Candidate? {
    guard evidence == .state else { return nil }
    let texts = nodes.nodes.indices.filter { node in
      let value = nodes.nodes[node]
      guard value.kind == .text, names[node] == Self.noName, let list = parent(of: node), node == list + 2,
        parent(of: list) == nil, nodes.nodes[list].end == node + 1
      else { return false }
      return begins(node, with: [#"\u003c"#, "<"]) && form(of: node) == .blocks
    }
    guard !texts.isEmpty else { return nil }
    return Candidate(texts: texts, evidence: .nextData, list: nil, size: size(of: texts))
  }

  private func begins(_ node: Int, with beginnings: [String]) -> Bool {
    beginnings.contains { bytes[nodes.nodes[node].range].starts(with: $0.utf8) }
  }

  private func form(of node: Int) -> JSONText.Form {
    JSONText.form(of: JSONText.bytes(of: nodes.nodes[node].range, in: bytes, limit: 4_096))
  }

  // MARK: A list of parts

  /// Lists of the parts of a text: the innermost that holds nearly all of it.
  private func lists() -> [Candidate] {
    var found: [Candidate] = []
    for node in nodes.nodes.indices where isListOfParts(node) && weight(in: node) >= 250 {
      // An outer list gives way to one inside it that holds as much.
      while let last = found.last?.list, nodes.nodes[last].end > node,
        weight(in: node) * 10 >= weight(in: last) * 9
      {
        found.removeLast()
      }
      found.append(Candidate(texts: [], evidence: evidence, list: node, size: weight(in: node)))
    }
    return largest(found, 0).compactMap { candidate in
      guard let list = candidate.list else { return nil }
      var candidate = candidate
      candidate.texts = (list..<nodes.nodes[list].end).filter { weights[$0 + 1] > weights[$0] }
      return candidate.texts.count < 2 ? nil : candidate
    }
  }

  private func isListOfParts(_ node: Int) -> Bool {
    nodes.nodes[node].kind == .array && !isApart[node] && Self.listNames.contains(names[node])
  }

  private func weight(in node: Int) -> Int { weights[nodes.nodes[node].end] - weights[node] }

  private func size(of texts: [Int]) -> Int { texts.reduce(0) { $0 + nodes.nodes[$1].range.count } }

  /// Bytes of a text that may be a part of a body.
  private func weight(_ node: Int) -> Int {
    let value = nodes.nodes[node]
    guard value.kind == .text, !isApart[node] else { return 0 }
    let name = names[node] == Self.noName ? parent(of: node).map { names[$0] } ?? names[node] : names[node]
    guard Self.partNames.contains(name), !begins(node, with: ["http", "/", "data:", "#"]) else { return 0 }
    let reads = bytes[value.range].contains { $0 == 0x20 || $0 >= 0x80 }
    return reads || value.range.count < 30 && Self.inlineNames.contains(name) ? value.range.count : 0
  }

  /// Values in parts with a name of furniture, and in lists of pages: two objects or more with a title and an
  /// address each.
  private func apart() -> [Bool] {
    let count = nodes.nodes.count
    var hasTitle = [Bool](repeating: false, count: count)
    var hasAddress = hasTitle
    var pages = [Int](repeating: 0, count: count)
    for (node, value) in nodes.nodes.enumerated() where value.parent >= 0 {
      if Self.titleNames.contains(names[node]) { hasTitle[value.parent] = true }
      if Self.addressNames.contains(names[node]) { hasAddress[value.parent] = true }
    }
    for (node, value) in nodes.nodes.enumerated()
    where value.parent >= 0 && value.kind == .object && hasTitle[node] && hasAddress[node] {
      pages[value.parent] += 1
    }
    var isApart = [Bool](repeating: false, count: count)
    /// What each name says.
    var known: [UInt64: Bool] = [:]
    for (node, value) in nodes.nodes.enumerated() {
      isApart[node] =
        (value.parent >= 0 && isApart[value.parent]) || pages[node] > 1 || isNamedApart(node, &known)
    }
    return isApart
  }

  /// The value around one; nil for the outermost.
  func parent(of node: Int) -> Int? {
    let parent = nodes.nodes[node].parent
    return parent >= 0 ? parent : nil
  }

  // MARK: Names

  /// The name of a value as it is compared.
  func name(of node: Int) -> String { nodes.name(of: node) }

  private static func words(_ list: String) -> Set<UInt64> {
    Set(list.split(separator: " ").map { WordHash.of($0.utf8) })
  }

  private static let noName = WordHash.of("".utf8)
  private static let articleBody = WordHash.of("articlebody".utf8)
  private static let text = WordHash.of("text".utf8)
  private static let graph = WordHash.of("@graph".utf8)
  /// Names of the page's own object.
  private static let pageNames: Set<UInt64> = Set(
    ["", "@graph", "mainentity", "mainentityofpage"].map { WordHash.of($0.utf8) })

  static let bodyNames = words(
    "articlebody body bodyhtml bodytext content contents contenthtml articlecontent articletext articlehtml "
      + "fulltext html rendered story storybody storyhtml text maintext markup postcontent noidung chitiet "
      + "detailcontent")
  static let listNames = words(
    "articlebody body bodyelements content contents contentelements components blocks paragraphs elements "
      + "children nodes parts sections story text items document data")
  static let partNames = words(
    "text content html source value body rendered paragraph paragraphs markup bodyhtml contenthtml children "
      + "articlebody story")
  private static let inlineNames = words("text children value")
  private static let titleNames = words("title headline name")
  private static let addressNames = words(
    "url href link slug permalink canonicalurl websiteurl path uri relativeurl")
  private func isNamedApart(_ node: Int, _ known: inout [UInt64: Bool]) -> Bool {
    guard names[node] != Self.noName else { return false }
    if let known = known[names[node]] { return known }
    let name = Array(nodes.name(of: node).utf8)
    let isApart =
      Self.apartNames.contains(names[node]) || Self.apartStems.contains { Letters.contains(name, $0) }
    if known.count < 10_000 { known[names[node]] = isApart }
    return isApart
  }

  private static let apartStems = [
    "review", "comment", "related", "recommend", "newsletter", "faq", "answer",
  ]
  .map { Array($0.utf8) }
  private static let apartNames = words(
    "image images media photo photos thumbnail author authors byline bylines trending popular latest "
      + "promo promos ads ad advert video videos gallery links tags taxonomy navigation nav menu menus "
      + "header "
      + "footer sidebar breadcrumb breadcrumbs seo meta metadata social newsletter translations messages "
      + "locales i18n config settings labels strings cookie cookies consent")

  /// Whether a part of a list says of itself that it is a heading.
  func isHeading(_ element: Int) -> Bool {
    guard nodes.nodes[element].kind == .object else { return false }
    var node = element + 1
    while node < nodes.nodes[element].end {
      let value = nodes.nodes[node]
      if value.kind == .text, Self.kindNames.contains(names[node]) {
        let type = String(decoding: bytes[value.range].prefix(20), as: UTF8.self).lowercased()
        if ["h2", "h3", "h4", "heading", "header", "subheading", "subhead"].contains(type) { return true }
      }
      node = max(node + 1, value.end)
    }
    return false
  }

  private static let kindNames = words("type tag kind style")

  static let headlineNames: Set<String> = ["headline", "title"]
}
