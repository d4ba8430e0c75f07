internal import CLibXML2

/// The lexical half of the HTML parse: where each tag, attribute, comment and run of text begins and ends.
///
/// libxml2 tells where its cursor stands when it reports an event, and that is not enough: it drops control
/// characters from text, stops at NUL, hands text on a character late when its buffer of 1000 bytes is full,
/// and says nothing of tags that it throws away. So the places come from this scan, which follows the
/// tokenizer of the HTML standard (13.2.5) and loses nothing at the end of a broken page. libxml2 is given a
/// skeleton: the tags by their names, one character for each run of text, nothing else. That is all that the
/// structure depends on, and it is a twentieth of a page. The structure is libxml2's.
struct HTMLScan {
  enum Kind: UInt8 {
    case text
    /// Text in which character references mean nothing: the content of script and style.
    case rawText
    case startTag
    case endTag
    case comment
  }

  struct Token {
    var kind: Kind
    var attributeCount: UInt16 = 0
    var lower: UInt32
    var upper: UInt32
    /// Where it ends in the skeleton.
    var seen: UInt32
    /// Index of the name of a tag.
    var name: UInt32 = 0
    var firstAttribute: UInt32 = 0
    var range: Range<Int> { Int(lower)..<Int(upper) }
  }

  /// Tile the input without a gap.
  private(set) var tokens: [Token] = []
  /// Those of each start tag, in order; of two with the same name the first.
  var attributes: [HTMLStream.Attribute] = []
  var names = HTMLNames()
  var attributeNames = HTMLNames()
  /// What libxml2 reads.
  private(set) var skeleton: [UInt8] = []

  /// The page; it must not be read after the scan is made.
  let input: UnsafeBufferPointer<UInt8>
  var quotesAreBroken = false
  private var textStart = 0
  private let isXHTML: Bool
  /// For each name what is known of it.
  private var facts: [HTMLElements.Facts] = []
  /// The `>` that was found last, and where the search for it began.
  private var lastClose = 0..<0
  /// Places from which on a search has found nothing: keeps repeated searches from being quadratic.
  var noQuoteFrom = (double: Int.max, single: Int.max)
  private var noCommentEndFrom = Int.max
  private var noRawEndFrom = [Int](repeating: .max, count: HTMLElements.rawContent.count)

  init(_ input: UnsafeBufferPointer<UInt8>) {
    self.input = input
    isXHTML = input.starts(with: "<?xml".utf8)
    tokens.reserveCapacity(input.count / 32 + 8)
    skeleton.reserveCapacity(input.count / 16 + 8)
    scan()
  }

  private mutating func scan() {
    var i = 0
    while true {
      i = find(0x3C, from: i)
      guard i < input.count else { break }
      i = token(at: i)
    }
    closeText(at: input.count)
  }

  /// Takes the token that may begin at a `<`; returns where to look on.
  private mutating func token(at open: Int) -> Int {
    guard open + 1 < input.count else { return open + 1 }
    let next = input[open + 1]
    if LibXML2.isLetter(next) { return startTag(at: open) }
    if next == 0x2F {
      guard open + 2 < input.count, LibXML2.isLetter(input[open + 2]) || input[open + 2] == 0x3E else {
        return open + 1
      }
      return endTag(at: open)
    }
    guard next == 0x21 || next == 0x3F else { return open + 1 }
    guard let end = commentEnd(from: open) else { return open + 1 }
    append(.comment, open, end)
    return end
  }

  private mutating func endTag(at open: Int) -> Int {
    guard let close = close(from: open) else { return open + 1 }
    if input[open + 2] == 0x3E {
      append(.comment, open, close + 1)
      return close + 1
    }
    closeText(at: open)
    let name = name(at: open + 2)
    skeleton.append(0x3C)
    skeleton.append(0x2F)
    skeleton += input[name]
    skeleton.append(0x3E)
    append(.endTag, open, close + 1)
    tokens[tokens.count - 1].name = index(of: name)
    return close + 1
  }

  private mutating func startTag(at open: Int) -> Int {
    guard let close = close(from: open) else { return open + 1 }
    let (first, count) = (attributes.count, attributes.count)
    let name = name(at: open + 1)
    var end = close + 1
    var selfClosing = false
    if !quotesAreBroken {
      if let tag = readAttributes(from: nameEnd(from: name.upperBound)) {
        end = tag.end
        selfClosing = tag.isSelfClosing
      } else {
        attributes.removeLast(attributes.count - count)
      }
    }
    closeText(at: open)
    let index = index(of: name)
    let facts = facts[Int(index)]
    skeleton.append(0x3C)
    skeleton += input[name]
    if selfClosing, isXHTML || !facts.isNeverSelfClosing { skeleton.append(0x2F) }
    skeleton.append(0x3E)
    append(.startTag, open, end)
    tokens[tokens.count - 1].name = index
    tokens[tokens.count - 1].firstAttribute = UInt32(first)
    tokens[tokens.count - 1].attributeCount = UInt16(attributes.count - first)
    guard let raw = facts.rawContent, !(selfClosing && isXHTML) else { return end }
    return rawContent(Int(raw), from: end)
  }

