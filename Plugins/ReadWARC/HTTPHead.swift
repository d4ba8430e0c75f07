/// The status line and the fields of an HTTP response.
///
/// Source: RFC 9112, sections 2 to 5; lines may end in LF alone.
struct HTTPHead: Sendable {
  static let maxBytes = 1 << 18

  let status: Int
  let fields: NamedFields
  /// Where the body begins, in bytes of the message.
  let bodyOffset: Int

  /// The head of the last response at the beginning of a message: interim ones (status 100 to 199) before it
  /// are passed over. Nil where there is no status line.
  ///
  /// - Parameter bytes: the message, or the first `maxBytes` of it.
  init?(_ bytes: some RandomAccessCollection<UInt8>) {
    let bytes = Array(bytes)
    var start = 0
    while true {
      guard let head = HTTPHead(bytes, from: start) else { return nil }
      let isInterim =
        (100...199).contains(head.status)
        && bytes[head.bodyOffset...].starts(with: "HTTP/".utf8)
      guard isInterim else {
        self = head
        return
      }
      start = head.bodyOffset
    }
  }

  private init?(_ bytes: [UInt8], from start: Int) {
    guard bytes[start...].starts(with: "HTTP/".utf8) else { return nil }
    var lines: [ArraySlice<UInt8>] = []
    var position = start
    while position < bytes.count {
      let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
      let line = bytes[position..<end]
      position = min(end + 1, bytes.count)
      let bare = line.last == 0x0D ? line.dropLast() : line
      if bare.isEmpty { break }
      lines.append(bare)
    }
    let words = lines[0].split(separator: 0x20, maxSplits: 2)
    guard words.count > 1, words[1].count == 3, let status = Int(String(decoding: words[1], as: UTF8.self))
    else {
      return nil
    }
    self.status = status
    fields = NamedFields(lines.dropFirst())
    bodyOffset = position
  }
}

/// The value of a Content-Type field.
///
/// Source: RFC 9110, section 8.3.
struct MediaType: Sendable, Equatable {
  /// Type and subtype in lower case: `text/html`.
  let name: String
  /// The charset it states, in lower case.
  let charset: String?

  init?(_ value: String?) {
    guard let value else { return nil }
    let parts = value.utf8.split(separator: 0x3B)
    guard let first = parts.first, let name = Self.token(first), name.utf8.contains(0x2F) else { return nil }
    self.name = name
    charset =
      parts.dropFirst().lazy.compactMap { part -> String? in
        let sides = part.split(separator: 0x3D, maxSplits: 1)
        guard sides.count == 2, Self.token(sides[0])?.utf8.elementsEqual("charset".utf8) ?? false else {
          return nil
        }
        return Self.token(sides[1])
      }.first
  }

  /// Without white space and quotation marks around it; nil where there is anything but a word.
  private static func token(_ bytes: Substring.UTF8View) -> String? {
    let isAround: (UInt8) -> Bool = { $0 <= 0x20 || $0 == 0x22 || $0 == 0x27 }
    let start = bytes.drop(while: isAround)
    let word = Array(start.prefix(100))
    let bare = word.prefix((word.lastIndex { !isAround($0) } ?? -1) + 1)
    guard !bare.isEmpty, start.count <= 100, bare.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x22 })
    else {
      return nil
    }
    return String(decoding: bare, as: UTF8.self).lowercased()
  }

  /// - Parameter pattern: `text/html`, `text/*` or `*/*`.
  func matches(_ pattern: String) -> Bool {
    let pattern = pattern.lowercased()
    if pattern.hasSuffix("/*") { return pattern == "*/*" || name.hasPrefix(pattern.dropLast()) }
    return name.utf8.elementsEqual(pattern.utf8)
  }
}
