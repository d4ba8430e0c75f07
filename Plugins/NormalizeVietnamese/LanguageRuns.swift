import StageKit

/// A run of text and whether it is Vietnamese; nil where what is around it tells.
struct LanguageRun: Equatable {
  var range: Range<Int>
  var isVietnamese: Bool?
}

extension LanguageRun {
  /// The runs of Vietnamese text inside blocks: by the language of the innermost language span, else block,
  /// else the document's. Code has none.
  ///
  /// - Complexity: O(marks · log marks).
  static func vietnameseRuns(of document: Document) -> [Range<Int>] {
    var tags = Tags()
    var marks: [LanguageRun] = []
    marks.reserveCapacity(document.blocks.count)
    for block in document.blocks where !block.range.isEmpty {
      marks.append(
        LanguageRun(range: block.range, isVietnamese: block.language.map { tags.isVietnamese($0) }))
    }
    if marks.isEmpty { marks = [LanguageRun(range: 0..<document.text.count)] }
    var spans: [LanguageRun] = []
    for span in document.spans {
      if span.layer == Layer.language {
        spans.append(LanguageRun(range: span.range, isVietnamese: tags.isVietnamese(span.label)))
      } else if span.layer == Layer.format, span.label == "code" {
        spans.append(LanguageRun(range: span.range, isVietnamese: false))
      }
    }
    spans.sort { ($0.range.lowerBound, $1.range.upperBound) < ($1.range.lowerBound, $0.range.upperBound) }
    var painter = Painter(main: document.language.map { tags.isVietnamese($0) } ?? false)
    for mark in merged(marks, spans) { painter.open(mark) }
    painter.close(upTo: document.text.count)
    return painter.runs
  }

  /// Tells Vietnamese tags from others, and remembers the last.
  private struct Tags {
    private var last = ""
    private var lastAnswer = false

    /// `vi`, with a region or the script Latn or without; not `vi-Hani`.
    mutating func isVietnamese(_ tag: String) -> Bool {
      if tag == last { return lastAnswer }
      let parts = tag.lowercased().split { $0 == "-" || $0 == "_" }
      let isLatin = !parts.dropFirst().contains { $0.count == 4 && $0 != "latn" }
      (last, lastAnswer) = (tag, parts.first == "vi" && isLatin)
      return lastAnswer
    }
  }

  /// Two lists in order of their starts as one; at the same start the first list's come first.
  private static func merged(_ first: [LanguageRun], _ second: [LanguageRun]) -> [LanguageRun] {
    if second.isEmpty { return first }
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
    let main: Bool
    private(set) var runs: [Range<Int>] = []
    private var open: [(end: Int, isVietnamese: Bool)] = []
    private var position = 0

    init(main: Bool) { self.main = main }

    mutating func open(_ mark: LanguageRun) {
      close(upTo: mark.range.lowerBound)
      let outer = open.last?.isVietnamese ?? main
      open.append((mark.range.upperBound, mark.isVietnamese ?? outer))
    }

    mutating func close(upTo end: Int) {
      while let top = open.last, position < end {
        let stop = min(end, top.end)
        if position < stop {
          if top.isVietnamese { add(position..<stop) }
          position = stop
        }
        if top.end <= position { open.removeLast() }
      }
      position = max(position, end)
      while let top = open.last, top.end <= position { open.removeLast() }
    }

    private mutating func add(_ run: Range<Int>) {
      if let last = runs.last, last.upperBound == run.lowerBound {
        runs[runs.count - 1] = last.lowerBound..<run.upperBound
      } else {
        runs.append(run)
      }
    }
  }
}
