import Foundation
import StageKit
import Testing

@Suite struct LineSplitterTests {
  @Test(arguments: [1, 2, 3, 64])
  func everyLineIsGivenWhateverTheChunks(chunkBytes: Int) throws {
    let input = "Việt\n\r\n\nភាសា\r\na\rb\nlast"
    let lines = try lines(of: Array(input.utf8), chunkBytes: chunkBytes)
    #expect(
      lines.map { String(decoding: $0.bytes, as: UTF8.self) } == ["Việt", "", "", "ភាសា", "a\rb", "last"])
    #expect(lines.map(\.number) == [1, 2, 3, 4, 5, 6])
  }

  @Test func nothingHasNoLineAndALineFeedHasOne() throws {
    #expect(try lines(of: []) == [])
    #expect(try lines(of: [0x0A]) == [LineSplitter.Line(number: 1, bytes: [])])
    #expect(try lines(of: [0x61, 0x0A]) == [LineSplitter.Line(number: 1, bytes: [0x61])])
  }

  @Test func bytesThatAreNotUTF8PassThrough() throws {
    #expect(try lines(of: [0xFF, 0x00, 0x0A, 0xC3]).map(\.bytes) == [[0xFF, 0x00], [0xC3]])
  }

  @Test(arguments: [1, 3, 64])
  func aLineAtTheLimitIsWholeAndALongerOneIsCutAndTheNextIsRight(chunkBytes: Int) throws {
    let input = "12345\r\n123456\n12345\n" + String(repeating: "x", count: 3000) + "\nend"
    let lines = try lines(of: Array(input.utf8), chunkBytes: chunkBytes, maxLineBytes: 5)
    #expect(lines.map(\.isTooLong) == [false, true, false, true, false])
    #expect(lines.map(\.bytes.count) == [5, 6, 5, lines[3].bytes.count, 3])
    #expect(lines[3].bytes.count <= 1024)
  }

  @Test func aLineOf50MegabytesIsReadFromAPipe() throws {
    let pipe = Pipe()
    let size = 50_000_000
    let writer = Thread {
      for _ in 0..<50 { pipe.fileHandleForWriting.write(Data(repeating: 0x78, count: size / 50)) }
      pipe.fileHandleForWriting.write(Data([0x0A, 0x79]))
      try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    var splitter = LineSplitter(descriptor: pipe.fileHandleForReading.fileDescriptor)
    #expect(try splitter.next()?.bytes.count == size)
    #expect(try splitter.next() == LineSplitter.Line(number: 2, bytes: [0x79]))
    #expect(try splitter.next() == nil)
    #expect(try splitter.next() == nil)
  }

  @Test func aClosedDescriptorIsAnError() {
    var splitter = LineSplitter(descriptor: -1)
    #expect(throws: StageError.self) { try splitter.next() }
  }

  private func lines(
    of input: [UInt8], chunkBytes: Int = 64, maxLineBytes: Int = 1000
  ) throws -> [LineSplitter.Line] {
    var rest = input[...]
    var splitter = LineSplitter(maxLineBytes: maxLineBytes, chunkBytes: chunkBytes) {
      buffer throws(StageError) in
      let piece = rest.prefix(buffer.count)
      buffer.copyBytes(from: piece)
      rest = rest.dropFirst(piece.count)
      return piece.count
    }
    var lines: [LineSplitter.Line] = []
    while let line = try splitter.next() { lines.append(line) }
    return lines
  }
}
