public import StageKit

extension NormalizeKhmer {
  public struct Options: StageOptions {
    public enum SubscriptDa: String, OptionChoice { case keep, ta }
    public enum Deprecated: String, OptionChoice { case keep, map }
    public enum Digits: String, OptionChoice { case keep, ascii }
    public enum Repair: String, OptionChoice { case off, on }
    public enum ZeroWidthSpace: String, OptionChoice { case keep, collapse, strip }

    public var coengDT = SubscriptDa.keep
    public var deprecated = Deprecated.keep
    public var digits = Digits.keep
    public var repair = Repair.off
    public var zwsp = ZeroWidthSpace.collapse

    public static let fields: [Field<Options>] = [
      Field(
        "coeng_dt", \.coengDT,
        "Subscript da and ta look alike: keep what was typed, or write ta for both, for search keys."
      ),
      Field(
        "deprecated", \.deprecated,
        "U+17A3, U+17A4, U+17A8, U+17D8, which Unicode discourages: keep and report, or map to others."
      ),
      Field("digits", \.digits, "Khmer digits: keep, or write 0-9 in their place."),
      Field(
        "repair", \.repair,
        "on: also drop repeated marks, zero-width spaces inside a syllable, the space before lek too (ៗ)."
      ),
      Field(
        "zwsp", \.zwsp,
        "Zero-width spaces: keep all; collapse runs, drop those at spaces and block ends; or strip all but beside addresses."
      ),
    ]

    public init() {}
  }
}
