import StageKit

extension WriteText {
  public struct Options: StageOptions {
    public var directory = RunPath("text")
    public var folders = FolderLayout.named

    public static let fields: [Field<Options>] = [
      Field("directory", \.directory, "Folder in the run's folder for ID.txt of each document."),
      Field(
        "folders", \.folders, "Folders as in the ids of the documents, or 65,536 of about the same size."),
    ]

    public init() {}
  }
}
