import StageKit

extension NormalizeVietnamese {
  public struct Options: StageOptions {
    public var tone = Tone.keep
    public var confusables = Confusables.off
    public var invisibles = Invisibles.keep
    public var iy = IY.off
    public var spaces = Spaces.keep

    public static let fields: [Field<Options>] = [
      Field(
        "tone", \.tone,
        "Where the tone mark stands: as written; fix only where no style allows it; old (hòa); new (hoà)."
      ),
      Field(
        "confusables", \.confusables,
        "vi writes the Vietnamese letter for a look-alike (Ð, Cyrillic а) inside a Vietnamese word."
      ),
      Field(
        "invisibles", \.invisibles,
        "strip deletes zero-width characters and soft hyphens inside a syllable; between syllables they stay."
      ),
      Field(
        "iy", \.iy, "i writes i for a final y after h, k, l, m, s, t in lower-case syllables (kỹ to kĩ)."),
      Field("spaces", \.spaces, "fold writes an ordinary space for a no-break or typographic one."),
    ]

    public init() {}
  }

  /// Where the tone mark stands in hoa, thuy, khoe and the like.
  public enum Tone: String, OptionChoice { case keep, fix, old, new }

  /// Whether look-alikes are replaced.
  public enum Confusables: String, OptionChoice { case off, vi }

  /// What becomes of invisible characters inside a syllable.
  public enum Invisibles: String, OptionChoice { case keep, strip }

  /// Which letter writes the sound i at the end of an open syllable.
  public enum IY: String, OptionChoice { case off, i }

  /// What becomes of spaces that are not U+0020.
  public enum Spaces: String, OptionChoice { case keep, fold }
}
