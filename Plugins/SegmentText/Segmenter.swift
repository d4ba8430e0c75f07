public import StageKit
import UnicodeText
import VietnameseText

/// Does the work of the stage on one thread; keeps ICU's iterators from one document to the next.
public final class Segmenter: StageWorker {
  private let options: SegmentText.Options
  private let khmer: KhmerWords
  private let vietnamese: VietnameseWords
  private var iterators: [String: BreakIterator] = [:]

  init(
    options: SegmentText.Options, khmer: BoundaryModel, vietnamese: BoundaryModel, vietnameseList: WordList
  ) {
    self.options = options
    self.khmer = KhmerWords(model: khmer)
    self.vietnamese = VietnameseWords(model: vietnamese, list: vietnameseList)
  }

  public func process(_ document: inout Document) throws(StageError) {
    document.removeSpans { $0.layer == Layer.segment && $0.stage == SegmentText.name }
    let pieces = Piece.pieces(of: document)
    for piece in pieces {
      if options.sentences == .mark, piece.isBlockStart {
        try markSentences(in: piece.block, piece.blockLanguage, &document)
      }
      if marksWords(of: piece.language) { try markWords(in: piece, &document) }
    }
  }

  private func marksWords(of language: String) -> Bool {
    switch options.words {
    case .off: false
    case .khmerAndVietnamese: language == "km" || language == "vi"
    case .all: true
    }
  }

  private func markSentences(
    in range: Range<Int>, _ language: String, _ document: inout Document
  ) throws(StageError) {
    let found = try ranges(.sentence, language, document.text, range)
    let sentences = SentenceRules.corrected(found, in: document.text, language: language)
    for sentence in sentences {
      guard let trimmed = Self.trimmed(sentence, in: document.text) else { continue }
      try document.add(Span(layer: Layer.segment, trimmed, label: "sentence"))
      document.count("sentence")
    }
  }

  private func markWords(in piece: Piece, _ document: inout Document) throws(StageError) {
    let text = document.text
    let cut: [Token] =
      switch piece.language {
      case "km": try khmerTokens(text, piece.range)
      case "vi": vietnamese.tokens(of: text, in: piece.range)
      default: try plainTokens(text, piece.range, piece.language)
      }
    let wholes = UncutWords.ranges(in: text, piece.range, language: piece.language)
    for token in UncutWords.merged(cut, with: wholes) {
      let label = token.isWord ? "word" : "punctuation"
      try document.add(Span(layer: Layer.segment, token.range, label: label))
      document.count(label)
    }
  }

  /// Khmer by the weights; what stands in other letters between, by ICU's rules.
  private func khmerTokens(_ text: [UInt8], _ range: Range<Int>) throws(StageError) -> [Token] {
    var tokens: [Token] = []
    for token in khmer.tokens(of: text, in: range) {
      if token.isOtherScript {
        tokens += try plainTokens(text, token.range, "en")
      } else {
        tokens.append(token)
      }
    }
    return tokens
  }

  private func plainTokens(
    _ text: [UInt8], _ range: Range<Int>, _ language: String
  ) throws(StageError) -> [Token] {
    try ranges(.word, language, text, range).compactMap { found in
      guard let trimmed = Self.trimmed(found, in: text) else { return nil }
      return Token(range: trimmed, isWord: Characters.holdsLetterOrDigit(text, trimmed))
    }
  }

  private func ranges(
    _ kind: BreakIterator.Kind, _ language: String, _ text: [UInt8], _ range: Range<Int>
  ) throws(StageError) -> [Range<Int>] {
    let key = "\(kind.rawValue) \(language)"
    do throws(UnicodeTextError) {
      let iterator: BreakIterator
      if let known = iterators[key] {
        iterator = known
      } else {
        iterator = try BreakIterator(kind: kind, locale: language)
        iterators[key] = iterator
      }
      iterator.setText(text, in: range)
      return try iterator.ranges()
    } catch {
      throw StageError("segmentation-failed", "ICU cannot cut the text into \(kind)s: \(error)")
    }
  }

  /// A range without the white space and invisible characters at its ends; nil when nothing is left.
  private static func trimmed(_ range: Range<Int>, in text: [UInt8]) -> Range<Int>? {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end {
      let (scalar, length) = UTF8Text.scalar(in: text, at: start, before: end)
      guard Characters.isBlank(scalar) else { break }
      start += length
    }
    while end > start {
      let (scalar, length) = UTF8Text.scalar(in: text, endingAt: end, after: start)
      guard Characters.isBlank(scalar) else { break }
      end -= length
    }
    return start < end ? start..<end : nil
  }
}

/// A word, or punctuation between words.
struct Token: Equatable {
  /// UTF-8 bytes of the text.
  var range: Range<Int>
  var isWord: Bool
  /// Neither Khmer nor punctuation: others cut it into words.
  var isOtherScript = false
}

/// Questions about characters that segmentation asks.
enum Characters {
  /// White space, and what shows nothing.
  static func isBlank(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return scalar == 0x20 || (9...13).contains(scalar) }
    return CodePoint.isSpace(scalar) || CodePoint.isDefaultIgnorable(scalar)
  }

  static func isWordPart(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 {
      return (0x30...0x39).contains(scalar) || (0x41...0x5A).contains(scalar)
        || (0x61...0x7A).contains(scalar)
        || scalar == 0x5F
    }
    return CodePoint.isLetter(scalar) || CodePoint.isNumber(scalar) || CodePoint.isMark(scalar)
  }

  static func holdsLetterOrDigit(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: range.upperBound)
      if isWordPart(scalar), scalar != 0x5F { return true }
      offset += length
    }
    return false
  }
}
