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
  public static let version = 3
  public static let summary = "Puts the letters and marks of each Khmer syllable into their one right order."
  public static let needs: Set<Feature> = [.language]

  /// Places of one kind that are reported one by one; the rest is only counted.
  static let maxReports = 100

  /// For Khmer and for Middle Khmer.
  private let modern: KhmerNormalizer
  private let middle: KhmerNormalizer
  /// The same where zero-width spaces and digits stay: quoted runs and preformatted text.
  private let modernOrder: KhmerNormalizer
  private let middleOrder: KhmerNormalizer

  public init(options: Options, context: LoadContext) throws(StageError) {
    var orderOnly = options
    orderOnly.zwsp = .keep
    orderOnly.digits = .keep
    modern = KhmerNormalizer(options: options)
    middle = KhmerNormalizer(options: options, language: .middle)
    modernOrder = KhmerNormalizer(options: orderOnly)
    middleOrder = KhmerNormalizer(options: orderOnly, language: .middle)
  }

  public func process(_ document: inout Document) throws(StageError) {
    var reading = KhmerReading()
    let pieces = Piece.pieces(of: document)
    document.text.withUnsafeBufferPointer { text in
      var run = KhmerRun(bytes: text)
      for piece in pieces { read(piece, &run, into: &reading) }
    }
    document.count("subscript-da-kept", reading.keptSubscriptDa)
    report(reading.findings, in: &document)
    try document.apply(reading.edits)
  }

  private func read(_ piece: Piece, _ run: inout KhmerRun, into reading: inout KhmerReading) {
    switch piece.writing {
    case .script: modernOrder.read(piece.range, block: nil, &run, into: &reading)
    case .khmer(.modern) where piece.isPreformatted:
      modernOrder.read(piece.range, block: piece.block, &run, into: &reading)
    case .khmer(.modern): modern.read(piece.range, block: piece.block, &run, into: &reading)
    case .khmer(.middle) where piece.isPreformatted:
      middleOrder.read(piece.range, block: piece.block, &run, into: &reading)
    case .khmer(.middle): middle.read(piece.range, block: piece.block, &run, into: &reading)
    }
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
