import Foundation
import Testing

/// A folder that looks like a checkout; the stage is not built here.
private func checkout() throws -> TemporaryFolder {
  let folder = try TemporaryFolder()
  let manifest = """
    import PackageDescription
    let plugins = [
      "CleanBoilerplate",
      "WriteTEI",
    ]
    let uses = [Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")]

    """
  try folder.write(manifest.utf8, to: "Package.swift")
  try folder.write("".utf8, to: "Sources/DocumentModel/Document.swift")
  try folder.write("".utf8, to: "Tests/DocumentModelTests/A.swift")
  try folder.write("".utf8, to: "Tests/MarkLettersTests/A.swift")
  return folder
}

@Suite struct NewStageTests {
  @Test func aNewStageIsFourFilesAndAWord() async throws {
    let folder = try checkout()
    let answer = try await Program.call(["new-stage", "mark-quotations", "--checkout", folder.path])
    #expect(answer.code == 0, "\(answer.errors)")
    #expect(
      folder.files(below: "Plugins").keys.sorted() == [
        "MarkQuotations/MarkQuotations.swift", "MarkQuotations/Options.swift", "MarkQuotations/README.md",
      ])
    let manifest = try String(contentsOfFile: folder.path + "/Package.swift", encoding: .utf8)
    #expect(manifest.contains("  \"CleanBoilerplate\",\n  \"MarkQuotations\",\n  \"WriteTEI\",\n"))
  }

  @Test(arguments: [
    ("document-model", "Sources/DocumentModel is there already; choose another name or remove it"),
    ("mark-letters", "Tests/MarkLettersTests is there already; choose another name or remove it"),
    ("argument-parser", "Package.swift names 'ArgumentParser' already; choose another name"),
  ])
  func aNameThatIsTakenChangesNothing(name: String, message: String) async throws {
    let folder = try checkout()
    let before = folder.files()
    let answer = try await Program.call(["new-stage", name, "--checkout", folder.path])
    #expect(answer.code == 2)
    #expect(answer.errors == "sastra: error: \(message)\n")
    #expect(folder.files() == before)
  }

  @Test func aWrongCheckoutSaysWhatToGive() async throws {
    let folder = try TemporaryFolder()
    let answer = try await Program.call(["new-stage", "mark-letters", "--checkout", folder.path])
    #expect(answer.code == 2)
    let message = "no Package.swift in '\(folder.path)'; give the folder of the checkout with --checkout"
    #expect(answer.errors == "sastra: error: \(message)\n")
  }
}
