import CZstd

/// Packs bytes into Zstandard frames that know their length and have a checksum. To be used by one caller at a time.
///
/// - Source: RFC 8878.
public final class ZstandardCompressor {
  private let context = ZSTD_createCCtx()

  /// - Parameter level: 1 (quick) ... 19 (small); below 0 quicker, above all to undo.
  public init(level: Int32) {
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
  }

  deinit { ZSTD_freeCCtx(context) }

  /// One frame; empty where the system has no memory for it.
  public func frame(of bytes: [UInt8]) -> [UInt8] {
    guard let context else { return [] }
    return [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(bytes.count)) { buffer, count in
      let length = bytes.withUnsafeBytes {
        ZSTD_compress2(context, buffer.baseAddress, buffer.count, $0.baseAddress, $0.count)
      }
      count = ZSTD_isError(length) == 0 ? length : 0
    }
  }
}

/// Undoes Zstandard frames. To be used by one caller at a time.
public final class ZstandardDecompressor {
  private let context = ZSTD_createDCtx()

  public init() {}

  deinit { ZSTD_freeDCtx(context) }

  /// What was packed into one frame.
  ///
  /// - Parameter maxBytes: the most that may come out.
  /// - Throws: `CompressionError` "corrupt", also where the checksum is another, or "tooLarge".
  public func bytes(ofFrame frame: ArraySlice<UInt8>, maxBytes: Int) throws(CompressionError) -> [UInt8] {
    let expected = frame.withUnsafeBytes { ZSTD_getFrameContentSize($0.baseAddress, $0.count) }
    // The two highest numbers say that the length is not known, or that this is no frame.
    guard let context, expected < UInt64.max - 1 else { throw .corrupt(offset: 0) }
    guard expected <= maxBytes else { throw .tooLarge(maxBytes: maxBytes) }
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(expected)) { buffer, count in
      let length = frame.withUnsafeBytes {
        ZSTD_decompressDCtx(context, buffer.baseAddress, buffer.count, $0.baseAddress, $0.count)
      }
      count = ZSTD_isError(length) == 0 ? length : 0
    }
    guard bytes.count == expected else { throw .corrupt(offset: 0) }
    return bytes
  }
}
