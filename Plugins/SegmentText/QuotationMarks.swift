import UnicodeText

/// Puts quotation marks where their quotation is. ICU takes every mark that touches the end of a sentence for its
/// own, and none that a space parts from it: "你好吗？“好。”", "« Bonjour ! » et il part".
enum QuotationMarks {
  /// - Parameter ranges: sentences as ICU gives them, in order, without gaps.
  /// - Complexity: O(n).
  static func settled(_ ranges: [Range<Int>], in text: [UInt8]) -> [Range<Int>] {
    var settled: [Range<Int>] = []
    settled.reserveCapacity(ranges.count)
    for range in ranges {
      guard let last = settled.last else {
        settled.append(range)
        continue
      }
      let border = border(last, range, text)
      settled[settled.count - 1] = last.lowerBound..<border
      if border < range.upperBound { settled.append(border..<range.upperBound) }
    }
    return settled
  }

  /// Where the right sentence begins.
  private static func border(_ left: Range<Int>, _ right: Range<Int>, _ text: [UInt8]) -> Int {
    var border = right.lowerBound
    while border - 3 > left.lowerBound {
      let (scalar, length) = UTF8Text.scalar(in: text, endingAt: border, after: left.lowerBound)
      guard opening.contains(scalar) else { break }
      border -= length
    }
    if border < right.lowerBound { return border }
    var offset = right.lowerBound
    while offset < right.upperBound {
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: right.upperBound)
      if let opening = pairs[scalar], isOpen(opening, scalar, left, text) {
        border = offset + length
      } else if !Characters.isBlank(scalar) {
        break
      }
      offset += length
    }
    return border
  }

  /// Whether a quotation begins in the sentence that does not end there.
  private static func isOpen(
    _ opening: UInt32, _ closing: UInt32, _ sentence: Range<Int>, _ text: [UInt8]
  ) -> Bool {
    var offset = sentence.upperBound
    let start = max(sentence.lowerBound, sentence.upperBound - reach)
    while offset > start {
      let (scalar, length) = UTF8Text.scalar(in: text, endingAt: offset, after: start)
      if scalar == opening || scalar == closing { return scalar == opening }
      offset -= length
    }
    return false
  }

  /// Bytes of a quotation that are looked at.
  private static let reach = 2_000
  private static let pairs: [UInt32: UInt32] = [0xBB: 0xAB, 0x201D: 0x201C, 0x203A: 0x2039]
  private static let opening: Set<UInt32> = [0xAB, 0x2018, 0x201C, 0x2039, 0x300A, 0x300C, 0x300E, 0xFF08]
}
