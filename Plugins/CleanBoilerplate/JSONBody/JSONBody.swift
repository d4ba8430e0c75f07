import Markup
import StageKit

/// The body of an article that its page carries in a script and hardly shows: the page is drawn by a program,
/// or shows the beginning to those who have not paid.
///
/// Taken only where the HTML itself holds little. Its texts must have 250 letters, two ends of sentences and
/// few signs of a program. Then one of two must hold of the letters that the HTML gives (front matter and
/// comments aside):
/// - they are at most a tenth of the body's (and less than 400 where the evidence is weaker than JSON-LD); or
/// - the body has a third more than they (three fifths, where it has fewer paragraphs than the page shows),
///   and three quarters of what can be compared stands in the body, paragraph by paragraph.
///
/// JSON-LD counts before a framework's state: a text of the state that is unlike it is another page's. Of
/// those that have about the same letters, the one with the most paragraphs is taken. Two JSON-LD objects
/// with bodies that differ are a list of pages, and neither is taken.
struct JSONBody {
  private typealias Candidate = JSONBodyCandidates.Candidate

  private struct Reading {
    var page: JSONBodyPage
    var letters: Int
    var paragraphs: Int
    var evidence: JSONBodyCandidates.Evidence
    var likeness: Likeness
  }

  private let page: HTMLPage
  private let roles: LeafRoles
  private let reading: JSONBodyPage
  private let evidence: JSONBodyCandidates.Evidence

  static let minLetters = 250
  /// A page that shows more letters than these is not looked through for the state of a framework.
  private static let maxShownBesideState = 2_000

  /// Nil where the page shows its text itself, or carries none.
  ///
  /// - Parameter keepsComments: whether comments in the JSON are kept.
  /// - Complexity: O(n) in bytes of the page.
  init?(_ page: HTMLPage, _ letters: LetterCounts, _ roles: LeafRoles, keepsComments: Bool) {
    // Where the page shows comments, they are those of its JSON.
    let hasComments = keepsComments && roles.comments.comments.isEmpty
    let shownLeaves = page.leaves.indices.filter { i in
      guard roles.rules[i] == nil, !roles.comments.isInArea[page.leaves[i].element] else { return false }
      switch roles.roles[i] {
      case .title, .byline, .dateline, .caption, .commentHead: return false
      case .text, .heading, .preformatted: return true
      }
    }
    let shown = shownLeaves.reduce(0) { $0 + letters.text(page.leaves[$1].pieces) }
    let groups = JSONBodyScripts.groups(in: page, withState: shown < Self.maxShownBesideState)
    let leastSize = max(Self.minLetters, shown + shown / 4)
    var readings: [Reading] = []
    for group in groups where group.size >= leastSize {
      let candidates = JSONBodyCandidates(page.text, group.ranges, isData: group.isData, group.evidence)
      for candidate in candidates.candidates(atLeast: leastSize) {
        guard let reading = Self.read(candidate, candidates, page, roles, hasComments: hasComments),
          Self.isTaken(reading, shown, shownLeaves, page, letters)
        else { continue }
        readings.append(reading)
      }
    }
    guard let best = Self.best(of: readings) else { return nil }
    self.page = page
    self.roles = roles
    reading = best.page
    evidence = best.evidence
  }

  // MARK: The choice

  private static func read(
    _ candidate: Candidate, _ candidates: JSONBodyCandidates, _ page: HTMLPage, _ roles: LeafRoles,
    hasComments: Bool
  ) -> Reading? {
    guard let shown = JSONBodyPage(candidate, candidates, page, roles, hasComments: hasComments),
      let html = try? HTMLPage(Array(shown.document.text[shown.body]))
    else { return nil }
    let counts = LetterCounts(html)
    let letters = counts.text(of: 0)
    let text = html.leaves.filter { !html.elements[$0.element].tag.hidesText }
      .map { html.pieces[$0.pieces].flatMap { html.bytes($0) } }
    let signs = text.reduce(0) { $0 + $1.count { [0x7B, 0x7D, 0x3B, 0x3D].contains($0) } }
    guard letters >= minLetters, signs * 20 <= letters,
      text.reduce(0, { $0 + Letters.sentenceEnds($1) }) >= 2
    else { return nil }
    return Reading(
      page: shown, letters: letters, paragraphs: html.leaves.count, evidence: candidate.evidence,
      likeness: Likeness(text))
  }

