import StageKit
public struct StepUse: Sendable { public let entry: RegistryEntry; public var options: [String: OptionInput] }
public struct Pipeline: Sendable { public var name = ""; public var description = ""; public var reader: StepUse?; public var stages: [StepUse] = []; public var writers: [StepUse] = []; public var onError = OnError.quarantine
 public enum OnError: String, Sendable { case quarantine, stop }
 public enum Purpose: Sendable { case run, runOnGivenInputs, filter }
 public var steps: [StepUse] { stages }
}
public struct InvalidPipeline: Error {}
public enum PipelineFile { public static func load(_ path: String, registry: [RegistryEntry], overrides: [String], purpose: Pipeline.Purpose) -> Result<Pipeline, InvalidPipeline> { .failure(.init()) } }
public enum OptionsTable { public static func markdown(_ e: RegistryEntry) -> String { "" } }
public enum PipelineSchema { public static func json(_ e: [RegistryEntry]) -> [UInt8] { [] } }
