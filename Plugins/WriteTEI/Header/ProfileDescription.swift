import Markup
import StageKit

/// Languages, persons, settings.
extension HeaderWriter {
  mutating func writeProfileDescription() throws(MarkupError) {
    // The lists below may name a language that the text does not.
    for participant in source.speakers.list + source.commenters.list { _ = language(of: participant.name) }
    for keyword in values("keywords") { _ = language(of: keyword) }
    try output.start("profileDesc")
    try output.start("langUsage")
    for language in languages.sorted() {
      try output.line("language", [("ident", language)], LanguageTag.name(of: language))
    }
    try output.end()
    try writeOwn(["profileDesc"], ["abstract"])
    try writeOwn(["profileDesc"], ["creation"])
    try writeTextClass()
    try writeOwn(["profileDesc"], ["textClass"])
    try writeParticipants()
    try writeSetting()
    try output.end()
  }

  private mutating func writeTextClass() throws(MarkupError) {
    let keywords = values("keywords")
    guard !keywords.isEmpty, options.profile != .minimal else { return }
    try output.start("textClass")
    let targets = keywords.indices.map { "#" + source.id("tax.\($0 + 1)") }
    let scheme = "#" + source.id("tax")
    try output.line("catRef", [("scheme", scheme), ("target", targets.joined(separator: " "))])
    try output.start("keywords", [("scheme", scheme)])
    try writeAll("keywords", as: "term")
    try output.end()
    try output.end()
  }

  private mutating func writeParticipants() throws(MarkupError) {
    let known = source.authority.entries.indices.filter { isSpeaker(source.authority.entries[$0]) }
    guard !known.isEmpty || !source.speakers.list.isEmpty || !source.commenters.list.isEmpty else { return }
    try output.start("particDesc")
    if !known.isEmpty || !source.speakers.list.isEmpty {
      try output.start("listPerson", [("type", "speakers")])
      for place in known { try writeEntry(place) }
      try writeParticipants(source.speakers, [])
      try output.end()
    }
    if !source.commenters.list.isEmpty {
      try output.start("listPerson", [("type", "commenters")])
      try writeParticipants(source.commenters, [("type", "screen-name")])
      try output.end()
    }
    try output.end()
  }

  private mutating func writeParticipants(
    _ participants: TEIDocument.Participants, _ attributes: TEIOutput.Attributes
  ) throws(MarkupError) {
    for (id, name) in participants.list {
      try output.start("person", [("xml:id", id)])
      try output.line("persName", attributes + language(of: name), name)
      try output.end()
    }
  }

  /// The place and date of the first dateline that has them.
  private mutating func writeSetting() throws(MarkupError) {
    guard options.profile != .minimal, let found = source.setting else { return }
    try output.start("settingDesc")
    try output.start("setting")
    if let place = found.place {
      try output.line("placeName", [("ref", "#" + source.id(place.localID))], place.name)
    }
    if let date = found.date { try output.line("date", [("when", date.text)], date.words) }
    try output.end()
    try output.end()
  }
}

extension TEIDocument {
  /// What datelines say of where and when.
  var setting: (place: AuthorityEntry?, date: W3CDate?)? {
    for line in datelines {
      var (place, date): (AuthorityEntry?, W3CDate?) = (nil, nil)
      for mark in line {
        let span = document.spans[marks[mark].span]
        if place == nil, let key = Authority.key(of: span), key.kind == .place { place = authority[key] }
        if date == nil, span.layer == Layer.entity, span.label == "date" {
          date = W3CDate(span.attributes["when"])
        }
      }
      // A line with nothing but the day of publication does not say where and when.
      if place != nil || (date != nil && date?.text != published?.text) { return (place, date) }
    }
    return nil
  }

  private var published: W3CDate? { W3CDate(document.metadata[MetadataKey.date]) }
}
