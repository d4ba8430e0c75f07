/// A reader's comment in the JSON of a page.
struct JSONComment {
  /// Where its texts stand in the page, by what they are.
  var author: Range<Int>?
  var date: Range<Int>?
  var text: Range<Int>
  /// Index of the comment that it answers.
  var parent: Int?
}

/// Finds what schema.org calls comments: objects of `@type` Comment or UserComments with a `text`, and with
/// `author`, `dateCreated` and `parentItem` where they have them. An answer names the other by `parentItem`, or
/// stands in it.
struct JSONComments {
  private(set) var comments: [JSONComment] = []

  private let nodes: [JSONNodes.Node]
  private let candidates: JSONBodyCandidates
  private let bytes: [UInt8]

  /// Members of one comment: indices of values.
  private struct Members {
    var node: Int
    var author: Int?
    var date: Int?
    var text: Int?
    var id: Int?
    var parentID: Int?
  }

  /// - Parameter position: where the page's body ends; what stands before it cannot follow it.
  /// - Complexity: O(values).
  init(_ candidates: JSONBodyCandidates, of bytes: [UInt8], after position: Int) {
    self.candidates = candidates
    self.bytes = bytes
    nodes = candidates.nodes.nodes
    let found = nodes.indices.filter { nodes[$0].kind == .object && nodes[$0].range.lowerBound >= position }
      .compactMap { members(of: $0) }
    take(found)
  }

  private mutating func take(_ found: [Members]) {
    var open: [(end: Int, comment: Int?)] = []
    var numbers: [[UInt8]: Int] = [:]
    for (i, members) in found.enumerated() {
      while let last = open.last, last.end <= members.node { open.removeLast() }
      // Answers may stand between the members; those behind them could not be put before them.
      let next = i + 1 < found.count ? nodes[found[i + 1].node].range.lowerBound : Int.max
      func range(_ node: Int?) -> Range<Int>? {
        node.map { nodes[$0].range }.flatMap { $0.upperBound <= next && !$0.isEmpty ? $0 : nil }
      }
      let outer = open.last?.comment
      guard let text = range(members.text) else {
        open.append((nodes[members.node].end, outer))
        continue
      }
      let named = members.parentID.flatMap { numbers[Array(bytes[nodes[$0].range])] }
      comments.append(
        JSONComment(
          author: range(members.author), date: range(members.date), text: text, parent: named ?? outer))
      if let id = members.id { numbers[Array(bytes[nodes[id].range])] = comments.count - 1 }
      open.append((nodes[members.node].end, comments.count - 1))
    }
  }

  /// The members of an object that is a comment.
  private func members(of object: Int) -> Members? {
    var members = Members(node: object)
    var isComment = false
    forEachMember(of: object) { node, name in
      switch name {
      case Self.type: isComment = isComment || holdsType(node)
      case Self.text, Self.commentText: members.text = text(node)
      case Self.author, Self.creator: members.author = text(node) ?? member(Self.name, of: node)
      case Self.dateCreated, Self.datePublished, Self.commentTime: members.date = members.date ?? text(node)
      case Self.id: members.id = text(node)
      case Self.parentItem: members.parentID = text(node) ?? member(Self.id, of: node)
      default: break
      }
    }
    return isComment && members.text != nil ? members : nil
  }

  private func forEachMember(of container: Int, _ body: (_ node: Int, _ name: UInt64) -> Void) {
    var node = container + 1
    while node < nodes[container].end {
      body(node, candidates.nodes.nameHash(of: node))
      node = max(node + 1, nodes[node].end)
    }
  }

  private func text(_ node: Int) -> Int? { nodes[node].kind == .text ? node : nil }

  /// A text that is a member of an object, or of the first object of a list.
  private func member(_ name: UInt64, of node: Int) -> Int? {
    let object = nodes[node].kind == .array ? node + 1 : node
    guard object < nodes.count, object < max(nodes[node].end, node + 1), nodes[object].kind == .object else {
      return nil
    }
    var found: Int?
    forEachMember(of: object) { if $1 == name, found == nil { found = text($0) } }
    return found
  }

  private func holdsType(_ node: Int) -> Bool {
    guard nodes[node].kind == .array else { return isType(node) }
    var found = false
    forEachMember(of: node) { member, _ in found = found || isType(member) }
    return found
  }

  private func isType(_ node: Int) -> Bool {
    nodes[node].kind == .text && Self.types.contains { bytes[nodes[node].range].elementsEqual($0) }
  }

  private static let types = ["Comment", "UserComments"].map { Array($0.utf8) }
  private static let type = WordHash.of("@type".utf8)
  private static let id = WordHash.of("@id".utf8)
  private static let text = WordHash.of("text".utf8)
  private static let commentText = WordHash.of("commenttext".utf8)
  private static let author = WordHash.of("author".utf8)
  private static let creator = WordHash.of("creator".utf8)
  private static let name = WordHash.of("name".utf8)
  private static let dateCreated = WordHash.of("datecreated".utf8)
  private static let datePublished = WordHash.of("datepublished".utf8)
  private static let commentTime = WordHash.of("commenttime".utf8)
  private static let parentItem = WordHash.of("parentitem".utf8)
}

extension JSONBodyPage {
  /// The comments as parts of the new page, which make an area of comments of it.
  static func parts(of comments: [JSONComment], _ text: [UInt8]) -> [Part] {
    var parts: [Part] = []
    for (i, comment) in comments.enumerated() {
      var own = [Part(kind: .text, range: comment.text, before: "<p>", after: "</p>")]
      if let author = comment.author {
        own.append(Part(kind: .text, range: author, before: "<div class=author>", after: "</div>"))
      }
      if let date = comment.date, date.count <= 40 {
        let isPlain = text[date].allSatisfy { (0x2B...0x3A).contains($0) || $0 == 0x54 || $0 == 0x5A }
        let value = isPlain ? String(decoding: text[date], as: UTF8.self) : ""
        own.append(
          Part(
            kind: .text, range: date, before: "<div class=date><time datetime=\"\(value)\">",
            after: "</time></div>"))
      }
      own.sort { $0.range.lowerBound < $1.range.lowerBound }
      let parent = comment.parent.map { " data-parent=\($0 + 1)" } ?? ""
      own[0].opening =
        (i == 0 ? "</div><section id=comments>" : "") + "<div class=comment id=comment-\(i + 1)\(parent)>"
      own[own.count - 1].closing = "</div>" + (i == comments.count - 1 ? "</section>" : "")
      for j in own.indices { own[j].element = -3 * i - j - 1 }
      parts += own
    }
    return parts
  }
}
