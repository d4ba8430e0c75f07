import ArgumentParser
import Foundation
import StageKit
import Synchronization

/// The command line of the program. A program with stages of its own calls `main` with them.
public enum SastraCommands {
  /// Version of the program, as `appInfo` and `--version` give it.
  public static let version = "0.1.0"

  private static let registry = Mutex<[RegistryEntry]>([])

  /// The readers, stages and writers that the program knows.
  static var stages: [RegistryEntry] { registry.withLock { $0 } }

  /// Reads the command line, does what it says, and ends the process with its exit code: 0 fine, 1 some
  /// documents failed, 2 bad usage or pipeline file, 3 input or output, 4 too many errors, 75 try again.
  public static func main(stages: [RegistryEntry]) async -> Never {
    registry.withLock { $0 = stages }
    do {
      var command = try Sastra.parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      exit(0)
    } catch {
      end(with: error)
    }
  }

  private static func end(with error: any Error) -> Never {
    if let code = error as? ExitCode { exit(code.rawValue) }
    let code = Sastra.exitCode(for: error)
    let message = Sastra.fullMessage(for: error)
    if code == .success {
      print(message)
      exit(0)
    }
    Terminal.say(message)
    exit(code == .validationFailure ? 2 : code.rawValue)
  }
}

/// The root of the verbs.
struct Sastra: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "sastra",
      abstract: "Turns harvested pages into archive-grade TEI P5, one declared stage after another.",
      discussion: """
        Example: sastra run pipelines/archive.yaml FOLDER --out out
        Exit codes: 0 every document ok, empty or dropped; 1 some failed; 2 bad usage or pipeline file; 3 input or output; \
        4 too many errors; 75 another run is at work; 130 stopped by Ctrl-C.
        """, version: SastraCommands.version,
      subcommands: [
        RunVerb.self, CheckVerb.self, StagesVerb.self, FilterVerb.self, InspectVerb.self, SchemaVerb.self,
        TimeVerb.self,
        DiffVerb.self, QuarantineVerb.self, CacheVerb.self, NewStageVerb.self, WorkerVerb.self,
      ] + SastraCommands.stages.flatMap(\.verbs))
  }
}
