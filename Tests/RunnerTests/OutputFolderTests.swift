import Foundation
import StageKit
import Testing

@testable import Runner

/// How files come into the folder of a run.
@Suite struct OutputFolderTests {
  /// Whoever has a file open reads on in what they opened.
  @Test func aFileThatIsReplacedWhileSomebodyReadsItIsReadToItsEnd() throws {
    let folder = try TemporaryFolder()
    let output = try OutputFolder(path: folder.path)
    let old = try #require(try output.put(file("text/a.txt", "Huế, năm 1946"), over: .nothing))
    let reader = try #require(FileHandle(forReadingAtPath: folder.path + "/text/a.txt"))
    #expect(try output.put(file("text/a.txt", "Hội An"), over: .own(old)) != nil)
    #expect(try reader.readToEnd() == Data("Huế, năm 1946".utf8))
    #expect(output.contents(of: "text/a.txt") == bytes("Hội An"))
    try output.removeTemporaryFiles()
    #expect(folder.files() == ["text/a.txt": bytes("Hội An")])
  }

  /// Beyond the room there is, a file that is replaced goes at once.
  @Test(arguments: [(0, 0), (1, 1), (2, 1)])
  func aFileThatIsReplacedIsKeptForAWhileWhereThereIsRoom(room: Int, kept: Int) async throws {
    let folder = try TemporaryFolder()
    let output = try OutputFolder(path: folder.path)
    output.replaced.withLock { $0 = ReplacedFiles(bytesLeft: 1 << 20, filesLeft: room) }
    let old = try #require(try output.put(file("a.txt", "Huế"), over: .nothing))
    #expect(try output.put(file("a.txt", "Hội An"), over: .own(old)) != nil)
    func waiting() -> [[UInt8]] {
      let files = folder.files().filter { $0.key.hasPrefix(".sastra-tmp/") && !$0.key.hasSuffix("owner") }
      return Array(files.values)
    }
    #expect(waiting() == [[UInt8]](repeating: bytes("Huế"), count: kept))
    await output.removeReplaced()
    #expect(waiting() == [])
    #expect(output.contents(of: "a.txt") == bytes("Hội An"))
    try output.removeTemporaryFiles()
    #expect(folder.files() == ["a.txt": bytes("Hội An")])
  }

  /// A long file goes past the system's memory in blocks; what is left goes as any file does.
  @Test(arguments: [0, 1, (8 << 20) - 1, 8 << 20, (9 << 20) + 4097, 11 << 20])
  func aFileOfAnyLengthIsWrittenPieceByPiece(length: Int) throws {
    let folder = try TemporaryFolder()
    let output = try OutputFolder(path: folder.path)
    let whole = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      for index in 0..<length { buffer[index] = UInt8(truncatingIfNeeded: index ^ index >> 8) }
      count = length
    }
    let written = try output.write("corpus.jsonl", over: .nothing) { append in
      for start in stride(from: 0, to: length, by: 300_001) {
        try append(whole[start..<min(start + 300_001, length)])
      }
    }
    #expect(written.isPlaced && written.file.checksum == checksum(whole))
    #expect(output.contents(of: "corpus.jsonl") == whole)
  }

  /// More than may wait for the disk, so that who writes is told before the end.
  @Test func aFileThatCannotBeWrittenSaysSoAndHoldsNobodyUp() throws {
    let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    let file = BackgroundFile(descriptor, for: "long.txt")
    let piece = [UInt8](repeating: 0x61, count: 300_001)
    let failure = RunFailure.outputUnwritable(path: "long.txt", reason: "Bad file descriptor")
    #expect(throws: failure) { for _ in 0..<40 { try file.append(piece[...]) } }
    #expect(throws: failure) { _ = try file.finish() }
    #expect(throws: failure) { _ = try file.finish() }
  }

  @Test func aLinkToAFileElsewhereIsReplacedAndNotTheFile() throws {
    let folder = try TemporaryFolder()
    let elsewhere = try TemporaryFolder()
    let place = elsewhere.path + "/mine.txt"
    try Data("mine".utf8).write(to: URL(fileURLWithPath: place))
    let output = try OutputFolder(path: folder.path)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/a.txt", withDestinationPath: place)
    #expect(try output.put(file("a.txt", "Huế"), over: .anything) != nil)
    #expect(FileManager.default.contents(atPath: place) == Data("mine".utf8))
    #expect(output.contents(of: "a.txt") == bytes("Huế"))
  }

  @Test func aFolderInThePlaceOfAFileIsLeftWithAllThatIsInIt() throws {
    let folder = try TemporaryFolder()
    let output = try OutputFolder(path: folder.path)
    try FileManager.default.createDirectory(
      atPath: folder.path + "/a.txt", withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.path + "/a.txt/b.txt"))
    #expect(throws: RunFailure.self) { try output.put(file("a.txt", "Huế"), over: .anything) }
    try output.removeTemporaryFiles()
    #expect(folder.files() == ["a.txt/b.txt": bytes("mine")])
  }

  /// Long enough to be brought to the disk in several steps.
  @Test func aLongFileHasTheBytesAndTheHashOfItsPieces() throws {
    let folder = try TemporaryFolder()
    let output = try OutputFolder(path: folder.path)
    let line = bytes("Một dòng chữ dài hơn các dòng khác.\n")
    var expected: [UInt8] = []
    let result = try output.write("long.txt", over: .nothing) { append in
      for number in 0..<600_000 {
        let piece = bytes("\(number) ") + line
        expected += piece
        try append(piece[...])
      }
    }
    #expect(expected.count > 24 << 20)
    #expect(result.isPlaced)
    #expect(result.file.checksum == checksum(expected))
    #expect(output.contents(of: "long.txt") == expected)
    #expect(output.state(of: result.file) == .intact(signature: result.file.signature))
  }

  /// Of whatever kind its checksum is: that of a file that was written at once, or by an older version.
  @Test func aFileIsHeldAgainstTheKindOfChecksumThatItHas() throws {
    let folder = try TemporaryFolder()
    let output = try OutputFolder(path: folder.path)
    let written = try output.write("a.txt", over: .nothing) { try $0(bytes("Hội An")[...]) }.file
    #expect(checksum([]) == "99aa06d3014798d86001c324468d497f")
    #expect(written.checksum == checksum(bytes("Hội An")))
    for checksum in [written.checksum, sha256(bytes("Hội An"))] {
      let known = WrittenFile(path: "a.txt", checksum: checksum, signature: "")
      #expect(output.state(of: known) == .intact(signature: written.signature))
    }
    for checksum in [checksum(bytes("Huế")), sha256(bytes("Huế")), "", "0"] {
      let other = WrittenFile(path: "a.txt", checksum: checksum, signature: "")
      #expect(output.state(of: other) == .edited)
    }
  }

  private func checksum(_ bytes: [UInt8]) -> String {
    let checksum = XXH3Checksum()
    bytes.withUnsafeBytes { checksum.update($0) }
    return checksum.digits()
  }

  private func file(_ path: String, _ text: String) -> HashedFile {
    HashedFile(OutputFile(path: path, bytes: bytes(text)))
  }
}
