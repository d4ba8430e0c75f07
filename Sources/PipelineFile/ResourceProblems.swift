import Foundation

/// Mistakes in files that a step reads (rules, metadata, gazetteers), told as those of a pipeline file are: with
/// the line and a caret.
public enum ResourceProblems {
  /// Lines of a message that begin with `file:line:` or `file:line:column:`, each with the line it means; nil
  /// where no line of the message does.
  ///
  /// - Complexity: O(size of the files), each of which is read once.
  public static func description(of message: String, step: String, code: String) -> String? {
    var files: [String: [Substring]] = [:]
    var count = 0
    let told = message.split(separator: "\n").map { line -> String in
      guard let match = line.wholeMatch(of: /(.+?):(\d+):(?:(\d+):)? (.*)/), let number = Int(match.2) else {
        return String(line)
      }
      count += 1
      let path = String(match.1)
      let lines = files[path] ?? lines(of: path)
      files[path] = lines
      let column = match.3.flatMap { Int($0) }
      let place = "\(path):\(number)" + (column.map { ":\($0)" } ?? "")
      let head = "\(place): error: \(match.4)"
      guard number > 0, number <= lines.count else { return head }
      let scalars = Array(lines[number - 1].unicodeScalars)
      let start = min(max(0, (column ?? 1) - 1), scalars.count)
      let width = column == nil ? scalars.count : word(in: scalars[start...])
      let snippet = Snippet(label: String(number), line: scalars[...], marking: start..<start + max(1, width))
      return ([head] + snippet.lines).joined(separator: "\n")
    }
    guard count > 0 else { return nil }
    let errors = count == 1 ? "1 error" : "\(count) errors"
    return (told + ["sastra: error: \(step): \(errors) in its files [\(code)]. Nothing was run."]).joined(
      separator: "\n")
  }

  private static func lines(of path: String) -> [Substring] {
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    return String(decoding: data, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }

  /// Scalars up to the next space.
  private static func word(in scalars: ArraySlice<Unicode.Scalar>) -> Int {
    scalars.prefix { !$0.properties.isWhitespace }.count
  }
}
