/// What each line of a flattened text is. Where no rule is sure, a line is a paragraph.
struct LineRoles {
  enum Role: Equatable {
    case furniture(rule: String)
    case title(when: String?)
    case subtitle
    case dateHeading(when: String)
    case dateline(when: String)
    case byline(role: String, name: String?)
    case heading
    case caption
    case paragraph
    case speech(SpeakerLabel)
    /// A paragraph without a label that goes on with the turn before it.
    case speechContinued
    case stageDirection
    case sourceNoteHeading, sourceNote
    case commentsHeading
    case commentHead(CommentHead)
    case commentText
    case signature
  }

  let lines: [Line]
  private(set) var roles: [Role]
  /// Lines of the article itself, without sections after it.
  private var body: Range<Int>

  init(_ lines: [Line]) {
    self.lines = lines
    roles = Array(repeating: .paragraph, count: lines.count)
    body = lines.indices
    findFurniture()
    findSections()
    let articleLines = body.filter { roles[$0] == .paragraph }
    guard articleLines.contains(where: { lines[$0].isProse }) else { return }
    let speakers = SpeakerLabel.labels(of: lines, articleLines)
    findCaptions(articleLines, speakers)
    findEndMatter(articleLines)
    findFrontMatter(articleLines, speakers)
    findSubheadings(articleLines, speakers)
    SpeakerTurns(lines, speakers).assign(articleLines, &roles)
  }

  // MARK: Furniture and sections

  private mutating func findFurniture() {
    for (i, line) in lines.enumerated() where line.letters <= 60 {
      if let rule = LineRules.furniture[line.folded], rule != "empty-field" {
        roles[i] = .furniture(rule: rule)
      }
    }
  }

  /// Finds, from the end: the form for replies, the comments, what an archive says of the document.
  private mutating func findSections() {
    if let form = lines.indices.first(where: { isOneOf(LineRules.replyForms, $0) && $0 > 0 }) {
      for i in form..<lines.count {
        // Nobody writes paragraphs into the labels of a form: there the page goes on.
        if lines[i].letters >= 250 { break }
        roles[i] = .furniture(rule: "reply-form")
      }
      body = body.lowerBound..<form
    }
    findComments()
    if let note = body.first(where: { isOneOf(LineRules.sourceNotes, $0) }), note > body.lowerBound {
      roles[note] = .sourceNoteHeading
      for i in note + 1..<body.upperBound {
        if LineRules.furniture[lines[i].folded] == "empty-field" {
          roles[i] = .furniture(rule: "empty-field")
        } else if case .paragraph = roles[i] {
          roles[i] = .sourceNote
        }
      }
      body = body.lowerBound..<note
    }
  }

  private func isOneOf(_ headings: Set<String>, _ i: Int) -> Bool {
    lines[i].letters <= 60 && headings.contains(lines[i].folded)
  }

  private mutating func findComments() {
    guard let heading = body.first(where: { isCommentsHeading($0) }) else { return }
    roles[heading] = .commentsHeading
    var lastHead: Int?
    for i in heading + 1..<body.upperBound {
      if let head = CommentHead(lines[i]) {
        roles[i] = .commentHead(head)
        lastHead = i
      } else if roles[i] == .paragraph {
        let isSignature = lastHead != nil && isSignature(i, after: heading)
        roles[i] = lastHead == nil ? .paragraph : isSignature ? .signature : .commentText
      }
    }
    body = body.lowerBound..<heading
  }

  /// "5 Responses to …"; a bare "Comments" only when the head of a comment follows.
  private func isCommentsHeading(_ i: Int) -> Bool {
    let words = lines[i].words
    guard lines[i].letters <= 250, let first = words.first else { return false }
    if words.count >= 2, Int(first) != nil || first == "one", LineRules.commentNouns.contains(words[1]) {
      return words.count == 2
        ? hasCommentHead(after: i) : ["to", "on", "for", "hồi", "luận"].contains(words[2])
    }
    let bare = words.filter { Int($0) == nil }.joined(separator: " ")
    return LineRules.commentHeadings.contains(bare) && hasCommentHead(after: i)
  }

  private func hasCommentHead(after i: Int) -> Bool {
    lines[min(i + 1, lines.count)..<min(i + 4, lines.count)].contains { CommentHead($0) != nil }
  }

  /// A name alone at the end of a comment, under a complimentary close.
  private func isSignature(_ i: Int, after heading: Int) -> Bool {
    guard i > heading + 1, lines[i].words.count <= 5, !lines[i].endsSentence, lines[i].startsUpper else {
      return false
    }
    let isLast = i + 1 >= body.upperBound || CommentHead(lines[i + 1]) != nil
    let above = lines[i - 1].words
    return isLast && above.count <= 5 && above.contains { LineRules.closings.contains($0) }
  }

  // MARK: Captions, front and end matter, sub-headings

