import StageKit

/// The file of one document.
struct ConlluFile {
  private let document: Document
  private let text: [UInt8]
  private var sentences: [Range<Int>] = []
  private var marked: [Token] = []
  /// Names and dates, none inside another, in order.
  private var entities: [Span] = []
  private var nextSentence = 0
  private var nextMarked = 0
  private var nextEntity = 0
  private var number = 0
  private(set) var bytes: [UInt8] = []

  init(_ document: Document) {
    self.document = document
    text = document.text
    let segments = document.spans.filter { $0.layer == Layer.segment }
    sentences = Self.apart(segments.filter { $0.label == "sentence" }).map(\.range)
    marked = Self.apart(segments.filter { $0.label != "sentence" }).map { span in
      Token(range: span.range, isPunctuation: span.label == "punctuation", attributes: span.attributes)
    }
    entities = Self.apart(document.spans.filter { $0.layer == Layer.entity })
  }

  var isEmpty: Bool { number == 0 }

  /// Spans in order; one that begins inside another is left out, of two with one beginning the shorter.
  private static func apart(_ spans: [Span]) -> [Span] {
    var end = 0
    return spans.sorted {
      ($0.range.lowerBound, -$0.range.upperBound) < ($1.range.lowerBound, -$1.range.upperBound)
    }.filter { span in
      defer { end = max(end, span.range.upperBound) }
      return span.range.lowerBound >= end
    }
  }

  /// Writes every run of text between the edges of blocks as a paragraph.
  mutating func write() {
    comment("newdoc id", document.id)
    var edges = document.blocks.flatMap { [$0.range.lowerBound, $0.range.upperBound] }
    edges += [0, text.count]
    edges.sort()
    var isFirst = true
    for (lower, upper) in zip(edges, edges.dropFirst()) where lower < upper {
      let ranges = sentences(in: lower..<upper)
      var needsMark = true
      for range in ranges {
        let tokens = tokens(in: range)
        guard !tokens.isEmpty else { continue }
        if needsMark, !isFirst || number == 0 { line("# newpar") }
        (needsMark, isFirst) = (false, false)
        write(range, tokens)
      }
      if !needsMark { isFirst = false }
    }
  }

  /// The sentences of a run, and what lies between them, each as a sentence.
  private mutating func sentences(in range: Range<Int>) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var position = range.lowerBound
    while nextSentence < sentences.count, sentences[nextSentence].lowerBound < range.upperBound {
      let sentence = sentences[nextSentence].clamped(to: position..<range.upperBound)
      if position < sentence.lowerBound { result.append(position..<sentence.lowerBound) }
      if !sentence.isEmpty { result.append(sentence) }
      position = max(position, sentence.upperBound)
      if sentences[nextSentence].upperBound > range.upperBound { break }
      nextSentence += 1
    }
    if position < range.upperBound { result.append(position..<range.upperBound) }
    return result
  }

  private mutating func tokens(in range: Range<Int>) -> [Token] {
    while nextMarked < marked.count, marked[nextMarked].range.lowerBound < range.lowerBound {
      nextMarked += 1
    }
    var inside: [Token] = []
    while nextMarked < marked.count, marked[nextMarked].range.upperBound <= range.upperBound {
      inside.append(marked[nextMarked])
      nextMarked += 1
    }
    return Tokens.tokens(of: range, in: text, marked: inside)
  }

  // MARK: Lines

  private mutating func line(_ line: String) { bytes += Array(line.utf8) + [0x0A] }

  private mutating func comment(_ name: String, _ value: String) {
    line("# \(name) = \(Self.oneLine(value))")
  }

  private mutating func write(_ sentence: Range<Int>, _ tokens: [Token]) {
    number += 1
    comment("sent_id", "\(Self.word(document.id))-s\(number)")
    let forms = tokens.map { Self.form(document.string(in: $0.range)) }
    let joins = tokens.indices.map { index in
      index + 1 < tokens.count
        && !hasSpace(tokens[index].range.upperBound..<tokens[index + 1].range.lowerBound)
    }
    line("# text = " + zip(forms, joins).map { $1 ? $0 : $0 + " " }.joined().dropLast())
    var earlier: Int?
    for (index, token) in tokens.enumerated() {
      var notes: [String] = []
      if let (entity, place) = entity(at: token.range) {
        notes.append("NER=\(earlier == place ? "I" : "B")-\(Self.escaped(entity.label))")
        if let key = entity.attributes["key"], earlier != place { notes.append("Key=\(Self.escaped(key))") }
        earlier = place
      } else {
        earlier = nil
      }
      if joins[index] { notes.append("SpaceAfter=No") }
      line(columns(index + 1, forms[index], token, notes))
    }
    bytes.append(0x0A)
  }

  private func columns(_ number: Int, _ form: String, _ token: Token, _ notes: [String]) -> String {
    let msd = (token.attributes["msd"] ?? "").split(separator: "|")
    let tag = msd.first { $0.hasPrefix("UPosTag=") }?.dropFirst(8)
    let features = msd.filter { !$0.hasPrefix("UPosTag=") && $0.contains("=") }
      .sorted { $0.lowercased() < $1.lowercased() }.map { Self.word(String($0)) }
    let columns = [
      String(number), form, token.attributes["lemma"].map(Self.form) ?? "_",
      tag.map { Self.word(String($0)) } ?? (token.isPunctuation ? "PUNCT" : "_"),
      token.attributes["pos"].map(Self.word) ?? "_",
      features.isEmpty ? "_" : features.joined(separator: "|"), "_", "_", "_",
      notes.isEmpty ? "_" : notes.joined(separator: "|"),
    ]
    return columns.map { $0.isEmpty ? "_" : $0 }.joined(separator: "\t")
  }

  private mutating func entity(at range: Range<Int>) -> (Span, Int)? {
    while nextEntity < entities.count, entities[nextEntity].range.upperBound <= range.lowerBound {
      nextEntity += 1
    }
    guard nextEntity < entities.count, entities[nextEntity].range.lowerBound < range.upperBound else {
      return nil
    }
    return (entities[nextEntity], nextEntity)
  }

  // MARK: Values

  private func hasSpace(_ range: Range<Int>) -> Bool {
    document.string(in: range).unicodeScalars.contains { $0 != "\u{200B}" && Tokens.isSpace($0) }
  }

  /// White space of any kind as one space, none at the ends.
  static func form(_ string: String) -> String {
    let words = string.unicodeScalars.split { $0 != "\u{200B}" && Tokens.isSpace($0) }
    let form = words.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
    return form.isEmpty ? "_" : form
  }

  private static func oneLine(_ string: String) -> String {
    var line = String.UnicodeScalarView()
    line.append(contentsOf: string.unicodeScalars.map { Tokens.isSpace($0) ? " " : $0 })
    return String(line)
  }

  /// Without white space.
  private static func word(_ string: String) -> String {
    var word = String.UnicodeScalarView()
    word.append(contentsOf: string.unicodeScalars.map { Tokens.isSpace($0) ? "_" : $0 })
    return String(word)
  }

  /// A value of MISC, with the escapes that UDPipe reads.
  private static func escaped(_ string: String) -> String {
    var result = ""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "|": result += "\\p"
      case _ where Tokens.isSpace(scalar): result += "\\s"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
