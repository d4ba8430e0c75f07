import StageKit

/// Tags that were left in a text when its page was flattened: `<u>China</u>`.
enum LeftoverTags {
  private static let labels: [String: String] = [
    "u": "underline", "b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis",
    "sup": "superscript",
    "sub": "subscript",
  ]
  private static let names = Set(labels.keys).union(["span", "font", "small", "p", "div", "a", "br"])

  struct Tag {
    var range: Range<Int>
    var name: String
    var isEnd: Bool
    /// Label of a span over what the pair encloses.
    var label: String?
  }

  /// Tags of a line that have their partner in the same line, in order; `br` needs none.
  ///
  /// - Complexity: O(n) in bytes of the range.
  static func tags(in bytes: [UInt8], _ range: Range<Int>) -> [(open: Tag, close: Tag?)] {
    var pairs: [(open: Tag, close: Tag?)] = []
    var open: [Tag] = []
    var i = range.lowerBound
    while i < range.upperBound {
      guard bytes[i] == 0x3C, let tag = tag(bytes, i, before: range.upperBound) else {
        i += 1
        continue
      }
      if tag.name == "br" {
        pairs.append((tag, nil))
      } else if !tag.isEnd {
        open.append(tag)
      } else if let partner = open.suffix(16).lastIndex(where: { $0.name == tag.name }) {
        pairs.append((open[partner], tag))
        open.removeSubrange(partner...)
      }
      i = tag.range.upperBound
    }
    return pairs
  }

  private static func tag(_ bytes: [UInt8], _ start: Int, before end: Int) -> Tag? {
    var i = start + 1
    let isEnd = i < end && bytes[i] == 0x2F
    if isEnd { i += 1 }
    let nameStart = i
    while i < end, i - nameStart < 8, Letters.isASCIILetter(bytes[i]) { i += 1 }
    let name = String(decoding: bytes[nameStart..<i], as: UTF8.self).lowercased()
    guard names.contains(name), i < end, [0x20, 0x2F, 0x3E].contains(bytes[i]) else { return nil }
    let limit = min(end, i + 500)
    while i < limit, bytes[i] != 0x3E, bytes[i] != 0x3C { i += 1 }
    guard i < limit, bytes[i] == 0x3E else { return nil }
    return Tag(range: start..<i + 1, name: name, isEnd: isEnd, label: labels[name])
  }
}
