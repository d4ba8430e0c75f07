import Markup

/// What the rules cut from a page, each cut guarded: no rule that goes by a name takes most of the text.
struct PageCuts {
  /// For each element the rule that cuts it or an element around it; nil where it stays.
  private(set) var rules: [CutRule?]
  /// Elements that hold readers' comments.
  private(set) var commentAreas: [Int] = []
  private var distrusted: Set<CutRule> = []
  /// Elements in program code, whose classes name parts of speech of a program.
  private var isCode: [Bool]

  private let page: HTMLPage
  private let letters: LetterCounts
  private let furniture: NamedFurniture

  init(_ page: HTMLPage, _ letters: LetterCounts) {
    self.page = page
    self.letters = letters
    furniture = NamedFurniture(page: page, letters: letters)
    rules = Array(repeating: nil, count: page.elements.count)
    isCode = Array(repeating: false, count: page.elements.count)
    for element in page.elements.indices.dropFirst() {
      isCode[element] =
        isCode[page.elements[element].parent] || page.elements[element].tag == .pre
        || page.elements[element].tag == .code
    }
    cut()
    let greedy = greedyRules()
    if !greedy.isEmpty {
      distrusted = greedy
      cut()
    }
  }

  /// Lets go of the cut of one element.
  mutating func release(_ element: Int) { rules[element] = nil }

  private mutating func cut() {
    commentAreas = []
    for element in page.elements.indices.dropFirst() {
      if let outer = rules[page.elements[element].parent] {
        let own = CutRules.rule(forHidden: page.elements[element].tag)
        // A style sheet in a graphic is no text either; a graphic in a noscript is part of it.
        let isOwn = own == .notText || !outer.isByTag
        rules[element] = isOwn ? own ?? outer : outer
      } else {
        rules[element] = rule(of: element).flatMap { distrusted.contains($0) ? nil : $0 }
        if rules[element] == .comments { commentAreas.append(element) }
      }
    }
  }

  /// Rules whose cuts, each small, together take a large part of the page's prose: its names mean something
  /// else.
  private func greedyRules() -> Set<CutRule> {
    var cut: [CutRule: Int] = [:]
    for element in page.elements.indices.dropFirst() {
      guard let rule = rules[element], rules[page.elements[element].parent] == nil, rule != .comments,
        CutRules.rule(for: page.elements[element].tag) != rule || !isNamedSo(element, rule),
        !furniture.saysSo(element, rule)
      else { continue }
      cut[rule, default: 0] += letters.prose(of: element)
    }
    let limit = letters.prose(of: 0) / 2
    return Set(cut.filter { $0.key != .hidden && $0.value > limit }.keys)
  }

  private func rule(of element: Int) -> CutRule? {
    let tag = page.elements[element].tag
    if let rule = CutRules.rule(forHidden: tag) { return rule }
    if tag == .html || tag == .body || tag == .main { return nil }
    if isHidden(element) { return mayGo(element, share: 0.5) ? .hidden : nil }
    if let rule = CutRules.rule(for: tag),
      mayGo(element, share: isNamedSo(element, rule) ? 0.75 : 0.4) || furniture.saysSo(element, rule)
    {
      return rule
    }
    if tag == .header, mayGo(element, share: 0.3), !holdsHeading(element) { return .pageHeader }
    if tag == .form, letters.text(of: element) < 200 { return .form }
    if page.elements[element].marks.contains(.hasRole), let role = page.attribute("role", of: element),
      let rule = CutRules.roles[role.lowercased()],
      mayGo(element, share: 0.4)
    {
      return rule
    }
    return ruleOfName(element)
  }

  private func isHidden(_ element: Int) -> Bool {
    !page.elements[element].marks.isDisjoint(with: [.hidden, .ariaHidden, .notDisplayed])
  }

  private func ruleOfName(_ element: Int) -> CutRule? {
    guard !isCode[element] else { return nil }
    let words = page.words(of: element)
    if isCommentArea(words) { return mayGo(element, share: 0.9) ? .comments : nil }
    var rule: UInt16?
    var speaksForItself = false
    for word in words where Self.names.contains(word.key) {
      if rule == nil, word.families.contains(.cut) { rule = word.rule }
      if word.families.contains(.content) { speaksForItself = true }
    }
    guard let name = rule.map({ KnownWords.rules[Int($0)] }) else { return nil }
    if mayGo(element, share: speaksForItself ? 0.1 : 0.3) { return name }
    return !speaksForItself && furniture.saysSo(element, name) ? name : nil
  }

  /// Whether the name of an element says what its tag says.
  private func isNamedSo(_ element: Int, _ rule: CutRule) -> Bool {
    page.words(of: element).contains {
      Self.names.contains($0.key) && $0.families.contains(.cut) && KnownWords.rules[Int($0.rule)] == rule
    }
  }

  static let names: NameKeys = [.class, .id]

  private func isCommentArea(_ words: ArraySlice<NameWord>) -> Bool {
    var (isArea, hasComment, isAfterComment) = (false, false, false)
    for word in words where Self.names.contains(word.key) {
      if word.families.contains(.commentArea) { return true }
      if isAfterComment, word.families.contains(.afterComment) { isArea = true }
      isAfterComment = !hasComment && word.families.contains(.comment)
      if isAfterComment { hasComment = true }
    }
    return isArea
  }

  /// Whether an element holds so little of the page's text that a rule may cut it.
  private func mayGo(_ element: Int, share: Double) -> Bool {
    Double(letters.prose(of: element)) <= share * Double(letters.prose(of: 0))
  }

  private func holdsHeading(_ element: Int) -> Bool {
    (element..<page.elements[element].end).contains { page.elements[$0].tag == .h1 }
  }
}
