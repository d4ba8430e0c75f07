import StageKit
import UnicodeText

/// What the rules change in a text, and what they leave and report.
struct VietnameseReading {
  var edits = EditBatch()
  /// The first places of each kind.
  var findings: [(kind: Finding, range: Range<Int>)] = []
  /// How often each was found, in the order of `Finding.allCases`.
  private(set) var counts = [Int](repeating: 0, count: Finding.allCases.count)

  /// Places of one kind that are kept one by one.
  static let maxFindings = 100

  mutating func note(_ kind: Finding, _ range: Range<Int>) {
    let index = Finding.allCases.firstIndex(of: kind) ?? 0
    counts[index] += 1
    if counts[index] <= Self.maxFindings { findings.append((kind, range)) }
  }
}

/// The changes that a run of Vietnamese text needs.
///
/// A pure function of bytes, range and options. Words inside addresses and code stay as they are; so do
/// letters of other scripts. Applied twice, it changes nothing the second time.
struct VietnameseNormalizer: Sendable {
  private let options: NormalizeVietnamese.Options
  /// Whether a rule is on that must look at every word.
  private let readsEveryWord: Bool
  private let suspects: Suspects

  init(_ options: NormalizeVietnamese.Options = .init()) {
    self.options = options
    readsEveryWord = options.tone != .keep || options.confusables != .off || options.iy != .off
    suspects = Suspects(withSpaces: options.spaces == .fold)
  }

  /// Adds what is to change in a range, and the places that were seen and left alone.
  ///
  /// - Parameters:
  ///   - range: UTF-8 bytes, whole scalars, not starting inside a word; after those read before.
  /// - Complexity: O(n); one scan without allocation where no rule has anything to look at.
  func read(_ text: [UInt8], in range: Range<Int>, into reading: inout VietnameseReading) {
    let range = range.clamped(to: 0..<text.count)
    text.withUnsafeBufferPointer { text in
      if readsEveryWord {
        var scan = WordScan(text: text, range: range, options: options)
        scan.read(range, into: &reading)
        return
      }
      guard var suspect = suspects.first(in: text, range) else { return }
      // Text that is decomposed has an edit every eight bytes or so; few need the room and it costs little.
      if reading.edits.isEmpty { reading.edits.reserve(min(text.count / 8, 1 << 16)) }
      var scan = WordScan(text: text, range: range, options: options)
      var done = range.lowerBound
      while true {
        // What stands between two spaces of ASCII has nothing to do with what is beyond them.
        var (start, end) = (suspect, suspect)
        while start > done, text[start - 1] > 0x20 { start -= 1 }
        while end < range.upperBound, text[end] > 0x20 { end += 1 }
        scan.read(start..<end, into: &reading)
        done = end
        guard let next = suspects.first(in: text, end..<range.upperBound) else { return }
        suspect = next
      }
    }
  }
}

/// Finds what is not an ordinary letter, composed, or an ordinary space: combining marks, invisible characters,
/// scalars that canonical equivalence replaces.
struct Suspects: Sendable {
  /// For each byte: 0 when no suspect begins with it, 1 when the next bytes tell, 2 when one does.
  private let kinds: [UInt8]
  private let withSpaces: Bool

  /// - Parameter withSpaces: whether spaces other than U+0020 count.
  init(withSpaces: Bool) {
    self.withSpaces = withSpaces
    kinds = (0...255).map { byte in
      switch byte {
      case 0xCC, 0xCD, 0xEF: 2
      case 0xC2, 0xE2: 1
      case 0xE3: withSpaces ? 1 : 0
      default: 0
      }
    }
  }

  /// The first place in a range; it may be one too many.
  func first(in text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
    kinds.withUnsafeBufferPointer { kinds in
      var offset = range.lowerBound
      while offset < range.upperBound {
        while offset + 8 <= range.upperBound {
          var found = kinds[Int(text[offset])] | kinds[Int(text[offset + 1])]
          found |= kinds[Int(text[offset + 2])] | kinds[Int(text[offset + 3])]
          found |= kinds[Int(text[offset + 4])] | kinds[Int(text[offset + 5])]
          found |= kinds[Int(text[offset + 6])] | kinds[Int(text[offset + 7])]
          if found != 0 { break }
          offset += 8
        }
        let stop = min(offset + 8, range.upperBound)
        while offset < stop {
          let kind = kinds[Int(text[offset])]
          if kind == 2 || kind == 1 && isSuspect(text, offset, range.upperBound) { return offset }
          offset += 1
        }
      }
      return nil
    }
  }

  private func isSuspect(_ text: UnsafeBufferPointer<UInt8>, _ offset: Int, _ end: Int) -> Bool {
    let scalar = UTF8Text.scalar(in: text, at: offset, before: end).value
    switch scalar {
    case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0x212A, 0x212B: return true
    default: return withSpaces && WordScan.isOtherSpace(scalar)
    }
  }
}
