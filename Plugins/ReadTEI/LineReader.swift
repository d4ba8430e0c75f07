import StageKit

/// Reads lines of text with annotations in them.
extension BodyReader {
  mutating func readLine(inside index: Int, language: String? = nil) {
    for child in children(of: index) { readInline(child, language: language) }
  }

  /// Reads a piece of text, or an element in a line.
  mutating func readInline(_ index: Int, language: String? = nil) {
    let token = tokens.list[index]
    guard token.kind == .start else { return readText(token) }
    let name = tokens.name(of: token)
    switch role(index) {
    case .left: return
    case .container, .flow, .leaf: return readInnerBlock(index, language: language)
    case .either where holdsBlock(index): return readInnerBlock(index, language: language)
    case .transparent, .either, .inline: break
    }
    let attributes = tokens.attributes(of: token)
    switch name {
    case "lb":
      if attributes["break"] != "no" || isExact { pendingBreaks += 1 }
    case "gap": readGap(index, attributes)
    case "choice": readChoice(index)
    case "app": readOne(of: ["lem", "rdg"], in: index)
    case "del" where isInSubstitution(index): break
    case _ where Elements.plain.contains(name): readLine(inside: index, language: language)
    default: readMark(index, name, attributes)
    }
  }

  /// Reads a block inside a line of text.
  private mutating func readInnerBlock(_ index: Int, language: String?) {
    readOneBlock(index, language: language)
    hasText = false
  }

  private func holdsBlock(_ index: Int) -> Bool {
    children(of: index).contains { tokens.list[$0].kind == .start && role($0).isBlock }
  }

  private func isInSubstitution(_ index: Int) -> Bool {
    var open = index - 1
    while open >= 0 {
      let token = tokens.list[open]
      if token.kind == .start, Int(token.match) > index { return tokens.name(of: token) == "subst" }
      open -= 1
      if index - open > 64 { return false }
    }
    return false
  }

  private mutating func readOne(of names: [String], in index: Int) {
    let children = children(of: index).filter { tokens.list[$0].kind == .start }
    for name in names {
      guard let chosen = children.first(where: { tokens.name(of: tokens.list[$0]) == name }) else { continue }
      return readLine(inside: chosen)
    }
  }

  /// Two readings of one place: the text has the later one, with what is marked in it; the other is what a
  /// stage changed. Of an abbreviation, the text has the short form.
  private mutating func readChoice(_ index: Int) {
    let children = children(of: index).filter { tokens.list[$0].kind == .start }
    func child(_ names: Set<String>) -> Int? {
      children.first { names.contains(tokens.name(of: tokens.list[$0])) }
    }
    guard let later = child(["reg", "corr"]), let earlier = child(["orig", "sic"]) else {
      if let only = child(["abbr", "reg", "corr"]) ?? children.first { readLine(inside: only) }
      return
    }
    settle()
    let (start, end) = (tokens.list[index].range, tokens.list[Int(tokens.list[index].match)].range)
    builder.skip(to: start.lowerBound)
    let first = builder.text.count
    readLine(inside: later)
    pendingSpace = nil
    builder.skip(to: end.upperBound)
    let attributes = tokens.attributes(of: tokens.list[later])
    let node = XMLNode(tokens, at: earlier)
    readings.append(
      Reading(
        source: start.lowerBound..<end.upperBound, range: first..<builder.text.count,
        before: isExact ? node.rawText : Array(node.text.utf8),
        reason: attributes["type"]
          ?? (tokens.name(of: tokens.list[later]) == "corr" ? "correction" : "change"),
        stage: references.stage(attributes["resp"]) ?? ""))
    hasText = true
  }

  // MARK: Text

  private mutating func readText(_ token: XMLTokens.Token) {
    if isExact { readExactly(token) } else { readCollapsed(token) }
  }

  private mutating func readExactly(_ token: XMLTokens.Token) {
    let bytes = tokens.bytes
    let range = token.range
    if needsLine, range.allSatisfy({ Self.isSpace(bytes[$0]) }) { return }
    if !range.isEmpty { settle() }
    var (start, position) = (range.lowerBound, range.lowerBound)
    func plain(_ reader: inout BodyReader, upTo end: Int) {
      if start < end { reader.take(start..<end) }
    }
    while position < range.upperBound {
      if token.kind == .text, let (end, character) = tokens.reference(at: position) {
        plain(&self, upTo: position)
        put(character, for: position..<end)
        (start, position) = (end, end)
      } else if bytes[position] == 0x0D {
        plain(&self, upTo: position)
        let isPair = position + 1 < bytes.count && bytes[position + 1] == 0x0A
        if !isPair { put([0x0A], for: position..<position + 1) }
        position += 1
        start = position
      } else {
        position += 1
      }
    }
    plain(&self, upTo: position)
  }

