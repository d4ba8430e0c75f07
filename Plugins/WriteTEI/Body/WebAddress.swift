/// An address that may stand in a pointer of a public file: absolute, with a scheme that only fetches, and
/// made of characters that every XML tool takes. Others stay visible as text or in `n`, but nothing can
/// follow them.
///
/// - Source: RFC 3986; TEI P5, teidata.pointer.
enum WebAddress {
  private static let schemes: Set<String> = ["http", "https", "ftp", "mailto"]

  /// The address with what RFC 3986 does not allow written as `%XX`; nil when it is none of ours.
  static func safe(_ string: String?) -> String? {
    guard let string else { return nil }
    let trimmed = Array(Characters.line(string).utf8)
    guard trimmed.count <= 8_000, let colon = trimmed.prefix(8).firstIndex(of: 0x3A) else { return nil }
    let scheme = String(decoding: trimmed[..<colon], as: UTF8.self).lowercased()
    guard schemes.contains(scheme), colon + 1 < trimmed.count else { return nil }
    let rest = trimmed[(colon + 1)...]
    if scheme == "mailto" {
      return rest.contains(0x40) && rest.first != 0x2F
        ? "mailto:" + escaped(rest, keeping: "@?&=,;:!$'()*+/") : nil
    }
    guard rest.starts(with: [0x2F, 0x2F]) else { return nil }
    let afterSlashes = rest.dropFirst(2)
    let end = afterSlashes.firstIndex { $0 == 0x2F || $0 == 0x3F || $0 == 0x23 } ?? afterSlashes.endIndex
    guard let host = authority(afterSlashes[..<end]) else { return nil }
    return "\(scheme)://\(host)\(path(afterSlashes[end...]))"
  }

  /// The address that a reference means on a page.
  ///
  /// - Parameter base: an address as `safe` gives it; nil when the page's address is not known.
  /// - Returns: nil when it is none of ours: a script, or relative without a base.
  /// - Source: RFC 3986, 5.2.
  static func resolved(_ string: String?, on base: String?) -> String? {
    if let absolute = safe(string) { return absolute }
    guard let string, let base else { return nil }
    let reference = Array(Characters.line(string).utf8)
    guard !reference.isEmpty, !hasScheme(reference) else { return nil }
    let bytes = Array(base.utf8)
    let parts = Parts(bytes)
    var result: [UInt8]
    switch reference[0] {
    case 0x2F where reference.count > 1 && reference[1] == 0x2F:
      result = bytes[..<parts.scheme] + reference
    case 0x2F: result = bytes[..<parts.authority] + withoutDots(reference)
    case 0x3F: result = bytes[..<parts.path] + reference
    case 0x23: result = bytes[..<parts.query] + reference
    default:
      let folder = bytes[parts.authority..<parts.path].lastIndex(of: 0x2F).map { bytes[parts.authority...$0] }
      result = bytes[..<parts.authority] + withoutDots((folder ?? [0x2F]) + reference)
    }
    return safe(String(decoding: result, as: UTF8.self))
  }

  private static func hasScheme(_ bytes: [UInt8]) -> Bool {
    guard let end = bytes.firstIndex(where: { $0 == 0x3A || $0 == 0x2F || $0 == 0x3F || $0 == 0x23 }) else {
      return false
    }
    return bytes[end] == 0x3A
  }

  /// Where the parts of an absolute address end.
  private struct Parts {
    let scheme, authority, path, query: Int

    init(_ bytes: [UInt8]) {
      let colon = bytes.firstIndex(of: 0x3A).map { $0 + 1 } ?? 0
      func end(from start: Int, at marks: [UInt8]) -> Int {
        bytes[min(start, bytes.count)...].firstIndex { marks.contains($0) } ?? bytes.count
      }
      scheme = colon
      authority = end(from: colon + 2, at: [0x2F, 0x3F, 0x23])
      path = end(from: authority, at: [0x3F, 0x23])
      query = end(from: path, at: [0x23])
    }
  }

  /// A path with its query, `.` and `..` followed.
  private static func withoutDots(_ bytes: some Collection<UInt8>) -> [UInt8] {
    let all = Array(bytes)
    let end = all.firstIndex { $0 == 0x3F || $0 == 0x23 } ?? all.count
    var parts: [ArraySlice<UInt8>] = []
    let given = all[..<end].split(separator: 0x2F, omittingEmptySubsequences: false).dropFirst()
    for (number, part) in given.enumerated() {
      let isLast = number == given.count - 1
      switch part {
      case [0x2E]: if isLast { parts.append([]) }
      case [0x2E, 0x2E]:
        _ = parts.popLast()
        if isLast { parts.append([]) }
      default: parts.append(part)
      }
    }
    return parts.flatMap { [0x2F] + $0 } + all[end...]
  }

  /// A file name as a relative reference: everything but unreserved characters and `/` is written as `%XX`.
  static func reference(toFile path: String) -> String {
    var result = ""
    for byte in path.utf8 {
      result += byte == 0x2F || isUnreserved(byte) ? String(UnicodeScalar(byte)) : percent(byte)
    }
    return result
  }

  private static func authority(_ bytes: ArraySlice<UInt8>) -> String? {
    var result = ""
    var host = bytes
    if let at = bytes.lastIndex(of: 0x40) {
      result = escaped(bytes[..<at], keeping: "!$&'()*+,;=:") + "@"
      host = bytes[(at + 1)...]
    }
    var port = ""
    if let colon = host.lastIndex(of: 0x3A) {
      let digits = host[(colon + 1)...]
      guard digits.count <= 5, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      if !digits.isEmpty { port = ":" + String(decoding: digits, as: UTF8.self) }
      host = host[..<colon]
    }
    guard !host.isEmpty else { return nil }
    return result + escaped(host, keeping: "!$&'()*+,;=") + port
  }

  private static func path(_ bytes: ArraySlice<UInt8>) -> String {
    let fragment = bytes.firstIndex(of: 0x23) ?? bytes.endIndex
    let kept: StaticString = "!$&'()*+,;=:@/?"
    let before = escaped(bytes[..<fragment], keeping: kept)
    return fragment == bytes.endIndex
      ? before : before + "#" + escaped(bytes[(fragment + 1)...], keeping: kept)
  }

  private static func escaped(_ bytes: ArraySlice<UInt8>, keeping kept: StaticString) -> String {
    let keptBytes = UnsafeBufferPointer(start: kept.utf8Start, count: kept.utf8CodeUnitCount)
    var result: [UInt8] = []
    for (index, byte) in zip(bytes.indices, bytes) {
      let isEscape =
        byte == 0x25 && index + 2 < bytes.endIndex && isHex(bytes[index + 1]) && isHex(bytes[index + 2])
      if isEscape || isUnreserved(byte) || keptBytes.contains(byte) {
        result.append(byte)
      } else {
        result += Array(percent(byte).utf8)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
    }
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
  }

  private static func percent(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.utf8.count == 1 ? "%0" + digits : "%" + digits
  }
}
