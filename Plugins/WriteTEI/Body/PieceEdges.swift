import StageKit

/// Where the pieces of tokens and gaps begin and end.
extension InlinePlans {
  /// Parts the tokens of a run around characters that nobody can read: in a transcript nothing stands in a token, and
  /// they become gaps.
  mutating func partAtIllegible(from first: Int) {
    var result: [Token] = []
    var open: [Int] = []
    for token in tokens[first...] {
      switch token {
      case .open(let mark, _): open.append(mark)
      case .close: open.removeLast()
      case .lineBreak: break
      case .text(let range):
        guard let mark = open.last, marks[mark].isToken, Characters.holdsIllegible(text[range]) else { break }
        result += parts(of: range, in: mark)
        continue
      }
      result.append(token)
    }
    tokens.replaceSubrange(first..., with: result)
  }

  private func parts(of range: Range<Int>, in mark: Int) -> [Token] {
    var result: [Token] = []
    var (start, wasLegible) = (range.lowerBound, true)
    func end(_ part: Range<Int>, _ isLegible: Bool) {
      if part.isEmpty { return }
      result += isLegible ? [.text(part)] : [.close, .text(part), .open(mark, piece: 0)]
    }
    Characters.forEachScalar(of: text[range]) { scalar, place in
      let isLegible = !Characters.isIllegible(scalar)
      guard isLegible != wasLegible else { return }
      end(start..<place.lowerBound, wasLegible)
      (start, wasLegible) = (place.lowerBound, isLegible)
    }
    end(start..<range.upperBound, wasLegible)
    return result
  }

  /// Puts white space at the ends of a word or punctuation mark outside it; in a transcript also of a gap, and with it
  /// characters that nobody can read.
  mutating func trimPieces(from first: Int) {
    var result: [Token] = []
    var open: [Int] = []
    for token in tokens[first...] {
      switch token {
      case .open(let mark, _): open.append(mark)
      case .close:
        let mark = open.removeLast()
        guard isTrimmed(mark), let tail = takeTail(&result, of: mark) else { break }
        result += [token, .text(tail)]
        continue
      case .lineBreak: break
      case .text(let range):
        guard let mark = open.last, isTrimmed(mark), case .open(let last, _)? = result.last, last == mark
        else {
          break
        }
        let start = Self.start(of: text[range]) { isTrimmed($0, from: mark) }
        guard start > range.lowerBound else { break }
        result.insert(.text(range.lowerBound..<start), at: result.count - 1)
        if start < range.upperBound { result.append(.text(start..<range.upperBound)) }
        continue
      }
      result.append(token)
    }
    tokens.replaceSubrange(first..., with: result)
  }

  private func isTrimmed(_ mark: Int) -> Bool {
    marks[mark].isToken || (isTranscript && marks[mark].form == .gap)
  }

  private func isTrimmed(_ scalar: UInt32, from mark: Int) -> Bool {
    Characters.isXMLSpace(scalar) || (marks[mark].form == .gap && Characters.isIllegible(scalar))
  }

  private func takeTail(_ result: inout [Token], of mark: Int) -> Range<Int>? {
    var tail: Range<Int>?
    while case .text(let range)? = result.last {
      let end = Self.end(of: text[range]) { isTrimmed($0, from: mark) }
      guard end < range.upperBound else { break }
      tail = end..<(tail?.upperBound ?? range.upperBound)
      result.removeLast()
      guard end == range.lowerBound else {
        result.append(.text(range.lowerBound..<end))
        break
      }
    }
    return tail
  }

  /// Where the first character stands that is not of a kind.
  private static func start(of text: ArraySlice<UInt8>, _ isOfKind: (UInt32) -> Bool) -> Int {
    var index = text.startIndex
    while index < text.endIndex {
      let (scalar, length) = Characters.decode(text, at: index)
      guard isOfKind(scalar) else { break }
      index += length
    }
    return index
  }

  /// Where the last character ends that is not of a kind.
  private static func end(of text: ArraySlice<UInt8>, _ isOfKind: (UInt32) -> Bool) -> Int {
    var end = text.endIndex
    while end > text.startIndex {
      var start = end - 1
      while start > text.startIndex, text[start] & 0xC0 == 0x80 { start -= 1 }
      guard isOfKind(Characters.decode(text, at: start).scalar) else { break }
      end = start
    }
    return end
  }

  /// Where the text of an element ends, by the place of its start in the plan of a run.
  static func end(in plan: ArraySlice<Token>, at place: Int) -> Int? {
    var (depth, end): (Int, Int?) = (0, nil)
    for token in plan[place...] {
      switch token {
      case .open: depth += 1
      case .close: depth -= 1
      case .text(let range): end = range.upperBound
      case .lineBreak: break
      }
      if depth == 0 { break }
    }
    return end
  }
}
