import Foundation
import StageKit

/// What goes between a run and its worker processes: a length of four bytes, little end first, then so many
/// bytes.
struct FrameChannel {
  let descriptor: Int32
  /// No frame is longer: a length beyond it is noise.
  static let maxBytes = 1 << 31

  /// How waiting for a frame ended otherwise than with one.
  enum Ending: Error, Equatable {
    case closed
    /// The one who waits has had enough.
    case given(up: GivenUp)
  }

  enum GivenUp: Equatable { case time, memory }

  /// - Throws: `Ending.closed`.
  func send(_ payload: [UInt8]) throws(Ending) {
    let count = UInt32(payload.count)
    let head = (0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * UInt32($0))) }
    for part in [head, payload] {
      var offset = 0
      while offset < part.count {
        let sent = part[offset...].withUnsafeBytes {
          Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        if sent < 0, errno == EINTR { continue }
        guard sent > 0 else { throw .closed }
        offset += sent
      }
    }
  }

  /// The next frame.
  ///
  /// - Parameter check: asked twenty times a second while nothing comes.
  func receive(_ check: () -> GivenUp? = { nil }) throws(Ending) -> [UInt8] {
    let head = try bytes(4, check)
    let count = head.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    guard count <= Self.maxBytes else { throw .closed }
    return try bytes(count, check)
  }

  private func bytes(_ count: Int, _ check: () -> GivenUp?) throws(Ending) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, 50)
      if ready <= 0 {
        if let reason = check() { throw .given(up: reason) }
        continue
      }
      let got = result.withUnsafeMutableBytes {
        recv(descriptor, $0.baseAddress?.advanced(by: filled), count - filled, 0)
      }
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { throw .closed }
      filled += got
    }
    return result
  }
}

/// What a worker process answers.
struct WorkerAnswer: Equatable {
  var outcome: Outcome
  var error: DocumentError?
  var files: [OutputFile]
  /// By the step's place in the chain.
  var contributions: [Int: [UInt8]]
  var stepMilliseconds: [Double]
  /// Whether the writers have had the document; not when its process came to an end.
  var isWritten = true

  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    func put(_ value: Int) {
      for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
    }
    func put(_ text: [UInt8]) {
      put(text.count)
      bytes += text
    }
    put(Array(outcome.rawValue.utf8))
    put(error.flatMap { try? Array(JSONEncoder().encode($0)) } ?? [])
    put(files.count)
    for file in files {
      put(Array(file.path.utf8))
      put(file.bytes)
    }
    put(contributions.count)
    for (step, value) in contributions.sorted(by: { $0.key < $1.key }) {
      put(step)
      put(value)
    }
    put(stepMilliseconds.count)
    for time in stepMilliseconds { put(Int(bitPattern: UInt(time.bitPattern))) }
    return bytes
  }
}

extension WorkerAnswer {
  /// Nil for bytes that no worker of this program wrote.
  init?(encoded bytes: [UInt8]) {
    var position = 0
    func number() -> Int? {
      guard position + 8 <= bytes.count else { return nil }
      defer { position += 8 }
      return (0..<8).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
    }
    func text() -> [UInt8]? {
      guard let count = number(), count >= 0, count <= bytes.count - position else { return nil }
      defer { position += count }
      return Array(bytes[position..<position + count])
    }
    guard let word = text(), let outcome = Outcome(rawValue: String(decoding: word, as: UTF8.self)),
      let error = text(), let fileCount = number()
    else { return nil }
    self.init(outcome: outcome, error: nil, files: [], contributions: [:], stepMilliseconds: [])
    if !error.isEmpty { self.error = try? JSONDecoder().decode(DocumentError.self, from: Data(error)) }
    for _ in 0..<fileCount {
      guard let path = text(), let content = text() else { return nil }
      files.append(OutputFile(path: String(decoding: path, as: UTF8.self), bytes: content))
    }
    guard let contributionCount = number() else { return nil }
    for _ in 0..<contributionCount {
      guard let step = number(), let value = text() else { return nil }
      contributions[step] = value
    }
    guard let timeCount = number() else { return nil }
    for _ in 0..<timeCount {
      guard let time = number() else { return nil }
      stepMilliseconds.append(Double(bitPattern: UInt64(UInt(bitPattern: time))))
    }
  }
}
