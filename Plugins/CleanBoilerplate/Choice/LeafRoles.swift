import Markup
import StageKit

/// What each leaf of a page is, and by which rule a leaf goes.
struct LeafRoles {
  enum Role: Equatable {
    case text, heading(UInt8), title, byline, dateline, caption, preformatted, commentHead
  }

  private(set) var roles: [Role]
  /// For each leaf the rule that takes it out; nil where it stays.
  private(set) var rules: [CutRule?]
  private(set) var comments: CommentAreas
  /// For each leaf how probable it is that it belongs to the main content, in thousandths; -1 where nothing was
  /// asked.
  let scores: [Int32]

  private let page: HTMLPage
  private let letters: LetterCounts
  private let content: MainContent
  private let cuts: PageCuts

  init(
    _ page: HTMLPage, _ letters: LetterCounts, _ cuts: PageCuts, _ content: MainContent,
    isByModel: Bool = false
  ) {
    self.page = page
    self.letters = letters
    self.content = content
    self.cuts = cuts
    rules = content.rules
    scores = content.scores
    roles = Array(repeating: .text, count: page.leaves.count)
    comments = CommentAreas(page, letters, cuts)
    for i in page.leaves.indices where rules[i] == nil { roles[i] = role(of: i) }
    if !isByModel { keepWholeTables() }
    findFrontMatter()
    findLead()
    for (leaf, isHead) in comments.leaves {
      rules[leaf] = nil
      roles[leaf] = isHead ? .commentHead : .text
    }
  }

  /// Takes out what the options do not want.
  ///
  /// - Parameter commentsAreContent: what stands in areas of comments is the text of the page; it stays, and
  ///   what the content's rules say of each leaf counts.
  mutating func apply(_ options: CleanBoilerplate.Options, commentsAreContent: Bool = false) {
    for i in page.leaves.indices where rules[i] == nil {
      switch roles[i] {
      case .title: if options.frontMatter == .drop { rules[i] = .frontMatterTitle }
      case .byline: if options.frontMatter == .drop { rules[i] = .frontMatterByline }
      case .dateline: if options.frontMatter == .drop { rules[i] = .frontMatterDate }
      case .caption: if options.captions == .drop { rules[i] = .caption }
      default: break
      }
    }
    guard options.comments == .drop else { return }
    for (leaf, _) in comments.leaves {
      rules[leaf] = commentsAreContent ? content.rules[leaf] : .comments
      if roles[leaf] == .commentHead { roles[leaf] = .text }
    }
    comments.forget()
  }

  func role(of leaf: Int) -> Role {
    let element = page.leaves[leaf].element
    if let heading = page.ancestor(of: element, where: { $0.headingLevel != nil }) {
      let isLead =
        letters.text(page.leaves[leaf].pieces) >= 50 && hasName(element, levels: 2, in: .lead)
      return isLead ? .text : .heading(UInt8(page.elements[heading].tag.headingLevel ?? 6))
    }
    if page.ancestor(of: element, where: { $0 == .pre }) != nil { return .preformatted }
    return letters.isCaption[leaf] && letters.text(page.leaves[leaf].pieces) < 600
      ? .caption : .text
  }

  /// Whether an element or one of those just around it has a class or id with one of the words.
  private func hasName(_ element: Int, levels: Int, in words: WordFamilies) -> Bool {
    var i = element
    for _ in 0..<levels where i > content.container || (i > 0 && !page.isInside(i, content.container)) {
      if page.hasWord(of: words, in: .all, i) { return true }
      i = page.elements[i].parent
    }
    return false
  }

  /// A list or table of which most stays keeps its links too.
  private mutating func keepWholeTables() {
    for element in page.elements.indices where [.ul, .ol, .dl, .table].contains(page.elements[element].tag) {
      let leaves = page.elements[element].leaves
      let all = letters.text(of: element)
      let kept = leaves.reduce(0) { rules[$1] == nil ? $0 + letters.text(page.leaves[$1].pieces) : $0 }
      guard kept * 2 > all else { continue }
      for i in leaves where rules[i] == .linkDensity {
        rules[i] = nil
        roles[i] = role(of: i)
      }
    }
  }

  // MARK: Title, byline, date line

  private mutating func findFrontMatter() {
    guard let prose = firstProse() else { return }
    let title = TitleLeaf(page, letters, cuts).leaf(before: prose, in: content.container) { !isInvisible($0) }
    if let title {
      rules[title] = nil
      roles[title] = .title
    }
    guard let title, title < prose else { return }
    var (hasByline, hasDate) = (false, false)
    for i in title + 1..<prose where letters.text(page.leaves[i].pieces) < 100 && !isInvisible(i) {
      let element = page.leaves[i].element
      if !hasByline, hasName(element, levels: 3, in: .byline) || startsWithBy(i) {
        hasByline = true
        rules[i] = nil
        roles[i] = .byline
      } else if !hasDate, hasName(element, levels: 3, in: .date) || holdsTime(i) {
        hasDate = true
        rules[i] = nil
        roles[i] = .dateline
      }
    }
  }

