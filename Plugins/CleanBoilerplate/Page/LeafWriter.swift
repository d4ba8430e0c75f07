import Markup

/// Writes the pieces of one leaf into the new text, white space collapsed unless it counts.
struct LeafWriter {
  let page: HTMLPage
  let isPreformatted: Bool
  /// Where in the new text the leaf begins; `Int.max` before its first character.
  private(set) var start = Int.max
  /// Runs of the new text that hold a line break of the page.
  private(set) var lineBreaks: [Range<Int>] = []
  private var hasSpace = false
  private var hasBreak = false
  /// White space of a preformatted text that is written only when something follows.
  private var waiting: [Range<Int>] = []

  init(page: HTMLPage, isPreformatted: Bool) {
    self.page = page
    self.isPreformatted = isPreformatted
  }

  /// Writes one piece.
  ///
  /// - Returns: its place in the new text, without the space before it; nil when nothing was written.
  mutating func write(_ piece: HTMLPage.Piece, into result: inout CleanedText) -> Range<Int>? {
    var first: Int?
    if piece.isLineBreak {
      hasBreak = true
    } else if let short = piece.short {
      let replacement = short.bytes
      if WhiteSpace.isBlank(replacement[...]) {
        hasSpace = true
      } else {
        writeWaiting(&result)
        let gap = takeSeparator(&result)
        first = result.count + gap.count
        result.replace(
          piece.range, by: replacement, after: gap, because: "character-reference", gap: "markup")
      }
    } else if isPreformatted {
      first = copyExactly(piece.range, into: &result)
    } else {
      first = copy(piece.range, into: &result)
    }
    return first.map { $0..<result.count }
  }

  /// Copies a run of text, each run of white space as one space.
  private mutating func copy(_ range: Range<Int>, into result: inout CleanedText) -> Int? {
    var first: Int?
    var i = range.lowerBound
    while i < range.upperBound {
      if WhiteSpace.isSpace(page.text[i]) {
        hasSpace = true
        i += 1
        continue
      }
      var end = i
      // A single space between words stays where it is; only longer runs and other white space become edits.
      while end < range.upperBound {
        if !WhiteSpace.isSpace(page.text[end]) {
          end += 1
        } else if page.text[end] == 0x20, end + 1 < range.upperBound, !WhiteSpace.isSpace(page.text[end + 1])
        {
          end += 2
        } else {
          break
        }
      }
      let gap = takeSeparator(&result)
      if first == nil { first = result.count + gap.count }
      result.keep(i..<end, after: gap, because: "markup")
      i = end
    }
    return first
  }

  /// Copies a preformatted run; white space at the ends of the leaf is left out.
  private mutating func copyExactly(_ range: Range<Int>, into result: inout CleanedText) -> Int? {
    var lower = range.lowerBound
    if start == Int.max {
      while lower < range.upperBound, WhiteSpace.isSpace(page.text[lower]) { lower += 1 }
    }
    var upper = range.upperBound
    while upper > lower, WhiteSpace.isSpace(page.text[upper - 1]) { upper -= 1 }
    guard upper > lower else {
      if start != Int.max, !range.isEmpty { waiting.append(range) }
      return nil
    }
    writeWaiting(&result)
    let gap = takeSeparator(&result)
    let first = result.count + gap.count
    result.keep(lower..<upper, after: gap, because: "markup")
    waiting = upper < range.upperBound ? [upper..<range.upperBound] : []
    return first
  }

  private mutating func writeWaiting(_ result: inout CleanedText) {
    for space in waiting { result.keep(space, because: "markup") }
    waiting = []
  }

  /// What stands before the next character: the line feed between blocks, a line break, a space, or nothing.
  private mutating func takeSeparator(_ result: inout CleanedText) -> [UInt8] {
    defer {
      hasSpace = false
      hasBreak = false
    }
    if start == Int.max {
      let separator: [UInt8] = result.count > 0 ? [0x0A] : []
      start = result.count + separator.count
      return separator
    }
    if hasBreak {
      lineBreaks.append(result.count..<result.count + 1)
      return [0x0A]
    }
    return hasSpace && !isPreformatted ? [0x20] : []
  }
}

/// White space of HTML: space, tab, line feed, form feed, carriage return. No-break and zero-width spaces are
/// text.
enum WhiteSpace {
  @inline(__always) static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
  }

  static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy { isSpace($0) } }

  /// Whether a run of a text is white space only.
  static func isBlank(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    for i in range where !isSpace(text[i]) { return false }
    return true
  }

  /// The bytes with each run of white space as one space, none at the ends.
  static func collapsed(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var hasSpace = false
    bytes.withUnsafeBufferPointer { collapse($0, onto: &result, &hasSpace) }
    return result
  }

  /// Adds a part of a text to what is collapsed of it.
  ///
  /// - Parameter hasSpace: whether white space stands behind what was added last.
  static func collapse(
    _ bytes: UnsafeBufferPointer<UInt8>, onto result: inout [UInt8], _ hasSpace: inout Bool
  ) {
    var i = 0
    while i < bytes.count {
      if isSpace(bytes[i]) {
        hasSpace = !result.isEmpty
        i += 1
        continue
      }
      let start = i
      while i < bytes.count, !isSpace(bytes[i]) { i += 1 }
      if hasSpace { result.append(0x20) }
      hasSpace = false
      result.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<i]))
    }
  }
}
