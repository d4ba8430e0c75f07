import Crypto

/// The moment of a capture, as `WARC-Date` states it.
struct CaptureDate: Sendable, Equatable {
  /// ISO 8601, as precise as it is known: `2021-03-04T10:00:00Z`.
  let text: String
  /// Its digits: `20210304100000`.
  var digits: String {
    String(text.utf8.filter { (0x30...0x39).contains($0) }.map { Character(UnicodeScalar($0)) })
  }

  /// Source: ISO 28500:2017, section 5.4, and W3C's note on date and time formats: a year, month, day, minute,
  /// second or part of a second. Also the fourteen digits that older programs wrote.
  init?(_ value: String?) {
    guard let value else { return nil }
    if let match = value.wholeMatch(of: #/(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/#.asciiOnlyDigits()) {
      guard let date = CaptureDate("\(match.1)-\(match.2)-\(match.3)T\(match.4):\(match.5):\(match.6)Z")
      else {
        return nil
      }
      self = date
      return
    }
    let form = #/(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(?:\.\d{1,9})?)?Z)?)?)?/#
    guard let match = value.wholeMatch(of: form.asciiOnlyDigits()), let year = Int(match.1), year > 0 else {
      return nil
    }
    if let month = match.2 {
      guard let month = Int(month), (1...12).contains(month) else { return nil }
      if let day = match.3 {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        guard let day = Int(day), (1...days).contains(day) else { return nil }
      }
    }
    text = match.4 != nil && match.5 == nil ? String(value.dropLast()) + ":00Z" : value
  }
}

/// Ids of documents, made from what a record says of itself and nothing else: the same record has the same id
/// whatever was read before it.
enum CaptureID {
  /// Longest address, in bytes, that goes into an id as it is.
  static let maxAddressBytes = 600
  private static let keptBytes = 400

  /// The address without `http://` or `https://`, `@`, and the digits of the date:
  /// `vnexpress.net/thoi-su/abc.html@20210304100000`.
  ///
  /// Letters beyond ASCII that the address writes `%XX` are written as they are. Of an address that is too
  /// long, the beginning, `~` and sixteen digits of its SHA-256 stand.
  static func id(address: String, date: CaptureDate?) -> String {
    var name = readable(Array(withoutScheme(address).utf8))
    if name.utf8.count > maxAddressBytes {
      var kept = ""
      for scalar in name.unicodeScalars {
        if kept.utf8.count + UTF8.width(scalar) > keptBytes { break }
        kept.unicodeScalars.append(scalar)
      }
      let digest = SHA256.hash(data: Array(address.utf8)).prefix(8)
      name = kept + "~" + digest.map { PercentText.digits($0, isUpper: false) }.joined()
    }
    return name + "@" + (date?.digits ?? "undated")
  }

  /// The host in lower case, without the port that is understood.
  private static func withoutScheme(_ address: String) -> String {
    for (scheme, port) in [("http://", ":80"), ("https://", ":443")] {
      guard address.utf8.count > scheme.utf8.count,
        address.prefix(scheme.count).lowercased().utf8.elementsEqual(scheme.utf8)
      else { continue }
      let rest = address.utf8.dropFirst(scheme.utf8.count)
      let end = rest.firstIndex { [0x2F, 0x3F, 0x23].contains($0) } ?? rest.endIndex
      var host = String(decoding: rest[..<end], as: UTF8.self).lowercased()
      if host.hasSuffix(port) { host.removeLast(port.count) }
      return host + String(decoding: rest[end...], as: UTF8.self)
    }
    return address
  }

  /// Writes `%XX` of letters and marks beyond ASCII as the letters, and what is no visible character as `%XX`.
  private static func readable(_ bytes: [UInt8]) -> String {
    var text = ""
    var position = 0
    while position < bytes.count {
      if let (scalar, count) = escapedLetter(bytes, at: position) {
        text.unicodeScalars.append(scalar)
        position += count
      } else if bytes[position] < 0x80 {
        let byte = bytes[position]
        text += byte <= 0x20 || byte == 0x7F ? PercentText.escaped(byte) : String(UnicodeScalar(byte))
        position += 1
      } else {
        let count = bytes[position...].dropFirst().prefix { $0 & 0xC0 == 0x80 }.count + 1
        let character = String(decoding: bytes[position..<position + count], as: UTF8.self)
        if character.unicodeScalars.allSatisfy(isLetter) {
          text += character
        } else {
          text += bytes[position..<position + count].map(PercentText.escaped).joined()
        }
        position += count
      }
    }
    return text
  }

  /// A letter beyond ASCII written `%XX%XX...`, and how many bytes that takes.
  private static func escapedLetter(_ bytes: [UInt8], at position: Int) -> (Unicode.Scalar, Int)? {
    guard let first = escapedByte(bytes, at: position), first >= 0xC2 else { return nil }
    let count = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    let sequence = (0..<count).compactMap { escapedByte(bytes, at: position + 3 * $0) }
    guard sequence.count == count, let text = String(validating: sequence, as: UTF8.self),
      let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1, isLetter(scalar)
    else { return nil }
    return (scalar, 3 * count)
  }

  private static func escapedByte(_ bytes: [UInt8], at position: Int) -> UInt8? {
    guard position + 2 < bytes.count, bytes[position] == 0x25 else { return nil }
    return UInt8(String(decoding: bytes[position + 1...position + 2], as: UTF8.self), radix: 16)
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .decimalNumber:
      !scalar.properties.isDefaultIgnorableCodePoint
    default: false
    }
  }
}

/// Ids met so far, each as 128 bits of a keyed hash: two of a billion ids are taken for one with a chance
/// below 1e-20, and nobody can make two that are.
struct SeenIDs {
  private struct Digest: Hashable {
    let high: Int
    let low: Int
  }

  /// How often each was met.
  private var counts: [Digest: Int] = [:]

  /// The id; with `~2`, `~3`, ... behind it where it was met before.
  mutating func unique(_ id: String) -> String {
    let digest = digest(of: id)
    var number = counts[digest, default: 0] + 1
    var name = id
    while number > 1 {
      name = id + "~\(number)"
      if counts[self.digest(of: name)] == nil { break }
      number += 1
    }
    counts[digest] = number
    if number > 1 { counts[self.digest(of: name)] = 1 }
    return name
  }

  private func digest(of id: String) -> Digest {
    let bytes = Array(id.utf8)
    func digest(_ salt: UInt8) -> Int {
      var hasher = Hasher()
      hasher.combine(salt)
      hasher.combine(bytes)
      return hasher.finalize()
    }
    return Digest(high: digest(0), low: digest(1))
  }
}