  private static func isTaken(
    _ reading: Reading, _ shown: Int, _ leaves: [Int], _ page: HTMLPage, _ letters: LetterCounts
  ) -> Bool {
    if shown * 10 <= reading.letters, reading.evidence == .jsonLD || shown < 400 { return true }
    // What has fewer paragraphs than the page shows must be worth their loss.
    let isFlat = reading.paragraphs < leaves.count
    guard shown * 8 <= reading.letters * (isFlat ? 5 : 6) else { return false }
    var (compared, contained) = (0, 0)
    for leaf in leaves {
      let count = letters.text(page.leaves[leaf].pieces)
      guard count >= 40,
        let share = reading.likeness.share(
          of: page.pieces[page.leaves[leaf].pieces].flatMap { page.bytes($0) })
      else { continue }
      compared += count
      if share >= 0.9 { contained += count }
    }
    return compared * 2 >= shown && compared > 0 && contained * 4 >= compared * 3
  }

  private static func best(of readings: [Reading]) -> Reading? {
    var readings = readings
    if let own = readings.first(where: { $0.evidence == .jsonLD }) {
      readings.removeAll { $0.evidence != .jsonLD && own.likeness.share(in: $0.likeness) < 0.5 }
    }
    guard let most = readings.map(\.letters).max() else { return nil }
    return readings.filter { $0.letters * 5 >= most * 4 }.enumerated()
      .max { ($0.element.paragraphs, -$0.offset) < ($1.element.paragraphs, -$1.offset) }?.element
  }

  // MARK: The text

  /// The text of the page with the body in place of what it shows.
  ///
  /// Both ways from the script to the text, out of JSON and out of HTML, are edits of one document, so that
  /// their alignment is composed; what comes of it are edits of the page.
  /// - Parameter clean: reads HTML.
  func cleaned(
    _ cuts: PageCuts, _ clean: ([UInt8]) throws(StageError) -> CleanedText
  ) throws(StageError) -> CleanedText {
    var document = reading.document
    let inner = try clean(document.text)
    var removals = inner.removed.map { removal in
      var removal = removal
      removal.range = document.sourceRange(of: removal.range)
      return removal
    }
    try document.apply(inner.edits, recording: .counts)
    let end = document.alignment.segments.last { !$0.text.isEmpty }?.source.upperBound ?? 0
    let shown = partsOfPage()
    removals += shown.prefix { $0.start < end }.compactMap { removal(of: $0.part, cuts) }
    removals.sort { $0.range.lowerBound < $1.range.lowerBound }
    var result = merged(document, removals)
    result.blocks = inner.blocks
    result.spans = inner.spans
    result.evidence = evidence.rawValue
    let rest = PageParts(shown.drop { $0.start < end }.map(\.part), roles.comments)
    var assembly = HTMLAssembly(page, cuts, rest, after: result)
    return assembly.cleaned()
  }

  /// The text of a document as edits of the page, with what was taken out, in the order of the page.
  private func merged(_ document: Document, _ removals: [CleanedText.Removal]) -> CleanedText {
    var result = CleanedText(of: page.text)
    var next = 0
    func takeRemovals(before position: Int) {
      while next < removals.count, removals[next].range.lowerBound < position {
        let removal = removals[next]
        result.remove(removal.range, removal.text, because: removal.rule, score: removal.score)
        next += 1
      }
    }
    for segment in document.alignment.segments where !segment.text.isEmpty {
      takeRemovals(before: segment.source.lowerBound)
      if segment.isCopy {
        result.keep(segment.source, because: "markup")
      } else {
        result.replace(
          segment.source, by: Array(document.text[segment.text]), because: "json-escape", gap: "markup")
      }
    }
    takeRemovals(before: .max)
    return result
  }

