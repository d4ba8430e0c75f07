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

  /// Lets what is written to a file go past the system's memory, or no longer.
  ///
  /// - Returns: whether the file system can do that.
  static func setDirect(_ descriptor: Int32, _ isDirect: Bool) -> Bool {
    let flags = fcntl(descriptor, F_GETFL)
    guard flags >= 0 else { return false }
    return fcntl(descriptor, F_SETFL, isDirect ? flags | directFlag : flags & ~directFlag) == 0
  }

  /// `O_DIRECT` of Linux.
  private static let directFlag: Int32 = {
    #if arch(arm64)
      0x10000
    #else
      0x4000
    #endif
  }()
}