  /// The first leaf of some length that stays, else the first at all.
  private func firstProse() -> Int? {
    let kept = page.leaves.indices.filter { rules[$0] == nil && letters.text(page.leaves[$0].pieces) > 0 }
    for least in [60, 30] {
      if let prose = kept.first(where: { letters.text(page.leaves[$0].pieces) >= least }) { return prose }
    }
    return kept.first
  }

  /// A lead that stands outside the element of the text, between the title and the first prose.
  private mutating func findLead() {
    guard let first = page.leaves.indices.first(where: { isKeptProse($0) }) else { return }
    let title = roles.firstIndex(of: .title) ?? max(0, first - 30)
    guard title < first else { return }
    for i in title + 1..<first where rules[i] != nil && !isInvisible(i) && rules[i] != .comments {
      let pieces = page.leaves[i].pieces
      guard (50...600).contains(letters.text(pieces)), letters.linkText(pieces) * 4 < letters.text(pieces),
        hasName(page.leaves[i].element, levels: 2, in: .lead), roles[i] == .text
      else { continue }
      rules[i] = nil
      return
    }
  }

  private func isInvisible(_ leaf: Int) -> Bool {
    rules[leaf]?.isInvisible ?? false
  }

  private func isKeptProse(_ leaf: Int) -> Bool {
    rules[leaf] == nil && roles[leaf] == .text && letters.text(page.leaves[leaf].pieces) >= 60
  }

  private func bytes(of leaf: Int) -> [UInt8] {
    page.pieces[page.leaves[leaf].pieces].flatMap { page.bytes($0) }
  }

  /// "By Nalea Ko": the word and then a name, no line of verse that begins so.
  private func startsWithBy(_ leaf: Int) -> Bool {
    let text = WhiteSpace.collapsed(bytes(of: leaf))
    guard text.starts(with: Array("By ".utf8)) || text.starts(with: Array("by ".utf8)) else { return false }
    let words = text.dropFirst(3).split(separator: 0x20)
    guard let first = words.first?.first, words.count <= 12 else { return false }
    let capitals = words.count { ($0.first ?? 0) >= 0x80 || (0x41...0x5A).contains($0.first ?? 0) }
    return (first >= 0x80 || (0x41...0x5A).contains(first)) && capitals * 2 >= words.count
  }

  private func holdsTime(_ leaf: Int) -> Bool {
    page.pieces[page.leaves[leaf].pieces].contains { piece in
      page.ancestor(of: piece.element, where: { $0 == .time }) != nil
    }
  }
}

/// Words of class, id, itemprop and rel that say what a short text is.
enum RoleWords {
  /// Whether a block element is a caption: by its tag, or by its name or those just around it.
  static func isCaption(_ element: Int, of page: HTMLPage) -> Bool {
    if page.ancestor(of: element, where: { $0 == .figcaption || $0 == .caption }) != nil { return true }
    if ImageCaptions.isCaption(element, of: page) { return true }
    var i = element
    for _ in 0..<3 where i > 0 {
      if page.elements[i].tag == .article || page.elements[i].tag == .body { return false }
      if page.hasWord(of: .caption, in: .class, i) { return true }
      i = page.elements[i].parent
    }
    return false
  }

  static let captions: Set<String> = [
    "caption", "captions", "figcaption", "wpcaption", "imagecaption", "photocaption",
    "photocredit", "imagecredit", "chuthich",
  ]
  static let bylines: Set<String> = ["byline", "author", "authors", "bylines", "tacgia", "contributor"]
  static let dates: Set<String> = [
    "date", "dateline", "published", "datepublished", "timestamp", "pubdate", "posted",
    "time", "ngay",
  ]
  static let leads: Set<String> = [
    "sapo", "lead", "lede", "leadin", "standfirst", "chapo", "teaser", "summary", "dek",
    "deck", "description", "intro", "subheadline", "subtitle", "excerpt",
  ]
  /// Parts of a comment that stand over its text.
  static let commentHeads: Set<String> = [
    "author", "vcard", "meta", "metadata", "date", "time", "fn", "user", "username",
    "name", "info", "header", "head", "byline", "avatar",
  ]
  /// Names of who wrote a comment.
  static let commentAuthors: Set<String> = ["fn", "author", "username", "user", "name"]
  /// Parts of a comment that are tools.
  static let commentTools: Set<String> = [
    "reply", "replylink", "edit", "respond", "actions", "tools", "like", "likes",
    "share", "vote", "votes", "rating", "report", "buttons", "pagination", "nav",
  ]
}
