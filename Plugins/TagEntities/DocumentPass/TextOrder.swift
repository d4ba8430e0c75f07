/// Puts texts into order.
enum TextOrder {
  /// A text's place among the others, and its first sixteen bytes, noughts behind a shorter one.
  private struct Entry {
    var first: (UInt64, UInt64)
    var isASCII: Bool
    var index: Int
  }

  /// The places of texts in the order of `String`: those of ASCII are mostly told apart by their first bytes.
  ///
  /// - Complexity: O(n log n).
  static func indices(of texts: [String]) -> [Int] {
    let entries = texts.indices.map { entry(texts[$0], $0) }
    let order = entries.sorted { left, right in
      left.isASCII && right.isASCII && left.first != right.first
        ? left.first < right.first : texts[left.index] < texts[right.index]
    }
    return order.map(\.index)
  }

  private static func entry(_ text: String, _ index: Int) -> Entry {
    var text = text
    return text.withUTF8 { bytes in
      var first: (UInt64, UInt64) = (0, 0)
      for offset in 0..<min(bytes.count, 8) { first.0 |= UInt64(bytes[offset]) &<< UInt64(56 &- 8 &* offset) }
      for offset in 8..<max(8, min(bytes.count, 16)) {
        first.1 |= UInt64(bytes[offset]) &<< UInt64(120 &- 8 &* offset)
      }
      return Entry(first: first, isASCII: bytes.allSatisfy { $0 < 0x80 }, index: index)
    }
  }
}
