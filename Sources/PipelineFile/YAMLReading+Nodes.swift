import Yams

// MARK: From the library's nodes to ours

extension YAMLReading {
  mutating func converted(
    _ node: Node, depth: Int, _ collector: ProblemCollector
  ) -> SourceNode {
    let place = place(of: node)
    guard depth < Self.maxDepth else {
      return reported(Messages.tooDeep(Self.maxDepth), place, collector)
    }
    if let message = forbidden(node) { return reported(message, place, collector) }
    switch node {
    case .scalar(let scalar):
      return SourceNode(place: place, content: content(of: scalar, place, collector))
    case .sequence(let sequence):
      let items = sequence.map { converted($0, depth: depth + 1, collector) }
      return SourceNode(place: place, content: .list(items))
    case .mapping(let mapping):
      return SourceNode(place: place, content: .map(pairs(of: mapping, depth: depth, collector)))
    case .alias:
      return reported(Messages.anchor, place, collector)
    }
  }

  private mutating func reported(_ message: Message, _ place: Place, _ collector: ProblemCollector)
    -> SourceNode
  {
    report(message, at: place, collector)
    return SourceNode(place: place, content: .reported)
  }

  /// Reports what stands at a place once, however often the place is met.
  mutating func report(_ message: Message, at place: Place, _ collector: ProblemCollector) {
    let start = Place(line: place.line, column: place.column)
    if reportedPlaces.insert(start).inserted { collector.report(message, at: place) }
  }

  /// Anchors, aliases (they have the place of their anchor) and tags.
  private func forbidden(_ node: Node) -> Message? {
    guard let mark = node.mark else { return nil }
    // A map without a mark of its own begins where its first key does.
    if case .mapping(let mapping) = node, let key = mapping.first?.key.mark, key.line == mark.line,
      key.column == mark.column
    {
      return nil
    }
    let offset = source.offset(line: mark.line, column: mark.column)
    guard offset < source.scalars.count else { return nil }
    switch source.scalars[offset] {
    case "&", "*": return Messages.anchor
    case "!": return Messages.tag
    default: return nil
    }
  }

  private mutating func content(
    of scalar: Node.Scalar, _ place: Place, _ collector: ProblemCollector
  ) -> SourceNode.Content {
    var view = String.UnicodeScalarView()
    for scalar in scalar.string.unicodeScalars { view.append(originals[scalar] ?? scalar) }
    if let control = view.first(where: PipelineBytes.isForbidden) {
      return reported(Messages.controlCharacter(control), place, collector).content
    }
    let text = String(view)
    let isNull = scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(text)
    return isNull ? .null : .text(text)
  }

  private mutating func pairs(
    of mapping: Node.Mapping, depth: Int, _ collector: ProblemCollector
  ) -> [(key: SourceNode, value: SourceNode)] {
    var pairs: [(key: SourceNode, value: SourceNode)] = []
    var firstLines: [[UInt8]: Int] = [:]
    for (key, value) in mapping {
      let key = converted(key, depth: depth + 1, collector)
      switch key.content {
      case .text("<<"):
        collector.report(Messages.mergeKey, at: key.place)
        continue
      case .text(let name):
        if let line = firstLines[Array(name.utf8)] {
          collector.report(Messages.duplicate(name, firstLine: line), at: key.place)
        } else {
          firstLines[Array(name.utf8)] = key.place.line
        }
        pairs.append((key, converted(value, depth: depth + 1, collector)))
      case .reported:
        _ = converted(value, depth: depth + 1, collector)
      case .null, .list, .map:
        collector.report(Messages.keyIsNoText(key.content), at: key.place)
      }
    }
    return pairs
  }

  func place(_ mark: Mark?, width: Int = 1) -> Place {
    let line = mark?.line ?? 1
    // An empty value at the end may seem to stand past it.
    if line > source.lineCount {
      return Place(line: source.lineCount, column: source.line(source.lineCount).count + 1)
    }
    return Place(line: line, column: mark?.column ?? 1, width: width)
  }

  /// The place of a node; a text is marked as far as it goes on its line.
  private func place(of node: Node) -> Place {
    var place = place(node.mark)
    let line = source.line(place.line)
    let start = line.startIndex + place.column - 1
    guard start < line.endIndex, case .scalar(let scalar) = node else { return place }
    let rest = line[start...]
    switch scalar.style {
    case .singleQuoted, .doubleQuoted:
      place.width = Self.quotedWidth(rest)
    case .plain where rest.first != "&" && rest.first != "!":
      place.width = zip(rest, scalar.string.unicodeScalars).prefix { $0 == (originals[$1] ?? $1) }.count
    default: break
    }
    place.width = max(1, place.width)
    return place
  }

  private static func quotedWidth(_ line: ArraySlice<Unicode.Scalar>) -> Int {
    guard let quote = line.first else { return 1 }
    var index = line.startIndex + 1
    while index < line.endIndex {
      if quote == "\"", line[index] == "\\" {
        index += 2
        continue
      }
      if line[index] == quote {
        guard quote == "'", index + 1 < line.endIndex, line[index + 1] == "'" else {
          return index + 1 - line.startIndex
        }
        index += 1
      }
      index += 1
    }
    return line.count
  }
}
