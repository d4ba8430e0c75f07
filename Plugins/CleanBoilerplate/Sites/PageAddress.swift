import UnicodeText

/// Where a page was: its host, and its path with the query.
struct PageAddress: Equatable, Sendable {
  /// As `HostName` writes it.
  var host: String
  /// Begins with a slash; without query and fragment. Percent escapes are resolved.
  var path: [UInt8]
  var pathAndQuery: [UInt8]

  /// - Parameter url: `https://host/path?query#fragment`, also without the scheme (`//host/path`). A copy in
  ///   the Wayback Machine has the address of the page that was copied.
  /// - Returns: nil for what names no host.
  init?(url: String) {
    self.init(plain: url)
    guard host == "web.archive.org", let original = Self.original(of: pathAndQuery) else { return }
    if let address = PageAddress(plain: original) { self = address }
  }

  /// `/web/20140102030405id_/http://host/path` without what stands before the second address.
  private static func original(of path: [UInt8]) -> String? {
    guard path.starts(with: "/web/".utf8) else { return nil }
    let rest = path[5...]
    guard rest.first.map(ASCII.isDigit) == true, let slash = rest.firstIndex(of: UInt8(ascii: "/")) else {
      return nil
    }
    let address = String(decoding: rest[(slash + 1)...], as: UTF8.self)
    return address.contains("://") ? address : "http://" + address
  }

  private init?(plain url: String) {
    let bytes = Array(url.utf8.drop { WhiteSpace.isSpace($0) })
    guard let slashes = bytes.indices.first(where: { bytes[$0...].starts(with: "//".utf8) }),
      slashes == 0 || bytes[slashes - 1] == UInt8(ascii: ":"), !bytes[..<slashes].contains(0x2F)
    else { return nil }
    let rest = bytes[(slashes + 2)...].prefix { !WhiteSpace.isSpace($0) && $0 != UInt8(ascii: "#") }
    let authority = rest.prefix { !"/?\\".utf8.contains($0) }
    let named = authority.lastIndex(of: UInt8(ascii: "@")).map { authority[($0 + 1)...] } ?? authority
    let port = named.lastIndex(of: UInt8(ascii: ":"))
    let isPort = port.map { named[($0 + 1)...].allSatisfy(ASCII.isDigit) } ?? false
    let raw = isPort ? named[..<(port ?? named.endIndex)] : named
    guard let host = HostName.normalized(String(decoding: raw, as: UTF8.self)) else { return nil }
    self.host = host
    let after = Array(rest[authority.endIndex...])
    let tail = after.first == UInt8(ascii: "/") ? after : [0x2F] + after
    path = Self.unescaped(tail.prefix { $0 != UInt8(ascii: "?") })
    pathAndQuery = Self.unescaped(tail[...])
  }

  /// Resolves `%XX`.
  static func unescaped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var i = bytes.startIndex
    while i < bytes.endIndex {
      if bytes[i] == UInt8(ascii: "%"), i + 2 < bytes.endIndex, let high = ASCII.hexValue(bytes[i + 1]),
        let low = ASCII.hexValue(bytes[i + 2])
      {
        result.append(high << 4 | low)
        i += 3
      } else {
        result.append(bytes[i])
        i += 1
      }
    }
    return result
  }

  /// The address that a page gives of itself: its canonical link, else its `og:url`.
  static func stated(by page: HTMLPage) -> PageAddress? {
    var stated: PageAddress?
    for element in page.elements.indices {
      switch page.elements[element].tag {
      case .link where page.attribute("rel", of: element).map(isCanonical) == true:
        if let address = page.attribute("href", of: element).flatMap({ PageAddress(url: $0) }) {
          return address
        }
      case .meta where stated == nil && page.attribute("property", of: element)?.lowercased() == "og:url":
        stated = page.attribute("content", of: element).flatMap({ PageAddress(url: $0) })
      default: break
      }
    }
    return stated
  }

  private static func isCanonical(_ relation: String) -> Bool {
    relation.lowercased().split(whereSeparator: \.isWhitespace).contains("canonical")
  }
}

/// Names of hosts in one spelling: ASCII in lower case, `www.` in front and the dot at the end left out.
enum HostName {
  /// - Parameter name: a host, in letters of any script or with labels in Punycode.
  /// - Returns: nil for what is no name of a host.
  /// - Source: RFC 3492 (Punycode), RFC 5891; letters are only put in lower case and composed (NFC).
  static func normalized(_ name: String) -> String? {
    var labels: [String] = []
    let text = name.unicodeScalars.allSatisfy(\.isASCII) ? name : composed(name)
    var parts = text.lowercased().unicodeScalars.split(omittingEmptySubsequences: false) {
      // The full stops that IDNA takes for a dot.
      [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"].contains($0)
    }
    if parts.last?.isEmpty == true { parts.removeLast() }
    guard name.utf8.count <= 1_000 else { return nil }
    for part in parts {
      let label = part.allSatisfy(\.isASCII) ? String(part) : "xn--" + Punycode.encoded(Array(part))
      guard !label.isEmpty, label.utf8.count <= 63, label.utf8.allSatisfy(isAllowed) else { return nil }
      labels.append(label)
    }
    if labels.count > 2, labels[0] == "www" { labels.removeFirst() }
    return labels.isEmpty ? nil : labels.joined(separator: ".")
  }

  private static func composed(_ name: String) -> String {
    String(decoding: NFC.normalized(Array(name.lowercased().utf8)), as: UTF8.self)
  }

  /// Letters, digits, hyphen; the underscore, which some hosts have; brackets and colon of an IPv6 address.
  private static func isAllowed(_ byte: UInt8) -> Bool {
    Letters.isASCIILetter(byte) || ASCII.isDigit(byte) || "-_[]:".utf8.contains(byte)
  }
}

/// Labels of hosts with letters beyond ASCII, as the network has them.
///
/// Source: RFC 3492.
enum Punycode {
  /// - Returns: the label without `xn--`.
  /// - Complexity: O(n²) in scalars, which a label has at most some hundred of.
  static func encoded(_ scalars: [Unicode.Scalar]) -> String {
    var output = scalars.filter(\.isASCII).map { UInt8($0.value) }
    let basic = output.count
    var handled = basic
    if basic > 0 { output.append(UInt8(ascii: "-")) }
    var (code, delta, bias) = (128, 0, 72)
    while handled < scalars.count {
      guard let next = scalars.map({ Int($0.value) }).filter({ $0 >= code }).min() else { break }
      delta += (next - code) * (handled + 1)
      code = next
      for scalar in scalars {
        if scalar.value < code { delta += 1 }
        guard scalar.value == code else { continue }
        append(delta, bias, to: &output)
        bias = adapted(delta, handled + 1, isFirst: handled == basic)
        delta = 0
        handled += 1
      }
      delta += 1
      code += 1
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static func append(_ number: Int, _ bias: Int, to output: inout [UInt8]) {
    var rest = number
    var limit = 36
    while true {
      let threshold = min(max(limit - bias, 1), 26)
      if rest < threshold { break }
      output.append(digit(threshold + (rest - threshold) % (36 - threshold)))
      rest = (rest - threshold) / (36 - threshold)
      limit += 36
    }
    output.append(digit(rest))
  }

  private static func digit(_ value: Int) -> UInt8 { UInt8(value < 26 ? value + 0x61 : value - 26 + 0x30) }

  private static func adapted(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / 700 : delta / 2
    delta += delta / count
    var steps = 0
    while delta > 455 {
      delta /= 35
      steps += 36
    }
    return steps + 36 * delta / (delta + 38)
  }
}
