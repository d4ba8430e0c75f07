import StageKit

/// An article that was harvested as several pages: each page is cleaned on its own, then what the pages repeat
/// goes from all but the first, so that the article reads as one.
struct JoinedPages {
  private var pages: [Document]
  /// White-space-free text of blocks of earlier pages, by kind.
  private var seen: [BlockKind: Set<[UInt8]>] = [:]
  private var commentCount = 0

  /// - Parameter pages: cleaned.
  init(_ pages: [Document]) { self.pages = pages }

  /// The pages as one document, in lines of their own.
  ///
  /// - Complexity: O(bytes).
  mutating func joined(like whole: Document) throws(StageError) -> Document {
    for index in pages.indices {
      var page = pages[index]
      if index > 0 { try cutRepeats(in: &page) }
      remember(page)
      try numberComments(of: &page)
      pages[index] = page
    }
    var document = Document(joining: pages, paths: whole.source.parts.map(\.path), separator: "\n")
    if let sha256 = whole.source.sha256 { document.setSourceHash(sha256) }
    document.count("joined-pages", pages.count)
    return document
  }

  /// Above the second paragraph of a page the title, the byline, the lead and the lead's picture may stand
  /// again, and anywhere a comment. Further down what returns is the author's.
  private func cutRepeats(in page: inout Document) throws(StageError) {
    let paragraphs = page.blocks.filter { $0.kind == .paragraph }
    let front = paragraphs.dropFirst().first?.range.lowerBound ?? page.text.count
    for (kind, reason) in Self.reasons {
      let known = seen[kind, default: []]
      let text = page.text
      try page.removeBlocks(because: reason) { block in
        guard block.kind == kind, block.kind == .comment || block.range.lowerBound < front else { return nil }
        let ink = Self.ink(text[block.range])
        // A short paragraph may well be said twice.
        guard kind != .paragraph || ink.count >= 40 else { return nil }
        return known.contains(ink) ? 1 : nil
      }
    }
  }

  private static let reasons: [(kind: BlockKind, reason: String)] = [
    (.heading, "repeated-heading"), (.byline, "repeated-byline"), (.dateline, "repeated-dateline"),
    (.caption, "repeated-caption"), (.paragraph, "repeated-lead"), (.comment, "repeated-comment"),
  ]

  private mutating func remember(_ page: Document) {
    for block in page.blocks where Self.reasons.contains(where: { $0.kind == block.kind }) {
      seen[block.kind, default: []].insert(Self.ink(page.text[block.range]))
    }
  }

  private static func ink(_ text: ArraySlice<UInt8>) -> [UInt8] { text.filter { $0 > 0x20 } }

  /// Numbers the comments on from those of the pages before.
  private mutating func numberComments(of page: inout Document) throws(StageError) {
    var ids: [String: String] = [:]
    for block in page.blocks where block.kind == .comment {
      commentCount += 1
      if let id = block.attributes["id"] { ids[id] = "c\(commentCount)" }
    }
    let blocks = page.blocks.map { block in
      var block = block
      for name in ["id", "reply_to"] where block.kind == .comment {
        // What a comment answered may have gone with an earlier page.
        block.attributes[name] = block.attributes[name].flatMap { ids[$0] }
      }
      return block
    }
    try page.setBlocks(blocks)
  }
}