  /// What the page shows, but for the front matter that stays, and where each part begins: all goes but
  /// readers' comments.
  private func partsOfPage() -> [(start: Int, part: PageParts.Part)] {
    PageParts(page, roles).parts.enumerated().compactMap { i, part in
      guard !reading.frontMatter.contains(i), part.rule != CutRule.notText.rawValue,
        let first = page.pieces[part.pieces].first
      else { return nil }
      var part = part
      if part.rule == nil, !part.isComment {
        part.rule = "replaced-by-json-body"
        part.forgetScore()
      }
      return (first.range.lowerBound, part)
    }
  }

  /// A comment that stands before the body cannot follow it, so it goes too.
  private func removal(of part: PageParts.Part, _ cuts: PageCuts) -> CleanedText.Removal? {
    let pieces = page.pieces[part.pieces]
    guard let first = pieces.first, let last = pieces.last else { return nil }
    let text = pieces.filter { cuts.rules[$0.element] != .notText }.flatMap { page.bytes($0) }
    return CleanedText.Removal(
      range: first.range.lowerBound..<last.range.upperBound, text: WhiteSpace.collapsed(text),
      rule: part.rule ?? "replaced-by-json-body", score: part.rule == nil ? nil : part.score, position: 0)
  }
}

/// The scripts of a page that may carry its body, by what they are.
enum JSONBodyScripts {
  struct Group {
    var evidence: JSONBodyCandidates.Evidence
    /// Whether each is JSON as a whole; else a program.
    var isData: Bool
    var ranges: [Range<Int>]
    var size: Int { ranges.reduce(0) { $0 + $1.count } }
  }

  /// - Parameter withState: whether scripts besides JSON-LD count.
  static func groups(in page: HTMLPage, withState: Bool) -> [Group] {
    var groups: [Group] = []
    for (index, element) in page.elements.enumerated()
    where element.tag == .script && !element.pieces.isEmpty {
      let pieces = page.pieces[element.pieces]
      guard let first = pieces.first, let last = pieces.last,
        let (evidence, isData) = kind(of: index, page, page.text[first.range]),
        evidence == .jsonLD || withState
      else { continue }
      let range = first.range.lowerBound..<last.range.upperBound
      if let group = groups.firstIndex(where: { $0.evidence == evidence && $0.isData == isData }) {
        groups[group].ranges.append(range)
      } else {
        groups.append(Group(evidence: evidence, isData: isData, ranges: [range]))
      }
    }
    return groups.sorted { $0.evidence == .jsonLD && $1.evidence != .jsonLD }
  }

  private static func kind(
    of script: Int, _ page: HTMLPage, _ content: ArraySlice<UInt8>
  ) -> (JSONBodyCandidates.Evidence, isData: Bool)? {
    let type = page.string(of: .type, of: script)?.lowercased() ?? ""
    let id = page.string(of: .id, of: script)?.lowercased()
    if Letters.contains(Array(type.utf8), Array("ld+json".utf8)) { return (.jsonLD, true) }
    if id == "__next_data__" { return (.nextData, true) }
    if id == "__nuxt_data__" { return (.nuxtData, true) }
    if type.hasSuffix("json") { return (.jsonScript, true) }
    guard type.isEmpty || type == "module" || Letters.contains(Array(type.utf8), Array("javascript".utf8))
    else {
      return nil
    }
    let head = Array(content.prefix(200))
    if Letters.contains(head, Array("__NUXT__".utf8)) { return (.nuxtData, false) }
    return (Letters.contains(head, Array("__NEXT_DATA__".utf8)) ? .nextData : .state, false)
  }
}
