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
  public static let version = 1
  public static let summary =
    "Composes Vietnamese letters and puts their marks in order; spelling styles on demand."
  public static let needs: Set<Feature> = [.language]

  private let normalizer: VietnameseNormalizer

  public init(options: Options, context: LoadContext) {
    normalizer = VietnameseNormalizer(options)
  }

  public func process(_ document: inout Document) throws(StageError) {
    var edits: [Edit] = []
    var reports: [Report] = []
    for run in LanguageRun.runs(of: document) where Self.isVietnamese(run.language) {
      let found = normalizer.changes(in: document.text, range: run.range)
      edits += found.edits
      reports += found.reports
    }
    for report in reports { document.report(report) }
    try document.apply(edits)
  }

  /// `vi`, with a region or the script Latn or without; not `vi-Hani`.
  static func isVietnamese(_ tag: String?) -> Bool {
    guard let parts = tag?.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }), parts.first == "vi"
    else {
      return false
    }
    return !parts.dropFirst().contains { $0.count == 4 && $0 != "latn" }
  }
}
