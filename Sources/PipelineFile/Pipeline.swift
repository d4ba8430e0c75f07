import StageKit

/// A pipeline file that was checked: every name, option, order and input in it is right.
public struct Pipeline: Sendable {
  /// As the file says; its file name without extension where it says nothing.
  public var name: String
  public var description: String
  /// Nil only where the documents come from elsewhere: `filter` needs none.
  public var reader: StepUse?
  public var stages: [StepUse]
  public var writers: [StepUse]
  public var onError: OnError
  /// Whether stages work in processes of their own; nil where the file says nothing.
  public var isolation: IsolationMode?
  /// Limits of one document in such a process; nil where the file says nothing.
  public var timeoutSeconds: Double?
  public var maxMemoryMB: Double?
  /// Size of the stage cache, in MB; nil where the file says nothing.
  public var cacheMB: Double?
  /// Documents with what must become of them.
  public var tests: [PipelineTest] = []
  /// Path of the file as it was given.
  public var path: String
  /// The file, byte for byte.
  public var bytes: [UInt8]

  /// All steps in the order of work.
  public var steps: [StepUse] { (reader.map { [$0] } ?? []) + stages + writers }

  /// What becomes of a run when a document fails.
  public enum OnError: String, Sendable, CaseIterable {
    /// The document is set aside and the run goes on.
    case quarantine
    /// The run ends.
    case stop
  }

  /// Where stages work.
  public enum IsolationMode: String, Sendable, CaseIterable {
    /// In the process of the run: nothing holds up a document that hangs.
    case off
    /// In worker processes, with limits of time and memory.
    case process
  }

  /// What the pipeline is wanted for; decides what must be there.
  public enum Purpose: Sendable {
    /// A reader and a writer are needed, and the inputs that the file names must exist.
    case run
    /// As `run`, but the inputs come from the command line: those of the reader are not looked for.
    case runOnGivenInputs
    /// As `runOnGivenInputs`, in a process that works for such a run.
    case worker
    /// Standard input and output stand in for readers and writers.
    case filter
  }
}

/// A step as a pipeline uses it.
public struct StepUse: Sendable {
  public let entry: RegistryEntry
  /// Options as the file and `--set` give them, each checked. Input paths are resolved:
  /// relative to the working directory, or absolute.
  public var options: [String: OptionInput]
  /// The same, with input paths as they were written: what to hash or show, the same wherever
  /// the file is called from.
  public var writtenOptions: [String: OptionInput]
  /// Line of the pipeline file, from 1.
  public let line: Int
  /// Where it stands under `route`; nil elsewhere.
  public var branch: Branch?
  /// Which documents it is for; nil for all.
  public var condition: Condition?
  /// Whether documents are kept as they are after the stage.
  public var isCached = false
}

/// All that is wrong with a pipeline file.
public struct InvalidPipeline: Error, Sendable, Equatable, CustomStringConvertible {
  /// In the order of the file, then of `--set`; never empty; at most `maxProblems`.
  public let problems: [Problem]
  /// Whether there was more than is listed.
  public let isCut: Bool

  /// Where the checks stop: a file with more mistakes is something else.
  public static let maxProblems = 100

  /// The whole report for a person, as the command line prints it; without a line break at the end.
  public var description: String {
    (problems.map(\.description) + [Messages.closing(count: problems.count, isCut: isCut)]).joined(
      separator: "\n\n")
  }
}
