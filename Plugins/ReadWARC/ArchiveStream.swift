import Compression
import Foundation
import StageKit

/// The unpacked bytes of an archive file from its beginning to its end, and the places in the file where its
/// records begin.
///
/// Holds a piece of the file and what was asked to be seen at once, whatever the size of the file.
final class ArchiveStream {
  /// Why there are no more bytes.
  enum Ending: Equatable {
    case end
    /// The gzip data are damaged; offset in the file, and of the damaged member.
    case damaged(Int, member: Int)
    /// The gzip data stop before they are complete; offset in the file.
    case cut(Int)
    case unreadable(String)
  }

  private static let pieceBytes = 256 << 10
  private static let maxRescans = 8

  private let descriptor: Int32
  private let fileBytes: Int
  private var gzip: GzipStream?
  private var firstPiece: [UInt8]?
  private var readError: String?
  private var rescans = 0
  /// Bytes at hand; those before `start` were taken.
  private(set) var buffer: [UInt8] = []
  private(set) var start = 0
  /// Where members of gzip begin that end not before `position`: in the unpacked bytes, and in the file.
  private(set) var members: [(position: Int, offset: Int)] = []
  /// Number of unpacked bytes that were taken.
  private(set) var position = 0
  /// Nil as long as there may be more.
  private(set) var ending: Ending?

  /// - Throws: `StageError` "unreadable".
  init(_ location: [UInt8]) throws(StageError) {
    descriptor = open(location.map { CChar(bitPattern: $0) } + [0], O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
      let reason = String(cString: strerror(errno))
      if descriptor >= 0 { close(descriptor) }
      throw StageError("unreadable", "the archive cannot be read: \(reason)")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw StageError("unreadable", "the path leads to no regular file")
    }
    let first = ArchiveStream.read(descriptor)
    if case .failure(let error) = first { readError = error.reason }
    let piece = (try? first.get()) ?? []
    firstPiece = piece
    let isGzip = piece.starts(with: [0x1F, 0x8B])
    fileBytes = Int(status.st_size)
    if isGzip { gzip = GzipStream { [unowned self] in try self.nextOfFile() } }
  }

  deinit { close(descriptor) }

  var isGzip: Bool { gzip != nil }

  // MARK: The file

  /// How much of the file was read, from 0 to 1.
  var share: Double {
    let ahead = isGzip ? 0 : buffer.count - start
    return fileBytes > 0 ? min(1, Double(Int(lseek(descriptor, 0, SEEK_CUR)) - ahead) / Double(fileBytes)) : 1
  }

  private struct ReadFailure: Error { let reason: String }

  private static func read(_ descriptor: Int32) -> Result<[UInt8], ReadFailure> {
    while true {
      var length = 0
      let piece = [UInt8](unsafeUninitializedCapacity: pieceBytes) { room, count in
        length = Foundation.read(descriptor, room.baseAddress, room.count)
        count = max(0, length)
      }
      if length >= 0 { return .success(piece) }
      if errno != EINTR { return .failure(ReadFailure(reason: String(cString: strerror(errno)))) }
    }
  }

  private func nextOfFile() throws -> [UInt8]? {
    if let readError { throw ReadFailure(reason: readError) }
    if let piece = firstPiece {
      firstPiece = nil
      return piece.isEmpty ? nil : piece
    }
    let piece = try Self.read(descriptor).get()
    return piece.isEmpty ? nil : piece
  }

  /// Brings more bytes to hand; false at the end.
  private func fill() -> Bool {
    guard ending == nil else { return false }
    do {
      var piece: [UInt8]?
      if let gzip, let unpacked = try gzip.nextPiece() {
        let end = position + buffer.count - start
        if unpacked.isFirst { members.append((end, unpacked.memberOffset)) }
        piece = unpacked.bytes
      } else if gzip == nil {
        piece = try nextOfFile()
      }
      guard let piece else {
        ending = .end
        if let rest = gzip?.trailingOffset { ending = .damaged(rest, member: rest) }
        return false
      }
      if start == buffer.count {
        buffer = piece
      } else {
        buffer.removeFirst(start)
        buffer += piece
      }
      start = 0
      return true
    } catch {
      ending = ending(for: error)
      return false
    }
  }

  private func ending(for error: any Error) -> Ending {
    switch error {
    case CompressionError.truncated(let offset): .cut(offset)
    case CompressionError.corrupt(let offset): .damaged(offset, member: gzip?.memberOffset ?? offset)
    case let failure as ReadFailure: .unreadable(failure.reason)
    default: .unreadable("\(error)")
    }
  }

