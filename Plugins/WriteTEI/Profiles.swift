import StageKit

/// What the profiles leave out of the marks, and what `parlamint` calls them.
extension WriteTEI.Profile {
  /// The marks that become elements in a run of text.
  ///
  /// In a transcript names, dates, words and punctuation stand in a sentence, and a note or heading has no marks.
  /// - Parameters:
  ///   - candidates: of the marks, by start.
  ///   - element: which has the text.
  /// - Complexity: O(candidates).
  func kept(_ candidates: [Int], of marks: [Mark], in element: String) -> [Int] {
    switch self {
    case .archive:
      let isFree = element != "figDesc" && !candidates.contains { marks[$0].form == .author }
      if isFree || element == "byline" { return candidates }
      return candidates.filter { marks[$0].form != .author && Self.isAllowed(marks[$0], in: element) }
    case .minimal:
      return candidates.filter { Self.isMinimal(marks[$0].form) && Self.isAllowed(marks[$0], in: element) }
    case .parlamint: break
    }
    guard element == "seg" else { return [] }
    let sentences = candidates.lazy.filter { marks[$0].form == .sentence }.map { marks[$0].range }
    var next = sentences.startIndex
    return candidates.filter { candidate in
      switch marks[candidate].form {
      case .gap, .sentence: return true
      case .name, .date, .word, .punctuation: break
      default: return false
      }
      let range = marks[candidate].range
      while next < sentences.endIndex, sentences[next].upperBound <= range.lowerBound {
        next = sentences.index(after: next)
      }
      guard next < sentences.endIndex else { return false }
      return sentences[next].lowerBound <= range.lowerBound && range.upperBound <= sentences[next].upperBound
    }
  }

  /// - Source: TEI P5, macro.limitedContent.
  private static func isAllowed(_ mark: Mark, in element: String) -> Bool {
    element != "figDesc" || mark.isAllowedInGap
  }

  private static func isMinimal(_ form: Mark.Form) -> Bool {
    switch form {
    case .gap, .illegible, .supplied, .link, .highlight, .foreign, .lineBreak: true
    case .name, .date, .segment, .sentence, .word, .punctuation, .change, .author: false
    }
  }

  /// The four types of names.
  static func type(ofName element: String) -> String {
    switch element {
    case "persName": "PER"
    case "placeName": "LOC"
    case "orgName": "ORG"
    default: "MISC"
    }
  }
}

extension TEIDocument {
  /// What a transcript says of its scope, on `TEI` and `text`.
  var scope: Element.Attributes {
    profile == .parlamint ? [("ana", "#" + id(Self.category("transcript")))] : []
  }

  /// The last part of the xml:id of a category to which `@ana` points.
  static func category(_ name: String) -> String { "ana." + name }

  /// The categories of a transcript.
  static let categories = [
    (name: "transcript", text: "transcript: a text with turns of speech"),
    (name: "regular", text: "regular: somebody who speaks, of no known function"),
    (name: "date", text: "date or time"),
  ]
}
