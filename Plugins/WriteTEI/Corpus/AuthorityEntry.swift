import Markup
import StageKit

/// The three kinds of things that have a list of their own.
enum AuthorityKind: String, CaseIterable, Comparable {
  case person, place, organisation

  init?(label: String) {
    switch label {
    case "persName": self = .person
    case "placeName": self = .place
    case "orgName": self = .organisation
    default: return nil
    }
  }

  /// Part of an xml:id, and what a key begins with that says its kind.
  var prefix: String {
    switch self {
    case .person: "pers"
    case .place: "place"
    case .organisation: "org"
    }
  }

  var dottedPrefix: String {
    switch self {
    case .person: "pers."
    case .place: "place."
    case .organisation: "org."
    }
  }

  var nameElement: String {
    switch self {
    case .person: "persName"
    case .place: "placeName"
    case .organisation: "orgName"
    }
  }

  var element: String { self == .person ? "person" : prefix }
  var listElement: String {
    switch self {
    case .person: "listPerson"
    case .place: "listPlace"
    case .organisation: "listOrg"
    }
  }

  /// The file with all entries of the kind.
  var fileName: String { rawValue + "s.xml" }

  /// Place in the order of the prefixes.
  private var rank: Int {
    switch self {
    case .organisation: 0
    case .person: 1
    case .place: 2
    }
  }

  static func < (left: AuthorityKind, right: AuthorityKind) -> Bool { left.rank < right.rank }
}

/// A person, place or organisation that names in a document mean.
struct AuthorityEntry: Equatable, Sendable {
  var kind: AuthorityKind
  /// What the gazetteer calls it.
  var key: String
  /// The preferred name: the gazetteer's, else the first in the text.
  var name: String
  /// Other forms in the text, in the order of their code points.
  var variants: [String] = []
  var type: String?
  /// Addresses that sources give, in the order of their code points.
  var addresses: [String] = []
  /// Identifiers in other catalogues, as `scheme:number`, in the order of their code points.
  var identifiers: [String]? = nil
  /// Latitude and longitude of a place in degrees, with a space between.
  var coordinates: String? = nil
  /// Mentions in the text.
  var count = 0

  init(_ kind: AuthorityKind, key: String, name: String) {
    self.kind = kind
    self.key = key
    self.name = name
  }

  /// The last part of its xml:id: readable, and another one for another key.
  var localID: String {
    let prefix = kind.dottedPrefix
    if isPlainID(behind: prefix) { return key }
    let hasPrefix = key.utf8.count > prefix.utf8.count && key.utf8.starts(with: prefix.utf8)
    let own = hasPrefix ? String(Substring(key.utf8.dropFirst(prefix.utf8.count))) : key
    let name = DocumentName.xmlID(for: own).dropFirst()
    return (hasPrefix ? prefix : prefix + "key.") + name
  }
}

extension AuthorityEntry {
  /// Whether the key is its own xml:id, as most are: the prefix, and behind it ASCII letters and digits with single `-`
  /// or `_` between them.
  private func isPlainID(behind prefix: String) -> Bool {
    var key = key
    return key.withUTF8 { key in
      guard key.count > prefix.utf8.count, key.starts(with: prefix.utf8) else { return false }
      var wasPlain = false
      for byte in key[prefix.utf8.count...] {
        let isPlain = 0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20
        guard isPlain || (wasPlain && (byte == 0x2D || byte == 0x5F)) else { return false }
        wasPlain = isPlain
      }
      return wasPlain
    }
  }

  /// What stands behind the names of an entry: where a place lies, and what catalogues call it.
  func writeDetails(to output: inout TEIOutput) throws(MarkupError) {
    if let coordinates, kind == .place {
      try output.start("location")
      try output.inline("geo", [], coordinates)
      try output.endInline()
    }
    for address in addresses { try output.line("idno", [("type", "URI")], address) }
    for identifier in identifiers ?? [] {
      let parts = identifier.split(separator: ":", maxSplits: 1)
      let scheme = parts.count == 2 ? Characters.word(String(parts[0])) : nil
      let number = scheme == nil ? identifier : String(parts[1])
      try output.line("idno", [("type", scheme ?? "identifier")], Characters.line(number))
    }
  }

  /// Identifiers as a name gives them, several with `;`.
  static func identifiers(in given: String) -> [String] {
    given.split(separator: ";").map { Characters.line(String($0)) }.filter { identifier in
      !identifier.isEmpty && identifier.utf8.last != 0x3A
    }
  }

  /// Two numbers within the globe, with a comma or spaces between; nil for anything else.
  static func coordinates(_ text: String?) -> String? {
    let parts = text?.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init) ?? []
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy("+-.0123456789".utf8.contains) }),
      let latitude = Double(parts[0]), let longitude = Double(parts[1]), abs(latitude) <= 90,
      abs(longitude) <= 180
    else { return nil }
    return parts.joined(separator: " ")
  }
}

extension AuthorityEntry {
  /// What another form of the name is: `abbr` where its letters are those with which the words of a name begin.
  func type(ofVariant form: String) -> String {
    guard form.utf8.allSatisfy({ 0x41...0x5A ~= $0 || $0 == 0x2E }) else { return "variant" }
    let letters = form.utf8.filter { $0 != 0x2E }
    guard 2...10 ~= letters.count else { return "variant" }
    let isOf = ([name] + variants).contains { Self.initials(of: $0).elementsEqual(letters) }
    return isOf ? "abbr" : "variant"
  }

  /// The capital letters with which the words of a name of several words begin.
  private static func initials(of name: String) -> [UInt8] {
    let words = name.utf8.split { $0 == 0x20 || $0 == 0x2D }
    return words.count < 2 ? [] : words.compactMap { $0.first }.filter { 0x41...0x5A ~= $0 }
  }
}
