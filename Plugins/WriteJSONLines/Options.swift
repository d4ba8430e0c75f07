import StageKit

extension WriteJSONLines {
  public struct Options: StageOptions {
    public var file = RunPath("documents.jsonl")
    public var include: [Part] = [.provenance]

    public static let fields: [Field<Options>] = [
      Field("file", \.file, "File to write, in the folder of the run."),
      Field(
        "include", \.include,
        "Long parts of the JSON form, left out unless named here; `[]` for none of them."),
    ]

    public init() {}
  }

  /// A part of the JSON form that is written on demand.
  public enum Part: String, OptionChoice {
    case provenance, edits, alignment, source

    var part: JSONFormPart {
      switch self {
      case .provenance: .provenance
      case .edits: .edits
      case .alignment: .alignment
      case .source: .source
      }
    }
  }
}
