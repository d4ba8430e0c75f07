import StageKit

extension TagEntities {
  public struct Options: StageOptions {
    public var gazetteers = ["general", "indochina-1975-1991"]
    public var lists: [InputPath] = []
    public var layers = EntityLayer.allCases

    public static let fields: [Field<Options>] = [
      Field(
        "gazetteers", \.gazetteers,
        "Lists of names that ship, later ones adding to earlier ones: general, indochina-1975-1991."),
      Field(
        "lists", \.lists,
        "Lists of names of your own, TSV files, which add to those that ship."),
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
