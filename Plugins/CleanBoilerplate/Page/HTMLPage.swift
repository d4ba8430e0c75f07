import Markup

/// A page as arrays: elements in the order of their start tags, pieces of text between them, and leaves: the
/// runs of pieces that no block element interrupts.
///
/// Places are kept in 32 bits: a page has less than 2 GB.
struct HTMLPage {
  struct Element {
    var tag: Tag
    /// What its attributes say of it.
    let marks: AttributeMarks
    /// How it is divided from the text beside it.
    let edge: ShownEdge
    fileprivate let attributeCount: UInt16
    fileprivate let firstAttribute: UInt32
    fileprivate let firstWord: UInt32
    fileprivate let wordCount: UInt16
    fileprivate let level: UInt16
    fileprivate let nameIndex: UInt32
    fileprivate let outer: Int32
    fileprivate var last: Int32 = 0
    fileprivate let firstPiece: UInt32
    fileprivate var lastPiece: UInt32
    fileprivate let firstLeaf: UInt32
    fileprivate var lastLeaf: UInt32

    /// The element around it; -1 for the page itself.
    var parent: Int { Int(outer) }
    /// Index after the last element inside it.
    var end: Int { Int(last) }
    var depth: Int { Int(level) }
    var pieces: Range<Int> { Int(firstPiece)..<Int(lastPiece) }
    var leaves: Range<Int> { Int(firstLeaf)..<Int(lastLeaf) }
  }

  struct Piece {
    /// The bits of `short` in two halves; both 0 for text as it stands, and for a line break 0 and 0x0A.
    fileprivate let lowBits: UInt32
    fileprivate let highBits: UInt32
    fileprivate let owner: Int32
    fileprivate let lower: UInt32
    fileprivate let upper: UInt32

    init(element: Int, range: Range<Int>, short: ShortText? = nil, isLineBreak: Bool = false) {
      owner = Int32(element)
      lower = UInt32(range.lowerBound)
      upper = UInt32(range.upperBound)
      let bits = short?.bits ?? 0
      lowBits = UInt32(truncatingIfNeeded: bits)
      highBits = isLineBreak ? Self.breakBits : UInt32(truncatingIfNeeded: bits >> 32)
    }

    /// No short text has bits above a half of zeros, as none has a NUL.
    private static let breakBits: UInt32 = 0x0A

    var element: Int { Int(owner) }
    var range: Range<Int> { Int(lower)..<Int(upper) }
    /// Set for `<br>`, with the range of its tag, and for the edge of what is shown as a line of its own,
    /// with an empty range.
    var isLineBreak: Bool { lowBits == 0 && highBits != 0 }
    /// What stands for a character reference, or the space between texts that a browser shows apart; the
    /// range is then empty.
    var short: ShortText? { lowBits == 0 ? nil : ShortText(bits: UInt64(highBits) << 32 | UInt64(lowBits)) }
    fileprivate var isText: Bool { lowBits == 0 && highBits == 0 }
  }

  struct Leaf {
    fileprivate let block: Int32
    fileprivate let first: UInt32
    fileprivate let last: UInt32

    /// The innermost block element around it.
    var element: Int { Int(block) }
    var pieces: Range<Int> { Int(first)..<Int(last) }
  }

  let text: [UInt8]
  private(set) var elements: [Element] = []
  private(set) var pieces: [Piece] = []
  private(set) var leaves: [Leaf] = []
  private var attributes: PageAttributes
  /// Words of class, id, itemprop and rel that the rules know, element by element.
  private var words: [NameWord] = []
  /// What the block model takes from the attributes.
  private(set) var marks = ElementMarks()
  /// Names of elements as they are written, in lower case.
  private let names: [String]

  init(_ text: [UInt8]) throws(MarkupError) {
    self.text = text
    let stream = try HTMLStream(text)
    attributes = PageAttributes(stream)
    names = stream.names
    let count = stream.events.count { $0.kind == .start } + 1
    elements.reserveCapacity(count)
    marks.reserveCapacity(count)
    pieces.reserveCapacity(stream.events.count / 3 + 8)
    HTMLPageReading(stream).run(into: &self)
  }

  /// Makes an element an ordinary block, whatever its tag is.
  mutating func makeBlock(_ element: Int) {
    elements[element].tag = .div
    marks.setTag(.div, of: element, named: value(of: .class, of: element))
  }
}

// MARK: How it is made

