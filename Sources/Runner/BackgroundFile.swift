import Crypto
import Foundation
import Synchronization

/// A file that is written piece by piece, and its SHA-256 reckoned, while the next piece is made.
final class BackgroundFile: Sendable {
  /// Pieces that may wait.
  private static let maxWaiting = 4

  private let descriptor: Int32
  /// What it will be, for messages.
  private let target: String
  private let queue = DispatchQueue(label: "sastra.file")
  private let room = DispatchSemaphore(value: maxWaiting)
  private struct State {
    var hash = SHA256()
    var behind: WriteBehind
    var problem: RunFailure?
  }
  private let state: Mutex<State>

  init(_ descriptor: Int32, for target: String) {
    self.descriptor = descriptor
    self.target = target
    state = Mutex(State(behind: WriteBehind(descriptor)))
  }

  /// - Throws: `RunFailure` when an earlier piece could not be written.
  func append(_ bytes: [UInt8]) throws(RunFailure) {
    room.wait()
    queue.async { [self] in
      state.withLock { write(bytes, &$0) }
      room.signal()
    }
    if let problem = state.withLock({ $0.problem }) { throw problem }
  }

  private func write(_ bytes: [UInt8], _ state: inout State) {
    guard state.problem == nil else { return }
    do throws(RunFailure) { try OutputFolder.writeAll(bytes, to: descriptor, target) } catch {
      state.problem = error
    }
    state.hash.update(data: bytes)
    state.behind.add(bytes.count)
  }

  /// Waits for all pieces.
  ///
  /// - Returns: SHA-256 in lower-case hexadecimal.
  /// - Throws: `RunFailure` when one could not be written.
  func finish() throws(RunFailure) -> String {
    let (hash, problem) = queue.sync { state.withLock { ($0.hash.finalize(), $0.problem) } }
    if let problem { throw problem }
    return hexadecimal(hash)
  }
}
