import Markup

/// What tags, attributes and short texts say of an element in an area of comments.
struct CommentMarks {
  private let page: HTMLPage
  private let letters: LetterCounts
  /// Whether the page states a language in which the day stands before the month in a date of numbers.
  let writesDayFirst: Bool
  private var names: CommentNames?

  init(_ page: HTMLPage, _ letters: LetterCounts) {
    self.page = page
    self.letters = letters
    let language =
      page.elements.indices.prefix(3).lazy.compactMap { page.attribute("lang", of: $0) }.first ?? ""
    writesDayFirst = ["vi", "km", "fr"].contains { language.lowercased().hasPrefix($0) }
  }

  /// Reads the names that `isNamed` asks for: there is no need where no element is a comment.
  mutating func readNames() {
    if names == nil { names = CommentNames(page) }
  }

  // MARK: A comment

  /// Whether an element is one comment, by its id, class or microdata.
  func isComment(_ element: Int) -> Bool {
    switch page.elements[element].tag {
    case .li, .div, .article, .section, .dd: break
    default: return false
    }
    guard letters.text(of: element) > 0 else { return false }
    if isNumbered(element) { return true }
    for attribute in page.attributes(of: element) {
      let value = attribute.value.lowercased()
      switch attribute.name {
      case "class":
        let names = value.split(whereSeparator: \.isWhitespace)
        if names.contains(where: { Self.comments.contains(String($0)) }) { return true }
      case "itemtype":
        if value.hasSuffix("schema.org/comment") || value.hasSuffix("schema.org/usercomments") { return true }
      case "itemprop": if value == "comment" { return true }
      default: break
      }
    }
    return false
  }

  /// `id="comment-12"`, `id="li-comment-12"`.
  func isNumbered(_ element: Int) -> Bool { number(of: element) != nil }

  func number(of element: Int) -> Substring? {
    guard let id = page.value(of: .id, of: element), Self.holdsComm(id) else { return nil }
    return Self.number(ofID: String(decoding: id, as: UTF8.self))
  }

  /// What each number of a comment begins with, or has behind its beginning.
  private static func holdsComm(_ id: ArraySlice<UInt8>) -> Bool {
    id.withUnsafeBufferPointer { id in
      guard id.count >= 4 else { return false }
      return (0...id.count - 4).contains { i in
        id[i] | 0x20 == 0x63 && id[i + 1] | 0x20 == 0x6F && id[i + 2] | 0x20 == 0x6D
          && id[i + 3] | 0x20 == 0x6D
      }
    }
  }

  /// Whether an element is named as an area of comments in the order of its words: `box-comment`,
  /// `binh-luan`.
  func isNamedArea(_ element: Int) -> Bool {
    switch page.elements[element].tag {
    case .div, .section, .ul, .ol: break
    default: return false
    }
    for key in [AttributeKey.id, .class] {
      guard let value = page.value(of: key, of: element), Self.mayNameComments(value), !isComment(element)
      else {
        continue
      }
      let words = CutRules.split(String(decoding: value, as: UTF8.self))
      if words.contains(where: { ["comment", "comments", "binhluan", "ykien"].contains($0) }) { return true }
      for (first, second) in zip(words, words.dropFirst())
      where first == "binh" && second == "luan" || first == "y" && second == "kien" { return true }
    }
    return false
  }

  private static func mayNameComments(_ value: ArraySlice<UInt8>) -> Bool {
    value.withUnsafeBufferPointer { bytes in
      guard bytes.count >= 4 else { return false }
      return (0...bytes.count - 4).contains { i in
        let four = (bytes[i] | 0x20, bytes[i + 1] | 0x20, bytes[i + 2] | 0x20, bytes[i + 3] | 0x20)
        return four == stems.0 || four == stems.1 || four == stems.2
      }
    }
  }

  /// Four letters of `comment`, `luan` and `kien`.
  private static let stems:
    ((UInt8, UInt8, UInt8, UInt8), (UInt8, UInt8, UInt8, UInt8), (UInt8, UInt8, UInt8, UInt8)) =
      ((0x6D, 0x6D, 0x65, 0x6E), (0x6C, 0x75, 0x61, 0x6E), (0x6B, 0x69, 0x65, 0x6E))

