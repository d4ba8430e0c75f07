import StageKit

@testable import WriteTEI

/// Documents as the stages before write-tei leave them, in little.
enum Cases {
  static let all: [(name: String, make: @Sendable () throws -> Document)] = [
    ("conversation", conversation), ("blog", blog), ("vietnamese-khmer", vietnameseAndKhmer),
    ("structures", structures),
    ("odd-characters", oddCharacters), ("overlaps", overlaps),
  ]

  static let context = LoadContext(
    program: "sastra", programVersion: "0.1.0", pipelineName: "archive",
    pipelineDescription: "Harvested pages to TEI for deposit",
    steps: [("read-files", 1), ("clean-boilerplate", 2), ("tag-entities", 1), ("write-tei", 1)])

  static var options: WriteTEI.Options {
    var options = WriteTEI.Options()
    options.publisher = "Example Archive"
    options.licence = "https://creativecommons.org/licenses/by/4.0/"
    return options
  }

  private static func set(_ document: inout Document, _ values: [String: String], certain: Bool = true) {
    for (key, value) in values {
      document.metadata.set(key, [value], origin: Metadata.Origin("metadata.csv", certain ? .high : .medium))
    }
  }

  /// A memorandum: dates and places in a dateline, turns, marks of omission, an editor's additions.
  @Sendable static func conversation() throws -> Document {
    var document = try Build.document(
      id: "001",
      [
        Build(
          .division, "", ["type": "document"],
          inside: [
            Build(.heading, "December 4, 1979", ["type": "date", "level": "2"]),
            Build(
              .heading, "Conversation between Jambyn Batmunkh and Heng Samrin",
              ["type": "title", "level": "1"]),
            Build(
              .heading, "OF THE MPR AND THE PRK [People’s Republic of Kampuchea]",
              ["type": "sub", "level": "2"]),
            Build(.dateline, "4 December 1979 Phnom Penh"),
            Build(.paragraph, "J. Batmunkh met with c. Heng Samrin, Chairman of the KNUFNS. […]"),
            Build(
              .turn, "", ["who": "Heng Samrin"],
              inside: [
                Build(.speaker, "Heng Samrin:"),
                Build(.paragraph, "Allow me to congratulate warmly the delegation. […]"),
                Build(.paragraph, "The Pol Pot – Ieng Sary group is active."),
              ]),
            Build(
              .turn, "", ["who": "S. Luvsangombo"],
              inside: [
                Build(.speaker, "S. Luvsangombo:"), Build(.paragraph, "When is the next dry period?"),
              ]),
            Build(
              .turn, "", ["who": "J. Batmunkh"],
              inside: [
                Build(.speaker, "J. Batmunkh:"),
                Build(.paragraph, "How can one understand “fully bring into order”?"),
              ]),
            Build(.stageDirection, "At this the conversation ended."),
          ]),
        Build(
          .division, "", ["type": "source-note"],
          inside: [
            Build(.heading, "Document Information", ["level": "2"]),
            Build(.paragraph, "Mongol Ulsyn Zasgiin Gazryn Arkhiv. Obtained by Sergey Radchenko."),
          ]),
      ])
    document.begin(stage: "clean-boilerplate", version: 2)
    document.count("skip-link")
    try document.mark(
      Layer.editorial, "gloss", "[People’s Republic of Kampuchea]", stage: "clean-boilerplate")
    try document.mark(Layer.editorial, "gap", "[…]", stage: "clean-boilerplate")
    document.begin(stage: "tag-entities", version: 1)
    document.count("persName", 6)
    try document.name("persName", "Jambyn Batmunkh", key: "pers.batmunkh", name: "Jambyn Batmunkh")
    try document.name("persName", "J. Batmunkh", key: "pers.batmunkh", name: "Jambyn Batmunkh")
    try document.name("persName", "Heng Samrin", key: "pers.heng-samrin", name: "Heng Samrin")
    try document.name("persName", "Pol Pot", key: "pers.pol-pot", name: "Pol Pot")
    try document.name("persName", "Sergey Radchenko")
    try document.name("placeName", "Phnom Penh", key: "place.phnom-penh", name: "Phnom Penh")
    try document.mark(
      Layer.entity, "placeName", "PRK",
      [
        "key": "place.prk", "name": "People’s Republic of Kampuchea", "type": "polity", "cert": "medium",
        "ref": "https://www.wikidata.org/entity/Q867778",
      ], stage: "tag-entities")
    try document.name(
      "orgName", "KNUFNS", key: "org.knufns", name: "Kampuchean United Front for National Salvation")
    try document.mark(Layer.entity, "date", "December 4, 1979", ["when": "1979-12-04"], stage: "tag-entities")
    try document.mark(Layer.entity, "date", "4 December 1979", ["when": "1979-12-04"], stage: "tag-entities")
    try document.mark(Layer.language, "mn-Latn", "Mongol Ulsyn Zasgiin Gazryn Arkhiv")
    set(
      &document,
      [
        "title": "Conversation between Jambyn Batmunkh and Heng Samrin", "accessed": "2026-11-21",
        "url": "https://archive.example/document/conversation?a=1&b=2", "content_date": "1979-12-04",
        "site": "Digital Archive", "archive_reference": "fond 1, tov’yog 28, kh/n 21 (1980 on), khuu 10-22",
        "rights": "Rights are retained by the rights holders.", "collection": "Mongolia & Cambodia",
        "Số hồ sơ": "28",
      ])
    document.metadata.set("keywords", ["Cambodia", "Mongolia"], origin: Metadata.Origin("page", .high))
    set(&document, ["translator": "Sergey Radchenko"], certain: false)
    return document
  }

