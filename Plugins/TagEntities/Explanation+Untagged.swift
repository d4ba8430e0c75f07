import StageKit

/// Why text is in no span: the rule that came nearest, and what it missed.
extension Explanation {
  func untagged(_ range: Range<Int>) -> [String] {
    let title = "no entity at '\(written(range))'"
    guard let ground = tagging.grounds.first(where: { $0.region.range.overlaps(range) }) else {
      return [title, "  the text is in no block that is tagged"]
    }
    var lines = rejected(range, in: ground)
    let indices = ground.tokens.indices.filter { ground.tokens[$0].range.overlaps(range) }
    if lines.isEmpty { lines = unlisted(range) }
    lines += indices.prefix(12).flatMap { words($0, in: ground) }
    if lines.isEmpty { lines = ["nothing here is a word"] }
    lines.append("context: " + context(range))
    return [title] + lines.map { "  " + $0 }
  }

  /// Names that were proposed and did not stay.
  private func rejected(_ range: Range<Int>, in ground: RegionNames) -> [String] {
    let listed = tagging.candidates(of: stage.matcher.matches(in: ground.region, text))
    return (listed + ground.found).filter { $0.range.overlaps(range) }.map { candidate in
      let name =
        "\(candidate.origin) proposed \(candidate.kind.label) '\(written(candidate.range))' (\(candidate.referent.key))"
      if candidate.needsSupport {
        return name + ", in capitals: it counts only where the document has the name otherwise too"
      }
      if candidate.isFromGazetteer, !ground.known.contains(where: { $0.range == candidate.range }) {
        return name + ", which is a syllable of another name or a common one here"
      }
      let winner = spans.first { $0.range.overlaps(candidate.range) }
      return name
        + (winner.map { ", which gave way to '\(written($0.range))'" } ?? ", which a correction rejected")
    }
  }

  /// A listed name with other capitals, or the nearest name of the document.
  private func unlisted(_ range: Range<Int>) -> [String] {
    let capitals = written(range).split(separator: " ").map { word in
      word.prefix(1).uppercased() + word.dropFirst().lowercased()
    }.joined(separator: " ")
    let other = Array(capitals.utf8)
    let region = Region(other, range: 0..<other.count, block: nil, vocabulary: stage.rules.vocabulary)
    let listed = stage.matcher.matches(in: region, other).first { $0.range == 0..<other.count }
    if let listed, other != Array(text[range]) {
      return ["the gazetteer asks for capitals: " + row(listed)]
    }
    return nearest(written(range)).map { [$0] } ?? []
  }

  /// The name of the document that has the fewest letters of difference.
  private func nearest(_ name: String) -> String? {
    let letters = NameParts(name).letters
    guard letters.count < 64 else { return nil }
    let limit = EditDistance.limit(letters: letters.count)
    var best: (distance: Int, candidate: Candidate)?
    for candidate in tagging.accepted {
      let other = NameParts(written(candidate.range)).letters
      guard let distance = EditDistance.distance(letters, other, limit: limit + 2) else { continue }
      if best.map({ distance < $0.distance }) ?? true { best = (distance, candidate) }
    }
    return best.map {
      "misspelling: \($0.distance) letters from '\(written($0.candidate.range))', at most \(limit) are allowed"
        + " here, in names that have a word in common"
    }
  }

  /// What the rules say of one word, and which of them asks for the least more.
  private func words(_ index: Int, in ground: RegionNames) -> [String] {
    let token = ground.tokens[index]
    guard token.kind != .punctuation else { return [] }
    let word = "'\(written(token.range))'"
    if token.kind == .number { return ["\(word): the grammar of dates finds no date with this number"] }
    if token.isTechnical { return ["\(word): part of an address, in which no names are looked for"] }
    for rule in [ContextRules.Rule.never, .adjective] where token.marks.has(rule) {
      let origin = stage.rules.origin(of: rule, ground.foldedText(index)).map { " (\($0))" } ?? ""
      return ["\(word): the rule \(rule.rawValue)\(origin) keeps it from being a name by itself"]
    }
    if token.shape == .caseless { return ["\(word): no list has it, and no title stands before it"] }
    guard token.isCapitalised else {
      return ["\(word): rules ask for a capital, and no list has it in lower case"]
    }
    return [missing(index, in: ground, word)]
  }

  /// A word with a capital: what each rule that is near would need.
  private func missing(_ index: Int, in ground: RegionNames, _ word: String) -> String {
    let tokens = ground.tokens
    let marks = tokens[index].marks
    for rule in [ContextRules.Rule.surname, .givenName] where marks.has(rule) {
      return
        "\(word): nearest rule \(rule.rawValue) (\(stage.rules.origin(of: rule, ground.foldedText(index)) ?? ""))"
        + ": it asks for another word with a capital behind"
    }
    for rule in [ContextRules.Rule.organisationHead, .placeHead, .unit, .organ, .organisationBefore]
    where marks.has(rule) {
      return
        "\(word): nearest rule \(rule.rawValue) (\(stage.rules.origin(of: rule, ground.foldedText(index)) ?? ""))"
        + ": it asks for a name \(rule == .organisationBefore ? "behind" : "before") it, or a number"
    }
    if ground.isTitle(index) { return "\(word): a title, which is no part of a name" }
    let before = index > 0 ? "'\(written(tokens[index - 1].range))'" : "nothing"
    let after = index + 1 < tokens.count ? "'\(written(tokens[index + 1].range))'" : "nothing"
    return
      "\(word): no list has it; nearest rule title: it asks for a title before it, and there stands \(before);"
      + " no head of a place or body behind it, there stands \(after)"
  }
}
