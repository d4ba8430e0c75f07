import ArgumentParser
import PipelineFile
import Runner

struct CheckVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check a pipeline file; nothing is run.",
    discussion: """
      With --tests the documents under 'tests' in the file go through its stages; exit code 1 when one of them ends otherwise \
      than it says.
      Example: sastra check pipelines/archive.yaml --set tag-entities.gazetteers=general
      """)

  @OptionGroup var file: PipelineArguments

  @Flag(help: "Run the tests that stand in the file.")
  var tests = false

  func run() async throws {
    let pipeline = try file.load(tests ? .filter : .run)
    var failures: [PipelineTests.Failure] = []
    do {
      if tests {
        failures = try await PipelineTests(pipeline, programVersion: SastraCommands.version)()
      } else {
        _ = try Chain(pipeline, programVersion: SastraCommands.version, runDate: nil)
      }
    } catch { throw Terminal.exitCode(for: error) }
    for failure in failures {
      print("\(file.pipeline):\(failure.line): test '\(failure.test)': \(failure.message)")
    }
    guard tests else {
      print("\(file.pipeline): \(pipeline.steps.map(\.entry.name).joined(separator: ", ")): nothing wrong")
      return
    }
    let failed = Set(failures.map(\.test)).count
    let count = pipeline.tests.count
    print("\(file.pipeline): \(count) test\(count == 1 ? "" : "s"), \(failed) failed")
    if failed > 0 { throw ExitCode(1) }
  }
}
