/// Tells shelf marks and item numbers, as archives write them.
enum ArchiveReference {
  /// Whether a text names a place in an archive: a word like fond or box with a number after it.
  static func namesShelf(_ text: String) -> Bool {
    let words = text.lowercased().split { $0 == " " || $0 == "," || $0 == ":" || $0 == ";" }
    return words.indices.dropLast().contains { i in
      LanguageWords.shelfWords.contains(String(words[i])) && words[i + 1].contains(where: \.isNumber)
    }
  }

  /// Whether an identifier in a page's head is one of an archive and not an address, a DOI, an ISBN or a
  /// number of the page.
  static func isShelfMark(_ text: String) -> Bool {
    let lower = text.lowercased()
    guard (3...200).contains(text.utf8.count), !lower.holds("://"), !lower.hasPrefix("10."),
      !["doi", "isbn", "issn", "urn:", "hdl", "info:", "www."].contains(where: lower.hasPrefix)
    else { return false }
    let hasDigit = text.contains(where: \.isNumber)
    return namesShelf(text)
      || hasDigit && text.contains { " /:.".contains($0) } && text.contains(where: \.isLetter)
  }

  /// "Call number: DS557 .A5": what follows one of the labels of a reference; nil when there is none.
  static func labelled(_ line: String) -> String? {
    let lower = line.lowercased()
    guard line.utf8.count <= 300 else { return nil }
    for label in LanguageWords.referenceLabels where lower.hasPrefix(label) {
      let rest = line.unicodeScalars.dropFirst(label.unicodeScalars.count).drop { $0 == " " }
      guard let mark = rest.first, mark == ":" || mark.value == 0x17D6 else { continue }
      let value = Plain.collapsed(String(Substring(rest.dropFirst())))
      if value.contains(where: \.isNumber), value.utf8.count >= 2 { return value }
    }
    return nil
  }
}
