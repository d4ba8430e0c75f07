import Foundation
import Testing

/// What becomes of inputs and outputs that are not as they should be; the table of outcomes in
/// ARCHITECTURE.md.
@Suite struct BadInputTests {
  private func run(_ input: String, into out: String, wrapper: [String] = []) async throws -> Program.Answer {
    try await Program.call(["run", "pipelines/archive.yaml", input, "--out", out], wrapper: wrapper)
  }

  private func outcome(of id: String, in folder: TemporaryFolder) throws -> (status: String, code: String) {
    let lines = String(decoding: try #require(folder.files(below: "out")["documents.jsonl"]), as: UTF8.self)
      .split(separator: "\n")
    for line in lines {
      let fields = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      if fields?["id"] as? String == id {
        let error = fields?["error"] as? [String: Any]
        return (fields?["status"] as? String ?? "", error?["code"] as? String ?? "")
      }
    }
    return ("", "")
  }

  private func leftovers(in folder: TemporaryFolder) -> [String] {
    folder.files(below: "out").keys.filter { $0.contains("tmp") }
  }

  @Test func anEmptyFileIsEmptyAndABinaryOneIsSetAside() async throws {
    let folder = try TemporaryFolder()
    try folder.write([], to: "in/empty.txt")
    try folder.write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13], to: "in/picture.txt")
    try folder.write("Heng Samrin spoke first. He spoke of peace.".utf8, to: "in/good.txt")
    let answer = try await run(folder.path + "/in", into: folder.path + "/out")
    #expect(answer.code == 1)
    #expect(try outcome(of: "empty", in: folder).status == "empty")
    #expect(try outcome(of: "picture", in: folder) == ("quarantined", "binary"))
    #expect(
      folder.files(below: "out")["quarantine/sources/picture.source"]?.prefix(4) == [0x89, 0x50, 0x4E, 0x47])
    #expect(try outcome(of: "good", in: folder).status == "ok")
    #expect(leftovers(in: folder) == [])
  }

  @Test func theFolderOfARunInsideTheInputIsNotReadAndTEIIsNoPage() async throws {
    let folder = try TemporaryFolder()
    try folder.write("Heng Samrin spoke first. He spoke of peace.".utf8, to: "in/good.txt")
    try folder.write(
      "<?xml version=\"1.0\"?>\n<TEI><text><body><p>Heng Samrin</p></body></text></TEI>".utf8,
      to: "in/tei.html")
    for _ in 0..<2 {
      _ = try await run(folder.path + "/in", into: folder.path + "/in/out")
    }
    let lines = String(
      decoding: try #require(folder.files(below: "in/out")["documents.jsonl"]), as: UTF8.self)
    let ids = lines.matches(of: /"id":"([^"]*)".*"status":"([a-z]*)"/).map { "\($0.1) \($0.2)" }
    #expect(ids == ["good ok", "tei dropped"])
  }

  @Test func aRunDoesNotReadItsOwnFolder() async throws {
    let folder = try TemporaryFolder()
    try folder.write("Heng Samrin spoke first. He spoke of peace.".utf8, to: "all/pages/good.txt")
    let link = folder.path + "/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path + "/all")
    let before = folder.files()
    for out in [folder.path + "/all", folder.path + "/all/../all/", link] {
      let answer = try await run(folder.path + "/all", into: out)
      #expect(answer.code == 3)
      #expect(
        answer.errors.contains("so that the run would read its own outputs; choose another folder with --out")
      )
    }
    #expect(folder.files() == before)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/all/ledger.sqlite"))
  }

  /// As `run p.yaml --out .` where the pages lie in the working directory.
  @Test func pagesMayLieInTheFolderOfTheRun() async throws {
    let folder = try TemporaryFolder()
    try folder.write("Heng Samrin spoke first. He spoke of peace.".utf8, to: "all/pages/good.txt")
    for _ in 0..<2 {
      #expect(try await run(folder.path + "/all/pages", into: folder.path + "/all").code == 0)
      let lines = try #require(folder.files(below: "all")["documents.jsonl"])
      #expect(lines.count { $0 == 0x0A } == 1)
    }
  }

  @Test func theFolderOfAnotherRunIsNoInputAndItsOutputsAre() async throws {
    let folder = try TemporaryFolder()
    try folder.write("Heng Samrin spoke first. He spoke of peace.".utf8, to: "in/good.txt")
    #expect(try await run(folder.path + "/in", into: folder.path + "/first").code == 0)
    let answer = try await run(folder.path + "/first", into: folder.path + "/out")
    #expect(answer.code == 3)
    #expect(answer.errors.contains("holds the outputs of a run (there is a ledger.sqlite)"))
    try folder.write("read: { read-tei: { path: first/tei } }\nwrite: [write-text]".utf8, to: "tei.yaml")
    for _ in 0..<2 {
      let again = try await Program.call(["run", folder.path + "/tei.yaml", "--out", folder.path + "/out"])
      #expect(again.output.contains("\n2 documents: 1 ok, 1 dropped"), "\(again)")
    }
  }

  @Test func aFolderWithoutFilesIsNoInput() async throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path + "/in", withIntermediateDirectories: true)
    let answer = try await run(folder.path + "/in", into: folder.path + "/out")
    #expect(answer.code == 3)
    #expect(answer.errors.hasPrefix("sastra: error: "))
  }

  @Test func aFolderThatIsNotThereIsNoInput() async throws {
    let folder = try TemporaryFolder()
    let answer = try await run(folder.path + "/nowhere", into: folder.path + "/out")
    #expect(answer.code == 3)
    #expect(answer.errors.contains("nowhere"))
  }

  @Test func aLoopOfLinksIsSkippedAndTheRestIsRead() async throws {
    let folder = try TemporaryFolder()
    try folder.write("Heng Samrin spoke first. He spoke of peace.".utf8, to: "in/good.txt")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/in/loop", withDestinationPath: folder.path + "/in")
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/in/self", withDestinationPath: "self")
    let answer = try await run(folder.path + "/in", into: folder.path + "/out")
    #expect(answer.code == 0, "\(answer.errors)\(answer.output)")
    #expect(try outcome(of: "good", in: folder).status == "ok")
  }

  /// Root, but held to what files and folders permit. Another user might not reach the program: a checkout in a
  /// temporary folder is its owner's alone.
  private static let boundByPermissions = [
    "/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search",
  ]

  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv") && getuid() == 0,
      "needs root and setpriv"))
  func aFileWithoutReadPermissionIsSetAside() async throws {
    let folder = try TemporaryFolder()
    try folder.write("secret".utf8, to: "in/secret.txt")
    try folder.write("Heng Samrin spoke first. He spoke of peace.".utf8, to: "in/good.txt")
    chmod(folder.path + "/in/secret.txt", 0)
    let answer = try await run(
      folder.path + "/in", into: folder.path + "/out",
      wrapper: Self.boundByPermissions)
    #expect(answer.code == 1, "\(answer.errors)")
    #expect(try outcome(of: "secret", in: folder) == ("quarantined", "unreadable"))
    #expect(try outcome(of: "good", in: folder).status == "ok")
  }

  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv") && getuid() == 0,
      "needs root and setpriv"))
  func aFolderThatMayNotBeWrittenIsAnOutputError() async throws {
    let folder = try TemporaryFolder()
    chmod(folder.path, 0o555)
    let answer = try await run(
      Program.root + "seeds", into: folder.path + "/out",
      wrapper: Self.boundByPermissions)
    #expect(answer.code == 3)
    #expect(answer.errors.contains("cannot write"))
    #expect(folder.files() == [:])
  }

  /// At the first file of all, amid the documents, and when all are made.
  @Test(arguments: [96, 256, 400])
  func aFullDiskIsSaidAndLeavesNothingHalfWritten(sizeKB: Int) async throws {
    let folder = try TemporaryFolder()
    let out = folder.path + "/out"
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    guard
      try await Program.call([], instead: ["mount", "-t", "tmpfs", "-o", "size=\(sizeKB)k", "tmpfs", out])
        .code == 0
    else { try Test.cancel("a small disk cannot be mounted here") }
    let answer = try await run(Program.root + "seeds", into: out)
    let files = folder.files(below: "out")
    _ = try await Program.call([], instead: ["umount", out])
    #expect(answer.code == 3)
    #expect(answer.errors.contains("the disk is full"))
    for (name, bytes) in files where name.hasSuffix(".xml") {
      #expect(String(decoding: bytes.suffix(8), as: UTF8.self).contains("</TEI>"), "\(name) is half written")
    }
    #expect(files.keys.filter { $0.contains("tmp") } == [])
  }

  @Test(arguments: ["compile", "import"])
  func aListIsNotWrittenOverTheOneThatItIsMadeOf(verb: String) async throws {
    let folder = try TemporaryFolder()
    let list =
      "key\tname\tvariants\ttype\tdates\tlanguage\tref\tsource\nplace.hue\tHuế\t\tplace\t\t\t\tmine\n"
    try folder.write(list.utf8, to: "a.tsv")
    let file = folder.path + "/a.tsv"
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: file)
    #expect(link(file, folder.path + "/hard") == 0)
    for output in ["a.tsv", "./a.tsv", "link", "hard"] {
      let answer = try await Program.call(["gazetteer", verb, file, "--output", folder.path + "/" + output])
      #expect(answer.code == 2)
      #expect(
        answer.errors
          == "error: the output '\(folder.path)/\(output)' is the input '\(file)'; name another file\n")
      #expect(folder.files()["a.tsv"] == Array(list.utf8))
    }
    #expect(try await Program.call(["gazetteer", verb, file, "--output", folder.path + "/b"]).code == 0)
  }

  @Test func whatCannotBeWrittenOrReadIsNamedWithTheReason() async throws {
    let folder = try TemporaryFolder()
    try folder.write("Heng Samrin spoke first. He spoke of peace.".utf8, to: "in/good.txt")
    try folder.write("no database, but long enough to be looked at".utf8, to: "damaged/ledger.sqlite")
    func call(_ words: String) async throws -> String {
      let answer = try await Program.call(
        words.replacing("F/", with: folder.path + "/").split(separator: " ").map(String.init))
      return "\(answer.code) " + answer.errors.replacing(folder.path + "/", with: "F/")
    }
    let run = "run pipelines/normalize.yaml F/in --out"
    #expect(
      try await call("\(run) F/in/good.txt")
        == "3 sastra: error: cannot write 'F/in/good.txt': it is a file, and must be a folder; choose another\n"
    )
    #expect(
      try await call("\(run) F/out --metrics F/nowhere/m.txt")
        == "3 sastra: error: cannot write 'F/nowhere/m.txt': No such file or directory\n")
    #expect(
      try await call("diff F/damaged F/out")
        == "3 sastra: error: cannot read 'F/damaged/ledger.sqlite': the ledger is damaged; move it away and run again, or choose another folder\n"
    )
    #expect(
      try await call("cache prune --out F/nowhere")
        == "3 sastra: error: there is no run in 'F/nowhere'; name its folder with --out\n")
  }

  private static let calls: [(arguments: String, code: Int32)] = [
    ("run", 2), ("run nowhere.yaml", 2), ("rum", 2), ("stages no-such-stage", 2),
    ("run pipelines/archive.yaml --workers 0", 2), ("run pipelines/archive.yaml --run-date today", 2),
    ("check pipelines/archive.yaml --set clean-boilerplate.comments=maybe", 2),
    ("check pipelines/archive.yaml", 0), ("check pipelines/extract.yaml", 0),
    ("check pipelines/normalize.yaml", 0), ("check pipelines/warc.yaml", 0),
    ("check pipelines/entities.yaml", 0), ("--help", 0), ("run --help", 0), ("stages tag-entities", 0),
    ("schema", 0),
  ]

  @Test(arguments: calls)
  func theExitCodeSaysWhatHappened(call: (arguments: String, code: Int32)) async throws {
    let answer = try await Program.call(call.arguments.split(separator: " ").map(String.init))
    #expect(answer.code == call.code, "\(answer.errors)")
    #expect(call.code == 0 || !answer.errors.isEmpty)
  }
}