  func isTrackback(_ element: Int) -> Bool {
    page.attribute("class", of: element)?.lowercased().split(separator: " ")
      .contains { $0 == "pingback" || $0 == "trackback" } ?? false
  }

  private static func number(ofID id: String) -> Substring? {
    var rest = id.lowercased()[...]
    for prefix in ["li-", "div-", "wpd-", "dsq-", "article-"] where rest.hasPrefix(prefix) {
      rest = rest.dropFirst(prefix.count)
    }
    for name in ["comment-", "comment_", "comment", "comm-"] where rest.hasPrefix(name) {
      let number = rest.dropFirst(name.count).prefix { $0.isNumber }
      let after = rest.dropFirst(name.count + number.count)
      return (1...24).contains(number.utf8.count) && (after.isEmpty || after.first == "_") ? number : nil
    }
    return nil
  }

  /// The numbers by which another comment may name this one.
  func numbers(of element: Int) -> [String] {
    var numbers: [String] = []
    if let id = page.attribute("id", of: element) {
      numbers.append(id)
      if let number = Self.number(ofID: id) { numbers.append(String(number)) }
    }
    for name in ["data-comment-id", "data-commentid", "data-id", "data-comment", "data-cid"] {
      if let number = page.attribute(name, of: element), !number.isEmpty { numbers.append(number) }
    }
    return numbers
  }

  /// The depth that a class states: `depth-2`, `level-1`, `wpd_comment_level-2`.
  func depth(of element: Int) -> Int? {
    guard let names = page.attribute("class", of: element)?.lowercased() else { return nil }
    for name in names.split(separator: " ") {
      for word in ["depth-", "level-", "indent-", "depth_", "level_"] {
        guard let place = name.range(of: word) else { continue }
        if let depth = Int(name[place.upperBound...]), (0...100).contains(depth) { return depth }
      }
    }
    return nil
  }

  /// The number of the comment that this one says it answers.
  func answered(by element: Int) -> String? {
    for name in ["data-parent", "data-parent-id", "data-parentid", "data-parent-comment-id", "data-reply-to"]
    {
      if let number = page.attribute(name, of: element), !number.isEmpty, number != "0" {
        return number.hasPrefix("#") ? String(number.dropFirst()) : number
      }
    }
    for leaf in page.elements[element].leaves.prefix(6) where isReplyNote(leaf) {
      for piece in page.pieces[page.leaves[leaf].pieces] {
        guard let link = page.ancestor(of: piece.element, upTo: element, where: { $0 == .a }),
          let address = page.attribute("href", of: link), let mark = address.lastIndex(of: "#")
        else { continue }
        return String(address[address.index(after: mark)...])
      }
    }
    return nil
  }

  // MARK: A leaf

  func text(of leaf: Int) -> String {
    let bytes = page.pieces[page.leaves[leaf].pieces].flatMap { page.bytes($0) }
    return String(decoding: WhiteSpace.collapsed(bytes), as: UTF8.self)
  }

  /// "In reply to Lan".
  func isReplyNote(_ leaf: Int) -> Bool {
    guard letters.text(page.leaves[leaf].pieces) <= 60 else { return false }
    let words = Line.words(of: text(of: leaf))
    return Self.replyNotes.contains { words.starts(with: $0) }
  }

  /// "Reply", "Trả lời", "Thích 3".
  func isToolText(_ leaf: Int) -> Bool {
    guard letters.text(page.leaves[leaf].pieces) <= 40 else { return false }
    let words = Line.words(of: text(of: leaf)).filter { Int($0) == nil }
    return words.isEmpty ? false : words.allSatisfy { Self.toolWords.contains($0) }
  }

  func isNumber(_ leaf: Int) -> Bool {
    letters.text(page.leaves[leaf].pieces) <= 4
      && Line.words(of: text(of: leaf)).allSatisfy { Int($0) != nil }
  }

