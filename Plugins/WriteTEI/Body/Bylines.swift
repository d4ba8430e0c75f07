import StageKit

/// The authors whom bylines name, as marks on the text: each becomes a `docAuthor`.
enum Bylines {
  /// The layer of the marks; no stage has it, because of the space.
  static let layer = "write-tei author"

  /// Longer blocks are no bylines, and more of them or of authors than this nobody has.
  private static let mostBytes = 2000
  private static let mostBylines = 20
  private static let mostAuthors = 20

  /// A mark for each author in a byline: where the words of the metadata or of the byline itself stand, or a name of
  /// an entity which is called so. Its key is that of the entity. Marks that overlap are one.
  ///
  /// - Complexity: O(spans · bylines, at most 20) + O(text of bylines · authors, at most 20).
  static func spans(in document: Document) -> [Span] {
    let bylines = document.blocks.lazy.filter { $0.kind == .byline && $0.range.count <= mostBytes }
    let stated = document.metadata.strings(MetadataKey.author)
    return bylines.prefix(mostBylines).flatMap { block in
      let isAuthor = (block.attributes["role"] ?? "author") == "author"
      let own = isAuthor ? [block.attributes["name"]].compactMap { $0 } : []
      let authors = (stated + own).prefix(mostAuthors).map(Characters.line).filter { !$0.isEmpty }
      return authors.isEmpty ? [] : spans(of: authors, in: block.range, document)
    }
  }

  private static func spans(of authors: [String], in range: Range<Int>, _ document: Document) -> [Span] {
    let names = Set(authors.map { Array($0.utf8) })
    var found: [(range: Range<Int>, key: Authority.Key?)] = names.compactMap { name in
      place(of: name, in: range, document.text).map { ($0, nil) }
    }
    for span in document.spans
    where isInside(span, range) && (span.label == "persName" || span.label == "orgName") {
      let called = span.attributes["name"].map { Array(Characters.line($0).utf8) }
      guard names.contains(Array(document.text[span.range])) || called.map(names.contains) == true else {
        continue
      }
      found.append((span.range, Authority.key(of: span)))
    }
    found.sort { left, right in
      (left.range.lowerBound, left.range.upperBound) < (right.range.lowerBound, right.range.upperBound)
    }
    var spans: [Span] = []
    for (range, key) in found {
      let attributes = key.map { ["kind": $0.kind.rawValue, "key": $0.key] } ?? [:]
      if let last = spans.last, last.range.overlaps(range) {
        spans[spans.count - 1].range = last.range.lowerBound..<max(last.range.upperBound, range.upperBound)
        if last.attributes.isEmpty { spans[spans.count - 1].attributes = attributes }
      } else {
        spans.append(Span(layer: layer, range, label: "author", attributes: attributes))
      }
    }
    return spans
  }

  private static func isInside(_ span: Span, _ range: Range<Int>) -> Bool {
    span.layer == Layer.entity && range.lowerBound <= span.range.lowerBound
      && span.range.upperBound <= range.upperBound
  }

  /// The first place of a name with no letter right before or behind it.
  private static func place(of name: [UInt8], in range: Range<Int>, _ text: [UInt8]) -> Range<Int>? {
    guard name.count <= range.count else { return nil }
    return (range.lowerBound...range.upperBound - name.count).lazy.map { $0..<$0 + name.count }.first {
      place in
      text[place.lowerBound] == name[0] && text[place].elementsEqual(name)
        && !endsInLetter(text[range.lowerBound..<place.lowerBound])
        && !(place.upperBound < range.upperBound && isLetter(text[place.upperBound..<range.upperBound]))
    }
  }

  private static func endsInLetter(_ text: ArraySlice<UInt8>) -> Bool {
    guard let start = text.lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return false }
    return isLetter(text[start...])
  }

  /// Whether a text begins with a letter, a digit or a mark.
  private static func isLetter(_ text: ArraySlice<UInt8>) -> Bool {
    let properties = Unicode.Scalar(Characters.decode(text, at: text.startIndex).scalar)?.properties
    guard let properties else { return false }
    return properties.isAlphabetic || properties.isGraphemeExtend || properties.numericType != nil
  }
}
