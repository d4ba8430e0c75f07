import Foundation

/// Files that were replaced, and may stay in the temporary folder while there is room.
struct ReplacedFiles {
  private var bytesLeft: Int
  private var filesLeft: Int
  private var kept: [(path: String, byteCount: Int)] = []

  init(bytesLeft: Int = 0, filesLeft: Int = 0) {
    self.bytesLeft = bytesLeft
    self.filesLeft = filesLeft
  }

  /// A hundredth of what is free, and no more than a long run needs.
  init(onDiskOf descriptor: Int32) {
    var status = statvfs()
    guard fstatvfs(descriptor, &status) == 0 else {
      self.init()
      return
    }
    // Where files are not counted, there is room for any number.
    let files = status.f_files == 0 ? .max : status.f_favail / 100
    self.init(
      bytesLeft: Int(min(256 << 20, status.f_bavail / 100 * status.f_frsize)),
      filesLeft: Int(min(1 << 16, files)))
  }

  /// - Returns: false where there is no room for it.
  mutating func keep(_ path: String, byteCount: Int) -> Bool {
    guard byteCount <= bytesLeft, filesLeft > 0 else { return false }
    bytesLeft -= byteCount
    filesLeft -= 1
    kept.append((path, byteCount))
    return true
  }

  /// Those that are kept; they are no longer, and leave their room to others.
  mutating func takeAll() -> [String] {
    bytesLeft += kept.reduce(0) { $0 + $1.byteCount }
    filesLeft += kept.count
    defer { kept = [] }
    return kept.map(\.path)
  }
}

extension OutputFolder {
  /// Removes files that were replaced, on a thread of the system, as it waits for the disk for most of the time.
  func removeReplaced() async {
    let paths = replaced.withLock { $0.takeAll() }
    guard !paths.isEmpty else { return }
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      removal.async {
        for path in paths { unlink(path) }
        done.resume()
      }
    }
  }
}
