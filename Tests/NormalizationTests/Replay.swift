import StageKit

/// Whether a stage changes a text in a way that leads back.
enum Replay {
  static func fault(
    _ text: String, language: String?, process: (inout Document) throws -> Void
  ) -> String? {
    do {
      var document = Document(id: "text", text: text)
      document.language = language
      let source = document.text
      document.begin(stage: "first", version: 1)
      try process(&document)
      let once = document.text
      if document.replayedSource() != source {
        return "the alignment is not right: \(Array(text.unicodeScalars))"
      }
      if undone(document) != source { return "the edits do not lead back: \(Array(text.unicodeScalars))" }
      document.begin(stage: "second", version: 1)
      try process(&document)
      if document.text == once { return nil }
      let passes = [Array(text.utf8), once, document.text].map {
        "\(Array(String(decoding: $0, as: UTF8.self).unicodeScalars))"
      }
      return "not done at once: \(passes.joined(separator: " -> "))"
    } catch {
      return "\(error): \(Array(text.unicodeScalars))"
    }
  }

  /// The text with each recorded edit taken back.
  private static func undone(_ document: Document) -> [UInt8] {
    var bytes: [UInt8] = []
    var position = 0
    for edit in document.edits {
      guard edit.range.lowerBound >= position, Array(document.text[edit.range]) == edit.after else {
        return []
      }
      bytes += document.text[position..<edit.range.lowerBound] + edit.before
      position = edit.range.upperBound
    }
    return bytes + document.text[position...]
  }
}
