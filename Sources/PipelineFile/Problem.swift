/// One mistake in a pipeline file or in a `--set`, with its place.
public struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
  /// Path of the file as it was given, or `--set N`.
  public let file: String
  /// Line, from 1; nil where the file as a whole is meant.
  public let line: Int?
  /// Column, from 1, in Unicode scalars.
  public let column: Int?
  /// Lower case, no full stop.
  public let message: String
  /// One thing to do.
  public let help: String?
  /// The line with its gutter and the caret below.
  let snippet: Snippet?

  init(file: String, line: Int? = nil, column: Int? = nil, message: Message, snippet: Snippet? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message.text
    help = message.help
    self.snippet = snippet
  }

  /// As a compiler would say it: `file:line:column: error: message`, the line, a caret, and help.
  public var description: String {
    let place = [file, line.map(String.init), column.map(String.init)].compactMap { $0 }.joined(
      separator: ":")
    var lines = ["\(place): error: \(message)"]
    if let snippet { lines += snippet.lines }
    if let help { lines.append(String(repeating: " ", count: snippet?.margin ?? 2) + "help: " + help) }
    return lines.joined(separator: "\n")
  }
}

/// A line of source as an error shows it: long ones cut around the caret, nothing in it that would
/// move the cursor.
struct Snippet: Sendable, Equatable {
  /// The line's number, or empty.
  let label: String
  let text: String
  /// Columns of the display before the caret.
  let indent: Int
  /// Columns of the display under the caret; at least 1.
  let caretWidth: Int

  /// Longest line that is shown whole, in scalars.
  static let maxWidth = 160
  /// What stays before the caret when a line is cut, in scalars.
  static let contextBefore = 40

  var margin: Int { label.isEmpty ? 2 : label.count + 1 }

  /// - Parameters:
  ///   - line: the scalars of the line.
  ///   - range: what the caret points at, as indices of `line`; may reach past the end.
  init(label: String, line: ArraySlice<Unicode.Scalar>, marking range: Range<Int>) {
    self.label = label
    let isLong = line.count > Self.maxWidth
    let cut = min(line.endIndex, range.lowerBound) - Self.contextBefore
    let start = isLong ? max(line.startIndex, cut) : line.startIndex
    let end = min(line.endIndex, start + Self.maxWidth)
    let shown = line[start..<end].map(DisplayWidth.harmless)
    let before = shown.prefix(max(0, range.lowerBound - start))
    let marked = shown.dropFirst(before.count).prefix(range.count)
    let cutBefore = start > line.startIndex ? "…" : ""
    let cutAfter = end < line.endIndex ? "…" : ""
    var text = String.UnicodeScalarView()
    text.append(contentsOf: shown)
    self.text = cutBefore + String(text) + cutAfter
    indent = cutBefore.unicodeScalars.count + DisplayWidth.of(before)
    caretWidth = max(1, DisplayWidth.of(marked))
  }

  var lines: [String] {
    let gutter = String(repeating: " ", count: label.count)
    let space = label.isEmpty ? "  " : " "
    let caret = String(repeating: " ", count: indent) + "^" + String(repeating: "~", count: caretWidth - 1)
    return [label + space + "| " + text, gutter + space + "| " + caret]
  }
}
