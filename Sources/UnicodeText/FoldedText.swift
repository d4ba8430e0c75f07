/// A text reduced to what a comparison should see, with the way back to the bytes it came from.
public struct FoldedText: Sendable {
  /// What to make alike. Letters with diacritics stay different from those without, unless `.diacritics` is
  /// asked.
  public struct Options: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// NFC first, so that composed and decomposed letters are one.
    public static let canonical = Options(rawValue: 1)
    /// Simple case folding.
    public static let letterCase = Options(rawValue: 2)
    /// Latin, Greek and Cyrillic letters lose their marks; "đ" becomes "d". Marks of other scripts stay.
    public static let diacritics = Options(rawValue: 4)
    /// Apostrophes, single quotes and the like become U+0027; hyphens and dashes become U+002D.
    public static let apostrophesAndDashes = Options(rawValue: 8)
    /// Characters that show nothing (zero-width space and joiners, soft hyphen, direction marks) go.
    public static let invisibles = Options(rawValue: 16)
    /// Each run of white space becomes one U+0020.
    public static let spaces = Options(rawValue: 32)

    /// All but `.diacritics`.
    public static let keepingDiacritics: Options = [
      .canonical, .letterCase, .apostrophesAndDashes, .invisibles, .spaces,
    ]
  }

  /// The folded text, UTF-8.
  public private(set) var bytes: [UInt8] = []

  private var runs: [Run] = []
  private let sourceEnd: Int

  /// Folded bytes that came from one stretch of source. `isCopy`: byte for byte; else the stretch is one
  /// whole.
  private struct Run {
    var folded: Int
    var source: Range<Int>
    var isCopy: Bool
  }

  /// Folds a range of a text.
  ///
  /// - Parameter range: UTF-8 bytes, whole scalars; all of `source` when nil. Ill-formed bytes are copied.
  /// - Complexity: O(n).
  public init(_ source: [UInt8], in range: Range<Int>? = nil, options: Options = .keepingDiacritics) {
    let range = (range ?? 0..<source.count).clamped(to: 0..<source.count)
    sourceEnd = range.upperBound
    bytes.reserveCapacity(range.count)
    var offset = range.lowerBound
    for edit in options.contains(.canonical) ? NFC.edits(source, in: range) : [] {
      fold(source, from: offset, to: edit.range.lowerBound, options: options)
      let replacement = edit.replacement
      fold(replacement, from: 0, to: replacement.count, standingFor: edit.range, options: options)
      offset = edit.range.upperBound
    }
    fold(source, from: offset, to: range.upperBound, options: options)
  }

  /// The source byte where the character that holds a folded byte begins; the source's end for the folded
  /// end.
  ///
  /// - Complexity: O(log n).
  public func sourceOffset(of foldedOffset: Int) -> Int {
    guard foldedOffset < bytes.count, let run = run(holding: foldedOffset) else { return sourceEnd }
    return run.isCopy ? run.source.lowerBound + foldedOffset - run.folded : run.source.lowerBound
  }

  /// The source bytes of a folded range: from the begin of its first character to the end of its last.
  /// An empty range gives an empty range.
  ///
  /// - Complexity: O(log n).
  public func sourceRange(of foldedRange: Range<Int>) -> Range<Int> {
    let start = sourceOffset(of: foldedRange.lowerBound)
    guard !foldedRange.isEmpty, let run = run(holding: foldedRange.upperBound - 1) else {
      return start..<start
    }
    let end = run.isCopy ? run.source.lowerBound + foldedRange.upperBound - run.folded : run.source.upperBound
    return start..<Swift.max(start, end)
  }

  private func run(holding foldedOffset: Int) -> Run? {
    var low = 0
    var high = runs.count
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].folded <= foldedOffset { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : runs[low - 1]
  }
}

