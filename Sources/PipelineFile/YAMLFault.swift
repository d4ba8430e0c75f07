import Yams

/// Where and why the YAML library stopped.
struct YAMLFault {
  /// The library's words.
  let problem: String
  /// What it was at, and where that began.
  let context: YamlError.Context?
  /// Nil where it does not say.
  let mark: Mark?

  /// Reports the fault in our words.
  ///
  /// - Returns: the places that were reported; at least one.
  func report(in source: SourceText, _ collector: ProblemCollector) -> [Place] {
    guard let mark, !problem.hasPrefix("Maximum nesting level") else {
      let place = deepPlace(in: source)
      collector.report(Messages.tooDeep(YAMLReading.maxDepth), at: place)
      return [place]
    }
    let tabs = tabPlaces(near: mark, in: source)
    if !tabs.isEmpty {
      for tab in tabs { collector.report(Messages.tab, at: tab) }
      return tabs
    }
    let (message, pointsAtStart) = Messages.syntax(
      problem, at: scalar(at: mark, in: source),
      begunWith: context.map { scalar(at: $0.mark, in: source) } ?? nil,
      below: item(above: mark.line, in: source))
    let chosen = pointsAtStart ? context?.mark ?? mark : mark
    let place = visible(Place(line: chosen.line, column: chosen.column), in: source)
    collector.report(message, at: place)
    return [place]
  }

  /// Whether tabs that indent are what is wrong.
  func isTab(in source: SourceText) -> Bool {
    guard let mark else { return false }
    return !tabPlaces(near: mark, in: source).isEmpty
  }

  /// The item above a line that is indented deeper than it, where it is a name alone: `- name`. What stands below
  /// such a name asks for a ':' behind it.
  private func item(above number: Int, in source: SourceText) -> (name: String, line: Int)? {
    var above = number - 1
    while above > 0, isBlank(source.line(above)) { above -= 1 }
    let line = source.line(above)
    let item = line.drop { $0 == " " }
    guard item.starts(with: ["-", " "]),
      source.line(number).prefix(while: { $0 == " " }).count > line.count - item.count
    else { return nil }
    let name = item.dropFirst(2).drop { $0 == " " }.prefix { $0 != " " }
    let isName = name.allSatisfy { "a"..."z" ~= $0 || "0"..."9" ~= $0 || $0 == "-" }
    guard !name.isEmpty, isName, isBlank(line[name.endIndex...]) else { return nil }
    return (String(String.UnicodeScalarView(name)), above)
  }

  /// Whether there is nothing but spaces and a comment.
  private func isBlank(_ line: ArraySlice<Unicode.Scalar>) -> Bool {
    let first = line.first { $0 != " " }
    return first == nil || first == "#"
  }

  private func scalar(at mark: Mark, in source: SourceText) -> Unicode.Scalar? {
    let offset = source.offset(line: mark.line, column: mark.column)
    return offset < source.scalars.count ? source.scalars[offset] : nil
  }

  /// A place past the last line is shown at the end of the last line that has something.
  private func visible(_ place: Place, in source: SourceText) -> Place {
    var place = place
    while place.line > 1, source.line(place.line).isEmpty {
      place.line -= 1
      place.column = source.line(place.line).count + 1
    }
    return place
  }

  /// All lines indented by tabs, when one of them is what the library stumbled over.
  private func tabPlaces(near mark: Mark, in source: SourceText) -> [Place] {
    func tab(inIndentOf line: Int) -> Place? {
      let scalars = source.line(line)
      let indent = scalars.prefix { $0 == " " || $0 == "\t" }
      guard indent.count < scalars.count, let index = indent.firstIndex(of: "\t") else { return nil }
      return Place(line: line, column: index - scalars.startIndex + 1)
    }
    if tab(inIndentOf: mark.line) != nil || tab(inIndentOf: mark.line - 1) != nil {
      return (1...source.lineCount).compactMap(tab(inIndentOf:))
    }
    if scalar(at: mark, in: source) == "\t" { return [Place(line: mark.line, column: mark.column)] }
    return []
  }

  /// Where the nesting of brackets first passes what is allowed; else the beginning of the file.
  private func deepPlace(in source: SourceText) -> Place {
    var depth = 0
    for (offset, scalar) in source.scalars.enumerated() {
      if scalar == "[" || scalar == "{" { depth += 1 }
      if scalar == "]" || scalar == "}" { depth -= 1 }
      if depth > YAMLReading.maxDepth {
        let (line, column) = source.position(of: offset)
        return Place(line: line, column: column)
      }
    }
    return Place(line: 1, column: 1)
  }
}
