/// A line of a program: it begins with a word of a programming language, and goes on like code.
///
/// None of the words is a Vietnamese syllable; a line of English prose that is taken for code is only left alone.
enum CodeLine {
  /// - Complexity: O(n).
  static func isCode(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    var start = 0
    while start < line.count, line[start] <= 0x20 { start += 1 }
    var end = start
    while end < line.count, end - start <= longest, isWordByte(line[end]) { end += 1 }
    guard end > start, end < line.count else { return false }
    let word = line[start..<end]
    if directives.contains(where: { word.elementsEqual($0) }) { return true }
    guard keywords.contains(where: { word.elementsEqual($0) }), [0x20, 0x28, 0x09].contains(line[end]) else {
      return false
    }
    var last = line.count - 1
    while line[last] <= 0x20 { last -= 1 }
    return line[end] == 0x28 || [0x3B, 0x7B, 0x7D].contains(line[last]) || line[end...].contains(0x3D)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 || byte == 0x23 }

  private static let directives = ["#include", "#define", "#import", "#ifdef"].map { Array($0.utf8) }
  private static let keywords = """
    let var const int char void float double string bool return import from class public private protected static
    def function func echo print printf if else for foreach while switch case try catch throw new delete
    SELECT INSERT UPDATE DELETE CREATE select insert update
    """.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) }
  private static let longest = 9
}
