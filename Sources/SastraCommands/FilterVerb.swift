import ArgumentParser
import Foundation
import PipelineFile
import Runner
import StageKit

struct FilterVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filter",
    abstract: "Read JSON lines on standard input and write one line for each to standard output.",
    discussion: """
      A line: {"id": "a", "text": "..."} or "html" or "bytes" (base64) in place of "text".
      Example: sastra filter pipelines/normalize.yaml < in.jsonl > out.jsonl
      """)

  @OptionGroup var file: PipelineArguments
  @OptionGroup var work: WorkerArguments

  @Option(
    help: ArgumentHelp(
      "Long parts of the answers, with commas between: provenance, edits, alignment, source.",
      valueName: "parts"))
  var include = "provenance"

  func run() async throws {
    let names = include.split(separator: ",").map(String.init)
    let parts = names.compactMap(JSONFormPart.init)
    guard parts.count == names.count else {
      throw ValidationError(
        "--include takes \(JSONFormPart.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    let pipeline = try file.load(.filter)
    do {
      let filter = try Filter(
        pipeline, workers: work.workers, including: Set(parts), programVersion: SastraCommands.version,
        runDate: work.runDate)
      try await filter(lines: LineSplitter(descriptor: STDIN_FILENO), write: StandardOutput.write)
    } catch {
      throw Terminal.exitCode(for: error)
    }
  }
}

/// Standard output, where a full disk is an error and not a crash.
enum StandardOutput {
  static func write(_ line: [UInt8]) throws {
    do { try FileHandle.standardOutput.write(contentsOf: Data(line + [0x0A])) } catch {
      throw RunFailure.outputUnwritable(path: "standard output", reason: String(cString: strerror(errno)))
    }
  }
}
