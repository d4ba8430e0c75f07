import ArgumentParser
import Runner

struct DiffVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Say which documents two runs made different things of, and which steps are to blame.",
    discussion: """
      A line for each difference: id, what differs. Where both runs wrote JSON lines, also text, spans, language, metadata, and
      the first stage that did another thing to the document. Exit code 1 when there are any.
      Example: sastra diff out-before out-after
      """)

  @Argument(help: "Folder of the first run.") var first: String
  @Argument(help: "Folder of the second run.") var second: String

  func run() throws {
    var count = 0
    do {
      let (one, two) = (try view(first), try view(second))
      let steps = try one.stepsThatDiffer(from: two)
      try one.differences(from: two) { difference in
        count += 1
        print("\(difference.id)\t\(difference.what)")
      }
      if !steps.isEmpty { print("steps that differ: \(steps.joined(separator: ", "))") }
    } catch { throw Terminal.exitCode(for: error) }
    if count > 0 { throw ExitCode(1) }
  }

  private func view(_ folder: String) throws -> LedgerView {
    if let view = try LedgerView(folder: folder) { return view }
    throw RunFailure.noInput("there is no run in '\(folder)'")
  }
}
