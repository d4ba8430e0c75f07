import StageKit

/// Marks that an editor left in a text: […] for matter left out, other brackets for glosses.
enum EditorialMarks {
  private static let maxGlossBytes = 200

  /// Spans of layer editorial: label `gap` for `[...]` and `[…]`, `gloss` for other brackets with words
  /// inside.
  ///
  /// Brackets with only digits (notes, years) and nested brackets are left alone. An address hidden by a web
  /// server ("[email protected]") is a gap with the reason `obfuscated`.
  /// - Parameter reason: the attribute `reason` of a gap at a place.
  /// - Complexity: O(n).
  static func spans(in text: [UInt8], reason: (Int) -> String) -> [Span] {
    var spans: [Span] = []
    var open: Int?
    for (i, byte) in text.enumerated() {
      switch byte {
      case 0x5B: open = i
      case 0x0A: open = nil
      case 0x5D:
        guard let start = open else { continue }
        open = nil
        guard let label = label(text[start + 1..<i]) else { continue }
        let attributes =
          label == "gap"
          ? ["reason": isHiddenAddress(text[start + 1..<i]) ? "obfuscated" : reason(start)] : [:]
        spans.append(Span(layer: Layer.editorial, start..<i + 1, label: label, attributes: attributes))
      default: break
      }
    }
    return spans
  }

  private static func label(_ content: ArraySlice<UInt8>) -> String? {
    guard !content.isEmpty, content.count <= maxGlossBytes else { return nil }
    let text = String(decoding: content, as: UTF8.self)
    if text.allSatisfy({ $0 == "." || $0 == "…" || $0 == " " || $0 == "\u{A0}" }) {
      return text.contains("…") || text.count { $0 == "." } >= 2 ? "gap" : nil
    }
    if isHiddenAddress(content) { return "gap" }
    return text.contains(where: \.isLetter) ? "gloss" : nil
  }

  private static func isHiddenAddress(_ content: ArraySlice<UInt8>) -> Bool {
    let words = Line.words(of: String(decoding: content, as: UTF8.self))
    return words == ["email", "protected"]
  }
}
