/// Takes elements out of the plan of a run that say nothing, and those that TEI does not allow in the `desc` of a
/// gap. The text stays.
///
/// White space says nothing; inside a gap neither do characters that nobody can read, because they are not
/// written.
struct InlineSieve {
  private struct Start {
    /// Place among the tokens of the run.
    let token: Int
    let mark: Int
    let isGap: Bool
    var isBlank = true
  }

  private let marks: [Mark]
  private let text: [UInt8]
  /// Whether a gap holds nothing but text, and some that can be read.
  private let isTranscript: Bool
  /// By the place among the tokens of the run.
  private var keeps: [Bool] = []
  /// Of the elements that are open, outer first.
  private var starts: [Start] = []
  private var gaps = 0

  init(_ marks: [Mark], text: [UInt8], isTranscript: Bool = false) {
    self.marks = marks
    self.isTranscript = isTranscript
    self.text = text
  }

  /// - Parameter first: where the tokens of the run begin; they go to the end.
  mutating func sift(_ tokens: inout [InlinePlans.Token], from first: Int) {
    let count = tokens.count - first
    guard count > 1 else { return }
    keeps.removeAll(keepingCapacity: true)
    keeps.append(contentsOf: repeatElement(true, count: count))
    for token in 0..<count {
      switch tokens[first + token] {
      case .open(let mark, _): begin(mark, token)
      case .close: end(token)
      case .text(let range): if !starts.isEmpty { take(range) }
      case .lineBreak:
        keeps[token] = gaps == 0
        if gaps == 0 { dropPunctuation() }
      }
    }
    guard keeps.contains(false) else { return }
    var end = first
    for token in 0..<count where keeps[token] {
      tokens[end] = tokens[first + token]
      end += 1
    }
    tokens.removeSubrange(end...)
  }

  private mutating func begin(_ mark: Int, _ token: Int) {
    let form = marks[mark].form
    let isKept =
      (gaps == 0 || (marks[mark].isAllowedInGap && !isTranscript))
      && starts.allSatisfy { !keeps[$0.token] || marks[$0.mark].allows(form) }
    keeps[token] = isKept
    let isGap = isKept && (form == .gap || form == .illegible)
    if isGap { gaps += 1 }
    starts.append(Start(token: token, mark: mark, isGap: isGap))
  }

  private mutating func end(_ token: Int) {
    guard let element = starts.popLast() else { return }
    if element.isGap { gaps -= 1 }
    if element.isBlank { keeps[element.token] = false }
    keeps[token] = keeps[element.token]
    if !element.isBlank, !starts.isEmpty { starts[starts.count - 1].isBlank = false }
  }

  private mutating func take(_ range: Range<Int>) {
    // Punctuation may not hold the gap that illegible characters become.
    if starts.contains(where: { marks[$0.mark].form == .punctuation }), Characters.holdsIllegible(text[range])
    {
      dropPunctuation()
    }
    guard !Characters.isBlank(text[range]) else { return }
    let isUnwritten = gaps > 0 && Characters.isUnwritten(text[range])
    // A gap around nothing but such characters is still a gap.
    for start in starts.indices.reversed() where starts[start].isGap || start == starts.count - 1 {
      if (starts[start].isGap && !isTranscript) || !isUnwritten { starts[start].isBlank = false }
      if starts[start].isGap { break }
    }
  }

  /// It may not hold a line break.
  private mutating func dropPunctuation() {
    for start in starts where marks[start.mark].form == .punctuation { keeps[start.token] = false }
  }
}
