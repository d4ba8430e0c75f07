/// Why a compressed stream cannot be read on.
public enum CompressionError: Error, Sendable, Equatable {
  /// The data are not what the format allows; offset in bytes of the compressed stream.
  case corrupt(offset: Int)
  /// The stream ends before it is complete; offset in bytes of the compressed stream.
  case truncated(offset: Int)
  /// More than the allowed number of bytes would come out.
  case tooLarge(maxBytes: Int)
}
