import Markup

/// Lays what the rules of a site name over what model and word lists found: the rules win.
///
/// Each element gets the mark of the rule that names it, or its parent's. A leaf is divided where marks
/// change inside it; a piece that goes does not divide it.
struct SiteOverlay {
  /// What the rules came to on this page.
  private(set) var use: SiteUse

  private let page: HTMLPage
  private let letters: LetterCounts
  private let roles: LeafRoles
  private let matches: SiteMatches
  /// For each element the rule that counts there; -1 for none.
  private var marks: [Int]
  /// Roles that the rules name on this page. What they do not name is the model's.
  private var named: Set<SiteRole> = []
  private var comments: CommentAreas
  private var headOfLeaf: [Int: Bool] = [:]

  init(_ page: HTMLPage, _ letters: LetterCounts, _ roles: LeafRoles, _ matches: SiteMatches) {
    self.page = page
    self.letters = letters
    self.roles = roles
    self.matches = matches
    comments = roles.comments
    marks = Array(repeating: -1, count: page.elements.count)
    use = SiteUse(section: "\(matches.section.file):\(matches.section.line)")
    mark(without: [])
    named = rolesWithText()
    if hasRule(.body), !named.contains(.body) {
      use.bodyIsGuessed = true
      mark(without: [.body])
    }
    findComments()
    noteUse()
  }

  private func hasRule(_ role: SiteRole) -> Bool { matches.section.rules.contains { $0.role == role } }

  // MARK: Marks

  private mutating func mark(without ignored: Set<SiteRole>) {
    let own = ownMarks(without: ignored)
    for element in page.elements.indices.dropFirst() {
      let outer = marks[page.elements[element].parent]
      let inner = own[element] ?? -1
      // What goes, goes with all that is inside; and nothing in the comments is the page's own.
      let isClosed = outer >= 0 && (role(outer) == .remove || role(outer) == .comments && !goes(inner))
      marks[element] = isClosed || inner < 0 ? outer : inner
    }
  }

  private func role(_ rule: Int) -> SiteRole { matches.section.rules[rule].role }
  private func goes(_ rule: Int) -> Bool { rule >= 0 && role(rule) == .remove }

  /// The strongest rule of each element that a rule names.
  private func ownMarks(without ignored: Set<SiteRole>) -> [Int: Int] {
    var own: [Int: Int] = [:]
    for role in SiteRole.byStrength where !ignored.contains(role) {
      for (rule, elements) in matches.elements.enumerated() where self.role(rule) == role {
        for element in role == .title ? firstWithText(elements) : elements where own[element] == nil {
          own[element] = rule
        }
      }
    }
    return own
  }

  /// A page has one title.
  private func firstWithText(_ elements: [Int]) -> [Int] {
    elements.first { letters.text(of: $0) > 0 }.map { [$0] } ?? []
  }

  /// Roles of marks that hold text.
  private func rolesWithText() -> Set<SiteRole> {
    var roles: Set<SiteRole> = []
    for (index, piece) in page.pieces.enumerated() {
      let mark = marks[piece.element]
      if mark >= 0, letters.text(index..<index + 1) > 0 { roles.insert(role(mark)) }
    }
    return roles
  }

  // MARK: Comments

  private mutating func findComments() {
    guard named.contains(.comments) else {
      // A body inside what the model takes for comments: the rule wins.
      let isBodyInside = zip(matches.section.rules, matches.elements).contains { rule, elements in
        rule.role == .body && elements.contains { comments.isInArea[$0] }
      }
      if named.contains(.body), isBodyInside { comments.forget() }
      return noteHeads()
    }
    func elements(_ role: SiteRole) -> [Int] {
      zip(matches.section.rules, matches.elements).flatMap { $0.role == role ? $1 : [] }
        .filter { !goes(marks[$0]) }
    }
    let found = SiteComments(
      page, letters, areas: elements(.comments).sorted(), comments: Set(elements(.comment)),
      authors: Set(elements(.commentAuthor)), dates: Set(elements(.commentDate)))
    comments = found.areas(of: page)
    noteHeads()
  }

  private mutating func noteHeads() {
    for (leaf, isHead) in comments.leaves { headOfLeaf[leaf] = isHead }
  }

  // MARK: Use

  private mutating func noteUse() {
    for (rule, elements) in matches.elements.enumerated() {
      if elements.isEmpty {
        use.unmatched.append((matches.section.name(of: rule), role(rule)))
      } else {
        use.matched.append((matches.section.place(of: rule), elements.count))
      }
    }
  }

  // MARK: Parts

  /// The leaves of the page, divided where rules ask for it, with what each is.
  func parts() -> PageParts {
    var parts: [PageParts.Part] = []
    for leaf in page.leaves.indices {
      let runs = self.runs(of: leaf)
      for run in runs { parts.append(part(of: leaf, run, isWhole: runs.count == 1)) }
    }
    return PageParts(parts, comments)
  }

