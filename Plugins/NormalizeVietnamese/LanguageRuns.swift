import StageKit

/// A run of text and the language it is in.
struct LanguageRun: Equatable {
  var range: Range<Int>
  var language: String?
}

extension LanguageRun {
  /// The runs of text inside blocks, each with its language: that of the innermost language span, else block,
  /// else the document's. Code has none.
  ///
  /// - Complexity: O(marks · log marks).
  static func runs(of document: Document) -> [LanguageRun] {
    var marks = document.blocks.filter { !$0.range.isEmpty }
      .map { LanguageRun(range: $0.range, language: $0.language) }
    if marks.isEmpty { marks = [LanguageRun(range: 0..<document.text.count, language: nil)] }
    let spans = document.spans.filter {
      $0.layer == Layer.language || $0.layer == Layer.format && $0.label == "code"
    }
    .sorted { ($0.range.lowerBound, $1.range.upperBound) < ($1.range.lowerBound, $0.range.upperBound) }
    .map { LanguageRun(range: $0.range, language: $0.layer == Layer.language ? $0.label : "zxx") }
    var painter = Painter(main: document.language)
    for mark in merged(marks, spans) { painter.open(mark) }
    painter.close(upTo: document.text.count)
    return painter.runs
  }

  /// Two lists in order of their starts as one; at the same start the first list's come first.
  private static func merged(_ first: [LanguageRun], _ second: [LanguageRun]) -> [LanguageRun] {
    var merged: [LanguageRun] = []
    var index = 0
    for mark in first {
      while index < second.count, second[index].range.lowerBound < mark.range.lowerBound {
        merged.append(second[index])
        index += 1
      }
      merged.append(mark)
    }
    return merged + second[index...]
  }

  /// Lays marks over each other in order of their starts.
  private struct Painter {
    let main: String?
    var runs: [LanguageRun] = []
    private var open: [LanguageRun] = []
    private var position = 0

    init(main: String?) { self.main = main }

    mutating func open(_ mark: LanguageRun) {
      close(upTo: mark.range.lowerBound)
      let outer = open.last?.language ?? main
      open.append(LanguageRun(range: mark.range, language: mark.language ?? outer))
    }

    mutating func close(upTo end: Int) {
      while let top = open.last, position < end {
        let stop = min(end, top.range.upperBound)
        if position < stop {
          add(LanguageRun(range: position..<stop, language: top.language))
          position = stop
        }
        if top.range.upperBound <= position { open.removeLast() }
      }
      position = max(position, end)
      while let top = open.last, top.range.upperBound <= position { open.removeLast() }
    }

    private mutating func add(_ run: LanguageRun) {
      if let last = runs.last, last.range.upperBound == run.range.lowerBound, last.language == run.language {
        runs[runs.count - 1].range = last.range.lowerBound..<run.range.upperBound
      } else {
        runs.append(run)
      }
    }
  }
}
