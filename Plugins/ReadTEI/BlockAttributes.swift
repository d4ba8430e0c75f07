import StageKit

extension BodyReader {
  /// The kind of a block, which an `ab` says in its type.
  func kind(_ kind: BlockKind, _ attributes: [String: String], in outer: BlockKind?) -> BlockKind {
    switch kind.rawValue {
    case "":
      let type = attributes["type"] ?? ""
      if type == "heading", outer == .division || outer == nil { return .list }
      // A container's name cannot be that of a block with text.
      return BlockKind.containers.contains(BlockKind(rawValue: type)) ? "block" : BlockKind(rawValue: type)
    case "heading" where outer == .figure && attributes["type"] == "caption": return .caption
    case "heading" where outer == .comment: return .commentHead
    default: return kind
    }
  }

  /// What a block says of itself.
  func attributes(
    of kind: BlockKind, _ index: Int, _ attributes: [String: String], in outer: BlockKind?
  ) -> [String: String] {
    var result: [String: String] = [:]
    switch kind {
    case .division, .note: result["type"] = attributes["type"] ?? Self.type(of: tokens, index)
    case .figure:
      result["type"] = attributes["type"]
      result["url"] = firstChild("graphic", of: index)?["url"]
    case .heading:
      result["type"] =
        tokens.name(of: tokens.list[index]) == "ab" ? attributes["subtype"] : attributes["type"]
      if outer == .division { result["level"] = String(min(max(divisionDepth, 1), 6)) }
    case .list:
      switch attributes["rend"] ?? attributes["type"] {
      case "numbered", "ordered": result["type"] = "ordered"
      case "bulleted", "bullets", "unordered": result["type"] = "bulleted"
      default: result["type"] = attributes["type"]
      }
    case .byline:
      let author = firstStart("docAuthor", of: index).map { XMLNode(tokens, at: $0).text } ?? ""
      if !author.isEmpty { (result["role"], result["name"]) = ("author", author) }
    case .cell: result["role"] = attributes["role"]
    case .turn: result["who"] = speaker(attributes["who"], index)
    case .comment: result = comment(attributes)
    default: break
    }
    return result
  }

  /// `front` and `back` are divisions of that type.
  private static func type(of tokens: XMLTokens, _ index: Int) -> String? {
    let name = tokens.name(of: tokens.list[index])
    return ["front", "back", "titlePage"].contains(name) ? name : nil
  }

  private func firstChild(_ name: String, of index: Int) -> [String: String]? {
    firstStart(name, of: index).map { tokens.attributes(of: tokens.list[$0]) }
  }

  private func firstStart(_ name: String, of index: Int) -> Int? {
    children(of: index).first { tokens.list[$0].kind == .start && tokens.name(of: tokens.list[$0]) == name }
  }

  /// Who speaks: the words of the label where the file's list knows them as a name, else the name in the list.
  private func speaker(_ pointer: String?, _ index: Int) -> String? {
    guard let pointer = pointer?.split(separator: " ").first.map(String.init) else { return nil }
    guard let entry = references.entry(pointer) else {
      return pointer.hasPrefix("#") ? String(pointer.dropFirst()) : pointer
    }
    let label = children(of: index).first {
      tokens.list[$0].kind == .start && tokens.name(of: tokens.list[$0]) == "speaker"
    }
    if let label {
      var words = Substring(XMLNode(tokens, at: label).text)
      while let last = words.unicodeScalars.last, [":", "：", " ", "."].contains(last) {
        words.unicodeScalars.removeLast()
      }
      if let name = entry.names.first(where: { $0.utf8.elementsEqual(words.utf8) }) { return name }
    }
    return entry.names.first
  }

  private func comment(_ attributes: [String: String]) -> [String: String] {
    var result: [String: String] = [:]
    result["id"] = attributes["xml:id"].map(local)
    result["date"] = attributes["when"]
    result["level"] = attributes["indentLevel"]
    result["type"] = attributes["type"]
    result["reply_to"] = attributes["replyTo"].map { local(String($0.drop { $0 == "#" })) }
    if let who = attributes["who"] {
      let entry = references.entry(who)
      result["author"] = entry?.names.first ?? String(who.drop { $0 == "#" })
      if entry?.type == nil || entry?.key != nil { result["key"] = entry?.key }
    }
    return result
  }

  /// An xml:id without that of the file before it.
  func local(_ id: String) -> String {
    guard let prefix = documentID.map({ $0 + "." }), id.hasPrefix(prefix) else { return id }
    return String(id.dropFirst(prefix.count))
  }
}
