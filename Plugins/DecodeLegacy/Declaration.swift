import StageKit
import UnicodeText

/// What a label of an encoding means here.
enum Declaration: Equatable {
  /// UTF-8 or UTF-16, which the reader has tried.
  case unicode
  /// windows-1252, as which pages in Vietnamese fonts and pages of servers set up badly are stated too.
  case latin
  /// A Vietnamese encoding that the web's standard does not know, or windows-1258.
  case vietnamese(Charset)
  case encoding(WebEncoding)
  case refused
  case unknown

  /// - Source: the labels of the WHATWG Encoding Standard, and the names that Vietnamese pages use.
  init(label: String) {
    if let charset = Self.vietnamese[label.lowercased()] {
      self = .vietnamese(charset)
      return
    }
    switch EncodingLabel(label) {
    case .encoding(.utf8), .encoding(.utf16LE), .encoding(.utf16BE): self = .unicode
    case .encoding(.windows1252): self = .latin
    case .encoding(.windows1258): self = .vietnamese(.windows1258)
    case .encoding(let encoding): self = .encoding(encoding)
    case .refused: self = .refused
    case .unknown(let name): self = name == "x-user-defined" ? .latin : .unknown
    }
  }

  private static let vietnamese: [String: Charset] = [
    "viscii": .viscii, "csviscii": .viscii, "x-viet-viscii": .viscii, "viscii1.1-1": .viscii,
    "tcvn": .tcvn3, "tcvn3": .tcvn3, "x-viet-tcvn3": .tcvn3, "abc": .tcvn3,
    "tcvn-5712": .tcvn5712, "tcvn5712-1": .tcvn5712, "x-viet-tcvn5712": .tcvn5712, "x-viet-tcvn": .tcvn5712,
    "vps": .vps, "x-viet-vps": .vps, "vni": .vni, "x-viet-vni": .vni, "viqr": .viqr, "csviqr": .viqr,
  ]
}

/// A statement of the encoding, and who makes it.
struct Statement: Equatable {
  var label: String
  var isByServer: Bool
  var declaration: Declaration

  var stater: String { isByServer ? "the server" : "the page" }

  /// The statements on a document, the weightier first: the server's, the page's own.
  static func statements(on document: Document) -> [Statement] {
    var labels: [(String, Bool)] = []
    if let charset = document.source.charset { labels.append((charset, true)) }
    if document.form == .markup, let label = PageLabel.find(in: document.source.bytes) {
      labels.append((label, false))
    }
    return labels.map { Statement(label: $0, isByServer: $1, declaration: Declaration(label: $0)) }
  }
}

/// The label that a page itself bears.
///
/// - Source: the HTML Standard, "prescan a byte stream to determine its encoding". It looks at 1024 bytes; here
///   4096 are looked at, since pages with much before it exist, and what looks like a `meta` inside a script or
///   a comment is left out.
enum PageLabel {
  static let headBytes = 4096

  /// - Complexity: O(head).
  static func find(in bytes: [UInt8]) -> String? {
    let head = bytes.prefix(headBytes).filter { $0 != 0 }.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
    var offset = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if head[offset...].starts(with: "<?xml".utf8) {
      let end = head[offset...].firstIndex(of: 0x3E) ?? head.count
      if let label = attribute("encoding", in: head[(offset + 5)..<max(offset + 5, end)]) { return label }
    }
    while let start = head[offset...].firstIndex(of: 0x3C) {
      let rest = head[start...]
      if rest.starts(with: "<!--".utf8) {
        offset = end(of: "-->", in: head, from: start + 4)
      } else if rest.starts(with: "<script".utf8) {
        offset = end(of: "</script", in: head, from: start)
      } else {
        let end = tagEnd(in: head, from: start + 1)
        if rest.starts(with: "<meta".utf8), let label = label(ofMeta: head[(start + 5)..<max(start + 5, end)])
        {
          return label
        }
        offset = end
      }
    }
    return nil
  }

  private static func label(ofMeta tag: ArraySlice<UInt8>) -> String? {
    if let label = attribute("charset", in: tag) { return label }
    guard let content = attribute("content", in: tag), attribute("http-equiv", in: tag) != nil else {
      return nil
    }
    let bytes = Array(content.utf8)[...]
    return attribute("charset", in: bytes.split(separator: 0x3B).last { $0.contains(0x3D) } ?? bytes)
  }

  /// The value of the first attribute of that name, without quotation marks.
  private static func attribute(_ name: String, in tag: ArraySlice<UInt8>) -> String? {
    let key = Array(name.utf8)
    var index = tag.startIndex
    while index + key.count < tag.endIndex {
      defer { index += 1 }
      let isStart =
        index == tag.startIndex || tag[index - 1] <= 0x20
        || [0x22, 0x27, 0x2F, 0x3B].contains(tag[index - 1])
      guard isStart, tag[index] == key[0], tag[index..<index + key.count].elementsEqual(key) else { continue }
      let rest = tag[(index + key.count)...].drop { $0 <= 0x20 }
      guard rest.first == 0x3D else { continue }
      let value = rest.dropFirst().drop { $0 <= 0x20 }
      if let quote = value.first, quote == 0x22 || quote == 0x27 {
        return text(value.dropFirst().prefix { $0 != quote })
      }
      return text(value.prefix { $0 > 0x20 && $0 != 0x3E && $0 != 0x3B && $0 != 0x22 && $0 != 0x27 })
    }
    return nil
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
    let bytes = bytes.drop { $0 <= 0x20 }
    return bytes.isEmpty ? nil : String(decoding: bytes.prefix(200), as: UTF8.self)
  }

  private static func end(of mark: String, in head: [UInt8], from start: Int) -> Int {
    let mark = Array(mark.utf8)
    var index = start
    while index + mark.count <= head.count {
      if head[index] == mark[0], head[index..<index + mark.count].elementsEqual(mark) {
        return index + mark.count
      }
      index += 1
    }
    return head.count
  }

  private static func tagEnd(in head: [UInt8], from start: Int) -> Int {
    var quote: UInt8 = 0
    for index in start..<max(start, head.count) {
      let byte = head[index]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == 0x3E {
        return index
      } else if (byte == 0x22 || byte == 0x27) && head[index - 1] == 0x3D {
        quote = byte
      }
    }
    return head.count
  }
}
