import Compression
import Foundation
import Synchronization

/// Where the contribution of a document to a step stands: in a file beside the ledger, packed into a frame with
/// those of its neighbours.
struct ContributionPlace: Equatable {
  var step: Int
  /// Number of the run that wrote it.
  var segment: Int64
  /// Where the frame begins in the file.
  var frameOffset: Int
  /// Where it begins in the unpacked frame, and its bytes there.
  var offset: Int
  var length: Int

  static let encodedLength = 26

  /// All places of a document as bytes: step, segment, frame, offset and length, little end first.
  static func encoded(_ places: [ContributionPlace]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(places.count * encodedLength)
    func append(_ value: Int, _ count: Int) {
      for shift in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
    }
    for place in places {
      append(place.step, 2)
      append(Int(place.segment), 4)
      append(place.frameOffset, 8)
      append(place.offset, 4)
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
  init?(_ bytes: UnsafeRawBufferPointer, ofStep step: Int) {
    let starts = stride(from: 0, to: bytes.count - Self.encodedLength + 1, by: Self.encodedLength)
    let place = starts.lazy.map { ContributionPlace(bytes, at: $0) }.first { $0.step == step }
    guard let place else { return nil }
    self = place
  }

  private init(_ bytes: UnsafeRawBufferPointer, at start: Int) {
    func value<T: FixedWidthInteger>(_ at: Int, _: T.Type) -> Int {
      Int(truncatingIfNeeded: T(littleEndian: bytes.loadUnaligned(fromByteOffset: start + at, as: T.self)))
    }
    step = value(0, UInt16.self)
    segment = Int64(value(2, UInt32.self))
    frameOffset = value(6, Int64.self)
    offset = value(14, UInt32.self)
    length = value(18, Int64.self)
  }
}

/// What a document left, as it is kept.
struct KeptContributions: Equatable {
  var places: [ContributionPlace] = []
  /// Its share of the bytes in the file.
  var byteCount = 0
}

/// The number before each frame in a file of contributions: the bytes of the frame.
enum FrameHeader {
  static let length = 8

  static func bytes(_ count: Int) -> [UInt8] {
    (0..<length).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
  }
}

/// Appends what documents leave to the file of a run. Nothing is on disk before `flush`.
final class ContributionWriter: Sendable {
  /// A frame ends with the contribution that makes it so long, or with its step's last. Long frames are packed
  /// better; but where ids have another order than documents, a frame is unpacked for each contribution.
  private static let frameBytes = 1 << 14

  let segment: Int64
  private let path: String
  private struct State {
    var descriptor: Int32 = -1
    var written = 0
    var waiting: [UInt8] = []
    var bytesOfSteps: [Int: Int] = [:]
    let compressor = ZstandardCompressor(level: -1)
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

  /// Appends what some documents left, step by step: a step's are read one after another at the end.
  ///
  /// - Parameter documents: contributions by the step's place in the chain, for each document.
  /// - Returns: where they stand, for each document.
  func append(_ documents: [[Int: [UInt8]]]) -> [KeptContributions] {
    var kept = [KeptContributions](repeating: KeptContributions(), count: documents.count)
    state.withLock { state in
      for step in Set(documents.flatMap(\.keys)).sorted() {
        var frame: [UInt8] = []
        var members: [(document: Int, offset: Int, length: Int)] = []
        for (index, contributions) in documents.enumerated() {
          guard let contribution = contributions[step] else { continue }
          members.append((index, frame.count, contribution.count))
          state.bytesOfSteps[step, default: 0] += contribution.count
          frame += contribution
          guard frame.count >= Self.frameBytes else { continue }
          add(frame, members, ofStep: step, to: &state, &kept)
          frame.removeAll(keepingCapacity: true)
          members = []
        }
        if !members.isEmpty { add(frame, members, ofStep: step, to: &state, &kept) }
      }
    }
    return kept
  }

  /// How much documents of this run left for a step, unpacked.
  func byteCount(ofStep step: Int) -> Int { state.withLock { $0.bytesOfSteps[step, default: 0] } }

  private func add(
    _ frame: [UInt8], _ members: [(document: Int, offset: Int, length: Int)], ofStep step: Int,
    to state: inout State, _ kept: inout [KeptContributions]
  ) {
    let packed = state.compressor.frame(of: frame)
    let frameOffset = state.written + state.waiting.count
    state.waiting += FrameHeader.bytes(packed.count)
    state.waiting += packed
    for member in members {
      kept[member.document].places.append(
        ContributionPlace(
          step: step, segment: segment, frameOffset: frameOffset, offset: member.offset,
          length: member.length))
      kept[member.document].byteCount += (packed.count * member.length) / max(1, frame.count) + 1
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
