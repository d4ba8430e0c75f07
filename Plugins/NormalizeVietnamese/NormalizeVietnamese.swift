import StageKit

/// Puts Vietnamese text in order without changing what was written: composed letters, marks in their order,
/// no mark twice.
///
/// Works on blocks and runs whose language is Vietnamese and on nothing else. Styles of spelling (hòa and
/// hoà, kỹ and kĩ), look-alikes, invisible characters and spaces change only where an option asks for it; two
/// different tones on a letter are reported.
/// - Source: Unicode Standard Annex #15 for composition; decisions 240/QĐ (1984) and 1989/QĐ-BGDĐT (2018) of
///   the ministry of education for the places of tone marks and i/y.
public struct NormalizeVietnamese: Stage {
  public static let name = "normalize-vietnamese"
  public static let version = 2
  public static let summary =
    "Composes Vietnamese letters and puts their marks in order; spelling styles on demand."
  public static let needs: Set<Feature> = [.language]

  private let normalizer: VietnameseNormalizer

  public init(options: Options, context: LoadContext) {
    normalizer = VietnameseNormalizer(options)
  }

  public func process(_ document: inout Document) throws(StageError) {
    var reading = VietnameseReading()
    for run in LanguageRun.vietnameseRuns(of: document) {
      normalizer.read(document.text, in: run, into: &reading)
    }
    for (kind, range) in reading.findings {
      document.report(Report(kind.rawValue, kind.message, at: range))
    }
    for (kind, count) in zip(Finding.allCases, reading.counts) { document.count(kind.rawValue, count) }
    try document.apply(reading.edits)
  }
}
