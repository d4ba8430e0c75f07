import StageKit

extension CleanBoilerplate {
  /// The main content of a text whose markup is gone.
  func fromLines(_ text: [UInt8]) -> CleanedText {
    let lines = Line.lines(of: text)
    let roles = LineRoles(lines).roles
    var assembly = LineAssembly(text, options)
    for (line, role) in zip(lines, roles) { assembly.add(line, role) }
    return assembly.cleaned()
  }
}

/// Puts lines together as text and blocks.
struct LineAssembly {
  private let text: [UInt8]
  private let options: CleanBoilerplate.Options
  private var result: CleanedText
  private var blocks: [Block] = []
  /// The division that is open, and inside it the turn or comment.
  private var division: Int?
  private var group: Int?
  /// Comments that a deeper one may answer: indentation and id.
  private var thread: [(indentation: Int, id: String)] = []
  private var commentCount = 0

  init(_ text: [UInt8], _ options: CleanBoilerplate.Options) {
    self.text = text
    self.options = options
    result = CleanedText(of: text)
  }

  mutating func cleaned() -> CleanedText {
    result.finish(because: "white-space")
    // A line of nothing but leftover tags leaves nothing, and may be all of a turn or comment.
    result.blocks = blocks.filter { !$0.range.isEmpty }
    return result
  }

  mutating func add(_ line: Line, _ role: LineRoles.Role) {
    if let rule = rule(for: role) {
      result.remove(line.range, Array(text[line.range]), because: rule)
      return
    }
    switch role {
    case .furniture: break
    case .title(let when):
      leave()
      addBlock(
        .heading, line.range,
        ["level": "1", "type": "title"].merging(when.map { ["when": $0] } ?? [:]) { $1 })
    case .subtitle: addAlone(.heading, line, ["level": "2", "type": "sub"])
    case .dateHeading(let when): addAlone(.heading, line, ["level": "2", "type": "date", "when": when])
    case .dateline(let when): addAlone(.dateline, line, ["when": when])
    case .byline(let role, let name):
      addAlone(.byline, line, ["role": role].merging(name.map { ["name": $0] } ?? [:]) { $1 })
    case .heading: addAlone(.heading, line, ["level": "2"])
    case .caption: addAlone(.caption, line)
    case .paragraph: addAlone(.paragraph, line)
    case .stageDirection: addAlone(.stageDirection, line)
    case .speech(let label): addSpeech(line, label)
    case .speechContinued: addBlock(.paragraph, line.range)
    case .sourceNoteHeading:
      enter("source-note")
      addBlock(.heading, line.range, ["level": "2"])
    case .sourceNote: addBlock(.paragraph, line.range)
    case .commentsHeading:
      enter("comments")
      addBlock(.heading, line.range, ["level": "2"])
    case .commentHead(let head): addCommentHead(line, head)
    case .commentText: addBlock(.paragraph, line.range)
    case .signature: addBlock(.signature, line.range)
    }
  }

  /// The rule by which a line goes; nil where it stays.
  private func rule(for role: LineRoles.Role) -> String? {
    switch role {
    case .furniture(let rule): rule
    case .commentsHeading, .commentHead, .commentText, .signature:
      options.comments == .drop ? "comments" : nil
    case .caption: options.captions == .drop ? "caption" : nil
    case .title: options.frontMatter == .drop ? "front-matter-title" : nil
    case .subtitle: options.frontMatter == .drop ? "front-matter-subtitle" : nil
    case .dateHeading, .dateline: options.frontMatter == .drop ? "front-matter-date" : nil
    case .byline: options.frontMatter == .drop ? "front-matter-byline" : nil
    default: nil
    }
  }

  // MARK: Blocks

  /// Ends the turn, and the division when it is not the place for more text.
  private mutating func leave() {
    group = nil
    if division.map({ blocks[$0].attributes["type"] == "comments" }) == true { return }
    division = nil
  }

  private mutating func enter(_ type: String) {
    group = nil
    division = blocks.count
    thread = []
    let start = result.count + (result.count > 0 ? 1 : 0)
    blocks.append(Block(.division, start..<start, attributes: ["type": type]))
  }

  private mutating func addAlone(_ kind: BlockKind, _ line: Line, _ attributes: [String: String] = [:]) {
    leave()
    addBlock(kind, line.range, attributes)
  }

  private mutating func addBlock(_ kind: BlockKind, _ range: Range<Int>, _ attributes: [String: String] = [:])
  {
    let start = result.count + (result.count > 0 ? 1 : 0)
    write(range, after: result.count > 0 ? [0x0A] : [])
    guard result.count > start else { return }
    append(Block(kind, start..<result.count, attributes: attributes))
  }

  private mutating func append(_ block: Block) {
    guard !block.range.isEmpty else { return }
    blocks.append(block)
    for outer in [division, group].compactMap({ $0 }) {
      blocks[outer].range = blocks[outer].range.lowerBound..<block.range.upperBound
    }
  }

  /// A turn: the label and the first paragraph stand in one line.
  private mutating func addSpeech(_ line: Line, _ label: SpeakerLabel) {
    leave()
    let start = result.count + (result.count > 0 ? 1 : 0)
    group = blocks.count
    blocks.append(Block(.turn, start..<start, attributes: ["who": label.name]))
    let end = line.range.lowerBound + label.bytes
    addBlock(.speaker, line.range.lowerBound..<end)
    var rest = end
    while rest < line.range.upperBound, WhiteSpace.isSpace(text[rest]) { rest += 1 }
    guard rest < line.range.upperBound else { return }
    if rest > end { result.keep(end..<rest, because: "white-space") }
    let bodyStart = result.count
    write(rest..<line.range.upperBound, after: [])
    append(Block(.paragraph, bodyStart..<result.count))
  }

  private mutating func addCommentHead(_ line: Line, _ head: CommentHead) {
    group = nil
    while let last = thread.last, last.indentation >= line.indentation { thread.removeLast() }
    commentCount += 1
    let id = "c\(commentCount)"
    var attributes = ["id": id, "level": "\(thread.count)"]
    attributes["author"] = head.author
    attributes["date"] = head.date
    attributes["reply_to"] = thread.last?.id
    if head.isTrackback { attributes["type"] = "trackback" }
    thread.append((line.indentation, id))
    let start = result.count + (result.count > 0 ? 1 : 0)
    group = blocks.count
    blocks.append(Block(.comment, start..<start, attributes: attributes))
    addBlock(.commentHead, line.range)
  }

  // MARK: Text

  /// Keeps a run of the text, without tags left over in it.
  private mutating func write(_ range: Range<Int>, after separator: [UInt8]) {
    let pairs = LeftoverTags.tags(in: text, range)
    let tags = pairs.flatMap { [$0.open.range] + ($0.close.map { [$0.range] } ?? []) }
      .sorted { $0.lowerBound < $1.lowerBound }
    var position = range.lowerBound
    var places: [Int: Int] = [:]
    var separator = separator
    for tag in tags + [range.upperBound..<range.upperBound] {
      if tag.lowerBound > position {
        result.keep(
          position..<tag.lowerBound, after: separator,
          because: position == range.lowerBound ? "white-space" : "leftover-markup")
        separator = []
      }
      places[tag.lowerBound] = result.count
      position = tag.upperBound
    }
    for (open, close) in pairs {
      guard let label = open.label, let close, let start = places[open.range.lowerBound],
        let end = places[close.range.lowerBound], end > start
      else { continue }
      result.spans.append(Span(layer: Layer.format, start..<end, label: label))
    }
  }
}
