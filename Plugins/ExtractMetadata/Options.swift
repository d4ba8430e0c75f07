import StageKit

extension ExtractMetadata {
  public typealias Options = NoOptions
}
