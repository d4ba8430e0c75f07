import StageKit

extension WriteCoNLLU {
  public struct Options: StageOptions {
    public var directory = RunPath("conllu")
    public var folders = FolderLayout.named

    public static let fields: [Field<Options>] = [
      Field("directory", \.directory, "Folder in the run's folder for ID.conllu of each document."),
      Field(
        "folders", \.folders, "Folders as in the ids of the documents, or 65,536 of about the same size."),
    ]

    public init() {}
  }
}