  /// A post with a photograph, links, and comments that answer each other.
  @Sendable static func blog() throws -> Document {
    var document = try Build.document(
      id: "blog/000",
      [
        Build(
          .division, "", ["type": "article"],
          inside: [
            Build(.heading, "Pot Pot Tells China in 1977", ["type": "title", "level": "1"]),
            Build(.byline, "By Nate Thayer"),
            Build(.paragraph, "The day before Pol Pot arrived in Beijing he made a speech."),
            Build(
              .figure, "", ["url": "https://blog.example/photo 1.jpg"],
              inside: [
                Build(.caption, "This photo is the last of Pol Pot in power.")
              ]),
            Build(.heading, "What came after", ["level": "2"]),
            Build(.paragraph, "My blog: hahien.wordpress.com, or here."),
            Build(
              .quotation,
              inside: [
                Build(.paragraph, "Quoted words."),
                Build(.list, "", ["type": "ordered"], inside: [Build(.item, "one"), Build(.item, "two")]),
              ]),
            Build(.signature, "N. T."),
          ]),
        Build(
          .division, "", ["type": "comments"],
          inside: [
            Build(.heading, "2 Responses", ["level": "3"]),
            Build(
              .comment, "", ["id": "c1", "author": "hahien", "date": "2013-08-13T01:05", "level": "0"],
              inside: [
                Build(.commentHead, "hahien August 13, 2013 at 1:05 am #"),
                Build(.paragraph, "Excellent article."),
                Build(.signature, "Ha Hien"),
              ]),
            Build(
              .comment, "", ["id": "c2", "author": "Nate Thayer", "reply_to": "c1", "level": "1"],
              inside: [
                Build(.commentHead, "Nate Thayer"), Build(.paragraph, "No worries."),
              ]),
            Build(
              .comment, "", ["id": "c3", "author": "hahien", "type": "trackback"], language: "vi",
              inside: [
                Build(.paragraph, "đây là bản dịch bài viết: Pol Pot Tells China")
              ]),
          ]),
      ])
    try document.mark(Layer.format, "link", "hahien.wordpress.com", ["url": "http://hahien.wordpress.com"])
    try document.mark(Layer.format, "link", "here", ["url": "javascript:alert(1)"])
    try document.mark(Layer.format, "emphasis", "last")
    try document.mark(Layer.language, "en", "Pol Pot Tells China")
    set(
      &document, ["author": "Nate Thayer", "url": "https://blog.example/pol-pot", "date": "--09-13"],
      certain: false)
    return document
  }

