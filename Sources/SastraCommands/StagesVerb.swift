import ArgumentParser
import PipelineFile
import StageKit

struct StagesVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stages", abstract: "List readers, stages and writers, or tell all about one.",
    discussion: "Example: sastra stages tag-entities")

  @Argument(help: "A name; without it all are listed.")
  var name: String?

  @Option(help: ArgumentHelp("Renew the generated tables of the READMEs of a checkout.", visibility: .hidden))
  var updateDocs: String?

  func run() throws {
    if let updateDocs {
      return try GeneratedDocs(checkout: updateDocs, stages: SastraCommands.stages).update()
    }
    guard let name else { return list() }
    guard let entry = SastraCommands.stages.first(where: { $0.name == name }) else {
      Terminal.say(
        "sastra: error: there is no '\(name)'; there are: \(SastraCommands.stages.map(\.name).joined(separator: ", "))"
      )
      throw ExitCode(2)
    }
    print("\(entry.name) (\(entry.kind.rawValue), version \(entry.version))\n\(entry.summary)")
    if !entry.needs.isEmpty {
      print("needs: \(entry.needs.sorted().map(\.rawValue).joined(separator: ", "))")
    }
    if !entry.gives.isEmpty {
      print("gives: \(entry.gives.sorted().map(\.rawValue).joined(separator: ", "))")
    }
    for field in entry.fields {
      print(
        "\n  \(field.key): \(field.type) (default: \(field.defaultValue.isEmpty ? "none" : field.defaultValue))"
      )
      print("    \(field.summary)")
    }
  }

  private func list() {
    for kind in StepKind.allCases {
      print("\(kind.rawValue)s")
      let entries = SastraCommands.stages.filter { $0.kind == kind }
      let width = entries.map(\.name.count).max() ?? 0
      for entry in entries {
        print("  \(entry.name)\(String(repeating: " ", count: width - entry.name.count))  \(entry.summary)")
      }
    }
  }
}