extension FoldedText {
  /// Folds `text[start..<end]`, which is the source itself or stands for a stretch of it.
  private mutating func fold(
    _ text: [UInt8], from start: Int, to end: Int, standingFor whole: Range<Int>? = nil, options: Options
  ) {
    var offset = start
    while offset < end {
      if whole == nil, options.isSuperset(of: Self.ofASCII) {
        offset = foldASCII(text, from: offset, to: end)
        if offset == end { return }
      }
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: end)
      let source = whole ?? offset..<offset + length
      if scalar == 0xFFFD && length == 1 {
        bytes.append(text[offset])
        addRun(from: source, folded: bytes.count - 1, isCopy: whole == nil)
      } else if options.contains(.spaces) && CodePoint.isSpace(scalar) {
        addSpace(from: source)
      } else {
        add(scalar, from: source, canCopy: whole == nil, options: options)
      }
      offset += length
    }
  }

  /// Options without which some ASCII stays as it is.
  private static let ofASCII: Options = [.letterCase, .apostrophesAndDashes, .spaces]

  /// Folds ASCII up to the first byte that is no part of it, white space that is no single space, or a space
  /// after another one.
  ///
  /// - Returns: the offset of that byte.
  private mutating func foldASCII(_ text: [UInt8], from start: Int, to end: Int) -> Int {
    var offset = start
    let folded = bytes.count
    text.withUnsafeBufferPointer { text in
      var last = bytes.last ?? 0
      while offset < end {
        let byte = text[offset]
        if byte >= 0x80 || byte < 0x20 || byte == 0x20 && last == 0x20 { return }
        last = byte &- 0x41 < 26 ? byte | 0x20 : byte == 0x60 ? 0x27 : byte
        bytes.append(last)
        offset += 1
      }
    }
    if offset > start { addRun(from: start..<offset, folded: folded, isCopy: true) }
    return offset
  }

  private mutating func add(_ scalar: UInt32, from source: Range<Int>, canCopy: Bool, options: Options) {
    let start = bytes.count
    if scalar < 0x80 {
      let isUpper = 0x41...0x5A ~= scalar && options.contains(.letterCase)
      let isGrave = scalar == 0x60 && options.contains(.apostrophesAndDashes)
      bytes.append(isUpper ? UInt8(scalar) + 32 : isGrave ? 0x27 : UInt8(scalar))
    } else if options.contains(.invisibles) && CodePoint.isDefaultIgnorable(scalar) {
      return
    } else if options.contains(.diacritics) {
      for letter in Self.withoutDiacritics(scalar) { addFolded(letter, options: options) }
    } else {
      addFolded(scalar, options: options)
    }
    // A folded scalar of the same length still leads back byte for byte.
    let isCopy = canCopy && bytes.count - start == source.count
    if bytes.count > start { addRun(from: source, folded: start, isCopy: isCopy) }
  }

  private mutating func addFolded(_ scalar: UInt32, options: Options) {
    var scalar = scalar
    if options.contains(.apostrophesAndDashes) { scalar = Self.plainPunctuation(scalar) }
    if options.contains(.letterCase) { scalar = CodePoint.caseFolded(scalar) }
    UTF8Text.append(scalar, to: &bytes)
  }

  private mutating func addSpace(from source: Range<Int>) {
    if bytes.last == 0x20, let last = runs.last, last.source.upperBound == source.lowerBound {
      // A space of a copied run becomes a run of its own, so that it can stand for several characters.
      let start = last.isCopy ? last.source.upperBound - 1 : last.source.lowerBound
      if last.isCopy {
        if last.folded == bytes.count - 1 {
          runs.removeLast()
        } else {
          runs[runs.count - 1].source = last.source.lowerBound..<start
        }
      } else {
        runs.removeLast()
      }
      runs.append(Run(folded: bytes.count - 1, source: start..<source.upperBound, isCopy: false))
    } else {
      bytes.append(0x20)
      addRun(from: source, folded: bytes.count - 1, isCopy: source.count == 1)
    }
  }

  /// Notes where the folded bytes from `folded` on came from.
  private mutating func addRun(from source: Range<Int>, folded: Int, isCopy: Bool) {
    if isCopy, let last = runs.last, last.isCopy, last.source.upperBound == source.lowerBound {
      runs[runs.count - 1].source = last.source.lowerBound..<source.upperBound
    } else {
      runs.append(Run(folded: folded, source: source, isCopy: isCopy))
    }
  }

  private static func withoutDiacritics(_ scalar: UInt32) -> [UInt32] {
    switch scalar {
    case 0x0110: [0x44]
    case 0x0111: [0x64]
    case 0x0300...0x036F: []
    case 0x00C0...0x052F, 0x1E00...0x1FFF: NFC.decomposition(of: scalar).filter { !(0x0300...0x036F ~= $0) }
    default: [scalar]
    }
  }

  private static func plainPunctuation(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0xB4, 0x2B9, 0x2BB, 0x2BC, 0x2BD, 0x2C8, 0x2018...0x201B, 0x2032, 0xFF07: 0x27
    case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D: 0x2D
    default: scalar
    }
  }
}
