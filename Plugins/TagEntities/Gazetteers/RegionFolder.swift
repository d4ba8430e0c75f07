import UnicodeText

/// Folds text as `FoldedText` does with all options but `.diacritics`, by a table of scalars, and says whether it
/// may not be in NFC.
struct RegionFolder {
  private(set) var runs: [FoldedRun] = []
  /// Whether all scalars are such that a text of them alone is in NFC.
  private(set) var isNormalized = true
  private(set) var isVietnamese = false
  private(set) var isKhmer = false
  private let start: Int
  private var count = 0

  init(start: Int) { self.start = start }

  /// Whether the folded bytes are not those of the text one for one.
  var changesOffsets: Bool { runs.count > 1 || runs.first.map { !$0.isCopy || $0.source != start } ?? false }

  /// - Parameter range: UTF-8 bytes, whole scalars. Ill-formed bytes are copied.
  /// - Complexity: O(n).
  mutating func fold(_ text: [UInt8], _ range: Range<Int>) -> [UInt8] {
    // No scalar of two bytes or more folds to more than half as many again; ASCII stays ASCII.
    [UInt8](upTo: range.count + range.count / 2 + 8) { bytes in
      text.withUnsafeBufferPointer { text in
        ScalarFold.table.withUnsafeBufferPointer { table in
          fold(text, range, into: bytes, table)
        }
      }
      return count
    }
  }

  private mutating func fold(
    _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, into bytes: UnsafeMutableBufferPointer<UInt8>,
    _ table: UnsafeBufferPointer<ScalarFold>
  ) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      offset = foldASCII(text, offset..<range.upperBound, into: bytes)
      if offset == range.upperBound { return }
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: range.upperBound)
      let source = offset..<offset + length
      offset += length
      if scalar == 0xFFFD, length == 1 {
        bytes[count] = text[source.lowerBound]
        count += 1
        addRun(source, folded: count - 1, isCopy: true)
      } else {
        if CodePoint.isKhmer(scalar) { isKhmer = true }
        add(scalar < table.count ? table[Int(scalar)] : ScalarFold(scalar), from: source, to: bytes)
      }
    }
  }

  @inline(__always) private mutating func add(
    _ fold: ScalarFold, from source: Range<Int>, to bytes: UnsafeMutableBufferPointer<UInt8>
  ) {
    if !fold.kind.isEmpty {
      if fold.kind.contains(.unsafe) { isNormalized = false }
      if fold.kind.contains(.vietnamese) { isVietnamese = true }
      if fold.kind.contains(.space) { return addSpace(source, to: bytes) }
      if fold.kind.contains(.invisible) { return }
    }
    let start = count
    put(fold.scalar, into: bytes)
    addRun(source, folded: start, isCopy: count - start == source.count)
  }

  /// Folds ASCII up to the first byte that is no part of it, white space that is no single space, or a space
  /// after another one; returns its offset.
  @inline(__always) private mutating func foldASCII(
    _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, into bytes: UnsafeMutableBufferPointer<UInt8>
  ) -> Int {
    var (offset, next) = (range.lowerBound, count)
    var last = next > 0 ? bytes[next - 1] : 0
    while offset &+ 8 <= range.upperBound, let eight = EightBytes(text, at: offset) {
      let spaces = eight.areSpaces
      let others = eight.areWithin(0, 0x1F) | eight.areWithin(0x60, 0x60)
      guard others | spaces & EightBytes.before(spaces, last == 0x20) == 0 else { break }
      // A capital and its small letter differ in the bit 0x20.
      EightBytes.store(eight.bytes | eight.areWithin(0x41, 0x5A) >> 2, bytes, at: next)
      next &+= 8
      offset &+= 8
      last = bytes[next &- 1]
    }
    while offset < range.upperBound {
      let byte = text[offset]
      if byte >= 0x80 || byte < 0x20 || byte == 0x20 && last == 0x20 { break }
      last = byte &- 0x41 < 26 ? byte | 0x20 : byte == 0x60 ? 0x27 : byte
      bytes[next] = last
      next &+= 1
      offset &+= 1
    }
    let folded = count
    count = next
    if offset > range.lowerBound { addRun(range.lowerBound..<offset, folded: folded, isCopy: true) }
    return offset
  }

  private mutating func addSpace(_ source: Range<Int>, to bytes: UnsafeMutableBufferPointer<UInt8>) {
    guard count > 0, bytes[count - 1] == 0x20, let last = runs.last, last.sourceEnd == source.lowerBound
    else {
      bytes[count] = 0x20
      count += 1
      return addRun(source, folded: count - 1, isCopy: source.count == 1)
    }
    // A space of a copied run becomes a run of its own, so that it can stand for several characters.
    let start = last.isCopy ? last.sourceEnd - 1 : last.source
    if last.isCopy, last.folded < count - 1 {
      runs[runs.count - 1].sourceEnd = start
    } else {
      runs.removeLast()
    }
    runs.append(FoldedRun(folded: count - 1, source: start, sourceEnd: source.upperBound, isCopy: false))
  }

  /// Notes where the folded bytes from `folded` on came from.
  @inline(__always) private mutating func addRun(_ source: Range<Int>, folded: Int, isCopy: Bool) {
    if isCopy, let last = runs.last, last.isCopy, last.sourceEnd == source.lowerBound {
      runs[runs.count - 1].sourceEnd = source.upperBound
    } else {
      runs.append(
        FoldedRun(folded: folded, source: source.lowerBound, sourceEnd: source.upperBound, isCopy: isCopy))
    }
  }

  @inline(__always) private mutating func put(
    _ scalar: UInt32, into bytes: UnsafeMutableBufferPointer<UInt8>
  ) {
    func add(_ byte: UInt32) {
      bytes[count] = UInt8(truncatingIfNeeded: byte)
      count += 1
    }
    if scalar < 0x80 { return add(scalar) }
    if scalar < 0x800 {
      add(0xC0 | scalar >> 6)
    } else {
      if scalar < 0x10000 {
        add(0xE0 | scalar >> 12)
      } else {
        add(0xF0 | scalar >> 18)
        add(0x80 | scalar >> 12 & 0x3F)
      }
      add(0x80 | scalar >> 6 & 0x3F)
    }
    add(0x80 | scalar & 0x3F)
  }
}

