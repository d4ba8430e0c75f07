internal import CLibXML2

/// The structural half of the HTML parse: libxml2's SAX events, put on the tokens of the scan.
///
/// An event belongs to the token in which libxml2's cursor stands. Text never comes from libxml2: each text
/// token that the cursor has passed is handed on from the input itself.
struct HTMLTreeEvents {
  private(set) var events: [HTMLStream.Event] = []
  private(set) var names: HTMLNames

  private let input: [UInt8]
  private let tokens: [HTMLScan.Token]
  private let skeleton: [UInt8]

  /// The first token that is not yet handed on.
  private var next = 0
  /// Whether the tag in `next` has had its event.
  private var isClaimed = false
  private var open: [UInt32] = []
  private var isHalted = false
  /// Elements that libxml2 may look through for tags that fit nowhere.
  private static let maxWastedSteps: UInt = 200_000_000

  init(_ scan: HTMLScan, of input: [UInt8]) {
    self.input = input
    tokens = scan.tokens
    skeleton = scan.skeleton
    names = scan.names
  }

  /// Parses the skeleton and reports every event.
  mutating func run() {
    var structure = clibxml2_html_structure()
    skeleton.withUnsafeBytes { bytes in
      guard let start = bytes.assumingMemoryBound(to: CChar.self).baseAddress else { return }
      clibxml2_html_parse(start, Int32(bytes.count), Self.maxWastedSteps, &structure)
    }
    defer { clibxml2_html_free(&structure) }
    events.reserveCapacity(tokens.count + structure.event_count / 4 + 8)
    let indices = nameIndices(of: structure)
    for event in UnsafeBufferPointer(start: structure.events, count: structure.event_count) {
      let name = indices[Int(event.name)]
      if event.is_end != 0 { end(name, event.cursor) } else { start(name, event.cursor) }
    }
    isHalted = structure.is_cut != 0
    finish()
  }

  /// The names of libxml2's structure as names of the page.
  private mutating func nameIndices(of structure: clibxml2_html_structure) -> [UInt32] {
    let ends = UnsafeBufferPointer(start: structure.name_ends, count: structure.name_count)
    let count = ends.last ?? 0
    return UnsafeRawBufferPointer(start: structure.names, count: count).withMemoryRebound(to: UInt8.self) {
      bytes in
      var start = 0
      return ends.map { end in
        defer { start = end }
        return names.index(of: start..<end, in: bytes)
      }
    }
  }

  // MARK: Events of libxml2

  private mutating func start(_ name: UInt32, _ cursor: UInt32) {
    advance(to: cursor)
    open.append(name)
    guard next < tokens.count, tokens[next].kind == .startTag, !isClaimed, tokens[next].name == name else {
      let place = next < tokens.count ? tokens[next].lower : UInt32(input.count)
      return append(.start, place, place, name)
    }
    isClaimed = true
    claimStart(of: tokens[next])
  }

  private mutating func claimStart(of token: HTMLScan.Token) {
    events.append(
      HTMLStream.Event(
        kind: .start, attributeCount: token.attributeCount, lower: token.lower, upper: token.upper,
        name: token.name, first: token.firstAttribute))
  }

  private mutating func end(_ name: UInt32, _ cursor: UInt32) {
    advance(to: cursor)
    // Only at the end of the page does libxml2 close elements while it stands at the end of a text.
    if next < tokens.count, tokens[next].kind == .text || tokens[next].kind == .rawText,
      tokens[next].seen == cursor
    {
      handOn()
    }
    guard next < tokens.count else { return close(name, UInt32(input.count), UInt32(input.count)) }
    let token = tokens[next]
    if token.kind == .endTag, !isClaimed, token.name == name {
      isClaimed = true
      return close(name, token.lower, token.upper)
    }
    let place = isClaimed ? token.upper : token.lower
    close(name, place, place)
  }

  /// Reports the end of the innermost element of this name, and of what is open inside it.
  private mutating func close(_ name: UInt32, _ lower: UInt32, _ upper: UInt32) {
    guard let index = open.lastIndex(of: name) else { return }
    while open.count > index + 1 { append(.end, lower, lower, open.removeLast()) }
    append(.end, lower, upper, open.removeLast())
  }

  private mutating func append(
    _ kind: HTMLStream.Event.Kind, _ lower: UInt32, _ upper: UInt32, _ name: UInt32 = 0, _ first: UInt32 = 0
  ) {
    events.append(
      HTMLStream.Event(kind: kind, attributeCount: 0, lower: lower, upper: upper, name: name, first: first))
  }

  // MARK: Tokens of the scan

  /// Hands on every token that ends before the cursor.
  private mutating func advance(to cursor: UInt32) {
    while next < tokens.count, tokens[next].seen < cursor { handOn() }
  }

  /// Hands on the token in `next`; a tag has had its event or is thrown away.
  private mutating func handOn() {
    let token = tokens[next]
    switch token.kind {
    case .text: text(token.range)
    case .rawText: append(.text, token.lower, token.upper)
    case .comment: append(.comment, token.lower, token.upper)
    case .startTag, .endTag: if isHalted && !isClaimed { tagAsItStands(token) }
    }
    next += 1
    isClaimed = false
  }

  private mutating func finish() {
    while next < tokens.count { handOn() }
    while let element = open.popLast() {
      append(.end, UInt32(input.count), UInt32(input.count), element)
    }
  }

  /// Reports a tag without libxml2, after the work on a hostile page was cut short.
  private mutating func tagAsItStands(_ token: HTMLScan.Token) {
    if token.kind == .endTag {
      guard let depth = open.suffix(256).lastIndex(of: token.name) else { return }
      while open.count > depth {
        append(.end, token.lower, open.count == depth + 1 ? token.upper : token.lower, open.removeLast())
      }
      return
    }
    claimStart(of: token)
    if HTMLElements.void.contains(names.strings[Int(token.name)]) {
      append(.end, token.upper, token.upper, token.name)
    } else {
      open.append(token.name)
    }
  }

  /// Reports text, each character reference by itself.
  private mutating func text(_ range: Range<Int>) {
    var plain = range.lowerBound
    var i = plain
    while true {
      i = ampersand(from: i, before: range.upperBound)
      guard i < range.upperBound else { break }
      guard let reference = CharacterReferences.reference(in: input, at: i, before: range.upperBound),
        let short = ShortText(reference.text)
      else {
        i += 1
        continue
      }
      if i > plain { append(.text, UInt32(plain), UInt32(i)) }
      append(
        .reference, UInt32(i), UInt32(reference.end), UInt32(truncatingIfNeeded: short.bits),
        UInt32(truncatingIfNeeded: short.bits >> 32))
      i = reference.end
      plain = i
    }
    if range.upperBound > plain { append(.text, UInt32(plain), UInt32(range.upperBound)) }
  }

  private func ampersand(from start: Int, before end: Int) -> Int {
    input.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { clibxml2_find($0, start, end, 0x26) } ?? end
    }
  }
}
