/// What becomes of a page: its leaves in order, or parts of leaves, with what each is and by which rule it
/// goes.
struct PageParts {
  struct Part {
    /// The innermost block element around it.
    @Compact var element: Int
    @Compact private var firstPiece: Int
    @Compact private var lastPiece: Int
    /// How probable it is that it belongs to the main content, in thousandths; -1 where nothing was asked.
    private var probability: Int32
    var role: LeafRoles.Role
    /// The rule that takes it out; nil where it stays.
    var rule: String?
    /// Whether a rule of the user's named it, so that no guess takes a piece out of it.
    var isNamed = false
    /// Whether it is a part of a reader's comment that is kept.
    var isComment = false
    /// Pieces that go though the part stays, with the rule.
    var removals: [Int: String] = [:]

    var pieces: Range<Int> { firstPiece..<lastPiece }
    /// How sure the rule is, 0...1, where it is the model's.
    var score: Double? { probability < 0 ? nil : Double(1_000 - probability) / 1_000 }

    init(
      element: Int, pieces: Range<Int>, role: LeafRoles.Role, rule: String?, probability: Int32 = -1
    ) {
      self.element = element
      firstPiece = pieces.lowerBound
      lastPiece = pieces.upperBound
      self.probability = probability
      self.role = role
      self.rule = rule
    }

    /// Forgets how sure the rule is.
    mutating func forgetScore() { probability = -1 }
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
        rule: roles.rules[$0]?.rawValue, probability: roles.scores[$0])
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
