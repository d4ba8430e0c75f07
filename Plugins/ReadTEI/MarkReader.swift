import Foundation
import StageKit

/// Reads annotations.
extension BodyReader {
  /// What an annotation is: its layer, its label and what it says.
  struct Meaning {
    var layer: String
    var label: String
    var attributes: [String: String] = [:]
  }

  mutating func readMark(_ index: Int, _ name: String, _ attributes: [String: String]) {
    let joinsLeft = name == "w" || name == "pc"
    if joinsLeft, ["left", "both"].contains(attributes["join"]) { pendingSpace = nil }
    settleBefore(index)
    let start = builder.text.count
    let place = spans.count
    spans.append(nil)
    readLine(inside: index)
    if joinsLeft, ["right", "both"].contains(attributes["join"]) { skipsSpace = builder.text.count }
    guard builder.text.count > start, let meaning = meaning(name, attributes) else { return }
    let range = start..<builder.text.count
    if isAutomaticKhmer(name, attributes, range, parentOf: index) { return }
    let span = Span(
      layer: meaning.layer, range, label: meaning.label, attributes: meaning.attributes,
      stage: references.stage(attributes["resp"]) ?? "")
    if ["s", "w", "pc"].contains(name), let part = attributes["part"] {
      return join(span, at: place, part: part, of: name)
    }
    join(span, at: place, attributes)
  }

  /// The same for a sentence or word that was cut: `I`, `M` and `F` are its first, a middle and its last piece.
  private mutating func join(_ span: Span, at place: Int, part: String, of name: String) {
    if part != "I", let first = parted[name], let earlier = spans[first],
      earlier.range.upperBound <= span.range.lowerBound
    {
      spans[first]?.range = earlier.range.lowerBound..<span.range.upperBound
    } else {
      spans[place] = span
      parted[name] = place
    }
    if part == "F" { parted[name] = nil }
  }

  /// An annotation in an empty element has no place.
  private mutating func settleBefore(_ index: Int) {
    if !tokens.list[index].isEmpty { settle() }
  }

  /// Puts a span in its place; a piece of a cut annotation is added to the piece before it.
  private mutating func join(_ span: Span, at place: Int, _ attributes: [String: String]) {
    var place = place
    if let id = attributes["xml:id"], attributes["prev"] != nil, let first = joined.removeValue(forKey: id),
      let earlier = spans[first], earlier.range.upperBound <= span.range.lowerBound
    {
      place = first
      spans[place]?.range = earlier.range.lowerBound..<span.range.upperBound
    } else {
      spans[place] = span
    }
    if let next = attributes["next"], next.hasPrefix("#") { joined[String(next.dropFirst())] = place }
  }

  private mutating func meaning(_ name: String, _ attributes: [String: String]) -> Meaning? {
    var meaning = plainMeaning(name, attributes)
    guard meaning != nil else { return nil }
    meaning?.attributes["cert"] = attributes["cert"]
    meaning?.attributes["resp"] = references.maker(attributes["resp"])
    return meaning
  }

  private mutating func plainMeaning(_ name: String, _ attributes: [String: String]) -> Meaning? {
    switch name {
    case "persName", "orgName": return entity(name, attributes)
    case _ where Elements.places[name] != nil:
      var meaning = entity("placeName", attributes)
      if let type = Elements.places[name], !type.isEmpty { meaning.attributes["type"] = type }
      return meaning
    case "name", "rs":
      let type = attributes["type"] ?? name
      var meaning = entity(Elements.namesByType[type.lowercased()] ?? type, attributes)
      meaning.attributes["type"] = nil
      return meaning
    case "date", "time": return Meaning(layer: Layer.entity, label: name, attributes: dating(attributes))
    case "hi": return Meaning(layer: Layer.format, label: attributes["rend"] ?? "emphasis")
    case "emph": return Meaning(layer: Layer.format, label: "emphasis")
    case "ref":
      return Meaning(
        layer: Layer.format, label: "link",
        attributes: (attributes["target"] ?? attributes["n"]).map { ["url": $0] } ?? [:])
    case "foreign": return attributes["xml:lang"].map { Meaning(layer: Layer.language, label: $0) }
    case "supplied": return Meaning(layer: Layer.editorial, label: "gloss", attributes: gloss(attributes))
    case "s": return Meaning(layer: Layer.segment, label: "sentence")
    case "w", "pc": return word(name, attributes)
    case "seg": return segment(attributes)
    default:
      let kept = attributes.filter {
        !$0.key.hasPrefix("xml:") && !["next", "prev", "resp"].contains($0.key)
      }
      return Meaning(layer: "tei", label: name, attributes: kept)
    }
  }

  private mutating func entity(_ label: String, _ attributes: [String: String]) -> Meaning {
    var found = references.attributes(ofReference: attributes["ref"])
    found["key"] = found["key"] ?? attributes["key"]
    found["type"] = found["type"] ?? attributes["type"]
    return Meaning(layer: Layer.entity, label: label, attributes: found)
  }

  private func dating(_ attributes: [String: String]) -> [String: String] {
    var result: [String: String] = [:]
    for name in ["when", "from", "to", "notBefore", "notAfter"] {
      result[name] = attributes[name] ?? attributes[name + "-iso"]
    }
    return result
  }

  private func gloss(_ attributes: [String: String]) -> [String: String] {
    attributes["reason"].map { $0 == "gloss" ? [:] : ["reason": $0] } ?? [:]
  }

  private func word(_ name: String, _ attributes: [String: String]) -> Meaning {
    let kept = attributes.filter { ["lemma", "pos", "msd"].contains($0.key) }
    return Meaning(layer: Layer.segment, label: name == "w" ? "word" : "punctuation", attributes: kept)
  }

  /// A `seg` of ours names a layer, a label and attributes; others are a layer of their own.
  private func segment(_ attributes: [String: String]) -> Meaning? {
    guard let layer = attributes["type"] else { return nil }
    var kept: [String: String] = [:]
    for part in (attributes["n"] ?? "").components(separatedBy: "; ") {
      guard let equals = part.firstIndex(of: "=") else { continue }
      kept[String(part[..<equals])] = String(part[part.index(after: equals)...])
    }
    return Meaning(layer: layer, label: attributes["subtype"] ?? "", attributes: kept)
  }

  // MARK: Khmer

  /// Whether `foreign` is what write-tei puts around Khmer by itself: it fills an element in a line, and a mark
  /// of the language would stand around that.
  private func isAutomaticKhmer(
    _ name: String, _ attributes: [String: String], _ range: Range<Int>, parentOf index: Int
  ) -> Bool {
    guard name == "foreign", attributes["xml:lang"] == "km", index > 0 else { return false }
    let (before, after) = (tokens.list[index - 1], Int(tokens.list[index].match) + 1)
    guard before.kind == .start, !before.isEmpty, Int(before.match) == after, !role(index - 1).isBlock
    else { return false }
    return builder.text[range].first == 0xE1
  }
}
