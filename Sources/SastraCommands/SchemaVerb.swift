import ArgumentParser
import Foundation
import PipelineFile

struct SchemaVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of pipeline files, for editors that complete and check them.",
    discussion: "Example: sastra schema > pipeline.schema.json")

  func run() throws {
    var text = PipelineSchema.json(SastraCommands.stages)
    if text.last == 0x0A { text.removeLast() }
    do { try StandardOutput.write(text) } catch { throw Terminal.exitCode(for: error) }
  }
}
