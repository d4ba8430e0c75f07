import StageKit

/// Takes values from the blocks that clean-boilerplate made: title heading, byline, date line, source note;
/// and from the front matter that it took out of the text where that was asked.
struct TextRules {
  private let document: Document
  /// The title heading, without a date that stands at its end.
  private(set) var title: String?

  init(_ document: Document) {
    self.document = document
    title = findTitle()
  }

  func find(_ found: inout Findings) {
    findTitle(&found)
    findPeople(&found)
    findDates(&found)
    findSourceNote(&found)
    findInRemoved(&found)
  }

  private func findTitle() -> String? {
    let block = document.blocks.first { $0.kind == .heading && $0.attributes["type"] == "title" }
    if let block { return block.attributes["when"] == nil ? text(block) : withoutDate(text(block)) }
    return removed("front-matter-title").map { title in
      let end = title.split(separator: " ").suffix(3).joined(separator: " ")
      return DateReading.days(in: end, order: .unknown).isEmpty ? title : withoutDate(title)
    }
  }

  /// The source bytes of the title heading.
  var titlePlace: Range<Int>? {
    document.blocks.first { $0.kind == .heading && $0.attributes["type"] == "title" }
      .map { document.sourceRange(of: $0.range) }
  }

  /// The first part that a rule took out of the text.
  private func removed(_ rule: String) -> String? {
    document.removed.first { $0.reason == rule }.map {
      Plain.collapsed(String(decoding: $0.text, as: UTF8.self))
    }
  }

  private func findInRemoved(_ found: inout Findings) {
    if let subtitle = removed("front-matter-subtitle") {
      found.add(MetadataKey.subtitle, [subtitle], at: "heading", .medium)
    }
    for part in document.removed where part.reason == "front-matter-byline" {
      addPeople(Plain.collapsed(String(decoding: part.text, as: UTF8.self)), &found)
    }
    for part in document.removed where part.reason == "front-matter-date" {
      let line = Plain.collapsed(String(decoding: part.text, as: UTF8.self))
      let isContent = !isOnlyDate(line) || sourceNote != nil
      guard let day = DateReading.days(in: line, order: order).first else { continue }
      found.add(day: day, isContent ? MetadataKey.contentDate : MetadataKey.date, at: "date line", .medium)
    }
  }

  private func findTitle(_ found: inout Findings) {
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

  private func findPeople(_ found: inout Findings) {
    for block in document.blocks where block.kind == .byline {
      let line = text(block)
      guard let name = block.attributes["name"] else {
        addPeople(line, isTranslator: block.attributes["role"] == "translator", &found)
        continue
      }
      let key = block.attributes["role"] == "translator" ? MetadataKey.translator : MetadataKey.author
      // A byline that goes on after the name may name others too.
      found.add(key, [name], at: "byline", line.hasSuffix(name) ? .medium : .low)
    }
  }

  private func addPeople(_ line: String, isTranslator: Bool = false, _ found: inout Findings) {
    guard line.utf8.count <= 300 else { return }
    let names = PersonNames(line, .shown)
    let (authors, others) = isTranslator ? ([], names.authors) : (names.authors, [])
    found.add(MetadataKey.author, authors, at: "byline", .medium)
    found.add(MetadataKey.translator, names.translators + others, at: "byline", .medium)
  }

  private func findDates(_ found: inout Findings) {
    let isArchival = sourceNote != nil
    for block in document.blocks {
      guard let when = block.attributes["when"] else { continue }
      let isAlone = isOnlyDate(text(block))
      switch block.kind {
      case .dateline where !isAlone, .dateline where isArchival, .heading where isArchival:
        found.add(date: when, MetadataKey.contentDate, at: "date line", .medium)
      case .dateline, .heading:
        if when.hasPrefix("--") {
          found.add(MetadataKey.date, [when], at: "date line", .low)
        } else {
          found.add(date: when, MetadataKey.date, at: "date line", .medium)
        }
      default: break
      }
    }
    for block in document.blocks where block.kind == .dateline && block.attributes["when"] == nil {
      found.add(
        day: DateReading.days(in: text(block), order: order).first, MetadataKey.date, at: "date line", .medium
      )
    }
  }

  private func isOnlyDate(_ line: String) -> Bool {
    DateReading.tokens(of: line).allSatisfy { $0.number != nil || LanguageWords.dateWords.contains($0.text) }
  }

  private var order: DateReading.Order {
    LanguageWords.of(document.language)?.dayComesFirst == true ? .dayFirst : .unknown
  }

  // MARK: What an archive says of a document

  private var sourceNote: Block? {
    document.blocks.first { $0.kind == .division && $0.attributes["type"] == "source-note" }
  }

  private func findSourceNote(_ found: inout Findings) {
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

  /// What follows a label, or the first sentence, when it names a shelf mark.
  private func archiveReference(_ paragraph: String) -> String? {
    if let value = ArchiveReference.labelled(paragraph) { return value }
    let sentence = firstSentence(paragraph)
    return ArchiveReference.namesShelf(sentence) ? sentence : nil
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