  /// After damage: goes on with the next member of gzip that begins a record; false where there is none.
  ///
  /// Damaged data may unpack to the end of the file before anything shows it. So where the file ends within a
  /// member, members are looked for in what was read as part of it; not often, as it is read again for that.
  func recover() -> Bool {
    guard let gzip else { return false }
    switch ending {
    case .damaged?: break
    case .cut?:
      let next = gzip.memberOffset + 1
      guard rescans < Self.maxRescans, lseek(descriptor, off_t(next), SEEK_SET) == next else { return false }
      rescans += 1
      self.gzip = GzipStream(offset: next) { [unowned self] in try self.nextOfFile() }
    default: return false
    }
    position += buffer.count - start
    buffer = []
    start = 0
    do {
      guard try self.gzip?.skipToMember(beginningWith: Array("WARC/".utf8)) ?? false else { return false }
      ending = nil
      return true
    } catch {
      ending = ending(for: error)
      return false
    }
  }

  // MARK: Looking ahead

  /// Up to so many of the bytes that come next, without taking them.
  func peek(_ count: Int) -> ArraySlice<UInt8> {
    while buffer.count - start < count, fill() {}
    return buffer[start...].prefix(count)
  }

  /// Where the next byte is in the file; in a file that is one gzip, in the unpacked file.
  var offset: Int {
    _ = peek(1)
    return members.last { $0.position <= position }.flatMap { $0.position == position ? $0.offset : nil }
      ?? position
  }

  /// Whether a record begins here, or as much of its first word as the file still holds.
  var isAtRecord: Bool {
    let mark = "WARC/".utf8
    let next = peek(mark.count)
    return next.count == mark.count ? next.elementsEqual(mark) : !next.isEmpty && mark.starts(with: next)
  }

  /// Whether the bytes that were taken last are of a member of gzip that is damaged further on.
  var isDamaged: Bool {
    guard case .damaged(_, let member)? = ending else { return false }
    return members.last?.offset == member
  }

  /// Where the file is read at the moment.
  var breakOffset: Int {
    switch ending {
    case .damaged(let offset, _)?, .cut(let offset)?: offset
    default: offset
    }
  }

  // MARK: Taking

  /// Passes over bytes at hand.
  func drop(_ count: Int) {
    start += count
    position += count
    while members.count > 1, members[1].position <= position { members.removeFirst() }
  }

  /// A line without its end; nil where there is none of so many bytes.
  func line(maxBytes: Int) -> [UInt8]? {
    var searched = 0
    while true {
      let rest = peek(searched + 1)
      guard rest.count > searched else { return nil }
      let all = buffer[start...]
      if let end = all[(start + searched)...].firstIndex(of: 0x0A) {
        guard end - start <= maxBytes else { return nil }
        let line = all[start..<end]
        drop(end + 1 - start)
        return Array(line.last == 0x0D ? line.dropLast() : line)
      }
      searched = all.count
      guard searched <= maxBytes else { return nil }
    }
  }

  /// Passes over ends of lines.
  func dropLineEnds() {
    while true {
      let ends = buffer[start...].prefix { $0 == 0x0A || $0 == 0x0D }.count
      let isMore = ends < buffer.count - start
      drop(ends)
      if isMore || !fill() { return }
    }
  }

  /// Takes a block of so many bytes.
  ///
  /// It ends sooner where the file ends, or a member of gzip that begins another record: of the members of a
  /// file packed by record none reaches into the next. Where a file that is not packed is shorter than the
  /// block says, the block ends before the next line that begins a record.
  ///
  /// - Parameter maxBytes: so many bytes are kept of it.
  func block(of length: Int, keeping maxBytes: Int) -> (bytes: [UInt8], isWhole: Bool) {
    if !isGzip, length > fileBytes - position { return (rest(keeping: maxBytes), false) }
    var kept: [UInt8] = []
    kept.reserveCapacity(min(length, maxBytes, 1 << 20))
    var left = length
    while left > 0 {
      if start == buffer.count, !fill() { return (kept, false) }
      var count = min(left, buffer.count - start)
      if let next = members.first(where: { $0.position > position }) {
        count = min(count, next.position - position)
      }
      if left < length, members.contains(where: { $0.position == position }), isAtRecord {
        return (kept, false)
      }
      kept += buffer[start...].prefix(min(count, maxBytes - kept.count))
      left -= count
      drop(count)
    }
    return (kept, true)
  }
}
