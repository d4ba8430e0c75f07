import Compression
import Foundation
import Synchronization

/// Where the contribution of a document to a step stands: in a file beside the ledger.
struct ContributionPlace: Equatable {
  var step: Int
  /// Number of the run that wrote it.
  var segment: Int64
  var offset: Int
  /// Bytes there.
  var length: Int
  var isPacked: Bool

  static let encodedLength = 24

  /// All places of a document as bytes: step, packing, segment, offset and length, little end first.
  static func encoded(_ places: [ContributionPlace]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(places.count * encodedLength)
    func append(_ value: Int, _ count: Int) {
      for shift in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
    }
    for place in places {
      append(place.step, 2)
      append(place.isPacked ? 1 : 0, 2)
      append(Int(place.segment), 4)
      append(place.offset, 8)
      append(place.length, 8)
    }
    return bytes
  }

  /// Nothing of bytes that are cut short.
  static func decoded(_ data: Data) -> [ContributionPlace] {
    data.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count - encodedLength + 1, by: encodedLength).map {
        ContributionPlace(bytes, at: $0)
      }
    }
  }
}

extension ContributionPlace {
  /// The place of one step among all of a document; nil where it left nothing.
  init?(_ data: Data, ofStep step: Int) {
    let place = data.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count - Self.encodedLength + 1, by: Self.encodedLength).lazy
        .map { ContributionPlace(bytes, at: $0) }.first { $0.step == step }
    }
    guard let place else { return nil }
    self = place
  }

  private init(_ bytes: UnsafeRawBufferPointer, at start: Int) {
    func value<T: FixedWidthInteger>(_ at: Int, _: T.Type) -> Int {
      Int(T(littleEndian: bytes.loadUnaligned(fromByteOffset: start + at, as: T.self)))
    }
    step = value(0, UInt16.self)
    isPacked = value(2, UInt16.self) == 1
    segment = Int64(value(4, UInt32.self))
    offset = value(8, Int64.self)
    length = value(16, Int64.self)
  }
}

/// Appends what documents leave to the file of a run. Nothing is on disk before `flush`.
final class ContributionWriter: Sendable {
  /// Longer contributions are packed, where that makes them smaller. To unpack short ones takes longer than all
  /// else that is done with them at the end of a run.
  private static let packedFrom = 16384

  let segment: Int64
  private let path: String
  private struct State {
    var descriptor: Int32 = -1
    var written = 0
    var waiting: [UInt8] = []
  }
  private let state = Mutex(State())

  init(ledgerPath: String, run: Int64) {
    segment = run
    path = ContributionWriter.path(ledgerPath, run)
  }

  deinit { state.withLock { if $0.descriptor >= 0 { close($0.descriptor) } } }

  /// File of the contributions that a run wrote.
  static func path(_ ledgerPath: String, _ segment: Int64) -> String {
    "\(ledgerPath)-contributions-\(segment)"
  }

  /// A contribution as it is kept; for a lane of work, as packing takes time.
  static func packed(_ bytes: [UInt8]) -> (bytes: [UInt8], isPacked: Bool) {
    guard bytes.count >= packedFrom else { return (bytes, false) }
    let packed = Gzip.compressed(bytes, level: 1)
    return packed.isEmpty || packed.count >= bytes.count ? (bytes, false) : (packed, true)
  }

  func append(_ contribution: (bytes: [UInt8], isPacked: Bool), step: Int) -> ContributionPlace {
    state.withLock { state in
      let offset = state.written + state.waiting.count
      state.waiting += contribution.bytes
      return ContributionPlace(
        step: step, segment: segment, offset: offset, length: contribution.bytes.count,
        isPacked: contribution.isPacked)
    }
  }

  /// - Throws: `RunFailure` when the file cannot be written.
  func flush() throws(RunFailure) {
    let problem: RunFailure? = state.withLock { state in
      guard !state.waiting.isEmpty else { return nil }
      if state.descriptor < 0 {
        state.descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard state.descriptor >= 0 else { return OutputFolder.failure(path) }
      }
      do throws(RunFailure) {
        try OutputFolder.writeAll(state.waiting, to: state.descriptor, path)
      } catch {
        // What stands beyond is in no entry of the ledger.
        ftruncate(state.descriptor, off_t(state.written))
        if state.written == 0 {
          close(state.descriptor)
          state.descriptor = -1
          unlink(path)
        }
        return error
      }
      state.written += state.waiting.count
      state.waiting.removeAll(keepingCapacity: true)
      return nil
    }
    if let problem { throw problem }
  }
}

/// Reads contributions; quick where they are asked for in the order in which they were written.
final class ContributionReader {
  /// What a step's documents left in one go is rarely longer; what follows it is another step's.
  private static let windowBytes = 1 << 16
  /// More than any document leaves.
  private static let maxBytes = 1 << 32

  private let ledgerPath: String
  private struct Source {
    var descriptor: Int32
    var start = 0
    var window: [UInt8] = []
  }
  private var sources: [Int64: Source] = [:]

  init(ledgerPath: String) { self.ledgerPath = ledgerPath }

  deinit { for source in sources.values { close(source.descriptor) } }

  /// Why a contribution cannot be had.
  struct Missing: Error, CustomStringConvertible {
    var description: String
  }

  /// - Throws: `Missing` when the file is gone or too short, or not what was packed.
  func bytes(_ place: ContributionPlace) throws -> [UInt8] {
    var source = try sources.removeValue(forKey: place.segment) ?? opened(place.segment)
    defer { sources[place.segment] = source }
    guard place.offset >= 0, (0...Self.maxBytes).contains(place.length) else {
      let place = "\(place.length) bytes at \(place.offset)"
      throw Missing(description: "it is damaged (a contribution of \(place)); move it away and run again")
    }
    if place.offset < source.start || place.offset + place.length > source.start + source.window.count {
      source.start = place.offset
      try fill(&source, max(Self.windowBytes, place.length), at: place.offset)
      guard source.window.count >= place.length else {
        throw Missing(description: "the file of contributions \(place.segment) is cut short")
      }
    }
    let start = place.offset - source.start
    let bytes = Array(source.window[start..<start + place.length])
    return place.isPacked ? try Gzip.decompressed(bytes, maxBytes: Self.maxBytes) : bytes
  }

  private func opened(_ segment: Int64) throws -> Source {
    let path = ContributionWriter.path(ledgerPath, segment)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Missing(description: "'\(path)' cannot be read: \(String(cString: strerror(errno)))")
    }
    return Source(descriptor: descriptor)
  }

  private func fill(_ source: inout Source, _ length: Int, at offset: Int) throws {
    let descriptor = source.descriptor
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
