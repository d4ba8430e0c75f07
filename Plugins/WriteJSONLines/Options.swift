import StageKit

extension WriteJSONLines {
  public struct Options: StageOptions {
    public var file = "documents.jsonl"
    public var include: [Part] = [.provenance]

    public static let fields: [Field<Options>] = [
      Field("file", \.file, "File in the run's folder."),
      Field("include", \.include, "Parts of the JSON form that are long and left out unless named here."),
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
