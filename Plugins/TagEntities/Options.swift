import StageKit

extension TagEntities {
  public struct Options: StageOptions {
    public var gazetteers: [GazetteerChoice] = ["general", "indochina-1975-1991"]
    public var layers = EntityLayer.allCases
    public var relativeDates = false
    public var rules: [InputPath] = []
    public var corrections: [InputPath] = []
    public var authorities: [InputPath] = []
    public var review = "review.csv"
    public var tables = "authority"

    public static let fields: [Field<Options>] = [
      Field(
        "gazetteers", \.gazetteers,
        "Lists of names: general, indochina-1975-1991, and files of your own, TSV or compiled; later ones add to earlier ones."
      ),
      Field(
        "layers", \.layers, "What finds names and dates; a layer that is not named here is switched off."),
      Field(
        "relative_dates", \.relativeDates,
        "Whether dates counted from the document's own (yesterday, last year, hôm qua) are marked too."),
      Field("rules", \.rules, "Rule files of your own, TSV, which add to those that ship."),
      Field(
        "corrections", \.corrections,
        "CSV files of what people decided: accept, reject, merge, retype, add. They win over all else."),
      Field(
        "authorities", \.authorities,
        "CSV tables of referents, as a run writes them, with identifiers (idno) and coordinates (geo) added."),
      Field(
        "review", \.review,
        "Where a run lists its uncertain decisions, a CSV file in its folder; empty: nowhere."),
      Field(
        "tables", \.tables,
        "Folder in that of the run for persons.csv, places.csv and organisations.csv; empty: nowhere."),
    ]

    public init() {}
  }

  /// One way of finding entities; each can be switched off and measured alone.
  public enum EntityLayer: String, OptionChoice {
    /// Names of the gazetteers.
    case gazetteer
    /// Names that no list knows, by their context: titles, heads, labels, initials.
    case rules
    /// Calendar dates.
    case dates
    /// Short forms, misspellings, acronyms and repetitions of names that the document has in full.
    case propagation
    /// Names that neither lists nor rules know, by a tagger trained on open data.
    case statistical
  }
}
