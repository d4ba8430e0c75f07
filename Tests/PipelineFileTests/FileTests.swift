import Foundation
import StageKit
import Testing

@testable import PipelineFile

@Suite struct FileTests {
  /// What loading the file says, with the folder's name left out.
  private func problems(
    _ path: String, in folder: String, set overrides: [String] = [], for purpose: Pipeline.Purpose = .run
  ) -> String {
    do throws(InvalidPipeline) {
      _ = try Pipeline.load(folder + "/" + path, registry: registry, overrides: overrides, for: purpose)
      return ""
    } catch { return error.description.replacingOccurrences(of: folder + "/", with: "") }
  }

  private func write(_ text: String, to path: String, in folder: String) throws {
    try write(Array(text.utf8), to: path, in: folder)
  }

  private func write(_ bytes: [UInt8], to path: String, in folder: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + path))
  }

  @Test func theReportEndsWithTheNumberOfErrors() {
    let error = #expect(throws: InvalidPipeline.self) { try pipeline("version: 1\nstages: x\n") }
    #expect(
      error?.description == """
        p.yaml:1:1: error: a pipeline has no 'version'
        1 | version: 1
          | ^~~~~~~
          help: it has 'name', 'description', 'read', 'stages', 'write', 'tests', 'on_error', 'isolation', 'timeout_seconds', 'max_memory_mb', 'cache_mb'

        p.yaml:2:9: error: 'stages' is 'x'; it must be a list
        2 | stages: x
          |         ^
          help: begin each step with '- '

        2 errors. Nothing was run.
        """)
  }

  @Test func aFileThatCannotBeReadIsSaidSo() throws {
    try withFolder { folder in
      #expect(
        problems("none.yaml", in: folder)
          == "none.yaml: error: there is no such file\n\n1 error. Nothing was run.")
      #expect(
        problems(".", in: folder) == """
          .: error: is a folder, not a pipeline file
            help: name a file in it: 'pipelines/archive.yaml'

          1 error. Nothing was run.
          """)
      #expect(mkfifo(folder + "/pipe", 0o600) == 0)
      #expect(
        problems("pipe", in: folder) == "pipe: error: is not a regular file\n\n1 error. Nothing was run.")
    }
  }

  @Test func aHugeFileIsRefusedUnread() throws {
    try withFolder { folder in
      try write("", to: "huge.yaml", in: folder)
      #expect(truncate(folder + "/huge.yaml", 100_000_000) == 0)
      #expect(
        problems("huge.yaml", in: folder)
          == "huge.yaml: error: is too large for a pipeline file: 100000000 bytes; allowed: 1048576\n\n1 error. Nothing was run."
      )
    }
  }

  @Test(arguments: ["", "# nothing\n", "---\n", "~\n", "\n\n"]) func aFileWithNothingInItIsSaidSo(
    _ text: String
  ) {
    let lines = check(text).map { $0.split(separator: "\n") }
    #expect(lines.count == 1)
    #expect(lines.first?.first == "p.yaml:1:1: error: the file holds no pipeline")
    #expect(lines.first?.last == "  help: begin with 'name:', 'read:', 'stages:' and 'write:'")
  }

  @Test func aFileInAnotherEncodingIsRefusedAndTheRestChecked() {
    #expect(
      check(bytes: Array("name: a\ndescription: caf".utf8) + [0xE9] + Array("\nversion: 1\n".utf8)) == [
        """
        p.yaml:2:17: error: the file is not UTF-8: byte 0xE9 begins no character
        2 | description: caf\u{FFFD}
          |                 ^
          help: save it as UTF-8
        """,
        """
        p.yaml:3:1: error: a pipeline has no 'version'
        3 | version: 1
          | ^~~~~~~
          help: it has 'name', 'description', 'read', 'stages', 'write', 'tests', 'on_error', 'isolation', 'timeout_seconds', 'max_memory_mb', 'cache_mb'
        """,
      ])
  }

  @Test func aFileInUTF16IsRefused() {
    let bytes: [UInt8] = [0xFF, 0xFE] + Array("name: a\n".utf8).flatMap { [$0, 0] as [UInt8] }
    #expect(
      check(bytes: bytes).first?.split(separator: "\n").first
        == "p.yaml:1:1: error: the file is not UTF-8: byte 0xFF begins no character")
  }

  @Test func aByteOrderMarkAndControlCharactersAreRefused() {
    #expect(
      check("\u{FEFF}name: a\u{7}\u{7}\ndescription: \"\\x07\"\n") == [
        """
        p.yaml:1:1: error: the file begins with a byte order mark
        1 | name: a\u{FFFD}\u{FFFD}
          | ^
          help: save it as UTF-8 without one
        """,
        """
        p.yaml:1:8: error: the control character U+0007 is not allowed
        1 | name: a\u{FFFD}\u{FFFD}
          |        ^
        """,
        """
        p.yaml:2:14: error: the control character U+0007 is not allowed
        2 | description: "\\x07"
          |              ^~~~~~
        """,
      ])
  }

  @Test func inputPathsAreRelativeToTheFileAndMustExist() throws {
    try withFolder { folder in
      try write("", to: "names.csv", in: folder)
      let text = """
        read:
          read-files: { path: pages, metadata: names.csv }
        stages:
          - tag-entities: { files: [names.csv, lost.csv] }
        write:
          - write-json-lines
        """
      try write(text, to: "p.yaml", in: folder)
      #expect(
        problems("p.yaml", in: folder) == """
          p.yaml:2:23: error: path of read-files is 'pages', which does not exist
          2 |   read-files: { path: pages, metadata: names.csv }
            |                       ^~~~~
            help: it is relative to the pipeline file: looked for 'pages'

          p.yaml:4:40: error: files of tag-entities is 'lost.csv', which does not exist
          4 |   - tag-entities: { files: [names.csv, lost.csv] }
            |                                        ^~~~~~~~
            help: it is relative to the pipeline file: looked for 'lost.csv'

          2 errors. Nothing was run.
          """)
      #expect(
        problems(
          "p.yaml", in: folder, set: ["tag-entities.files=\(folder)/names.csv"], for: .runOnGivenInputs) == ""
      )
      let checked = try Pipeline.load(
        folder + "/p.yaml", registry: registry, overrides: ["tag-entities.files="], for: .filter)
      #expect(
        checked.reader?.options == [
          "path": .scalar(folder + "/pages"), "metadata": .scalar(folder + "/names.csv"),
        ])
      #expect(checked.reader?.writtenOptions == ["path": .scalar("pages"), "metadata": .scalar("names.csv")])
      #expect(checked.bytes == Array(text.utf8))
    }
  }
}