  private mutating func index(of name: Range<Int>) -> UInt32 {
    let index = names.index(of: name, in: input)
    while facts.count < names.strings.count { facts.append(HTMLElements.Facts(names.strings[facts.count])) }
    return index
  }

  /// Takes the content of an element in which tags mean nothing, up to its end tag.
  private mutating func rawContent(_ index: Int, from start: Int) -> Int {
    let element = HTMLElements.rawContent[index]
    var end = input.count
    if let found = rawEnd(of: index, from: start) {
      end = found
    } else if !element.swallowsRest {
      return start
    }
    guard end > start else { return end }
    skeleton.append(0x20)
    append(element.hasReferences ? .text : .rawText, start, end)
    return end
  }

  private mutating func append(_ kind: Kind, _ lower: Int, _ upper: Int) {
    closeText(at: lower)
    tokens.append(Token(kind: kind, lower: UInt32(lower), upper: UInt32(upper), seen: UInt32(skeleton.count)))
    textStart = upper
  }

  /// Ends the run of text before a place. To libxml2 it matters only whether it is blank.
  private mutating func closeText(at end: Int) {
    guard end > textStart else { return }
    var i = textStart
    while i < end, LibXML2.isSpace(input[i]) { i += 1 }
    skeleton.append(i < end ? 0x78 : 0x20)
    tokens.append(
      Token(kind: .text, lower: UInt32(textStart), upper: UInt32(end), seen: UInt32(skeleton.count)))
    textStart = end
  }

  // MARK: Names

  /// The name at a place, as far as libxml2 reads it.
  private func name(at start: Int) -> Range<Int> {
    var i = start
    while i < input.count, i - start < HTMLNames.maxLength, Self.isNameByte(input[i]) { i += 1 }
    return start..<i
  }

  private func nameEnd(from start: Int) -> Int {
    var i = start
    while i < input.count, !LibXML2.isSpace(input[i]), input[i] != 0x2F, input[i] != 0x3E { i += 1 }
    return i
  }

  @inline(__always) static func isNameByte(_ byte: UInt8) -> Bool {
    LibXML2.isLetter(byte) || (byte >= 0x2D && byte <= 0x3A && byte != 0x2F) || byte == 0x5F
  }

  // MARK: Searches

  /// The first place of a byte; the end of the input where there is none.
  func find(_ byte: UInt8, from start: Int) -> Int {
    input.baseAddress.map { clibxml2_find($0, start, input.count, byte) } ?? 0
  }

  /// The first `>` from a place on.
  private mutating func close(from start: Int) -> Int? {
    if !lastClose.contains(start) { lastClose = start..<max(start, find(0x3E, from: start)) }
    return lastClose.upperBound < input.count ? lastClose.upperBound : nil
  }

  /// Where a comment or another declaration ends. A comment that is never closed ends at the next `>`, so
  /// that the rest of the page is not lost.
  private mutating func commentEnd(from open: Int) -> Int? {
    let isComment =
      open + 3 < input.count && input[open + 1] == 0x21 && input[open + 2] == 0x2D
      && input[open + 3] == 0x2D
    guard isComment, open < noCommentEndFrom else { return close(from: open).map { $0 + 1 } }
    // `<!-->` and `<!--->` are whole comments: the dashes may be those of the beginning.
    var i = open + 4
    while true {
      i = find(0x3E, from: i)
      guard i < input.count else { break }
      if input[i - 1] == 0x2D, input[i - 2] == 0x2D { return i + 1 }
      if i >= open + 7, input[i - 1] == 0x21, input[i - 2] == 0x2D, input[i - 3] == 0x2D { return i + 1 }
      i += 1
    }
    noCommentEndFrom = open
    return close(from: open).map { $0 + 1 }
  }

  private mutating func rawEnd(of index: Int, from start: Int) -> Int? {
    guard start < noRawEndFrom[index] else { return nil }
    let name = HTMLElements.rawContent[index].name
    var i = start
    while true {
      i = find(0x3C, from: i)
      guard i + 2 + name.count <= input.count else { break }
      if input[i + 1] == 0x2F, matches(name, at: i + 2) { return i }
      i += 1
    }
    noRawEndFrom[index] = start
    return nil
  }

  private func matches(_ name: [UInt8], at start: Int) -> Bool {
    for (i, byte) in name.enumerated() where input[start + i] | 0x20 != byte { return false }
    let after = start + name.count
    return after < input.count
      && (LibXML2.isSpace(input[after]) || input[after] == 0x2F || input[after] == 0x3E)
  }
}