/// What folding makes of a scalar.
struct ScalarFold: Sendable {
  struct Kind: OptionSet, Sendable {
    let rawValue: UInt8
    static let space = Kind(rawValue: 1)
    static let invisible = Kind(rawValue: 2)
    /// Beside others it may not be in NFC.
    static let unsafe = Kind(rawValue: 4)
    /// Folded, a letter that only Vietnamese uses.
    static let vietnamese = Kind(rawValue: 8)
  }

  private(set) var scalar: UInt32
  private(set) var kind: Kind = []

  /// Scalars before the scripts of East Asia; made once.
  static let table: [ScalarFold] = (0..<0x3000).map { ScalarFold(UInt32($0)) }

  /// Whether a text of such scalars alone is in NFC: no marks but those of Khmer that are never put in another order,
  /// no letters of Korean, and nothing that NFC changes by itself.
  private static func isSafe(_ scalar: UInt32) -> Bool {
    if scalar < 0x300 || 0x1780..<0x17DD ~= scalar || 0x2010...0x203E ~= scalar { return true }
    if scalar >= 0x3000 || 0x1100...0x11FF ~= scalar || CodePoint.isMark(scalar) { return false }
    var bytes: [UInt8] = []
    UTF8Text.append(scalar, to: &bytes)
    return NFC.isNormalized(bytes)
  }

  init(_ scalar: UInt32) {
    self.scalar = scalar
    if !Self.isSafe(scalar) { kind.insert(.unsafe) }
    if CodePoint.isSpace(scalar) {
      kind.insert(.space)
    } else if scalar >= 0x80, CodePoint.isDefaultIgnorable(scalar) {
      kind.insert(.invisible)
    } else {
      var bytes: [UInt8] = []
      UTF8Text.append(scalar, to: &bytes)
      let folded = FoldedText(bytes, options: [.letterCase, .apostrophesAndDashes]).bytes
      self.scalar = UTF8Text.scalar(in: folded, at: 0, before: folded.count).value
      if NameKey.isVietnamese(folded) { kind.insert(.vietnamese) }
    }
  }
}
