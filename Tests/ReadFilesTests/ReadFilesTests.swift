import Compression
import Foundation
@testable import ReadFiles
import StageKit
import Testing

@Suite struct ReadFilesTests {
  @Test func aFolderIsReadInTheOrderOfTheBytesOfItsPaths() async throws {
    let folder = try TemporaryFolder()
    for name in ["b.txt", "a/z.html", "a.txt", "B.txt", "a/b/c.htm", "ភាសា.txt", "đ.txt", "a-1.txt"] {
      try folder.file(name)
    }
    #expect(try await folder.read().map(\.summary) == ["B", "a-1", "a", "a/b/c", "a/z", "b", "đ", "ភាសា"])
  }

  @Test(arguments: ["sub", "sub/", "sub//", "./sub", "sub/.", "sub/../sub/"])
  func aFolderHasTheSameDocumentsHoweverItIsWritten(name: String) async throws {
    let folder = try TemporaryFolder()
    for name in ["sub/b.txt", "sub/a/ភាសា.txt", "sub/a/a.txt", "c.txt"] { try folder.file(name) }
    try folder.link("sub/a/link.txt", to: "a.txt")
    try folder.link("sub/a/out.txt", to: "../../c.txt")
    #expect(
      try await folder.read(name).map(\.summary) == [
        "a/a", "a/link", "a/out.txt: dropped link-outside", "a/ភាសា", "b",
      ])
  }

  @Test func anExtensionIsKeptWhereTwoIdsWouldBeTheSame() async throws {
    let folder = try TemporaryFolder()
    for name in ["a.txt", "a.html", "a.txt.txt", "b", "b.txt", "c.txt", "page.php?id=3", "1.2"] {
      try folder.file(name)
    }
    #expect(
      try await folder.read().map(\.summary) == [
        "1.2", "a.html", "a.txt", "a.txt.txt", "b", "b.txt", "c", "page.php?id=3",
      ])
  }

  /// An id with a line break cannot be handed on as JSON lines.
  @Test func controlCharactersOfANameAreWrittenOut() async throws {
    let folder = try TemporaryFolder()
    for name in ["hai\ndòng.txt", "hai%0Adòng.txt", "ba\u{1}\u{85}.txt", "chợ © Huế.txt"] {
      try folder.file(name)
    }
    #expect(
      try await folder.read().map(\.summary) == [
        "ba%01%85", "chợ © Huế", "hai%0Adòng", "hai%0Adòng.txt~2",
      ])
  }

  @Test func eachItemSaysHowMuchOfTheInputEndsWithIt() async throws {
    let folder = try TemporaryFolder()
    for name in ["a.txt", "b.txt", "c.txt", "d.txt"] { try folder.file(name) }
    var options = ReadFiles.Options()
    options.path = [InputPath(folder.path)]
    var shares: [Double?] = []
    try await ReadFiles(options: options).read { shares.append($0.inputShare) }
    #expect(shares == [0.25, 0.5, 0.75, 1])
  }

  @Test func textAndHTMLAreToldApartByContentNotByName() async throws {
    let folder = try TemporaryFolder()
    try folder.file("a.txt", "\n <!DOCTYPE html><html><body><p>Việt</p></body></html>")
    try folder.file(
      "b.html", "Leaked cable\n\nWashington wanted <u>China</u> to take in a number of leaders.")
    let documents = try await folder.read().compactMap(\.document)
    #expect(documents.map(\.form) == [.markup, .plain])
    #expect(documents.map(\.source.contentType) == ["text/html", "text/plain"])
  }

  @Test func aPageInGzipIsReadAsThePage() async throws {
    let folder = try TemporaryFolder()
    let page = Array("Heng Samrin nói trước.".utf8)
    try folder.file("a.txt.gz", Gzip.compressed(page))
    try folder.file("b.txt.gz", Array(Gzip.compressed(page).dropLast(9)))
    let read = try await folder.read()
    #expect(read.compactMap(\.document).map(\.source.bytes) == [page])
    #expect(read.map(\.summary) == ["a.txt", "b.txt: quarantined damaged-gzip"])
  }

  @Test func emptyBinaryAndTooLargeFilesHaveAnOutcomeEach() async throws {
    let folder = try TemporaryFolder()
    try folder.file("a.txt", [])
    try folder.file("b.txt", " \r\n\t\u{A0}\u{200B}\n")
    try folder.file("c.txt", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    try folder.file("d.txt", [UInt8](repeating: 0x61, count: 11))
    try folder.file("e.txt", [UInt8](repeating: 0x61, count: 10))
    try folder.file("f.txt", [0xEF, 0xBB, 0xBF])
    #expect(
      try await folder.read { $0.maxBytes = 10 }.map(\.summary) == [
        "a: empty empty-file", "b: empty empty-file", "c: quarantined binary", "d: quarantined too-large",
        "e",
        "f: empty empty-file",
      ])
  }

  @Test(.enabled(if: geteuid() != 0, "root reads every file"))
  func aFileOrFolderWithoutPermissionIsQuarantined() async throws {
    let folder = try TemporaryFolder()
    try folder.file("a.txt")
    try folder.file("b/c.txt")
    #expect(chmod(folder.path + "/a.txt", 0) == 0)
    #expect(chmod(folder.path + "/b", 0) == 0)
    let outcomes = try await folder.read().map(\.summary)
    #expect(chmod(folder.path + "/b", 0o700) == 0)
    #expect(outcomes == ["a: quarantined unreadable", "b: quarantined unreadable"])
  }

  @Test func linksNeverLoopAndNeverLeadOutside() async throws {
    let outside = try TemporaryFolder()
    try outside.file("secret.txt")
    let folder = try TemporaryFolder()
    try folder.file("a/page.txt")
    try folder.file(".annex/object", "Kho lưu trữ")
    try folder.link("a/loop", to: "..")
    try folder.link("self", to: "self")
    try folder.link("out", to: outside.path)
    try folder.link("out.txt", to: outside.path + "/secret.txt")
    try folder.link("stored.txt", to: ".annex/object")
    try folder.link("b", to: "a")
    try folder.link("gone.txt", to: "nowhere")
    #expect(
      try await folder.read().map(\.summary) == [
        "a/loop: dropped link-loop", "a/page", "b: dropped link-to-folder", "gone: quarantined unreadable",
        "out: dropped link-outside", "out.txt: dropped link-outside", "self: dropped link-loop", "stored",
      ])
  }

  @Test func aPipeIsNotWaitedFor() async throws {
    let folder = try TemporaryFolder()
    try folder.file("a.txt")
    #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
    #expect(try await folder.read().map(\.summary) == ["a", "pipe: dropped not-a-file"])
  }

  @Test func whatAnArchivistsFolderHoldsBesidePagesIsNoDocument() async throws {
    let folder = try TemporaryFolder()
    for name in [
      "page.html", "page_files/style.css", "page_files/ad.html", "README.md", "readme.txt", "Thumbs.db",
      ".DS_Store",
      "list.csv", "~$page.doc", "harvest.log", "old_files/a.txt",
    ] { try folder.file(name) }
    try folder.file("feed", "<?xml version=\"1.0\"?><rss><item>Việt</item></rss>")
    #expect(
      try await folder.read().map(\.summary) == [
        "feed: dropped not-a-page", "harvest.log: dropped not-a-page", "old_files/a", "page",
        "page_files: dropped page-parts",
      ])
  }

  @Test func aBagIsReadWithoutItsTagFiles() async throws {
    let folder = try TemporaryFolder()
    for name in ["bagit.txt", "manifest-sha256.txt", "data/manifest-notes.txt", "data/page.txt"] {
      try folder.file(name)
    }
    #expect(
      try await folder.read().map(\.summary) == [
        "bagit.txt: dropped not-a-page", "data/manifest-notes", "data/page",
        "manifest-sha256.txt: dropped not-a-page",
      ])
  }

  @Test func patternsChooseFiles() async throws {
    let folder = try TemporaryFolder()
    for name in ["a.html", "b.txt", "2011/c.html", "2011/09/d.html", "feed.json"] { try folder.file(name) }
    #expect(try await folder.read { $0.include = ["*.html"] }.map(\.summary) == ["2011/09/d", "2011/c", "a"])
    #expect(try await folder.read { $0.include = ["2011/*"] }.map(\.summary) == ["2011/c"])
    #expect(
      try await folder.read { $0.include = ["**/d.*", "feed.json"] }.map(\.summary) == ["2011/09/d", "feed"])
    #expect(try await folder.read { $0.exclude = ["2011/**", "*.json", "?.txt"] }.map(\.summary) == ["a"])
  }

  @Test func aNameThatIsNotUTF8HasAReadableIdAndIsRead() async throws {
    let folder = try TemporaryFolder()
    let name = Array(folder.path.utf8) + [0x2F, 0x63, 0xE9, 0x2E, 0x74, 0x78, 0x74, 0]
    let descriptor = name.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { open($0.baseAddress!, O_CREAT | O_WRONLY, 0o600) }
    }
    #expect(write(descriptor, "x", 1) == 1)
    close(descriptor)
    #expect(try await folder.read().map(\.summary) == ["c%E9"])
  }

  @Test func theOutputsOfARunAreNoPagesWhateverTheirFolderIsCalled() async throws {
    let folder = try TemporaryFolder()
    try folder.file("a.txt")
    for name in [Array("out".utf8), [0x6F, 0xE9]] {
      let place = Array(folder.path.utf8) + [0x2F] + name
      #expect(place.withCString { mkdir($0, 0o700) } == 0)
      for file in ["ledger.sqlite", "b.txt"] {
        let descriptor = (place + [0x2F] + Array(file.utf8)).withCString {
          open($0, O_CREAT | O_WRONLY, 0o600)
        }
        #expect(write(descriptor, "x", 1) == 1)
        close(descriptor)
      }
    }
    #expect(try await folder.read().map(\.summary) == ["a"])
  }

  @Test func oneFileIsADocumentOfItsName() async throws {
    let folder = try TemporaryFolder()
    try folder.file("sub/page.one.txt", "Tiếng Việt")
    let outcomes = try await folder.read("sub/page.one.txt")
    #expect(outcomes.map(\.summary) == ["page.one"])
    #expect(outcomes[0].document?.text == Array("Tiếng Việt".utf8))
  }

  @Test func severalInputsAreReadOnceEachInOneOrder() async throws {
    let folder = try TemporaryFolder()
    for name in ["a/1.txt", "a/2.txt", "b/1.txt", "b/3.html", "c.txt"] { try folder.file(name) }
    try folder.file("b/metadata.csv", "id,title\n1,Một\n")
    for paths in [["b", "a", "c.txt", "a/2.txt"], ["a/2.txt", "a", "c.txt", "b"]] {
      let documents = try await folder.read { $0.path = paths.map { InputPath(folder.path + "/" + $0) } }
        .compactMap(\.document)
      #expect(documents.map(\.id) == ["a/1", "2", "b/1", "3", "c"])
      #expect(documents.map { $0.metadata["title"] } == [nil, nil, "Một", nil, nil])
    }
  }

  @Test func noPathAtAllIsAnErrorThatSaysSo() async throws {
    await #expect(throws: StageError("no-input", "read-files has no path; name a file or folder")) {
      try await ReadFiles().read { _ in }
    }
  }

  @Test func nothingToReadIsAnErrorOfTheRun() async throws {
    let folder = try TemporaryFolder()
    try folder.file("sub/README.md")
    for name in ["missing", "sub"] {
      await #expect(throws: StageError.self, "\(name)") { try await folder.read(name) }
    }
    var options = ReadFiles.Options()
    options.path = [InputPath(folder.path + "/missing")]
    let reader = try ReadFiles(options: options)
    await #expect(throws: StageError("no-input", "there is no '\(folder.path)/missing'; check the path")) {
      try await reader.read { _ in }
    }
  }
}

/// The folder `seeds` of the package.
private let seeds = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appendingPathComponent("seeds").path

@Suite(.enabled(if: FileManager.default.fileExists(atPath: seeds), "there is no folder 'seeds'"))
struct SeedsTests {
  @Test func theSeedsAreFiveTextsWithARowEach() async throws {
    var options = ReadFiles.Options()
    options.path = [InputPath(seeds)]
    options.metadataUnmatched = .error
    var documents: [Document] = []
    try await ReadFiles(options: options).read { item in
      if case .document(let document) = try item.load() { documents.append(document) }
    }
    #expect(documents.map { String($0.id.prefix(3)) } == ["000", "001", "002", "003", "004"])
    #expect(documents.allSatisfy { $0.form == .plain && $0.text == $0.source.bytes })
    #expect(documents.map { $0.metadata["date"] } == ["--09-13", nil, "2011-09-05", "2020-01-08", nil])
    #expect(documents[3].metadata.strings("author") == ["Uch Leang", "John Huang"])
  }
}
