import StageKit

extension WriteWebAnnotations {
  public struct Options: StageOptions {
    public var directory = RunPath("annotations")
    public var folders = FolderLayout.named
    public var layers: [String] = [Layer.entity]
    public var quoteCharacters = 32

    public static let fields: [Field<Options>] = [
      Field(
        "directory", \.directory,
        "Folder in the run's folder for ID.jsonld of each document and ID.txt, the text that it counts in."),
      Field(
        "folders", \.folders, "Folders as in the ids of the documents, or 65,536 of about the same size."),
      Field("layers", \.layers, "Layers of spans to write."),
      Field(
        "quote_characters", \.quoteCharacters, in: 0...1000,
        "Characters before and after a quote by which it is found again."),
    ]

    public init() {}
  }
}