  /// Neighbouring pieces with the same mark, and those among them that go.
  private struct Run {
    var pieces: Range<Int>
    /// -1 where no rule counts; nil as long as all of it goes.
    var mark: Int?
    var removals: [Int: String] = [:]
  }

  private func runs(of leaf: Int) -> [Run] {
    let pieces = page.leaves[leaf].pieces
    var runs = [Run(pieces: pieces.lowerBound..<pieces.lowerBound)]
    for index in pieces {
      let mark = marks[page.pieces[index].element]
      var run = runs[runs.count - 1]
      if goes(mark) {
        run.removals[index] = reason(mark)
      } else if !page.bytes(page.pieces[index]).allSatisfy(WhiteSpace.isSpace) {
        if let other = run.mark, other != mark { runs.append(Run(pieces: index..<index)) }
        run = runs[runs.count - 1]
        run.mark = mark
      }
      run.pieces = run.pieces.lowerBound..<index + 1
      runs[runs.count - 1] = run
    }
    return runs
  }

  private func reason(_ rule: Int, _ relation: String = "") -> String {
    "site-rule:\(matches.section.place(of: rule)) \(relation)\(matches.section.rules[rule].written)"
  }

  private func part(of leaf: Int, _ run: Run, isWhole: Bool) -> PageParts.Part {
    var part = PageParts.Part(
      element: page.leaves[leaf].element, pieces: run.pieces, role: roles.roles[leaf],
      rule: roles.rules[leaf]?.rawValue)
    part.removals = run.removals
    let isHidden = roles.rules[leaf]?.isByTag ?? false
    guard !isHidden else { return part }
    guard let mark = run.mark else {
      part.rule = run.removals.values.first
      return part
    }
    if mark >= 0 {
      name(&part, leaf, mark, isWhole: isWhole)
    } else {
      leave(&part, leaf)
    }
    return part
  }

  /// A part that a rule names.
  private func name(_ part: inout PageParts.Part, _ leaf: Int, _ mark: Int, isWhole: Bool) {
    let model = part
    part.isNamed = true
    part.rule = nil
    switch role(mark) {
    case .title: part.role = .title
    case .byline: part.role = .byline
    case .date: part.role = .dateline
    case .caption: part.role = .caption
    case .lead: part.role = .text
    case .comments:
      part.isComment = headOfLeaf[leaf] != nil
      part.role = headOfLeaf[leaf] == true ? .commentHead : .text
      if !part.isComment { part.rule = "comments" }
    case .body: nameBody(&part, leaf, model)
    case .remove, .comment, .commentAuthor, .commentDate: break
    }
    // What is left between names inside a leaf: "|".
    if !isWhole, letters.text(part.pieces) == 0 { part.rule = reason(mark, "beside ") }
  }

  private func nameBody(_ part: inout PageParts.Part, _ leaf: Int, _ model: PageParts.Part) {
    if comments.isInArea[page.leaves[leaf].element] {
      (part.role, part.rule) = (model.role, model.rule)
      part.isComment = headOfLeaf[leaf] != nil
      part.isNamed = false
    } else if model.rule != nil || isFrontMatter(model.role) && isNamed(model.role) {
      part.role = roles.role(of: leaf)
    }
  }

  /// A part that no rule names: it goes where the rules say what the body is, but for front matter and
  /// comments that they do not speak of.
  private func leave(_ part: inout PageParts.Part, _ leaf: Int) {
    let isCommentOfModel = headOfLeaf[leaf] != nil && !named.contains(.comments)
    part.isComment = isCommentOfModel
    guard part.rule == nil, !isCommentOfModel else { return }
    if named.contains(.body) {
      let isOfModel = isFrontMatter(part.role) && !isNamed(part.role)
      if !isOfModel, let body = matches.section.rules.firstIndex(where: { $0.role == .body }) {
        part.rule = reason(body, "outside ")
      }
    } else if comments.isInArea[part.element] || isOnlyCommentOfModel(leaf) {
      part.rule = "comments"
    } else if isFrontMatter(part.role), isNamed(part.role) {
      part.role = roles.role(of: leaf)
    }
  }

  /// Whether the model kept a leaf only as a comment, where rules say that the comments are elsewhere.
  private func isOnlyCommentOfModel(_ leaf: Int) -> Bool {
    named.contains(.comments) && roles.comments.isInArea[page.leaves[leaf].element]
  }

  private func isFrontMatter(_ role: LeafRoles.Role) -> Bool {
    role == .title || role == .byline || role == .dateline
  }

  /// Whether the rules name this part of the front matter on this page.
  private func isNamed(_ role: LeafRoles.Role) -> Bool {
    switch role {
    case .title: named.contains(.title)
    case .byline: named.contains(.byline)
    case .dateline: named.contains(.date)
    default: false
    }
  }
}
