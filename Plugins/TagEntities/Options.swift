import StageKit

extension TagEntities {
  public struct Options: StageOptions {
    public var gazetteers: [GazetteerChoice] = ["general", "indochina-1975-1991"]
    public var layers = EntityLayer.allCases

    public static let fields: [Field<Options>] = [
      Field(
        "gazetteers", \.gazetteers,
        "Lists of names: general, indochina-1975-1991, and files of your own, TSV or compiled; later ones add to earlier ones."
      ),
      Field(
        "layers", \.layers, "What finds names and dates; a layer that is not named here is switched off."),
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
  }
}
