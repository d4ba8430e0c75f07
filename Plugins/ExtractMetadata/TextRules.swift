import StageKit

/// Takes values from the blocks that clean-boilerplate made: title heading, byline, date line, source note;
/// and from the front matter that it took out of the text where that was asked.
struct TextRules {
  private let document: Document

  init(_ document: Document) { self.document = document }

  func find(_ found: inout FindingList) {
    findTitle(&found)
    findPeople(&found)
    findDates(&found)
    findSourceNote(&found)
    findInRemoved(&found)
  }

  /// The title heading, without a date that stands at its end.
  var title: String? {
    let block = document.blocks.first { $0.kind == .heading && $0.attributes["type"] == "title" }
    if let block { return block.attributes["when"] == nil ? text(block) : withoutDate(text(block)) }
    return removed("front-matter-title").map { title in
      let end = title.split(separator: " ").suffix(3).joined(separator: " ")
      return ISODate.day(from: end) == nil ? title : withoutDate(title)
    }
  }

  /// The first part that a rule took out of the text.
  private func removed(_ rule: String) -> String? {
    document.removed.first { $0.reason == rule }.map {
      Plain.collapsed(String(decoding: $0.text, as: UTF8.self))
    }
  }

  private func findInRemoved(_ found: inout FindingList) {
    if let subtitle = removed("front-matter-subtitle") {
      found.add(MetadataKey.subtitle, [subtitle], at: "heading", .medium)
    }
    for part in document.removed where part.reason == "front-matter-byline" {
      let line = Plain.collapsed(String(decoding: part.text, as: UTF8.self))
      let isTranslator = line.lowercased().hasPrefix("translated by ")
      let name = nameAlone(isTranslator ? String(line.dropFirst(14)) : line)
      if let name {
        found.add(isTranslator ? MetadataKey.translator : MetadataKey.author, [name], at: "byline", .medium)
      }
    }
    for part in document.removed where part.reason == "front-matter-date" {
      let line = Plain.collapsed(String(decoding: part.text, as: UTF8.self))
      let isContent = !DateWords.isOnlyDate(line) || sourceNote != nil
      found.add(date: line, isContent ? MetadataKey.contentDate : MetadataKey.date, at: "date line", .medium)
    }
  }

  private func findTitle(_ found: inout FindingList) {
    if let title { found.add(MetadataKey.title, [title], at: "title heading", .medium) }
    let subtitle = document.blocks.first { $0.kind == .heading && $0.attributes["type"] == "sub" }
    if let subtitle { found.add(MetadataKey.subtitle, [text(subtitle)], at: "heading", .medium) }
  }

  /// A title that ends with a date, as a flattened page runs them together; the date has the form "September
  /// 5, 2011" or "5 September 2011".
  private func withoutDate(_ title: String) -> String {
    let words = title.split(separator: " ")
    return words.count > 3 ? words.dropLast(3).joined(separator: " ") : title
  }

  private func findPeople(_ found: inout FindingList) {
    for block in document.blocks where block.kind == .byline {
      let key = block.attributes["role"] == "translator" ? MetadataKey.translator : MetadataKey.author
      if let name = block.attributes["name"] {
        // A byline that goes on after the name may name others too.
        let isWhole = text(block).hasSuffix(name)
        found.add(key, [name], at: "byline", isWhole ? .medium : .low)
      } else if let name = nameAlone(text(block)) {
        found.add(key, [name], at: "byline", .medium)
      }
    }
  }

  /// "By Nate Thayer": one to six words that begin with capitals.
  private func nameAlone(_ byline: String) -> String? {
    var words = byline.split(separator: " ")
    if words.first?.lowercased() == "by" { words.removeFirst() }
    guard (1...6).contains(words.count),
      words.allSatisfy({ $0.first?.isLowercase == false && $0.first?.isLetter == true })
    else { return nil }
    return words.joined(separator: " ")
  }

