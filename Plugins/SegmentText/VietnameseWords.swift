import UnicodeText
import VietnameseText

/// Joins the syllables of Vietnamese, which are written apart, into words.
///
/// For each syllable the weights of itself and its neighbours, their case, and whether two or three of them
/// stand in the word list, say whether a word begins. Punctuation and numbers are joined to nothing, and no
/// capital to a small letter before it.
struct VietnameseWords: Sendable {
  let model: BoundaryModel
  let list: WordList

  private static let bias = Template("bias0")
  private static let digit = Template("digit0")
  private static let words = (-1...1).map { (place: $0, template: Template("\($0)")) }
  private static let upper = (-1...1).map { (place: $0, template: Template("upper\($0)")) }
  private static let title = (-1...1).map { (place: $0, template: Template("title\($0)")) }
  /// Neighbours that may stand in the word list together, and the weight of it if they do.
  private static let groups = [(-1, 0, "pair-1"), (0, 1, "pair1"), (-2, 0, "triple-2"), (0, 2, "triple2")]
    .map { (first: $0.0, last: $0.1, template: Template($0.2)) }

  /// The words and punctuation of a range.
  ///
  /// - Complexity: O(n).
  func tokens(of text: [UInt8], in range: Range<Int>) -> [Token] {
    let line = Syllables(text, in: range)
    let hash = TextHash(line.folded)
    let begins = model.begins(line.syllables.indices.map { score($0, line, hash) })
    var tokens: [Token] = []
    for (i, syllable) in line.syllables.enumerated() {
      if !begins[i], i > 0, Self.mayJoin(line.syllables[i - 1], syllable), let last = tokens.indices.last {
        tokens[last].range = tokens[last].range.lowerBound..<syllable.range.upperBound
      } else {
        tokens.append(Token(range: syllable.range, isWord: syllable.isWord))
      }
    }
    return tokens
  }

  private static func mayJoin(_ left: Syllable, _ right: Syllable) -> Bool {
    left.isWord && right.isWord && !left.beginsWithDigit && !right.beginsWithDigit
      && (!right.isTitle || left.isTitle)
      // Only a space joins: a hyphen, a line feed or nothing keeps them apart.
      && right.isAfterSpace
  }

  private func score(_ i: Int, _ line: Syllables, _ hash: TextHash) -> Int {
    let syllables = line.syllables
    var sum = model.weight(Self.bias.key(of: 0))
    if syllables[i].isNumber { sum += model.weight(Self.digit.key(of: 0)) }
    for k in Self.words.indices where syllables.indices.contains(i + Self.words[k].place) {
      let syllable = syllables[i + Self.words[k].place]
      sum += model.weight(Self.words[k].template.key(of: hash.of(syllable.folded)))
      if syllable.isUpper { sum += model.weight(Self.upper[k].template.key(of: 0)) }
      if syllable.isTitle { sum += model.weight(Self.title[k].template.key(of: 0)) }
    }
    for group in Self.groups where i + group.first >= 0 && i + group.last < syllables.count {
      let (first, last) = (syllables[i + group.first].folded, syllables[i + group.last].folded)
      if list.contains(line.folded[first.lowerBound..<last.upperBound]) {
        sum += model.weight(group.template.key(of: 0))
      }
    }
    return sum
  }
}

/// A syllable, a number, or a sign of punctuation.
struct Syllable: Equatable {
  /// UTF-8 bytes of the text.
  var range: Range<Int>
  /// Bytes of `Syllables.folded`.
  var folded: Range<Int>
  var isWord: Bool
  var isNumber: Bool
  var beginsWithDigit: Bool
  /// All letters are capitals, and there is one.
  var isUpper: Bool
  /// Only the first letter is a capital.
  var isTitle: Bool
  var isAfterSpace: Bool
}

/// A Vietnamese text as syllables.
struct Syllables {
  /// The syllables in small letters, one space between each two.
  private(set) var folded: [UInt8] = []
  private(set) var syllables: [Syllable] = []

  init(_ text: [UInt8], in range: Range<Int>) {
    var offset = range.lowerBound
    var isAfterSpace = false
    while offset < range.upperBound {
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: range.upperBound)
      if Characters.isBlank(scalar) {
        isAfterSpace = scalar != 0x0A
        offset += length
        continue
      }
      let end =
        Characters.isWordPart(scalar)
        ? Self.end(ofWordAt: offset, in: text, before: range.upperBound)
        : Self.end(ofRepeated: scalar, at: offset, in: text, before: range.upperBound)
      add(offset..<end, of: text, isAfterSpace: isAfterSpace)
      isAfterSpace = false
      offset = end
    }
  }

  /// The end of a run of letters and digits; `.` and `,` between digits belong to a number.
  private static func end(ofWordAt start: Int, in text: [UInt8], before limit: Int) -> Int {
    var (offset, onlyDigits) = (start, true)
    while offset < limit {
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: limit)
      if Characters.isWordPart(scalar) {
        onlyDigits = onlyDigits && CodePoint.isDigit(scalar)
      } else {
        let isSeparator = scalar == 0x2E || scalar == 0x2C
        guard isSeparator, onlyDigits, offset + 1 < limit, (0x30...0x39).contains(text[offset + 1]) else {
          break
        }
      }
      offset += length
    }
    return offset
  }

  /// The end of a run of one sign: "..." is one.
  private static func end(ofRepeated sign: UInt32, at start: Int, in text: [UInt8], before limit: Int) -> Int
  {
    var offset = start
    while offset < limit {
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: limit)
      guard scalar == sign else { break }
      offset += length
    }
    return offset
  }

  private mutating func add(_ range: Range<Int>, of text: [UInt8], isAfterSpace: Bool) {
    if !folded.isEmpty { folded.append(0x20) }
    let start = folded.count
    var (capitals, small, first, count) = (0, 0, false, 0)
    var (digits, others) = (0, 0)
    var offset = range.lowerBound
    var isWord = false
    while offset < range.upperBound {
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: range.upperBound)
      let lower = CodePoint.caseFolded(scalar)
      if CodePoint.isUppercase(scalar) {
        capitals += 1
        first = first || count == 0
      } else if CodePoint.isLetter(scalar) {
        small += 1
      }
      if CodePoint.isDigit(scalar) { digits += 1 } else { others += 1 }
      isWord = isWord || Characters.isWordPart(scalar)
      UTF8Text.append(lower, to: &folded)
      offset += length
      count += 1
    }
    let firstIsDigit = CodePoint.isDigit(
      UTF8Text.scalar(in: text, at: range.lowerBound, before: range.upperBound).value)
    syllables.append(
      Syllable(
        range: range, folded: start..<folded.count, isWord: isWord, isNumber: digits > 0 && others == 0,
        beginsWithDigit: firstIsDigit, isUpper: capitals > 0 && small == 0, isTitle: first && capitals == 1,
        isAfterSpace: isAfterSpace))
  }
}
