import CXXHash
import Crypto

/// A hash over a stream of bytes, which tells whether a file is as it was written. To be used by one caller at a time.
protocol Checksum: AnyObject {
  func update(_ bytes: UnsafeRawBufferPointer)
  /// In lower-case hexadecimal; no bytes come after it.
  func digits() -> String
}

enum Checksums {
  /// One of the kind of another, which is told by how many digits it has.
  static func like(_ digits: String) -> any Checksum {
    digits.utf8.count == SHA256Checksum.digitCount ? SHA256Checksum() : XXH3Checksum()
  }
}

/// Of files that are at hand as a whole.
final class SHA256Checksum: Checksum {
  static let digitCount = 2 * SHA256.Digest.byteCount
  private var hash = SHA256()

  func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }
  func digits() -> String { hexadecimal(hash.finalize()) }
}

/// Of files that are written piece by piece, as they may be long: much quicker than SHA-256. It keeps no secret, and
/// nobody is to be trusted by it.
///
/// - Source: XXH3 with 128 bits, Y. Collet, https://github.com/Cyan4973/xxHash; the digits are those of its canonical
///   form.
final class XXH3Checksum: Checksum {
  /// Nil where the system has no memory for it.
  private let state = XXH3_createState()

  init() { if let state { XXH3_128bits_reset(state) } }

  deinit { XXH3_freeState(state) }

  func update(_ bytes: UnsafeRawBufferPointer) {
    guard let state else { return }
    XXH3_128bits_update(state, bytes.baseAddress, bytes.count)
  }

  /// "" where there was no memory: a file without a checksum counts as changed once the system says so.
  func digits() -> String {
    guard let state else { return "" }
    var canonical = XXH128_canonical_t()
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state))
    return withUnsafeBytes(of: canonical) { hexadecimal($0) }
  }
}