  private func findDates(_ found: inout FindingList) {
    let isArchival = sourceNote != nil
    for block in document.blocks {
      guard let when = block.attributes["when"] else { continue }
      let isAlone = DateWords.isOnlyDate(text(block))
      switch block.kind {
      case .dateline where !isAlone, .dateline where isArchival, .heading where isArchival:
        found.add(date: when, MetadataKey.contentDate, at: "date line", .medium)
      case .dateline, .heading:
        found.add(date: when, MetadataKey.date, at: "date line", when.hasPrefix("--") ? .low : .medium)
      default: break
      }
    }
    for block in document.blocks where block.kind == .dateline && block.attributes["when"] == nil {
      found.add(date: text(block), MetadataKey.date, at: "date line", .medium)
    }
  }

  // MARK: What an archive says of a document

  private var sourceNote: Block? {
    document.blocks.first { $0.kind == .division && $0.attributes["type"] == "source-note" }
  }

  private func findSourceNote(_ found: inout FindingList) {
    guard let note = sourceNote else { return }
    for block in document.blocks
    where block.kind == .paragraph && block.range.lowerBound >= note.range.lowerBound
      && block.range.upperBound <= note.range.upperBound
    {
      let paragraph = text(block)
      if let reference = archiveReference(paragraph) {
        found.add(MetadataKey.archiveReference, [reference], at: "source note", .medium)
      }
      if let name = translator(paragraph) {
        found.add(MetadataKey.translator, [name], at: "source note", .medium)
      }
      let lower = paragraph.lowercased()
      if lower.contains("copyright") || lower.contains("bản quyền") {
        found.add(MetadataKey.rights, [paragraph], at: "source note", .medium)
      }
    }
  }

  private static let shelfWords: Set<String> = [
    "fond", "fonds", "opis", "delo", "folder", "box", "file", "reel", "inventory", "khuu", "tov’yog", "phông",
    "hồ", "hộp",
    "ប្រអប់", "ឯកសារ",
  ]

  /// The first sentence, when it names a shelf mark: a word like fond or box with a number after it.
  private func archiveReference(_ paragraph: String) -> String? {
    let sentence = firstSentence(paragraph)
    let words = sentence.lowercased().split { $0 == " " || $0 == "," || $0 == ":" || $0 == ";" }
    let isShelfMark = words.indices.dropLast().contains { i in
      Self.shelfWords.contains(String(words[i])) && words[i + 1].contains(where: \.isNumber)
    }
    return isShelfMark ? sentence : nil
  }

  /// Up to the first full stop after a word of three letters or more, or a number, and before a capital.
  private func firstSentence(_ paragraph: String) -> String {
    let words = paragraph.split(separator: " ")
    for (i, word) in words.enumerated() where word.hasSuffix(".") && i + 1 < words.count {
      let isAbbreviation = word.count <= 3 && !word.contains(where: \.isNumber)
      if !isAbbreviation, words[i + 1].first?.isUppercase == true {
        return String(words[...i].joined(separator: " ").dropLast())
      }
    }
    return paragraph.hasSuffix(".") ? String(paragraph.dropLast()) : paragraph
  }

  /// The words with capitals after "translated by".
  private func translator(_ paragraph: String) -> String? {
    let words = paragraph.split(separator: " ")
    for i in words.indices.dropLast(2)
    where words[i].lowercased() == "translated" && words[i + 1].lowercased() == "by" {
      var name: [Substring] = []
      for word in words[(i + 2)...] {
        guard word.first?.isUppercase == true, name.count < 5 else { break }
        name.append(word)
        if word.hasSuffix(",") || (word.hasSuffix(".") && word.count > 2) { break }
      }
      let joined = name.joined(separator: " ")
      let trimmed = joined.hasSuffix(".") || joined.hasSuffix(",") ? String(joined.dropLast()) : joined
      return name.count >= 2 ? trimmed : nil
    }
    return nil
  }

  private func text(_ block: Block) -> String { Plain.collapsed(document.string(in: block.range)) }
}

/// Tells a line that is only a date from one that also names a place.
enum DateWords {
  private static let words: Set<String> = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "ngày", "tháng",
    "năm", "at", "am", "pm",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  static func isOnlyDate(_ line: String) -> Bool {
    line.lowercased().split { !($0.isLetter || $0.isNumber) }.allSatisfy { word in
      word.contains(where: \.isNumber) || words.contains(String(word))
    }
  }
}
