import Foundation
import PackagePlugin

/// Writes the list of stages that ship, when BuiltInStages is built: one import and one entry for each plugin
/// that Package.swift names as a dependency of it. So a new stage is one word in Package.swift.
@main
struct ListStages: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let names = target.dependencies.compactMap { dependency -> String? in
      guard case .target(let target) = dependency, target.directoryURL.path().contains("/Plugins/") else {
        return nil
      }
      return target.name
    }.sorted()
    let list = context.pluginWorkDirectoryURL.appending(path: "BuiltInStages.list")
    let output = context.pluginWorkDirectoryURL.appending(path: "BuiltInStages+All.swift")
    let source = ListStages.source(names)
    if (try? String(contentsOf: list, encoding: .utf8)) != source {
      try source.write(to: list, atomically: true, encoding: .utf8)
    }
    return [
      .buildCommand(
        displayName: "List the stages that ship", executable: URL(filePath: "/bin/cp"),
        arguments: [list.path(), output.path()], inputFiles: [list], outputFiles: [output])
    ]
  }

  private static func source(_ names: [String]) -> String {
    let imports = names.map { "import \($0)\n" }.joined()
    let entries = names.map { "    RegistryEntry(\($0).self),\n" }.joined()
    return """
      import StageKit
      \(imports)
      extension BuiltInStages {
        /// Every reader, stage and writer that ships, in alphabetical order.
        public static let all: [RegistryEntry] = [
      \(entries)  ]
      }

      """
  }
}
