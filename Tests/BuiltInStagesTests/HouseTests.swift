import BuiltInStages
import Foundation
import StageKit
import Testing

/// Holds the code to the plan of the house, ARCHITECTURE.md.
@Suite struct HouseTests {
  /// The checkout.
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Modules of the toolchain that every Swift target may import.
  private static let openToAll: Set<String> = ["Foundation", "Synchronization", "Glibc", "Testing"]

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  private static func folders(in path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.appending(path: path).path())
      .filter { !$0.hasPrefix(".") }.sorted()
  }

  /// What each module may import, by the table of rooms: `Sources/Runner` to its third column.
  private static func allowedImports() throws -> [String: Set<String>] {
    var allowed: [String: Set<String>] = [:]
    for line in try text("ARCHITECTURE.md").split(separator: "\n") where line.hasPrefix("| ") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 3, let folder = cells[0].split(separator: " ").first, folder.contains("/") else {
        continue
      }
      let words = cells[2].split { !$0.isLetter && !$0.isNumber && $0 != "/" && $0 != "*" }.map(String.init)
      allowed[folder.trimmingCharacters(in: [","])] = Set(words)
    }
    return allowed
  }

  private static func imports(under folder: String) throws -> [(file: String, module: String)] {
    let files =
      FileManager.default.enumerator(atPath: root.appending(path: folder).path())?
      .compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted() ?? []
    return try files.flatMap { file in
      // Import declarations stand at the margin; indented ones are text of templates.
      try text("\(folder)/\(file)").split(separator: "\n").compactMap { line -> (String, String)? in
        guard line.first?.isWhitespace == false else { return nil }
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(of: "import"), place + 1 < words.count, place <= 2,
          words[..<place].allSatisfy({ $0.hasPrefix("@") || $0 == "public" || $0 == "internal" })
        else { return nil }
        return ("\(folder)/\(file)", String(words[place + 1].prefix { $0 != "." }))
      }
    }
  }

  @Test func everyImportIsOneThatTheTableOfRoomsAllows() throws {
    let table = try Self.allowedImports()
    let plugins = try Self.folders(in: "Plugins")
    var wrong: [String] = []
    for module in try Self.folders(in: "Sources") {
      let allowed = table["Sources/\(module)"] ?? []
      for (file, name) in try Self.imports(under: "Sources/\(module)") where !Self.openToAll.contains(name) {
        let isPlugin = allowed.contains("Plugins/*") && plugins.contains(name)
        if !allowed.contains(name) && !isPlugin { wrong.append("\(file) imports \(name)") }
      }
    }
    let forPlugins = table["Plugins/NAME"] ?? []
    for plugin in plugins {
      for (file, name) in try Self.imports(under: "Plugins/\(plugin)") where !Self.openToAll.contains(name) {
        if !forPlugins.contains(name) { wrong.append("\(file) imports \(name)") }
      }
    }
    #expect(wrong == [])
    #expect(
      !forPlugins.isEmpty && table["Sources/Runner"]?.contains("GRDB") == true, "the table was not read")
  }

  @Test func theListOfStagesIsTheFoldersInPlugins() throws {
    let lines = try Self.text("Package.swift").split(separator: "\n")
    let start = try #require(lines.firstIndex(of: "let plugins = ["))
    let end = try #require(lines[start...].firstIndex(of: "]"))
    let listed = lines[(start + 1)..<end].map { $0.trimmingCharacters(in: [" ", "\"", ","]) }
    #expect(listed == listed.sorted())
    #expect(listed == (try Self.folders(in: "Plugins")))
    #expect(BuiltInStages.all.count == listed.count)
  }

  @Test func everyModuleHasTestsOfItsName() throws {
    let tests = try Set(Self.folders(in: "Tests"))
    let modules = try (Self.folders(in: "Sources") + Self.folders(in: "Plugins")).filter { module in
      try !Self.imports(under: "Sources/\(module)").isEmpty
        || !Self.imports(under: "Plugins/\(module)").isEmpty
    }
    let untested = modules.filter { !tests.contains($0 + "Tests") && !["ListStages", "sastra"].contains($0) }
    #expect(untested == [])
  }

  @Test func stageNamesAreVerbNounAndUnique() {
    let names = BuiltInStages.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.filter { !$0.contains("-") || $0 != $0.lowercased() } == [])
  }
}
