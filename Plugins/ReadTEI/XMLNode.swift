/// An element of the header or of the lists, read as a whole.
struct XMLNode {
  let name: String
  let attributes: [String: String]
  private(set) var children: [XMLNode] = []
  /// The text in it and in all elements inside, runs of white space as one space.
  private(set) var text = ""
  /// The same with white space as it stands.
  private(set) var rawText: [UInt8] = []

  /// - Parameter index: of the element's start tag.
  /// - Complexity: O(bytes · depth); the depth is bounded by the reader.
  init(_ tokens: XMLTokens, at index: Int) {
    let start = tokens.list[index]
    name = tokens.name(of: start)
    attributes = tokens.attributes(of: start)
    guard !start.isEmpty else { return }
    var bytes: [UInt8] = []
    var next = index + 1
    while next < Int(start.match) {
      let token = tokens.list[next]
      switch token.kind {
      case .start:
        let child = XMLNode(tokens, at: next)
        bytes += child.isBlock ? [0x20] + Array(child.text.utf8) + [0x20] : child.rawText
        children.append(child)
        next = Int(token.match)
      case .text, .literal: bytes += Self.characters(tokens, token)
      case .end: break
      }
      next += 1
    }
    rawText = bytes
    text = Self.collapsed(bytes)
  }

  private var isBlock: Bool { ["p", "head", "item", "ab", "note", "bibl", "list"].contains(name) }

  static func characters(_ tokens: XMLTokens, _ token: XMLTokens.Token) -> [UInt8] {
    guard token.kind == .text, tokens.bytes[token.range].contains(UInt8(ascii: "&")) else {
      return Array(tokens.bytes[token.range])
    }
    var result: [UInt8] = []
    var position = token.range.lowerBound
    while position < token.range.upperBound {
      if let (end, character) = tokens.reference(at: position) {
        result += character
        position = end
      } else {
        result.append(tokens.bytes[position])
        position += 1
      }
    }
    return result
  }

  static func collapsed(_ bytes: [UInt8]) -> String {
    let words = bytes.split { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D }
    return String(decoding: Array(words.joined(separator: [0x20])), as: UTF8.self)
  }

  subscript(attribute: String) -> String? { attributes[attribute] }

  /// The children of a name.
  func all(_ name: String) -> [XMLNode] { children.filter { $0.name == name } }

  /// The elements at a path of names.
  func all(at path: String...) -> [XMLNode] {
    path.reduce([self]) { nodes, name in nodes.flatMap { $0.all(name) } }
  }

  /// The first element at a path of names.
  func first(at path: String...) -> XMLNode? {
    path.reduce([self]) { nodes, name in nodes.flatMap { $0.all(name) } }.first
  }

  /// All elements of a name inside, at any depth, in order.
  func descendants(_ wanted: String) -> [XMLNode] {
    children.flatMap { ($0.name == wanted ? [$0] : []) + $0.descendants(wanted) }
  }
}
