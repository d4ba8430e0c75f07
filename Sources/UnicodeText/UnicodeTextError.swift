/// What can go wrong in this module; texts themselves never can.
public enum UnicodeTextError: Error, Sendable, Equatable {
  /// The linked ICU lacks data.
  case noData(String)

  /// A regular expression that is not one; `offset` is where in the pattern, UTF-8 bytes.
  case badPattern(reason: String, offset: Int)

  /// A search took more steps, or more memory, than it may.
  case limit

  /// More bytes than ICU can count.
  case tooLong(bytes: Int)

  /// ICU gave up, in practice for want of memory.
  case failed(String)
}
