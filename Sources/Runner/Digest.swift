import Crypto
import Foundation

/// SHA-256 of bytes in lower-case hexadecimal.
func sha256(_ bytes: some DataProtocol) -> String { hexadecimal(SHA256.hash(data: bytes)) }

/// Bytes as digits in lower case, two each.
func hexadecimal(_ bytes: some ContiguousBytes) -> String {
  func digit(_ value: UInt8) -> UInt8 { value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10) }
  return bytes.withUnsafeBytes { bytes in
    String(unsafeUninitializedCapacity: 2 * bytes.count) { text in
      var count = 0
      for byte in bytes {
        (text[count], text[count + 1]) = (digit(byte >> 4), digit(byte & 15))
        count += 2
      }
      return count
    }
  }
}
