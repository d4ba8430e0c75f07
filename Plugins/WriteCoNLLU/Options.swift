import StageKit

extension WriteCoNLLU {
  public struct Options: StageOptions {
    public var directory = RunPath("conllu")

    public static let fields: [Field<Options>] = [
      Field("directory", \.directory, "Folder in the run's folder for ID.conllu of each document.")
    ]

    public init() {}
  }
}
