import ArgumentParser
import Foundation
import PipelineFile
import Runner

struct TimeVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "time",
    abstract: "Time each stage of a pipeline over documents, in one lane, writing nothing.",
    discussion: """
      Processor seconds of the best round. Reading files from disk is part of the first row.
      Example: sastra time pipelines/archive.yaml FOLDER --rounds 5
      """)

  @OptionGroup var file: PipelineArguments

  @Argument(help: "Files or folders to read in place of those the pipeline file names.")
  var input: [String] = []

  @Option(help: "How often all documents are done.")
  var rounds: Int = 3

  @Flag(help: "All rounds as one JSON object, for programs.")
  var json = false

  func validate() throws {
    guard (1...1000).contains(rounds) else { throw ValidationError("--rounds must be in 1...1000") }
  }

  func run() async throws {
    var pipeline = try file.load(input.isEmpty ? .run : .runOnGivenInputs)
    if !input.isEmpty { pipeline.reader = pipeline.reader?.reading(input) }
    do {
      let result = try await StageTimings(pipeline, programVersion: SastraCommands.version)(rounds: rounds)
      print(json ? try encoded(result) : table(result))
    } catch {
      throw Terminal.exitCode(for: error)
    }
  }

  private func encoded(_ result: StageTimings.Result) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return String(decoding: try encoder.encode(result), as: UTF8.self)
  }

  private func table(_ result: StageTimings.Result) -> String {
    let megabytes = Double(result.bytes) / 1e6
    var rows = result.rows.map { (step: $0.step, seconds: $0.seconds.min() ?? 0) }
    rows.append((step: "all", seconds: rows.reduce(0) { $0 + $1.seconds }))
    let failed = result.failed > 0 ? ", \(result.failed) failed" : ""
    let head = "\(result.documents) documents, \(result.bytes) bytes\(failed)"
    return
      ([head]
      + rows.map { row in
        let speed = row.seconds > 0 ? String(format: "%10.1f MB/s", megabytes / row.seconds) : ""
        return row.step.padding(toLength: 24, withPad: " ", startingAt: 0)
          + String(format: "%9.3f s", row.seconds) + speed
      }).joined(separator: "\n")
  }
}