extension HTMLPage {
  /// Begins an element; returns its index.
  mutating func begin(_ tag: Tag, name: Int, attributes range: Range<Int>, in parent: Int, depth: Int) -> Int
  {
    let firstWord = words.count
    var look = ElementMarks.Look(tag)
    let marks = attributes.marks(of: range, words: &words, look: &look)
    self.marks.append(look)
    let isRoot = parent < 0
    let edge = isRoot ? .none : ShownEdge.of(tag, marks, in: elements[parent])
    elements.append(
      Element(
        tag: tag, marks: marks, edge: edge, attributeCount: UInt16(range.count),
        firstAttribute: UInt32(range.lowerBound), firstWord: UInt32(firstWord),
        wordCount: UInt16(words.count - firstWord), level: UInt16(depth), nameIndex: UInt32(name),
        outer: Int32(parent), firstPiece: UInt32(pieces.count), lastPiece: UInt32(pieces.count),
        firstLeaf: UInt32(leaves.count), lastLeaf: UInt32(leaves.count)))
    return elements.count - 1
  }

  /// Ends an element after what is there by now.
  mutating func close(_ element: Int) {
    elements[element].last = Int32(elements.count)
    elements[element].lastPiece = UInt32(pieces.count)
    elements[element].lastLeaf = UInt32(leaves.count)
  }

  mutating func append(_ piece: Piece) { pieces.append(piece) }

  /// Makes a leaf of all pieces from one on.
  mutating func addLeaf(in block: Int, from piece: Int) {
    leaves.append(Leaf(block: Int32(block), first: UInt32(piece), last: UInt32(pieces.count)))
  }
}

// MARK: Questions

extension HTMLPage {
  /// The value of an attribute, by its name in lower case.
  ///
  /// - Complexity: O(attributes of the element).
  func attribute(_ name: String, of element: Int) -> String? {
    attributes.value(of: name, in: attributeRange(of: element))
  }

  /// The attributes of an element, each made a string: for what is asked of few elements.
  func attributes(of element: Int) -> [HTMLAttribute] {
    attributes.described(attributeRange(of: element))
  }

  /// The value of an attribute that has a key.
  func string(of key: AttributeKey, of element: Int) -> String? {
    value(of: key, of: element).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The value of an attribute that has a key, without a copy.
  func value(of key: AttributeKey, of element: Int) -> ArraySlice<UInt8>? {
    attributes.value(of: key, in: attributeRange(of: element))
  }

  private func attributeRange(of element: Int) -> Range<Int> {
    let element = elements[element]
    return Int(element.firstAttribute)..<Int(element.firstAttribute) + Int(element.attributeCount)
  }

  /// The words of an element's class, id, itemprop and rel that the rules know.
  func words(of element: Int) -> ArraySlice<NameWord> {
    let element = elements[element]
    return words[Int(element.firstWord)..<Int(element.firstWord) + Int(element.wordCount)]
  }

  /// Whether an element has a word of a family in one of some attributes.
  func hasWord(of family: WordFamilies, in keys: NameKeys, _ element: Int) -> Bool {
    let element = elements[element]
    guard element.wordCount > 0 else { return false }
    let first = Int(element.firstWord)
    for i in first..<first + Int(element.wordCount)
    where keys.contains(words[i].key) && !words[i].families.isDisjoint(with: family) {
      return true
    }
    return false
  }

  /// The tag's name as it is written, in lower case; empty for the page itself.
  func name(of element: Int) -> String { element == 0 ? "" : names[Int(elements[element].nameIndex)] }

  /// The bytes of a piece as a reader sees them.
  func bytes(_ piece: Piece) -> ArraySlice<UInt8> {
    if piece.isLineBreak { return [0x0A] }
    return piece.short.map { $0.bytes[...] } ?? text[piece.range]
  }

  /// Calls a function with the bytes of a piece as a reader sees them, and no copy of them.
  @inline(__always)
  func withBytes<Result>(_ piece: Piece, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if piece.isText {
      return text.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[piece.range])) }
    }
    let bits = piece.isLineBreak ? 0x0A : (UInt64(piece.highBits) << 32 | UInt64(piece.lowBits)).littleEndian
    return withUnsafeBytes(of: bits) { bytes in
      body(
        UnsafeBufferPointer(
          rebasing: bytes.bindMemory(to: UInt8.self)[..<(8 - bits.littleEndian.leadingZeroBitCount / 8)]))
    }
  }

  /// Whether a piece is white space only; a no-break space is.
  func isBlank(_ piece: Piece) -> Bool {
    if piece.isLineBreak { return true }
    if piece.isText { return WhiteSpace.isBlank(text, piece.range) }
    return piece.highBits == 0 && (piece.lowBits == 0x20 || piece.lowBits == 0xA0C2)
  }

  /// Whether an element lies inside another, or is it.
  func isInside(_ element: Int, _ outer: Int) -> Bool { element >= outer && element < elements[outer].end }

  /// The nearest element around one (itself included) with one of these tags, up to and without a limit.
  @inline(__always)
  func ancestor(of element: Int, upTo limit: Int = -1, where matches: (Tag) -> Bool) -> Int? {
    var i = element
    while i > limit, i >= 0 {
      if matches(elements[i].tag) { return i }
      i = elements[i].parent
    }
    return nil
  }
}

extension ShortText {
  static let space = ShortText(CollectionOfOne(0x20))
}
