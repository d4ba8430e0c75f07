/// The lexical half of the HTML parse: where each tag, comment and run of text begins and ends.
///
/// libxml2 tells where its cursor stands when it reports an event, and that is not enough: it drops control
/// characters from text, stops at NUL, hands text on a character late when its buffer of 1000 bytes is full,
/// and says nothing of tags that it throws away. So the places come from this scan, which follows the
/// tokenizer of the HTML standard (13.2.5) and loses nothing at the end of a broken page, and libxml2 is
/// given a copy of the same length in which only what both must agree on is left: tags and attributes.
/// Text there is filled with `x`, comments and declarations with spaces. The structure is libxml2's.
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
    var lower: UInt32
    var upper: UInt32
    var range: Range<Int> { Int(lower)..<Int(upper) }
  }

  /// Tile the input without a gap.
  private(set) var tokens: [Token] = []
  /// What libxml2 reads; as long as the input.
  private(set) var sanitised: [UInt8]

  /// Attributes of one tag past this number are hidden from libxml2, which compares each with all.
  private static let maxAttributes = 256

  private let input: [UInt8]
  private var textStart = 0
  private let isXHTML: Bool
  /// Places from which on a search has found nothing: keeps repeated searches from being quadratic.
  private var noByteFrom = [Int](repeating: .max, count: 0x40)
  private var noCommentEndFrom = Int.max
  private var noRawEndFrom: [String: Int] = [:]
  private var quotesAreBroken = false

  init(_ input: [UInt8]) {
    self.input = input
    isXHTML = input.starts(with: Array("<?xml".utf8))
    sanitised = input
    tokens.reserveCapacity(input.count / 24 + 8)
    scan()
  }

  private mutating func scan() {
    var i = 0
    while let open = firstIndex(of: 0x3C, from: i) {
      i = token(at: open)
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
    append(.comment, open, end, blank: true)
    return end
  }

  private mutating func endTag(at open: Int) -> Int {
    guard let close = firstIndex(of: 0x3E, from: open) else { return open + 1 }
    if input[open + 2] == 0x3E {
      append(.comment, open, close + 1, blank: true)
      return close + 1
    }
    append(.endTag, open, close + 1, blank: false)
    // Attributes of an end tag mean nothing.
    let name = nameEnd(from: open + 2)
    for i in name..<max(name, close) { sanitised[i] = 0x20 }
    return close + 1
  }

  private mutating func startTag(at open: Int) -> Int {
    guard firstIndex(of: 0x3E, from: open) != nil else { return open + 1 }
    let name = nameEnd(from: open + 1)
    guard
      let end = quotesAreBroken ? plainTagEnd(from: open) : attributes(from: name) ?? plainTagEnd(from: open)
    else { return open + 1 }
    append(.startTag, open, end, blank: false)
    let selfClosing = end - open >= 3 && input[end - 2] == 0x2F
    let element = lowercased(open + 1, name)
    if selfClosing && !isXHTML && HTMLElements.neverSelfClosing.contains(element) {
      sanitised[end - 2] = 0x20
    }
    guard let element = HTMLElements.rawContent[element], !(selfClosing && isXHTML) else { return end }
    return rawContent(of: element, from: end)
  }

  /// Takes the content of an element in which tags mean nothing, up to its end tag.
  private mutating func rawContent(of element: HTMLElements.RawContent, from start: Int) -> Int {
    let end: Int
    if let found = rawEnd(of: element.name, from: start) {
      end = found
    } else if element.swallowsRest {
      end = input.count
    } else {
      return start
    }
    if end > start { append(element.hasReferences ? .text : .rawText, start, end, blank: true) }
    return end
  }

  private mutating func append(_ kind: Kind, _ lower: Int, _ upper: Int, blank: Bool) {
    closeText(at: lower)
    tokens.append(Token(kind: kind, lower: UInt32(lower), upper: UInt32(upper)))
    if blank { for i in lower..<upper { sanitised[i] = 0x20 } }
    textStart = upper
  }

  private mutating func closeText(at end: Int) {
    guard end > textStart else { return }
    tokens.append(Token(kind: .text, lower: UInt32(textStart), upper: UInt32(end)))
    for i in textStart..<end { sanitised[i] = LibXML2.isSpace(input[i]) ? 0x20 : 0x78 }
  }

  // MARK: Inside a tag

  /// Walks over attributes to the end of the tag; nil when quotes hide every `>`.
  private mutating func attributes(from start: Int) -> Int? {
    var i = start
    var count = 0
    while i < input.count {
      let byte = input[i]
      if byte == 0x3E { return i + 1 }
      if LibXML2.isSpace(byte) || byte == 0x2F {
        if byte == 0x0C { sanitised[i] = 0x20 }
        i += 1
        continue
      }
      count += 1
      let attributeStart = i
      i = attribute(from: i)
      if count > Self.maxAttributes || !isKnownName(attributeStart) {
        for j in attributeStart..<i { sanitised[j] = 0x20 }
      } else {
        repair(attributeStart..<i)
      }
    }
    quotesAreBroken = true
    return nil
  }

  /// Walks over one attribute, its value included.
  private mutating func attribute(from start: Int) -> Int {
    var i = start + 1
    while i < input.count, !LibXML2.isSpace(input[i]), ![0x2F, 0x3E, 0x3D].contains(input[i]) { i += 1 }
    var j = i
    while j < input.count, LibXML2.isSpace(input[j]) { j += 1 }
    guard j < input.count, input[j] == 0x3D else { return i }
    j += 1
    while j < input.count, LibXML2.isSpace(input[j]) { j += 1 }
    guard j < input.count else { return j }
    if input[j] == 0x22 || input[j] == 0x27, let close = firstIndex(of: input[j], from: j + 1) {
      return close + 1
    }
    while j < input.count, !LibXML2.isSpace(input[j]), input[j] != 0x3E { j += 1 }
    return j
  }

  /// Whether libxml2 takes the attribute at this place for one: its names begin with a letter, `_` or `:`.
  private func isKnownName(_ start: Int) -> Bool {
    var i = start
    guard LibXML2.isLetter(input[i]) || input[i] == 0x5F || input[i] == 0x3A else { return false }
    while i < input.count, i - start < 100 {
      let byte = input[i]
      if LibXML2.isSpace(byte) || byte == 0x3D || byte == 0x3E || byte == 0x2F { return true }
      let isDigit = byte >= 0x30 && byte <= 0x39
      guard LibXML2.isLetter(byte) || isDigit || [0x2D, 0x2E, 0x3A, 0x5F].contains(byte) else { return false }
      i += 1
    }
    return i == input.count
  }

  /// Takes out of an attribute what would stop libxml2: NUL, control characters, bytes that are not UTF-8.
  private mutating func repair(_ range: Range<Int>) {
    var i = range.lowerBound
    while i < range.upperBound {
      let byte = input[i]
      if byte < 0x80 {
        if byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D { sanitised[i] = 0x20 }
        i += 1
        continue
      }
      let length = UTF8Sequence.length(in: input, at: i, before: range.upperBound)
      if length == 0 { sanitised[i] = 0x3F }
      i += max(1, length)
    }
  }

  private func nameEnd(from start: Int) -> Int {
    var i = start
    while i < input.count, !LibXML2.isSpace(input[i]), input[i] != 0x2F, input[i] != 0x3E { i += 1 }
    return i
  }

  /// The name of a tag, in lower case; of a long one only the beginning, which is enough to compare.
  private func lowercased(_ start: Int, _ end: Int) -> String {
    let name = input[start..<min(end, start + 32)]
    return String(decoding: name.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  private mutating func plainTagEnd(from open: Int) -> Int? {
    guard let close = firstIndex(of: 0x3E, from: open) else { return nil }
    // Whatever stands in such a tag, libxml2 must end it at the same place.
    for i in nameEnd(from: open + 1)..<close { sanitised[i] = 0x20 }
    return close + 1
  }

  // MARK: Searches

  /// The first place of a byte below 0x40.
  private mutating func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    guard start < noByteFrom[Int(byte)] else { return nil }
    var i = start
    while i < input.count {
      if input[i] == byte { return i }
      i += 1
    }
    noByteFrom[Int(byte)] = start
    return nil
  }

  /// Where a comment or another declaration ends. A comment that is never closed ends at the next `>`, so
  /// that the rest of the page is not lost.
  private mutating func commentEnd(from open: Int) -> Int? {
    let isComment =
      open + 3 < input.count && input[open + 1] == 0x21 && input[open + 2] == 0x2D
      && input[open + 3] == 0x2D
    guard isComment, open < noCommentEndFrom else {
      return firstIndex(of: 0x3E, from: open).map { $0 + 1 }
    }
    // `<!-->` and `<!--->` are whole comments: the dashes may be those of the beginning.
    var i = open + 4
    while i < input.count {
      if input[i] == 0x3E, input[i - 1] == 0x2D, input[i - 2] == 0x2D { return i + 1 }
      if input[i] == 0x3E, i >= open + 7, input[i - 1] == 0x21, input[i - 2] == 0x2D, input[i - 3] == 0x2D {
        return i + 1
      }
      i += 1
    }
    noCommentEndFrom = open
    return firstIndex(of: 0x3E, from: open).map { $0 + 1 }
  }

  private mutating func rawEnd(of name: String, from start: Int) -> Int? {
    if let nothing = noRawEndFrom[name], start >= nothing { return nil }
    let target = Array(name.utf8)
    var i = start
    while i + 2 + target.count <= input.count {
      if input[i] == 0x3C, input[i + 1] == 0x2F, matches(target, at: i + 2) { return i }
      i += 1
    }
    noRawEndFrom[name] = start
    return nil
  }

  private func matches(_ name: [UInt8], at start: Int) -> Bool {
    for (i, byte) in name.enumerated() where input[start + i] | 0x20 != byte { return false }
    let after = start + name.count
    return after < input.count
      && (LibXML2.isSpace(input[after]) || input[after] == 0x2F || input[after] == 0x3E)
  }
}
