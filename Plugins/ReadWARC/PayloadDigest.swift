import Crypto
import StageKit

/// A digest as a record states it: `sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ`.
struct PayloadDigest: Equatable {
  private enum Algorithm: Equatable { case md5, sha1, sha256, sha512 }

  private let algorithm: Algorithm
  private let bytes: [UInt8]

  /// Base 32 or hexadecimal digits, told apart by their number; nil for what is neither, or of another
  /// algorithm.
  init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let byteCount: Int
    switch text[..<colon].lowercased() {
    case "md5": (algorithm, byteCount) = (.md5, 16)
    case "sha1", "sha-1": (algorithm, byteCount) = (.sha1, 20)
    case "sha256", "sha-256": (algorithm, byteCount) = (.sha256, 32)
    case "sha512", "sha-512": (algorithm, byteCount) = (.sha512, 64)
    default: return nil
    }
    var digits = Array(text[text.index(after: colon)...].utf8)
    while digits.last == 0x3D { digits.removeLast() }
    let decoded: [UInt8]?
    switch digits.count {
    case byteCount * 2: decoded = Self.decoded(digits, bitsPerDigit: 4)
    case (byteCount * 8 + 4) / 5: decoded = Self.decoded(digits, bitsPerDigit: 5)
    default: decoded = nil
    }
    guard let decoded, decoded.count == byteCount else { return nil }
    bytes = decoded
  }

  /// Source: RFC 4648, sections 6 and 8; either case.
  private static func decoded(_ digits: [UInt8], bitsPerDigit: Int) -> [UInt8]? {
    var result: [UInt8] = []
    var (value, bits) = (0, 0)
    for digit in digits {
      let number: Int
      switch (digit, bitsPerDigit) {
      case (0x30...0x39, 4): number = Int(digit) - 0x30
      case (0x41...0x46, 4), (0x61...0x66, 4): number = Int(digit | 0x20) - 0x61 + 10
      case (0x41...0x5A, 5), (0x61...0x7A, 5): number = Int(digit | 0x20) - 0x61
      case (0x32...0x37, 5): number = Int(digit) - 0x32 + 26
      default: return nil
      }
      value = (value << bitsPerDigit | number) & 0xFFFF
      bits += bitsPerDigit
      if bits >= 8 {
        bits -= 8
        result.append(UInt8(truncatingIfNeeded: value >> bits))
      }
    }
    return result
  }

  /// Whether it is the digest of the bytes.
  func matches(_ content: some Sequence<UInt8> & Collection<UInt8>) -> Bool {
    func isSame<Hash: HashFunction>(_ hash: Hash) -> Bool {
      var hash = hash
      content.withContiguousStorageIfAvailable { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        ?? hash.update(data: Array(content))
      return hash.finalize().elementsEqual(bytes)
    }
    switch algorithm {
    case .md5: return isSame(Insecure.MD5())
    case .sha1: return isSame(Insecure.SHA1())
    case .sha256: return isSame(SHA256())
    case .sha512: return isSame(SHA512())
    }
  }

  /// The SHA-256 of bytes, as a record would state it.
  static func sha256(of bytes: some Sequence<UInt8>) -> String {
    "sha256:" + SHA256.hash(data: Array(bytes)).map { PercentText.digits($0, isUpper: false) }.joined()
  }
}