  /// Two scripts; Khmer in blocks of another language; decomposed letters.
  @Sendable static func vietnameseAndKhmer() throws -> Document {
    var document = try Build.document(
      id: "vi-km", language: "vi",
      [
        Build(.heading, "Tiê\u{301}ng Viê\u{323}t và tiếng Khmer", ["level": "1"]),
        Build(.paragraph, "Thủ đô của Campuchia là ភ្នំពេញ (Phnôm Pênh), còn gọi là ក្រុង ភ្នំពេញ."),
        Build(.paragraph, "ភ្នំពេញ ជារាជធានី នៃព្រះរាជាណាចក្រកម្ពុជា (Phnom Penh)។", language: "km"),
        Build(.paragraph, "Hà Nội, ngày 7 tháng 1 năm 1979."),
      ])
    try document.name("placeName", "ភ្នំពេញ", key: "place.phnom-penh", name: "Phnôm Pênh")
    try document.name("placeName", "Phnôm Pênh", key: "place.phnom-penh", name: "Phnôm Pênh")
    try document.mark(
      Layer.entity, "date", "ngày 7 tháng 1 năm 1979", ["when": "1979-01-07", "notBefore": "1979"])
    try document.mark(Layer.language, "en", "(Phnom Penh)")
    return document
  }

  /// Kinds and places of blocks, right and wrong.
  @Sendable static func structures() throws -> Document {
    try Build.document(
      id: "structures",
      [
        Build(
          .table,
          inside: [
            Build(.caption, "Provinces"),
            Build(
              .row,
              inside: [Build(.cell, "Name", ["role": "label"]), Build(.cell, "Hectares", ["role": "label"])]),
            Build(.row, inside: [Build(.cell, " "), Build(.cell, "12")]),
          ]),
        Build(
          .lineGroup,
          inside: [
            Build(.line, "Trăm năm trong cõi người ta,"), Build(.line, "Chữ tài chữ mệnh khéo là ghét nhau."),
          ]),
        Build(.item, "an item without a list"), Build(.caption, "a caption without a figure"),
        Build(
          .paragraph, "A paragraph with",
          inside: [Build(.list, "", ["type": "bulleted"], inside: [Build(.item, "an item")])]),
        Build(.byline, "a byline in the middle"), Build(.preformatted, "two  spaces\nand a line"),
        Build(.note, "A note."),
        Build(
          .item,
          inside: [
            Build(
              .division, "", ["type": "aside"],
              inside: [Build(.heading, "Inside an item"), Build(.paragraph, "Text.")])
          ]),
        Build("sidebar", "an unknown kind"), Build(.heading, "Later", ["level": "2"]),
        Build(.heading, "Deeper", ["level": "3"]),
        Build(.paragraph, "Text."), Build(.heading, "Last", ["level": "2"]), Build(.signature, "An author"),
      ])
  }

  /// What may not stand in a file, and what must be written as a reference.
  @Sendable static func oddCharacters() throws -> Document {
    var document = try Build.document(
      id: "odd <&> \u{1}",
      [
        Build(.paragraph, "a < b & c > d ]]> \"quoted\" 'single'"),
        Build(
          .paragraph,
          "unreadable \u{FFFD}\u{FFFD}\u{0} and \u{FFFF}; soft\u{AD}hyphen, mark\u{FEFF}, \u{202E}controls\u{202C}"
        ),
        Build(.paragraph, "\u{338}begins with a solidus; e\u{302}\u{323} is composed; \u{E000} is private"),
        Build(.paragraph, "a line\r\nand another"),
        Build(.paragraph, "an omission [\u{FFFD}…] that is broken"),
      ])
    try document.mark(Layer.editorial, "gap", "[\u{FFFD}…]")
    try document.mark(Layer.format, "line-break", "\r\nand")
    return document
  }

  /// Marks that cross each other and the ends of blocks.
  @Sendable static func overlaps() throws -> Document {
    var document = try Build.document(
      id: "overlaps",
      [
        Build(.paragraph, "one two three four five"), Build(.paragraph, "six seven eight"),
      ])
    try document.mark(Layer.format, "emphasis", "one two")
    try document.mark(
      Layer.entity, "persName", "two three", ["key": "pers.a", "name": "A"], stage: "tag-entities")
    try document.mark(
      Layer.entity, "orgName", "three four", ["key": "org.b", "name": "B"], stage: "tag-entities")
    try document.mark(Layer.format, "link", "five\nsix", ["url": "https://example.org/"])
    try document.mark("sentiment", "glad", "seven eight", ["score": "0.9"], stage: "my-stage")
    return document
  }
}
