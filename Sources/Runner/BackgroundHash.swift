import Crypto
import Foundation
import Synchronization

/// SHA-256 of what is written piece by piece, reckoned while the next piece is made.
final class BackgroundHash: Sendable {
  /// Pieces that may wait.
  private static let maxWaiting = 4

  private let queue = DispatchQueue(label: "sastra.hash")
  private let room = DispatchSemaphore(value: maxWaiting)
  private let hash = Mutex(SHA256())

  func update(_ bytes: [UInt8]) {
    room.wait()
    queue.async { [self] in
      hash.withLock { $0.update(data: bytes) }
      room.signal()
    }
  }

  /// In lower-case hexadecimal.
  func finalize() -> String { queue.sync { hash.withLock { hexadecimal($0.finalize()) } } }
}
