import StageKit

extension WriteText {
  public struct Options: StageOptions {
    public var directory = RunPath("text")

    public static let fields: [Field<Options>] = [
      Field("directory", \.directory, "Folder in the run's folder for ID.txt of each document.")
    ]

    public init() {}
  }
}
