import Compression
import Foundation

/// Reads contributions; quick where they are asked for in the order in which they were written.
final class ContributionReader {
  /// Some frames; where one after another is read, most are there already.
  private static let windowBytes = 1 << 14
  /// More than a document may leave.
  private static let maxBytes = 1 << 32
  /// More than any disk holds.
  private static let maxOffset = 1 << 60

  private let ledgerPath: String
  private let decompressor = ZstandardDecompressor()
  /// A file of contributions, as one step's are read from it.
  private struct Source {
    let segment: Int64
    let step: Int
    let descriptor: Int32
    /// What was read of it last, and where that begins.
    var start = 0
    var window: [UInt8] = []
    /// What was unpacked last, and where it stands packed.
    var frameOffset = -1
    var frame: [UInt8] = []
  }
  private var sources: [Source] = []
  /// Which of them was asked last.
  private var last = 0
  /// Of the files, by run.
  private var descriptors: [Int64: Int32] = [:]

  init(ledgerPath: String) { self.ledgerPath = ledgerPath }

  deinit { for descriptor in descriptors.values { close(descriptor) } }

  /// Why a contribution cannot be had.
  struct Missing: Error, CustomStringConvertible {
    var description: String
  }

  /// - Returns: a part of the frame that it stands in, which it keeps in memory.
  /// - Throws: `Missing` when the file is gone, too short, or not what was written.
  func bytes(_ place: ContributionPlace) throws -> ArraySlice<UInt8> {
    let index = try source(of: place)
    if sources[index].frameOffset != place.frameOffset {
      sources[index].frameOffset = -1
      sources[index].frame = try frame(at: place.frameOffset, &sources[index])
      sources[index].frameOffset = place.frameOffset
    }
    let count = sources[index].frame.count
    guard place.offset >= 0, place.length >= 0, place.length <= count - place.offset else {
      throw damaged(place.segment, at: place.frameOffset)
    }
    return sources[index].frame[place.offset..<place.offset + place.length]
  }

  /// Index of the source that a contribution is in. There are few, and mostly it is the last.
  private func source(of place: ContributionPlace) throws -> Int {
    func holds(_ source: Source) -> Bool { source.segment == place.segment && source.step == place.step }
    if sources.indices.contains(last), holds(sources[last]) { return last }
    if let index = sources.firstIndex(where: holds) {
      last = index
    } else {
      sources.append(
        Source(segment: place.segment, step: place.step, descriptor: try descriptor(of: place.segment)))
      last = sources.count - 1
    }
    return last
  }

  private func frame(at offset: Int, _ source: inout Source) throws -> [UInt8] {
    let segment = source.segment
    guard (0...Self.maxOffset).contains(offset) else { throw damaged(segment, at: offset) }
    let header = try part(at: offset, FrameHeader.length, &source)
    let length = header.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= Self.maxBytes else { throw damaged(segment, at: offset) }
    let packed = try part(at: offset + FrameHeader.length, Int(length), &source)
    do { return try decompressor.bytes(ofFrame: packed, maxBytes: Self.maxBytes) } catch {
      throw damaged(segment, at: offset)
    }
  }

  private func damaged(_ segment: Int64, at offset: Int) -> Missing {
    Missing(description: "the file of contributions \(segment) is damaged at byte \(offset)")
  }

  /// A part of the file; from the window, where that holds it.
  private func part(at offset: Int, _ length: Int, _ source: inout Source) throws -> ArraySlice<UInt8> {
    if offset < source.start || offset + length > source.start + source.window.count {
      source.start = offset
      fill(&source, max(Self.windowBytes, length), at: offset)
      guard source.window.count >= length else {
        throw Missing(description: "the file of contributions \(source.segment) is cut short")
      }
    }
    return source.window[offset - source.start..<offset - source.start + length]
  }

  private func descriptor(of segment: Int64) throws -> Int32 {
    if let descriptor = descriptors[segment] { return descriptor }
    let path = ContributionWriter.path(ledgerPath, segment)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Missing(description: "'\(path)' cannot be read: \(String(cString: strerror(errno)))")
    }
    descriptors[segment] = descriptor
    return descriptor
  }

  /// Reads no more than there is, whatever a damaged length says.
  private func fill(_ source: inout Source, _ length: Int, at offset: Int) {
    let descriptor = source.descriptor
    var status = stat()
    let size = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    let length = min(length, max(0, size - offset))
    source.window = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      while count < length {
        let got = pread(descriptor, buffer.baseAddress! + count, length - count, off_t(offset + count))
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { break }
        count += got
      }
    }
  }
}