  /// Letters of a leaf that stand neither in a part of a head nor in a date.
  func lettersBesideHead(_ leaf: Int, _ outer: Int) -> Int {
    let block = page.leaves[leaf].element
    if isNamed(element: block, .head, outer) { return 0 }
    return page.leaves[leaf].pieces.reduce(0) { sum, i in
      let element = page.pieces[i].element
      let isHead =
        isNamed(element: element, .head, block) || isProfile(element, block)
        || page.ancestor(of: element, upTo: block, where: { $0 == .time || $0 == .cite }) != nil
        || CommentDate.date(
          in: String(decoding: page.bytes(page.pieces[i]), as: UTF8.self), dayFirst: writesDayFirst)
          != nil
      return isHead ? sum : sum + letters.text(i..<i + 1)
    }
  }

  /// Whether a leaf above the text of a comment is a date, or a link to who wrote it.
  func readsAsHead(_ leaf: Int, _ outer: Int) -> Bool {
    let pieces = page.leaves[leaf].pieces
    guard letters.text(pieces) < 80 else { return false }
    if page.pieces[pieces].contains(where: { piece in
      page.ancestor(of: piece.element, upTo: outer, where: { $0 == .time }) != nil
    }) {
      return true
    }
    if page.pieces[pieces].contains(where: { isProfile($0.element, outer) }) { return true }
    if page.ancestor(of: firstText(of: leaf), upTo: outer, where: { $0 == .cite }) != nil { return true }
    let line = text(of: leaf)
    guard let date = CommentDate.date(in: line, dayFirst: writesDayFirst) else { return false }
    return date.rest <= 6
  }

  /// Whether a piece is the text of a link to a person's page.
  func isProfile(_ element: Int, _ outer: Int) -> Bool {
    guard let link = page.ancestor(of: element, upTo: outer, where: { $0 == .a }),
      let address = page.attribute("href", of: link)?.lowercased()
    else { return false }
    return Self.profiles.contains { address.contains($0) }
  }

  /// Whether an element between the leaf's text and its comment has one of the words in its class.
  func isNamed(_ leaf: Int, _ family: CommentNames.Family, _ outer: Int) -> Bool {
    isNamed(element: firstText(of: leaf), family, outer)
  }

  /// The element in which the first letter of a leaf stands.
  private func firstText(of leaf: Int) -> Int {
    let pieces = page.leaves[leaf].pieces
    return pieces.first { letters.text($0..<$0 + 1) > 0 }.map { page.pieces[$0].element }
      ?? page.leaves[leaf].element
  }

  func isNamed(element: Int, _ family: CommentNames.Family, _ outer: Int) -> Bool {
    names?.isNamed(element, family, upTo: outer) ?? false
  }

  // MARK: Words

  /// Whole names of classes that stand for one comment.
  private static let comments: Set<String> = [
    "comment", "comment-item", "comment_item", "item-comment", "item_comment", "commentitem", "comment-entry",
    "comment-single", "single-comment", "thecomment", "comment-node", "user-comment", "usercomment",
    "wpd-comment", "comment-container", "comment-thread-item", "box-comment-item", "pingback", "trackback",
    "sub_comment_item", "sub-comment-item", "comment-reply-item", "reply-item", "item-binh-luan",
    "binhluan-item",
  ]
  private static let toolWords: Set<String> = [
    "reply", "like", "likes", "share", "report", "edit", "permalink", "link", "flag", "quote", "upvote",
    "downvote", "delete", "antworten", "répondre", "responder", "trả", "lời", "thích", "chia", "sẻ", "báo",
    "xấu", "vi", "phạm", "phản", "hồi",
    "ẩn", "ឆ្លើយតប", "ចូលចិត្ត", "ចែករំលែក",
  ]
  private static let replyNotes: [[String]] = [
    ["in", "reply", "to"], ["replying", "to"], ["reply", "to"], ["in", "response", "to"],
    ["trả", "lời", "cho"],
    ["trả", "lời", "bình", "luận"], ["phản", "hồi", "cho"], ["gửi", "tới"],
  ]
  private static let profiles = [
    "/@", "/~", "/user/", "/users/", "/profile", "/member", "/author/", "/people/", "/u/", "/tac-gia/",
    "/thanh-vien",
    "blogger.com/profile",
  ]
}

extension Substring {
  /// The place of a text in this one.
  fileprivate func range(of part: String) -> Range<Index>? {
    var i = startIndex
    while i < endIndex {
      if self[i...].hasPrefix(part) { return i..<index(i, offsetBy: part.count) }
      i = index(after: i)
    }
    return nil
  }
}
