/// A line of a flattened text.
struct Line {
  /// Without the white space around it.
  let range: Range<Int>
  /// Spaces before the first character; a tab counts as four.
  let indentation: Int
  /// The line's text; of a line of more than `Line.maxWordLetters` letters only the beginning.
  let text: String
  let letters: Int
  /// Words in lower case, without punctuation; empty for lines of more than `Line.maxWordLetters` letters,
  /// which no rule about single lines concerns.
  let words: [String]

  static let maxWordLetters = 900
  private let isLong: Bool

  /// - Parameter hasWords: whether `words` is asked for; else it is empty.
  init(_ bytes: [UInt8], _ range: Range<Int>, indentation: Int, hasWords: Bool = true) {
    self.range = range
    self.indentation = indentation
    letters = Letters.count(bytes[range])
    isLong = letters > Self.maxWordLetters
    text = String(decoding: isLong ? bytes[range].prefix(400) : bytes[range], as: UTF8.self)
    words = isLong || !hasWords ? [] : Self.words(of: text)
  }

  static func words(of text: String) -> [String] {
    let bytes = Array(text.utf8)
    var words: [String] = []
    var word: [UInt8] = []
    var isASCII = true
    var i = 0
    while i < bytes.count {
      let start = i
      let scalar = Letters.scalar(bytes[...], &i)
      if scalar < 0x80 {
        let byte = bytes[start]
        if Letters.isASCIILetter(byte) {
          word.append(byte | 0x20)
          continue
        }
        if (byte >= 0x30 && byte <= 0x39) || ((byte == 0x27 || byte == 0x2D) && !word.isEmpty) {
          word.append(byte)
          continue
        }
      } else if Letters.isLetter(scalar) || (scalar == 0x2019 && !word.isEmpty) {
        isASCII = false
        word += bytes[start..<i]
        continue
      }
      take(&word, &isASCII, &words)
    }
    take(&word, &isASCII, &words)
    return words
  }

  private static func take(_ word: inout [UInt8], _ isASCII: inout Bool, _ words: inout [String]) {
    while let last = word.last {
      if last == 0x27 || last == 0x2D {
        word.removeLast()
      } else if last == 0x99, word.count >= 3, word[word.count - 2] == 0x80, word[word.count - 3] == 0xE2 {
        word.removeLast(3)
      } else {
        break
      }
    }
    guard !word.isEmpty else { return }
    let string = String(decoding: word, as: UTF8.self)
    words.append(isASCII ? string : string.lowercased())
    word.removeAll(keepingCapacity: true)
    isASCII = true
  }

  /// All lines that are not blank, in order.
  static func lines(of bytes: [UInt8]) -> [Line] {
    var lines: [Line] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      var (lower, upper, indentation) = (start, end, 0)
      while lower < upper, let width = blankWidth(bytes, lower) {
        indentation += width.columns
        lower += width.bytes
      }
      while upper > lower, let width = blankWidth(atEnd: upper, of: bytes) { upper -= width }
      if lower < upper { lines.append(Line(bytes, lower..<upper, indentation: indentation)) }
      start = end + 1
    }
    return lines
  }

  private static func blankWidth(_ bytes: [UInt8], _ i: Int) -> (columns: Int, bytes: Int)? {
    if bytes[i] == 0x09 { return (4, 1) }
    if WhiteSpace.isSpace(bytes[i]) { return (1, 1) }
    if bytes[i] == 0xC2, i + 1 < bytes.count, bytes[i + 1] == 0xA0 { return (1, 2) }
    return nil
  }

  private static func blankWidth(atEnd end: Int, of bytes: [UInt8]) -> Int? {
    if WhiteSpace.isSpace(bytes[end - 1]) { return 1 }
    return end >= 2 && bytes[end - 1] == 0xA0 && bytes[end - 2] == 0xC2 ? 2 : nil
  }

  /// The words with one space between: what whole lines of furniture are compared by.
  var folded: String { words.joined(separator: " ") }

  /// Whether the line ends as a sentence does, closing quotes and brackets aside.
  var endsSentence: Bool {
    if isLong { return true }
    let closing: Set<Character> = ["\"", "'", "”", "’", "»", ")", "]", " ", "\u{A0}"]
    guard let last = text.last(where: { !closing.contains($0) }) else { return false }
    return ".!?…។៕:;,".contains(last)
  }

  /// Whether it reads like running text: long, or a whole sentence of some length.
  var isProse: Bool { letters >= 160 || (letters >= 50 && endsSentence) }

  var startsUpper: Bool {
    guard let first = text.first(where: { $0.isLetter }) else { return false }
    return first.isUppercase || !first.isLowercase
  }
}
