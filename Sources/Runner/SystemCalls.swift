import Foundation

/// Calls that the C library has for GNU programs only, and Swift's are none.
enum SystemCalls {
  /// Brings all of a file system to the disk.
  ///
  /// - Parameter descriptor: a file or folder on it.
  /// - Returns: false when the system says that it could not; why is in `errno`.
  static func syncfs(_ descriptor: Int32) -> Bool {
    typealias Call = @convention(c) (Int32) -> Int32
    guard let found = dlsym(nil, "syncfs") else {
      Glibc.sync()
      return true
    }
    return unsafeBitCast(found, to: Call.self)(descriptor) == 0
  }

  /// Exchanges the names of two files at one stroke.
  ///
  /// - Returns: whether it was done; not every file system can.
  static func exchange(_ one: String, _ other: String) -> Bool {
    renameat2?(AT_FDCWD, one, AT_FDCWD, other, exchangeFlag) == 0
  }

  /// `RENAME_EXCHANGE` of Linux.
  private static let exchangeFlag: UInt32 = 1 << 1
  private typealias Renameat2 =
    @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
  private static let renameat2 = dlsym(nil, "renameat2").map { unsafeBitCast($0, to: Renameat2.self) }

  /// Begins to bring a part of a file to the disk, and waits for nothing.
  static func startWriting(_ descriptor: Int32, from start: Int, to end: Int) {
    _ = syncFileRange?(descriptor, off_t(start), off_t(end - start), RangeFlag.write)
  }

  /// Waits for what was begun of a file's first part.
  static func finishWriting(_ descriptor: Int32, to end: Int) {
    _ = syncFileRange?(
      descriptor, 0, off_t(end), RangeFlag.waitBefore | RangeFlag.write | RangeFlag.waitAfter)
  }

  /// `SYNC_FILE_RANGE_WAIT_BEFORE` and its like of Linux.
  private enum RangeFlag {
    static let waitBefore: UInt32 = 1
    static let write: UInt32 = 2
    static let waitAfter: UInt32 = 4
  }
  private typealias SyncFileRange = @convention(c) (Int32, off_t, off_t, UInt32) -> Int32
  private static let syncFileRange = dlsym(nil, "sync_file_range").map {
    unsafeBitCast($0, to: SyncFileRange.self)
  }
}
