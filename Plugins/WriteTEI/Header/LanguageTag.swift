/// Language tags as they may stand in `xml:lang`, and their English names.
enum LanguageTag {
  /// TEI's word for a language that nobody knows.
  static let unknown = "und"

  /// The tag in its customary case, cut to the subtags that everybody understands: language, script, region
  /// and variants; nil when it is no tag.
  ///
  /// - Source: RFC 5646, 2.1 and 2.1.1.
  static func normalized(_ tag: String?) -> String? {
    guard let tag else { return nil }
    // As most tags are: a language alone.
    if (2...3).contains(tag.utf8.count), isLetters(tag) { return tag }
    let parts = tag.split(whereSeparator: { $0 == "-" || $0 == "_" }).map { $0.lowercased() }
    guard let language = parts.first, (2...3).contains(language.utf8.count), isLetters(language) else {
      return nil
    }
    var result = language
    var rest = parts.dropFirst()
    if let script = rest.first, script.utf8.count == 4, isLetters(script) {
      result += "-" + script.prefix(1).uppercased() + script.dropFirst()
      rest = rest.dropFirst()
    }
    if let region = rest.first, isRegion(region) {
      result += "-" + region.uppercased()
      rest = rest.dropFirst()
    }
    for variant in rest {
      guard (5...8).contains(variant.utf8.count), variant.utf8.allSatisfy(isLetterOrDigit) else { break }
      result += "-" + variant
      break
    }
    return result
  }

  /// The language subtag: `km` of `km-KH`.
  static func primary(_ tag: String) -> Substring { tag.prefix { $0 != "-" } }

  /// Whether a tag is of Khmer.
  static func isKhmer(_ tag: String) -> Bool {
    let bytes = tag.utf8
    return bytes.starts(with: "km".utf8) && (bytes.count == 2 || bytes.dropFirst(2).first == 0x2D)
  }

  /// The English name of a tag, with what script or region it names; the tag itself where it is not known
  /// here.
  static func name(of tag: String) -> String {
    guard let name = names[String(primary(tag))] else { return tag }
    let rest = tag.split(separator: "-").dropFirst()
    guard !rest.isEmpty else { return name }
    return "\(name) (\(rest.map { subtagNames[String($0)] ?? String($0) }.joined(separator: ", ")))"
  }

  private static func isLetters(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x61...0x7A).contains($0) }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
  }

  private static func isRegion(_ text: String) -> Bool {
    text.utf8.count == 2
      ? isLetters(text) : text.utf8.count == 3 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// - Source: ISO 639-1 and 639-2, IANA Language Subtag Registry.
  private static let names = [
    "ar": "Arabic", "cjm": "Eastern Cham", "cja": "Western Cham", "cs": "Czech", "de": "German",
    "en": "English",
    "es": "Spanish", "fr": "French", "hi": "Hindi", "hmn": "Hmong", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "jra": "Jarai", "km": "Khmer", "ko": "Korean", "la": "Latin", "lo": "Lao",
    "mn": "Mongolian",
    "ms": "Malay", "mul": "several languages", "my": "Burmese", "nl": "Dutch", "pi": "Pali", "pl": "Polish",
    "pt": "Portuguese", "rad": "Rade", "ru": "Russian", "sa": "Sanskrit", "sv": "Swedish", "tay": "Tày",
    "th": "Thai",
    "tl": "Tagalog", "und": "undetermined language", "vi": "Vietnamese", "zh": "Chinese",
    "zxx": "no linguistic content",
  ]

  private static let subtagNames = [
    "Latn": "Latin script", "Cyrl": "Cyrillic script", "Hans": "simplified characters",
    "Hant": "traditional characters",
    "Hani": "Chinese characters", "Mong": "Mongolian script", "VN": "Vietnam", "KH": "Cambodia",
    "US": "United States",
    "GB": "United Kingdom", "FR": "France", "CN": "China", "TW": "Taiwan", "LA": "Laos", "TH": "Thailand",
  ]
}
