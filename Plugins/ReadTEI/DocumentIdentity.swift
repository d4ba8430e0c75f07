import StageKit

/// What the beginning of a TEI file says of the document that it was made of.
enum DocumentIdentity {
  /// How much of a file is looked through for its id.
  static let headBytes = 1 << 16

  /// The id of the document that write-tei made the file of; nil for a file of others.
  ///
  /// The xml:id of the file is made of the id so that it can be read back; the identifier of the type
  /// `sastra` says that it is such a one.
  static func id(inHead head: [UInt8]) -> String? {
    guard contains(head, #"<idno type="sastra">"#) else { return nil }
    let tokens = XMLTokens(head)
    guard let root = tokens.list.first(where: { $0.kind == .start }), tokens.name(of: root) == "TEI",
      let name = tokens.attributes(of: root)["xml:id"], let id = id(ofXMLID: name)
    else { return nil }
    let isPlain = !id.unicodeScalars.contains { $0.value < 0x20 || 0x7F...0x9F ~= $0.value }
    return isPlain && (1...JSONLine.maxIDBytes).contains(id.utf8.count) ? id : nil
  }

  /// What `DocumentName.xmlID` was made of; nil for what it does not make.
  static func id(ofXMLID name: String) -> String? {
    guard name.hasPrefix("d"), let id = decoded(name.dropFirst()), DocumentName.xmlID(for: id) == name else {
      return nil
    }
    return id
  }

  /// The same without the `d` that an xml:id begins with.
  static func decoded(_ name: Substring) -> String? {
    let bytes = Array(name.utf8)
    var result = ""
    var position = 0
    while position < bytes.count {
      if bytes[position...].starts(with: "__".utf8) {
        result += "/"
        position += 2
      } else if bytes[position...].starts(with: "--".utf8) {
        guard let end = bytes[(position + 2)...].firstIndex(of: UInt8(ascii: "-")),
          let number = UInt32(String(decoding: bytes[(position + 2)..<end], as: UTF8.self), radix: 16),
          let scalar = Unicode.Scalar(number)
        else { return nil }
        result.unicodeScalars.append(scalar)
        position = end + 1
      } else {
        result.unicodeScalars.append(Unicode.Scalar(bytes[position]))
        position += 1
      }
    }
    return result
  }

  private static func contains(_ bytes: [UInt8], _ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    var position = 0
    while position + count <= bytes.count {
      guard let found = bytes[position...].firstIndex(of: text.utf8Start[0]), found + count <= bytes.count
      else { return false }
      if (0..<count).allSatisfy({ bytes[found + $0] == text.utf8Start[$0] }) { return true }
      position = found + 1
    }
    return false
  }
}
