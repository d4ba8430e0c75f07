public import StageKit

/// Puts Khmer syllables into the one order that the encoding has for each.
///
/// Works on blocks in Khmer; in blocks of other languages, and where no language is known, on runs of Khmer script,
/// whose spaces and digits stay. Blocks in another language that is written in Khmer letters, code and addresses are
/// left alone. What no rule can decide is reported and stays.
///
/// - Source: as cited at `KhmerNormalizer`.
public struct NormalizeKhmer: Stage {
  public static let name = "normalize-khmer"
  public static let version = 1
  public static let summary = "Puts the letters and marks of each Khmer syllable into their one right order."
  public static let needs: Set<Feature> = [.language]

  /// Places of one kind that are reported one by one; the rest is only counted.
  static let maxReports = 100

  let options: Options

  public init(options: Options, context: LoadContext) throws(StageError) { self.options = options }

  public func process(_ document: inout Document) throws(StageError) {
    var edits: [Edit] = []
    var findings: [KhmerFinding] = []
    for piece in pieces(of: document) {
      let normalizer = KhmerNormalizer(options: options(for: piece), language: piece.writing.language)
      let block = piece.writing == .script ? nil : piece.block
      let reading = normalizer.reading(of: document.text, in: piece.range, block: block)
      edits += reading.changes.map { Edit($0.range, $0.replacement, reason: $0.reason) }
      findings += reading.findings
      document.count("subscript-da-kept", reading.keptSubscriptDa)
    }
    report(findings, in: &document)
    try document.apply(edits)
  }

  private func options(for piece: Piece) -> Options {
    var options = options
    if piece.writing == .script || piece.isPreformatted {
      options.zwsp = .keep
      options.digits = .keep
    }
    return options
  }

  private func report(_ findings: [KhmerFinding], in document: inout Document) {
    var counts: [KhmerFinding.Kind: Int] = [:]
    for finding in findings {
      counts[finding.kind, default: 0] += 1
      if counts[finding.kind, default: 0] <= Self.maxReports {
        document.report(Report(finding.kind.rawValue, finding.kind.message, at: finding.range))
      }
    }
    for kind in KhmerFinding.Kind.allCases { document.count(kind.rawValue, counts[kind] ?? 0) }
  }
}

// MARK: Where to work

extension NormalizeKhmer {
  /// How a stretch of text is to be read.
  enum Writing: Equatable {
    /// Khmer, modern or middle.
    case khmer(KhmerNormalizer.Language)
    /// Another language or none known: runs of Khmer script are taken for quoted Khmer.
    case script

    var language: KhmerNormalizer.Language { self == .khmer(.middle) ? .middle : .modern }

    /// Nil for a language with an orthography of its own in Khmer letters.
    init?(tag: String?) {
      let subtag = (tag ?? "").prefix { $0 != "-" && $0 != "_" }.lowercased()
      switch subtag {
      case "km", "khm": self = .khmer(.modern)
      case "xhm": self = .khmer(.middle)
      // Old Khmer, Northern Khmer, Kuy, Brao, Krung, Kavet, Tampuan, Jarai, Bunong, Stieng, Cham, Pali, Sanskrit
      case "okz", "kxm", "kdt", "brb", "krr", "krv", "tpu", "jra", "cmo", "sti", "cja", "pi", "pli",
        "sa", "san":
        return nil
      default: self = .script
      }
    }
  }

  /// A stretch of text in one block, without the blocks inside that block, and without code.
  struct Piece: Equatable {
    var range: Range<Int>
    var block: Range<Int>
    var writing: Writing
    var isPreformatted: Bool
  }

  /// The text of all blocks in order, cut into pieces.
  ///
  /// - Complexity: O(blocks + spans · log spans).
  func pieces(of document: Document) -> [Piece] {
    let untouched = untouchedRanges(of: document)
    var nextUntouched = 0
    var pieces: [Piece] = []
    var open: [(block: Block, tag: String?)] = []
    var position = 0

    func take(upTo end: Int) {
      defer { position = Swift.max(position, end) }
      guard let (block, tag) = open.last, let writing = Writing(tag: tag) else { return }
      while position < end {
        while nextUntouched < untouched.count && untouched[nextUntouched].upperBound <= position {
          nextUntouched += 1
        }
        let hole = nextUntouched < untouched.count ? untouched[nextUntouched] : end..<end
        let stop = Swift.min(end, Swift.max(position, hole.lowerBound))
        if position < stop {
          pieces.append(
            Piece(
              range: position..<stop, block: block.range, writing: writing,
              isPreformatted: block.kind == .preformatted))
        }
        position = Swift.max(stop, Swift.min(end, hole.upperBound))
      }
    }

    for block in document.blocks {
      while let last = open.last, last.block.range.upperBound <= block.range.lowerBound {
        take(upTo: last.block.range.upperBound)
        open.removeLast()
      }
      take(upTo: block.range.lowerBound)
      open.append((block, block.language ?? open.last?.tag ?? document.language))
    }
    while let last = open.popLast() {
      open.append(last)
      take(upTo: last.block.range.upperBound)
      open.removeLast()
    }
    return pieces
  }

  /// Code, and runs in another language that is written in Khmer letters; ascending, not overlapping.
  private func untouchedRanges(of document: Document) -> [Range<Int>] {
    let ranges = document.spans.compactMap { span -> Range<Int>? in
      switch span.layer {
      case Layer.format where span.label == "code": span.range
      case Layer.language where Writing(tag: span.label) == nil: span.range
      default: nil
      }
    }
    var merged: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, last.upperBound >= range.lowerBound {
        merged[merged.count - 1] = last.lowerBound..<Swift.max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }
}

extension KhmerFinding.Kind {
  /// What it is and what could be done, for a person.
  var message: String {
    switch self {
    case .orphanMark: "a Khmer mark without a letter before it; look at the source"
    case .orphanCoeng: "a coeng without a letter before it; look at the source"
    case .danglingCoeng: "a coeng without a letter after it; a letter may be missing"
    case .severalVowels: "vowel signs that do not go together in one syllable; their order was kept"
    case .severalShifters: "more than one register shifter in a syllable"
    case .overlongSyllable: "a letter with more than 32 marks; left as it is"
    case .deprecatedLetter: "a letter that Unicode discourages; 'deprecated: map' writes the preferred one"
    }
  }
}
