import Foundation

/// Splits a stream of bytes into lines, holding no more than one line and one chunk in memory.
///
/// A line ends with a line feed; a carriage return before it is not part of the line. The last line need not
/// end. Every line is given, blank ones too: whoever answers line for line can count on it.
public struct LineSplitter {
  /// A line of the input.
  public struct Line: Sendable, Equatable {
    /// 1 for the first.
    public var number: Int
    /// Without its end. Of a line that is too long, only the beginning.
    public var bytes: [UInt8]
    /// Whether the line was longer than the limit; the rest of it was passed over.
    public var isTooLong: Bool

    public init(number: Int, bytes: [UInt8], isTooLong: Bool = false) {
      self.number = number
      self.bytes = bytes
      self.isTooLong = isTooLong
    }
  }

  /// Longest line that is held in memory unless the caller says otherwise: 256 MiB.
  public static let defaultMaxLineBytes = 1 << 28
  /// What is said of a line that is too long.
  public static let tooLong = StageError(
    "line-too-long", "the line is longer than \(defaultMaxLineBytes >> 20) MiB; split the document")
  /// Of a line that is too long this much is kept, so that a message can quote it.
  static let keptBytes = 1024

  private let read: (UnsafeMutableRawBufferPointer) throws(StageError) -> Int
  private let maxLineBytes: Int
  /// The chunk read last; `position` is where its unread part begins, `count` where it ends.
  private var chunk: [UInt8]
  private var position = 0
  private var count = 0
  private var isAtEnd = false
  /// Bytes that were read and are not in a line yet.
  public var unreadBytes: Int { count - position }
  private var number = 0

  /// - Parameters:
  ///   - maxLineBytes: a longer line is cut and marked, never held as a whole.
  ///   - chunkBytes: how much is read at once.
  ///   - read: fills a buffer and says how many bytes it put there; 0 at the end.
  public init(
    maxLineBytes: Int = defaultMaxLineBytes, chunkBytes: Int = 1 << 16,
    read: @escaping (UnsafeMutableRawBufferPointer) throws(StageError) -> Int
  ) {
    self.read = read
    self.maxLineBytes = maxLineBytes
    chunk = [UInt8](repeating: 0, count: max(1, chunkBytes))
  }

  /// Lines of an open file, pipe or terminal; the caller closes it.
  ///
  /// A read that a signal interrupts is tried again; a descriptor that does not block is waited for.
  public init(descriptor: Int32, maxLineBytes: Int = defaultMaxLineBytes) {
    self.init(maxLineBytes: maxLineBytes) { buffer throws(StageError) in
      while true {
        let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
        if count >= 0 { return count }
        switch errno {
        case EINTR: continue
        case EAGAIN:
          var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
          _ = poll(&waiting, 1, -1)
        default:
          throw StageError(
            "input-unreadable", "the input cannot be read on: \(String(cString: strerror(errno)))")
        }
      }
    }
  }

  /// The next line; nil at the end.
  ///
  /// - Throws: `StageError` "input-unreadable".
  /// - Complexity: O(bytes of the line).
  public mutating func next() throws(StageError) -> Line? {
    var line: [UInt8] = []
    var isTooLong = false
    var hasBegun = false
    while true {
      if position == count {
        try fill()
        if isAtEnd { break }
      }
      hasBegun = true
      let end = lineFeed()
      let piece = chunk[position..<(end ?? count)]
      position = end.map { $0 + 1 } ?? count
      // One byte over the limit is held, as it may be the carriage return of the line's end.
      if !isTooLong, line.count + piece.count > maxLineBytes + 1 {
        isTooLong = true
        line = Array((line.prefix(Self.keptBytes) + piece.prefix(Self.keptBytes)).prefix(Self.keptBytes))
      } else if !isTooLong {
        line += piece
      }
      if end != nil { break }
    }
    guard hasBegun else { return nil }
    number += 1
    if !isTooLong, line.last == 0x0D { line.removeLast() }
    if line.count > maxLineBytes {
      isTooLong = true
      line = Array(line.prefix(Self.keptBytes))
    }
    return Line(number: number, bytes: line, isTooLong: isTooLong)
  }

  /// Where the first line feed of the unread part is.
  private func lineFeed() -> Int? {
    chunk.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress, let found = memchr(start + position, 0x0A, count - position)
      else { return nil }
      return UnsafeRawPointer(found) - start
    }
  }

  private mutating func fill() throws(StageError) {
    guard !isAtEnd else { return }
    position = 0
    count = 0
    // `withUnsafeMutableBytes` passes no typed error on, so the result is carried out of it.
    let result = chunk.withUnsafeMutableBytes { buffer -> Result<Int, StageError> in
      do throws(StageError) { return .success(try read(buffer)) } catch { return .failure(error) }
    }
    count = try result.get()
    isAtEnd = count == 0
  }
}
