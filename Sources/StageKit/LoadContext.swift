import Foundation

/// What a step may know of the world when it is loaded.
public struct LoadContext: Sendable {
  /// Name and version of the program, for `appInfo`.
  public var program: String
  public var programVersion: String
  /// What the pipeline file says of itself.
  public var pipelineName: String
  public var pipelineDescription: String
  /// The steps of the pipeline in order, readers first, with their versions.
  public var steps: [(name: String, version: Int)]
  /// The day of the run, ISO 8601, when the user gave one (`--run-date`); no clock is ever read.
  public var runDate: String?
  /// Told of a resource that a step reads in a way of its own, as a file that is mapped: text that is another
  /// one when the content is another. The runner's way remembers it for the cache key.
  public var noteResource: @Sendable (String) -> Void = { _ in }
  /// How a resource file is read; the runner's way remembers a hash of it for the cache key.
  public var readResource: @Sendable (String) throws -> [UInt8]

  /// The context of a step on its own, as in tests, unless more is said.
  public init(
    program: String = "sastra", programVersion: String = "0", pipelineName: String = "",
    pipelineDescription: String = "",
    steps: [(name: String, version: Int)] = [], runDate: String? = nil,
    readResource: @escaping @Sendable (String) throws -> [UInt8] = {
      Array(try Data(contentsOf: URL(fileURLWithPath: $0)))
    }
  ) {
    self.program = program
    self.programVersion = programVersion
    self.pipelineName = pipelineName
    self.pipelineDescription = pipelineDescription
    self.steps = steps
    self.runDate = runDate
    self.readResource = readResource
  }

  /// The bytes of a resource: a gazetteer, a rule file, a template.
  ///
  /// - Throws: `StageError` "resource-unreadable", naming the file.
  public func resource(_ path: String) throws(StageError) -> [UInt8] {
    do { return try readResource(path) } catch {
      throw StageError("resource-unreadable", "cannot read '\(path)'; check the path and its permissions")
    }
  }
}
