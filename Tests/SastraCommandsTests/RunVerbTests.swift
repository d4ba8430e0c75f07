import Foundation
import Runner
import Testing

@testable import SastraCommands

/// What a person does with a run beside running it.
@Suite struct RunVerbTests {
  private func call(_ words: String, in folder: TemporaryFolder) async throws -> Program.Answer {
    try await Program.call(
      words.replacing("OUT", with: folder.path + "/out").split(separator: " ").map(String.init))
  }

  @Test func isolationChangesNoByte() async throws {
    let folders = [try TemporaryFolder(), try TemporaryFolder()]
    _ = try await call("run pipelines/normalize.yaml seeds --out OUT", in: folders[0])
    let answer = try await call(
      "run pipelines/normalize.yaml seeds --out OUT --isolation process --workers 2", in: folders[1])
    #expect(answer.code == 0, "\(answer.errors)")
    let files = folders[0].files(below: "out")
    #expect(!files.isEmpty && folders[1].files(below: "out") == files)
    #expect(try await call("diff \(folders[0].path)/out OUT", in: folders[1]).code == 0)
  }

  @Test func explainSaysWhatWouldBeDoneAndWritesNothing() async throws {
    let folder = try TemporaryFolder()
    let before = try await call("run pipelines/normalize.yaml seeds --out OUT --explain", in: folder)
    #expect(before.output == "5 run: new\n")
    #expect(folder.files() == [:])
    _ = try await call("run pipelines/normalize.yaml seeds --out OUT --quiet", in: folder)
    let other = "--set normalize-vietnamese.tone=new --explain-document 000_259fb1e10c51e317"
    let after = try await call("run pipelines/normalize.yaml seeds --out OUT \(other)", in: folder)
    #expect(
      after.output
        == "000_259fb1e10c51e317: run: options or resources of normalize-vietnamese changed\n")
  }

  @Test func twoRunsThatMadeDifferentTextsSayWhereAndWhichStage() async throws {
    let folder = try TemporaryFolder()
    try folder.write("Hoà bình ở Huế là điều mà mọi người dân mong muốn.".utf8, to: "in/a.txt")
    let run = "run pipelines/normalize.yaml \(folder.path)/in --quiet --out OUT"
    _ = try await call("\(run)2 --set normalize-vietnamese.tone=new", in: folder)
    _ = try await call("\(run)3 --set normalize-vietnamese.tone=old", in: folder)
    let answer = try await call("diff OUT2 OUT3", in: folder)
    #expect(answer.code == 1)
    #expect(
      answer.lines == [
        "a\ttext from character 1: 'oà bình ở Huế là điều mà mọi người dân m' became 'òa bình ở Huế là điều mà mọi người dân m'",
        "a\tthe first stage to differ: normalize-vietnamese, other options or resources, tone-old 0 became 1",
        "steps that differ: normalize-vietnamese",
      ])
  }

  @Test func whatIsSaidToBeWrittenWasWrittenByThisRun() async throws {
    let folder = try TemporaryFolder()
    try folder.write("Hà Nội".utf8, to: "in/a.txt")
    try folder.write("Huế".utf8, to: "in/b.txt")
    try folder.write(
      "read: { read-files: { path: in } }\nwrite: [write-text, write-json-lines]\n".utf8, to: "p.yaml")
    func files() async throws -> [String] {
      let lines = try await call("run \(folder.path)/p.yaml --out OUT", in: folder).lines
      return lines.drop { !$0.hasSuffix("\(folder.path)/out:") }.map {
        $0.replacing(folder.path + "/", with: "")
      }
    }
    #expect(try await files() == ["Written to out:", "  documents.jsonl", "  text/: 2 files"])
    #expect(try await files() == ["Unchanged in out:", "  documents.jsonl", "  text/: 2 files"])
    try folder.write("Vinh".utf8, to: "in/b.txt")
    #expect(try await files() == ["Written to out:", "  documents.jsonl", "  text/: 1 of 2 files"])
    try FileManager.default.removeItem(atPath: folder.path + "/out/documents.jsonl")
    #expect(try await files() == ["Written to out:", "  documents.jsonl", "  text/: 2 files, unchanged"])
  }

  /// Spans of the same words are as many as there are.
  @Test func spansThatOnlyOneRunHasAreCounted() async throws {
    let folder = try TemporaryFolder()
    try folder.write("Họ đến Hà Nội. Tôi yêu Hà Nội. Anh sống ở Hà Nội và ở Huế.".utf8, to: "in/a.txt")
    for stages in ["[tag-entities]", "[]"] {
      let file = "read: { read-files: { path: in } }\nstages: \(stages)\nwrite: [write-json-lines]\n"
      try folder.write(file.utf8, to: "p.yaml")
      _ = try await call("run \(folder.path)/p.yaml --quiet --out OUT\(stages.count)", in: folder)
    }
    let answer = try await call("diff OUT14 OUT2", in: folder)
    #expect(answer.output.contains("a\tspans only in the first run: 4, as placeName 'Huế'"), "\(answer)")
  }

  @Test func theTestsOfAPipelineFileAreRunByCheck() async throws {
    let folder = try TemporaryFolder()
    let file = """
      stages: [normalize-khmer]
      tests:
        - name: two marks
          text: "\u{1780}\u{17BB}\u{17C6}"
          expect: { contains: "\u{1780}" }
        - name: other
          text: Huế
          expect: { text: Hue, outcome: ok }
      """
    try folder.write(file.utf8, to: "p.yaml")
    let answer = try await call("check \(folder.path)/p.yaml --tests", in: folder)
    #expect(
      answer.lines == [
        "\(folder.path)/p.yaml:8: test 'other': the text is 'Huế', not 'Hue'",
        "\(folder.path)/p.yaml: 2 tests, 1 failed",
      ])
    #expect(answer.code == 1)
  }

  @Test func whatFailedIsListedShownReplayedAndCleared() async throws {
    let folder = try TemporaryFolder()
    try folder.write([0x89, 0x50, 0x4E, 0x47, 0, 1, 2, 3], to: "in/a.txt")
    try folder.write("Hà Nội".utf8, to: "in/b.txt")
    let pages = folder.path + "/in"
    #expect(try await call("run pipelines/normalize.yaml \(pages) --out OUT", in: folder).code == 1)
    #expect(
      try await call("quarantine list --out OUT", in: folder).output.hasPrefix("a\tread-files\tbinary\t"))
    let shown = try await call("quarantine show a --out OUT", in: folder).output
    #expect(shown.contains("code: binary") && shown.contains("quarantine replay PIPELINE 'a'"))
    try folder.write("Huế".utf8, to: "in/a.txt")
    let replayed = try await call(
      "quarantine replay pipelines/normalize.yaml --input \(pages) --out OUT", in: folder)
    #expect(
      replayed.code == 0 && replayed.output.contains("2 documents: 2 ok (1 unchanged since the last run)"))
    #expect(try await call("quarantine clear --out OUT", in: folder).output == "0 files removed\n")
  }

  @Test func onlyWhatIsSetAsideIsReplayed() async throws {
    let folder = try TemporaryFolder()
    try folder.write([0x89, 0x50, 0x4E, 0x47, 0, 1, 2, 3], to: "in/a.txt")
    try folder.write("Hà Nội".utf8, to: "in/b.txt")
    let pages = folder.path + "/in"
    _ = try await call("run pipelines/normalize.yaml \(pages) --out OUT", in: folder)
    for id in ["nope", "b"] {
      let answer = try await call(
        "quarantine replay pipelines/normalize.yaml a \(id) --input \(pages) --out OUT", in: folder)
      #expect(answer.code == 3)
      #expect(answer.errors == "sastra: error: no document '\(id)' is set aside in '\(folder.path)/out'\n")
    }
    try FileManager.default.removeItem(atPath: pages + "/a.txt")
    _ = try await call("run pipelines/normalize.yaml \(pages) --out OUT", in: folder)
    #expect(try await call("quarantine list --out OUT", in: folder).lines.count == 1)
    _ = try await call("run pipelines/normalize.yaml \(pages) --out OUT --prune", in: folder)
    #expect(try await call("quarantine list --out OUT", in: folder).output == "")
  }

  @Test func programsAreToldOfProgressAndFigures() async throws {
    let folder = try TemporaryFolder()
    let answer = try await call(
      "run pipelines/normalize.yaml seeds --out OUT --quiet --json-progress --metrics \(folder.path)/m.txt",
      in: folder)
    #expect(answer.output == "")
    #expect(answer.errors.contains(#"{"done":5,"expected":5,"outcomes":{"dropped":0,"empty":0,"ok":5,"#))
    let metrics = String(decoding: folder.files()["m.txt"] ?? [], as: UTF8.self)
    #expect(metrics.contains("sastra_documents{outcome=\"ok\"} 5\n"))
  }

  @Test func progressSaysHowMuchIsLeftWhereThatIsKnown() {
    var progress = RunProgress()
    progress.done = 500
    progress.unchanged = 250
    #expect(ProgressLine.text(progress, 10) == "500 documents, 250 unchanged, 0 failed, 50 a second")
    progress.expected = 1000
    #expect(
      ProgressLine.text(progress, 10)
        == "[##########----------] 500 of 1000 documents, 250 unchanged, 0 failed, 50 a second, 10 s left")
  }
}
