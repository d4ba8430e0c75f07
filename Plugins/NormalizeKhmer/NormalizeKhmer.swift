public import StageKit

/// Puts Khmer syllables into the one order that the encoding has for each.
///
/// Works on blocks in Khmer; in blocks of other languages, and where no language is known, on runs of Khmer
/// script, whose spaces and digits stay. Blocks in another language that is written in Khmer letters, code
/// and addresses are left alone. What no rule can decide is reported and stays.
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
    for piece in Piece.pieces(of: document) {
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