  private mutating func readCollapsed(_ token: XMLTokens.Token) {
    let bytes = tokens.bytes
    var position = token.range.lowerBound
    let end = token.range.upperBound
    while position < end {
      if Self.isSpace(bytes[position]) {
        if hasText, pendingSpace == nil, skipsSpace != builder.text.count { pendingSpace = position }
        position += 1
        continue
      }
      settle()
      if token.kind == .text, let (next, character) = tokens.reference(at: position) {
        put(character, for: position..<next)
        position = next
        continue
      }
      let start = position
      while position < end, !Self.isSpace(bytes[position]),
        position == start || bytes[position] != UInt8(ascii: "&") || token.kind != .text
      {
        position += 1
      }
      take(start..<position)
    }
  }

  /// Makes the place ready for text or for the start of an annotation: a new line after a block, the space
  /// that was seen.
  mutating func settle() {
    if needsLine { beginLine() }
    if let space = pendingSpace, space >= builder.position, hasText, pendingBreaks == 0 {
      if tokens.bytes[space] == 0x20 {
        builder.copy(space..<space + 1)
      } else {
        builder.replace(space..<space + 1, by: [0x20])
      }
    }
    pendingSpace = nil
  }

  /// Takes text of the source as it is.
  private mutating func take(_ range: Range<Int>) {
    let first = breakLine(before: tokens.bytes[range.lowerBound])
    let start = builder.text.count
    builder.copy(range)
    mark(first, from: start)
    hasText = true
  }

  private mutating func put(_ characters: [UInt8], for range: Range<Int>) {
    guard let byte = characters.first else { return }
    let first = breakLine(before: byte)
    let start = builder.text.count
    builder.replace(range, by: characters)
    mark(first, from: start)
    hasText = true
  }

  /// Puts a line break of the source into the text where none stands there; says how many line breaks are to
  /// be marked on the next character.
  private mutating func breakLine(before next: UInt8) -> Int {
    defer { pendingBreaks = 0 }
    guard pendingBreaks > 0 else { return 0 }
    if isExact { return pendingBreaks }
    guard hasText else { return 0 }
    let start = builder.text.count
    builder.insert([0x0A])
    mark(1, from: start)
    return 0
  }

  /// Marks line breaks on the character at a place.
  private mutating func mark(_ count: Int, from start: Int) {
    guard count > 0 else { return }
    var end = start + 1
    while end < builder.text.count, builder.text[end] & 0xC0 == 0x80 { end += 1 }
    let span = Span(layer: Layer.format, start..<end, label: "line-break")
    spans += Array(repeating: span, count: min(count, 8))
  }

  // MARK: Gaps

  /// Matter that is left out, with the mark for it; or characters that nobody can read.
  private mutating func readGap(_ index: Int, _ attributes: [String: String]) {
    let reason = attributes["reason"] ?? ""
    let isIllegible = reason.contains("illegible")
    settle()
    let start = builder.text.count
    let place = spans.count
    spans.append(nil)
    let desc = children(of: index).first { tokens.list[$0].kind == .start }
    if let desc, attributes["resp"] == nil, let number = illegibleNumber(in: desc) {
      return putIllegible(number)
    }
    if let desc {
      readLine(inside: desc)
      pendingSpace = nil
      if isIllegible, reason.contains("editorial") || builder.text.count == start { putIllegible(1) }
    } else if isIllegible, attributes["unit"] == "char", let number = Int(attributes["quantity"] ?? "") {
      return putIllegible(number)
    } else {
      isIllegible ? putIllegible(1) : builder.insert(Array("[…]".utf8))
      hasText = true
    }
    guard builder.text.count > start else { return }
    let label = isIllegible && !reason.contains("editorial") ? "illegible" : "gap"
    var kept: [String: String] = [:]
    if !isIllegible, !reason.isEmpty, reason != "editorial" { kept["reason"] = reason }
    kept["cert"] = attributes["cert"]
    spans[place] = Span(
      layer: Layer.editorial, start..<builder.text.count, label: label, attributes: kept,
      stage: references.stage(attributes["resp"]) ?? "")
  }

  /// The number of characters that nobody could read, in the words of write-tei for a transcript: "2 illegible
  /// characters", because ParlaMint has no other place for it.
  private func illegibleNumber(in desc: Int) -> Int? {
    let inside = children(of: desc)
    guard inside.count == 1, tokens.list[inside[0]].kind == .text, tokens.list[inside[0]].range.count < 50
    else {
      return nil
    }
    let words = String(decoding: tokens.bytes[tokens.list[inside[0]].range], as: UTF8.self).split(
      separator: " ")
    guard words.count == 3, words[1] == "illegible", words[2] == "character" || words[2] == "characters"
    else {
      return nil
    }
    return Int(words[0]).flatMap { (1...1000).contains($0) ? $0 : nil }
  }

  private mutating func putIllegible(_ number: Int) {
    let count = max(1, min(number, illegibleLeft))
    illegibleLeft -= count
    builder.insert(Array(repeatElement([0xEF, 0xBF, 0xBD] as [UInt8], count: count).joined()))
    hasText = true
  }
}
