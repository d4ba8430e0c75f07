import UnicodeText

/// The folded text of a region with the way back. Most lines in English are ASCII with single spaces, and have
/// the same offsets folded.
struct FoldedRegion: Sendable {
  /// NFC, lower case, plain apostrophes and dashes, single spaces, one subscript for Khmer da and ta.
  let bytes: [UInt8]
  /// Where names may begin and end in them.
  let boundaries: NameBoundaries
  /// Whether it has letters that only Vietnamese uses.
  let isVietnamese: Bool
  /// Where the region begins in the text.
  fileprivate let start: Int
  fileprivate let way: Way

  fileprivate enum Way {
    /// Folding changes no offset.
    case same
    case runs([FoldedRun], end: Int)
    /// The text is not in NFC.
    case edited(FoldedText)
  }

  /// - Complexity: O(bytes).
  init(_ text: [UInt8], in range: Range<Int>) {
    start = range.lowerBound
    var folder = RegionFolder(start: range.lowerBound)
    let folded = folder.fold(text, range)
    if folder.isNormalized || NFC.isNormalized(text, in: range) {
      bytes = folder.isKhmer ? KhmerFold.unify(folded) : folded
      way = folder.changesOffsets ? .runs(folder.runs, end: range.upperBound) : .same
      isVietnamese = folder.isVietnamese
    } else {
      let folded = FoldedText(text, in: range)
      bytes = KhmerFold.unify(folded.bytes)
      way = .edited(folded)
      isVietnamese = folded.bytes.withUnsafeBufferPointer { NameKey.isVietnamese($0) }
    }
    boundaries = NameBoundaries(bytes)
  }

  /// Whether some letters of ASCII in lower case stand at an offset.
  func has(_ letters: StaticString, at offset: Int) -> Bool {
    guard offset + letters.utf8CodeUnitCount <= bytes.count else { return false }
    return (0..<letters.utf8CodeUnitCount).allSatisfy { bytes[offset + $0] == letters.utf8Start[$0] }
  }

  /// The text in lower case; nil where it has more than letters, digits and marks of ASCII and single spaces.
  static func plain(_ text: [UInt8], _ range: Range<Int>) -> [UInt8]? {
    var isPlain = true
    let bytes = [UInt8](upTo: range.count) { buffer in
      isPlain = text.withUnsafeBufferPointer {
        foldPlain(UnsafeBufferPointer(rebasing: $0[range]), into: buffer)
      }
      return isPlain ? range.count : 0
    }
    return isPlain ? bytes : nil
  }

  /// A byte of such a text in lower case; 0 for one that it has not.
  @inline(__always) static func plain(_ byte: UInt8, after previous: UInt8) -> UInt8 {
    // A grave accent is an apostrophe, and white space of several characters is one space.
    guard byte &- 0x20 < 0x5F, byte != 0x60, byte != 0x20 || previous != 0x20 else { return 0 }
    return byte &- 0x41 < 26 ? byte | 0x20 : byte
  }

  /// Writes such a text in lower case; false where it has more, and then not all is written.
  ///
  /// - Parameter folded: with room for as many bytes.
  static func foldPlain(
    _ text: UnsafeBufferPointer<UInt8>, into folded: UnsafeMutableBufferPointer<UInt8>
  ) -> Bool {
    var previous: UInt8 = 0
    for offset in text.indices {
      previous = plain(text[offset], after: previous)
      guard previous != 0 else { return false }
      folded[offset] = previous
    }
    return true
  }

  /// Calls `body` with the bytes, and for each offset its `NameBoundaries.marks`.
  @inline(__always) func withBytes(
    _ body: (_ bytes: UnsafeBufferPointer<UInt8>, _ boundaries: UnsafeBufferPointer<UInt8>) -> Void
  ) {
    bytes.withUnsafeBufferPointer { bytes in
      boundaries.marks.withUnsafeBufferPointer { body(bytes, $0) }
    }
  }

  /// The bytes of the text that a folded range came from.
  ///
  /// - Complexity: O(log n).
  func sourceRange(of range: Range<Int>) -> Range<Int> {
    var run = 0
    return sourceRange(of: range, near: &run)
  }

  /// The same for ranges that are asked for one after another.
  ///
  /// - Parameter run: 0 at first; kept between the calls.
  /// - Complexity: O(1) for a range that is in the run of the one before or in the next, else O(log n).
  func sourceRange(of range: Range<Int>, near run: inout Int) -> Range<Int> {
    switch way {
    case .same: start + range.lowerBound..<start + range.upperBound
    case .runs(let runs, let end): FoldedRun.source(of: range, in: runs, near: &run, textEnd: end)
    case .edited(let folded): folded.sourceRange(of: range)
    }
  }
}

extension FoldedRegion {
  /// Where bytes are those of the text one for one.
  struct Copy {
    /// The end of the folded bytes.
    var end: Int
    /// From a folded offset to that of the text.
    var shift: Int
  }

  /// The copied bytes from an offset on; none where it is in no copy.
  ///
  /// - Parameter run: 0 at first; kept between the calls.
  /// - Complexity: O(1) for an offset that is in the run of the one before or in the next, else O(log n).
  func copy(around offset: Int, near run: inout Int) -> Copy {
    switch way {
    case .same: return Copy(end: bytes.count, shift: start)
    case .edited: return Copy(end: 0, shift: 0)
    case .runs(let runs, _):
      run = FoldedRun.index(of: offset, in: runs, near: run)
      guard run < runs.count, runs[run].isCopy else { return Copy(end: 0, shift: 0) }
      return Copy(
        end: run + 1 < runs.count ? runs[run + 1].folded : bytes.count,
        shift: runs[run].source - runs[run].folded)
    }
  }
}

/// Folded bytes that came from one stretch of a text: byte for byte, or the stretch is one whole.
struct FoldedRun: Sendable {
  var folded: Int
  var source: Int
  var sourceEnd: Int
  var isCopy: Bool

  /// The bytes of a text that a folded range came from; as `FoldedText` has it.
  static func source(
    of range: Range<Int>, in runs: [FoldedRun], near hint: inout Int, textEnd: Int
  ) -> Range<Int> {
    hint = index(of: range.lowerBound, in: runs, near: hint)
    guard hint < runs.count else { return textEnd..<textEnd }
    let first = runs[hint]
    let start = first.isCopy ? first.source + range.lowerBound - first.folded : first.source
    guard !range.isEmpty else { return start..<start }
    let last = runs[index(of: range.upperBound - 1, in: runs, near: hint)]
    let end = last.isCopy ? last.source + range.upperBound - last.folded : last.sourceEnd
    return start..<max(start, end)
  }

  /// The run that holds an offset: that of the hint or the next, else it is searched for.
  static func index(of offset: Int, in runs: [FoldedRun], near hint: Int) -> Int {
    var hint = hint
    for _ in 0..<2 where hint < runs.count && runs[hint].folded <= offset {
      if hint + 1 == runs.count || offset < runs[hint + 1].folded { return hint }
      hint += 1
    }
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].folded <= offset { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }
}
