import StageKit

/// A mark inside a block, as an element of TEI.
struct Mark {
  /// The element, and how it is written.
  enum Form: Equatable {
    case gap, illegible, supplied
    /// An author whom a byline names: `docAuthor`.
    case author
    /// `persName`, `placeName`, `orgName` as the label says, else `name`.
    case name
    /// `date` or `time`, as the label says.
    case date
    case link, highlight, foreign, segment
    case sentence, word, punctuation
    /// A change that a stage made to the words: both readings are written.
    case change
    /// An empty element before the text.
    case lineBreak
  }

  /// Place in `Document.spans`.
  let span: Int
  var range: Range<Int>
  let form: Form

  /// Whether the pieces of a mark that had to be cut are joined by pointers.
  var isJoined: Bool {
    switch form {
    case .foreign, .highlight, .lineBreak, .gap, .illegible, .sentence, .word, .punctuation, .change, .author:
      false
    case .supplied, .name, .date, .link, .segment: true
    }
  }

  /// Whether it may stand in the `desc` of a gap.
  /// - Source: TEI P5, macro.limitedContent.
  var isAllowedInGap: Bool {
    switch form {
    case .gap, .illegible, .supplied, .segment, .lineBreak, .sentence, .word, .punctuation, .change, .author:
      false
    case .name, .date, .link, .highlight, .foreign: true
    }
  }

  /// Whether TEI allows a mark of another form inside.
  /// - Source: TEI P5, content of `w` and `pc`; the Schematron rule of `s`; `docAuthor` stands in a byline itself.
  func allows(_ inner: Form) -> Bool {
    switch form {
    case _ where inner == .author: false
    case .sentence: inner != .sentence
    case .word: [.highlight, .gap, .illegible, .change].contains(inner)
    case .punctuation: inner == .change
    default: true
    }
  }

  /// Whether it is a word or a punctuation mark, which is always inside the others.
  var isToken: Bool { form == .word || form == .punctuation }

  /// Where two marks cross, the one of lower rank is cut; of equal rank, the one that begins later.
  var rank: Int {
    switch form {
    case .change: 6
    case .gap, .illegible, .lineBreak, .author: 5
    case .name, .date: 4
    case .supplied: 3
    case .link, .sentence: 2
    case .segment, .foreign: 1
    case .highlight, .word, .punctuation: 0
    }
  }

  /// Of marks on the same text, the one with the lower number is outside.
  var depth: Int {
    switch form {
    case .author: -2
    case .sentence: -1
    case .foreign: 0
    case .supplied: 1
    case .highlight: 2
    case .link: 3
    case .segment: 4
    case .name: 5
    case .date: 6
    case .gap, .illegible: 7
    case .word, .punctuation: 8
    case .change: 9
    case .lineBreak: 10
    }
  }

  /// What a span is in TEI; nil for what the options leave out.
  static func form(
    of layer: String, _ label: String, segments: WriteTEI.Segments
  ) -> Form? {
    switch layer {
    case Layer.entity: label == "date" || label == "time" ? .date : .name
    case Layer.format:
      switch label {
      case "link": .link
      case "line-break": .lineBreak
      default: .highlight
      }
    case Layer.segment:
      switch label {
      case "sentence": segments == .none ? nil : .sentence
      case "word": segments == .words ? .word : nil
      case "punctuation": segments == .words ? .punctuation : nil
      default: nil
      }
    case Layer.editorial:
      switch label {
      case "gap": .gap
      case "illegible": .illegible
      case "gloss": .supplied
      default: .segment
      }
    case Layer.language: LanguageTag.normalized(label) == nil ? nil : .foreign
    case Changes.layer: .change
    case Bylines.layer: .author
    default: .segment
    }
  }
}