  private mutating func findCaptions(_ article: [Int], _ speakers: [Int: SpeakerLabel]) {
    for i in article where speakers[i] == nil && Captions.isCaption(lines[i]) { roles[i] = .caption }
  }

  private mutating func findFrontMatter(_ article: [Int], _ speakers: [Int: SpeakerLabel]) {
    var hasTitle = false
    var subtitles = 0
    for i in article.prefix(10) {
      let line = lines[i]
      guard roles[i] == .paragraph, speakers[i] == nil else { return }
      if let when = dateAlone(line) {
        roles[i] = hasTitle ? .dateline(when: when) : .dateHeading(when: when)
      } else if hasTitle, let when = dateWithPlace(line) {
        roles[i] = .dateline(when: when)
      } else if let byline = byline(line) {
        roles[i] = byline
      } else if line.isProse && (hasTitle || line.endsSentence || line.letters > 200) || line.endsSentence {
        return
      } else if !hasTitle, line.startsUpper, line.letters <= 200 {
        hasTitle = true
        roles[i] = .title(when: dateAtEnd(line))
      } else if hasTitle, subtitles < 2, line.letters <= 200 {
        subtitles += 1
        roles[i] = .subtitle
      } else {
        return
      }
    }
  }

  private mutating func findEndMatter(_ article: [Int]) {
    for i in article.suffix(3).reversed() {
      guard roles[i] == .paragraph, let first = article.first, i > first else { return }
      if let when = dateAlone(lines[i]) {
        roles[i] = .dateline(when: when)
      } else if let byline = byline(lines[i]) {
        roles[i] = byline
      } else {
        return
      }
    }
  }

  private func dateAlone(_ line: Line) -> String? {
    guard line.words.count <= 8, let date = DateText.first(in: line.words), date.words == line.words.indices
    else { return nil }
    return date.iso
  }

  /// "Beijing, 29 September 1977": a full date and at most four words that begin with capitals.
  private func dateWithPlace(_ line: Line) -> String? {
    guard line.words.count <= 8, !line.endsSentence, let date = DateText.first(in: line.words),
      date.year != nil,
      line.words.count - date.words.count <= 4
    else { return nil }
    let names = line.text.split(separator: " ").filter { $0.contains(where: \.isLetter) }
    return names.allSatisfy { word in word.first { $0.isLetter }?.isLowercase == false } ? date.iso : nil
  }

  private func dateAtEnd(_ line: Line) -> String? {
    guard let date = DateText.first(in: line.words), date.year != nil,
      date.words.upperBound == line.words.count,
      date.words.lowerBound > 0
    else { return nil }
    return date.iso
  }

  private func byline(_ line: Line) -> Role? {
    guard line.letters <= 300 else { return nil }
    for (words, role) in LineRules.bylines
    where line.words.starts(with: words) && line.words.count > words.count {
      let rest = line.text.split(separator: " ", omittingEmptySubsequences: true).dropFirst(words.count)
        .drop { !$0.contains(where: \.isLetter) }
      guard let first = rest.first?.first(where: { $0.isLetter }), !first.isLowercase else { return nil }
      let name = rest.prefix { word in word.first { $0.isLetter }?.isLowercase == false }
      let isWholeLine = name.count == rest.count
      guard isWholeLine ? name.count <= 8 : (name.count >= 2 && name.count <= 6 && line.words[0] != "author")
      else { return nil }
      // "By January the army was there." is no byline: it says more and ends like a sentence.
      if !isWholeLine, line.endsSentence || DateText.first(in: line.words) != nil { return nil }
      return .byline(role: role, name: name.joined(separator: " ").trimmingPunctuation())
    }
    return nil
  }

  /// A short line without a full stop between two paragraphs.
  private mutating func findSubheadings(_ article: [Int], _ speakers: [Int: SpeakerLabel]) {
    for (place, i) in article.enumerated() where roles[i] == .paragraph && speakers[i] == nil {
      let line = lines[i]
      guard place > 0, place + 1 < article.count, line.letters <= 90, line.letters >= 3, !line.endsSentence,
        line.startsUpper,
        !line.text.contains("<")
      else { continue }
      let (above, below) = (article[place - 1], article[place + 1])
      let isAfterText = lines[above].letters >= 80 || roles[above] == .caption || roles[above] == .heading
      guard isAfterText, roles[below] == .paragraph || roles[below] == .caption, lines[below].letters >= 80
      else { continue }
      roles[i] = .heading
    }
  }
}

extension String {
  /// Without white space and punctuation at the ends, a full stop after an initial aside.
  func trimmingPunctuation() -> String {
    var slice = self[...]
    while let first = slice.first, !first.isLetter { slice.removeFirst() }
    while let last = slice.last, !(last.isLetter || last.isNumber || last == ")") {
      if last == ".", slice.dropLast().last?.isUppercase == true, slice.dropLast(2).last?.isLetter != true {
        break
      }
      slice.removeLast()
    }
    return String(slice)
  }
}
