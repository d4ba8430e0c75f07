/// The label with which a turn of a transcript begins: "Heng Samrin:".
struct SpeakerLabel: Equatable {
  /// Bytes of the label in its line, the colon included.
  var bytes: Int
  /// The speaker's name, in the spelling of the page that is not all capitals.
  var name: String
  /// The name's words in lower case.
  var key: [String]

  /// A text with more different labels is a list of something, no transcript.
  private static let maxSpeakers = 200

  /// The labels of a text's lines, by line; none when it is no transcript: no label comes twice.
  static func labels(of lines: [Line], _ article: [Int]) -> [Int: SpeakerLabel] {
    var labels: [Int: SpeakerLabel] = [:]
    var counts: [[String]: Int] = [:]
    var names: [[String]: String] = [:]
    for i in article {
      guard let label = SpeakerLabel(lines[i]) else { continue }
      labels[i] = label
      counts[label.key, default: 0] += 1
      if let known = names[label.key], !known.isAllCapitals || label.name.isAllCapitals { continue }
      names[label.key] = label.name
    }
    guard counts.values.contains(where: { $0 >= 2 }), counts.count <= maxSpeakers else { return [:] }
    addLabelsWithoutColon(lines, article, Set(counts.keys.filter { $0.count >= 2 }), &labels)
    for (i, label) in labels { labels[i]?.name = names[label.key] ?? label.name }
    return labels
  }

  /// "J. Batmunkh Could you …": the name of a known speaker and then a word with a capital.
  private static func addLabelsWithoutColon(
    _ lines: [Line], _ article: [Int], _ keys: Set<[String]>, _ labels: inout [Int: SpeakerLabel]
  ) {
    for i in article where labels[i] == nil {
      for key in keys where lines[i].words.starts(with: key) && lines[i].words.count > key.count + 2 {
        let parts = lines[i].text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count > key.count, Line.words(of: parts[..<key.count].joined(separator: " ")) == key,
          parts[key.count - 1].last?.isLetter == true, parts[key.count].first?.isUppercase == true
        else { continue }
        let name = parts[..<key.count].joined(separator: " ")
        labels[i] = SpeakerLabel(bytes: name.utf8.count, name: name, key: key)
      }
    }
  }

  private init(bytes: Int, name: String, key: [String]) {
    self.bytes = bytes
    self.name = name
    self.key = key
  }

  /// ASCII, Khmer, full width.
  private static let colons = [":", "៖", "："].map { Array($0.utf8) }

  /// One to five words with capitals and a colon: a label in a line of its own.
  init?(alone line: Line) {
    guard line.letters <= 80, line.text.hasSuffix(":") || line.text.hasSuffix("៖") || line.text.hasSuffix("：")
    else { return nil }
    let bytes = Array((line.text + " x").utf8)
    self.init(Line(bytes, bytes.indices, indentation: 0))
  }

  /// One to five words with capitals, the words of an office before them or alone, a colon, and something
  /// after it: "Phóng viên:", "Thủ tướng Hun Sen:".
  init?(_ line: Line) {
    let bytes = Array(line.text.utf8.prefix(240))
    guard Self.colons.contains(where: { Letters.contains(bytes, $0) }) else { return nil }
    let head = line.text.prefix(80)
    guard let colon = head.firstIndex(where: { $0 == ":" || $0 == "៖" || $0 == "：" }) else { return nil }
    let name = head[..<colon]
    let after = line.text[line.text.index(after: colon)...]
    guard let next = after.first, !next.isNumber, next != "/", after.contains(where: { $0.isLetter }) else {
      return nil
    }
    let parts = name.split(separator: " ")
    guard !parts.isEmpty, parts.count <= 8, name.first?.isLetter == true else { return nil }
    let key = Line.words(of: String(name))
    let role = key.count == parts.count ? SpeakerRoles.count(of: key) : 0
    guard parts.count - role <= 5 else { return nil }
    for (i, part) in parts.enumerated() {
      guard part.first?.isLetter == true, part.first?.isLowercase == false || (i > 0 && i < role),
        part.allSatisfy({ $0.isLetter || ".'’-".contains($0) })
      else { return nil }
    }
    guard let first = key.first, !LineRules.notSpeakers.contains(first),
      !LineRules.notSpeakers.contains(key.joined(separator: " "))
    else { return nil }
    self.init(
      bytes: String(line.text[...colon]).utf8.count, name: name.trimmingCharacters(), key: key)
  }
}

extension StringProtocol {
  fileprivate var isAllCapitals: Bool { !contains { $0.isLowercase } && contains { $0.isUppercase } }
  fileprivate func trimmingCharacters() -> String {
    var slice = self[...]
    while slice.last?.isWhitespace == true { slice = slice.dropLast() }
    return String(slice)
  }
}

/// Gives the paragraphs of a transcript to its turns.
///
/// A paragraph without a label goes on with the turn before it, until narration resumes. That is taken for
/// told where a caption or heading stands between, where the same speaker is named anew right after (why
/// else?), where the paragraph says that the meeting ended, or where it speaks of a speaker of the page and
/// of no "I", "we" or "you". After the last label it must have one of these words. Where nothing tells, a
/// paragraph is nobody's speech.
struct SpeakerTurns {
  private let lines: [Line]
  private let labels: [Int: SpeakerLabel]
  private let names: Set<[String]>

  init(_ lines: [Line], _ labels: [Int: SpeakerLabel]) {
    self.lines = lines
    self.labels = labels
    names = Set(labels.values.map(\.key).filter { $0.count >= 2 })
  }

  func assign(_ article: [Int], _ roles: inout [LineRoles.Role]) {
    guard !labels.isEmpty else { return }
    let nextLabels = nextLabels(article)
    var current: SpeakerLabel?
    for i in article {
      if let label = labels[i] {
        roles[i] = .speech(label)
        current = label
      } else if roles[i] != .paragraph {
        current = nil
      } else if isEnding(lines[i]) {
        roles[i] = .stageDirection
        current = nil
      } else if let speaker = current {
        if goesOn(lines[i], speaker, next: nextLabels[i]) {
          roles[i] = .speechContinued
        } else {
          current = nil
        }
      }
    }
  }

  /// For each line the label that comes next.
  private func nextLabels(_ article: [Int]) -> [Int: SpeakerLabel] {
    var next: [Int: SpeakerLabel] = [:]
    var label: SpeakerLabel?
    for i in article.reversed() {
      next[i] = label
      label = labels[i] ?? label
    }
    return next
  }

  private func goesOn(_ line: Line, _ speaker: SpeakerLabel, next: SpeakerLabel?) -> Bool {
    let isSpoken = line.words.contains { LineRules.firstPersons.contains($0) }
    guard let next else { return isSpoken }
    if next.key == speaker.key { return false }
    return isSpoken || line.words.isEmpty || !names.contains { line.words.contains(sequence: $0) }
  }

  /// "At this the conversation ended."
  private func isEnding(_ line: Line) -> Bool {
    let opening = line.words.prefix(12)
    guard let meeting = opening.firstIndex(where: { LineRules.meetings.contains($0) }) else { return false }
    let isNear = opening[meeting...].prefix(5).contains { LineRules.endings.contains($0) }
    return isNear && meeting <= 4
  }
}

extension Array where Element == String {
  fileprivate func contains(sequence: [String]) -> Bool {
    guard let first = sequence.first, count >= sequence.count else { return false }
    return indices.dropLast(sequence.count - 1).contains {
      self[$0] == first && self[$0..<$0 + sequence.count].elementsEqual(sequence)
    }
  }
}
