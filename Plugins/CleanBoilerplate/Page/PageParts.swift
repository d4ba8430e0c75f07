/// What becomes of a page: its leaves in order, or parts of leaves, with what each is and by which rule it
/// goes.
struct PageParts {
  struct Part {
    /// The innermost block element around it.
    var element: Int
    var pieces: Range<Int>
    var role: LeafRoles.Role
    /// The rule that takes it out; nil where it stays.
    var rule: String?
    /// How sure the rule is, 0...1, where it is the model's.
    var score: Double?
    /// Whether a rule of the user's named it, so that no guess takes a piece out of it.
    var isNamed = false
    /// Whether it is a part of a reader's comment that is kept.
    var isComment = false
    /// Pieces that go though the part stays, with the rule.
    var removals: [Int: String] = [:]
  }

  var parts: [Part]
  var comments: CommentAreas

  init(_ parts: [Part], _ comments: CommentAreas) {
    self.parts = parts
    self.comments = comments
  }

  init(_ page: HTMLPage, _ roles: LeafRoles) {
    parts = page.leaves.indices.map {
      Part(
        element: page.leaves[$0].element, pieces: page.leaves[$0].pieces, role: roles.roles[$0],
        rule: roles.rules[$0]?.rawValue, score: roles.scores[$0])
    }
    comments = roles.comments
    for (leaf, _) in comments.leaves { parts[leaf].isComment = true }
  }

  /// Takes out what the options do not want of parts that rules name.
  mutating func apply(_ options: CleanBoilerplate.Options) {
    for i in parts.indices where parts[i].rule == nil {
      switch parts[i].role {
      case .title: if options.frontMatter == .drop { parts[i].rule = "front-matter-title" }
      case .byline: if options.frontMatter == .drop { parts[i].rule = "front-matter-byline" }
      case .dateline: if options.frontMatter == .drop { parts[i].rule = "front-matter-date" }
      case .caption: if options.captions == .drop { parts[i].rule = "caption" }
      default: break
      }
    }
    guard options.comments == .drop else { return }
    for i in parts.indices where parts[i].isComment { parts[i].rule = "comments" }
    comments.forget()
  }
}
