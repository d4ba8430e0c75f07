/// The encoding in which bytes are read that are nothing else.
///
/// Source: the WHATWG Encoding Standard's index of windows-1252.
public enum Windows1252 {
  /// The character of a byte. 0x81, 0x8D, 0x8F, 0x90 and 0x9D have none, and are the C1 controls of that
  /// number.
  public static func scalar(of byte: UInt8) -> Unicode.Scalar {
    0x80...0x9F ~= byte ? high[Int(byte) - 0x80] : Unicode.Scalar(byte)
  }

  private static let high: [Unicode.Scalar] = Array(
    ("\u{20AC}\u{81}\u{201A}\u{192}\u{201E}\u{2026}\u{2020}\u{2021}"
      + "\u{2C6}\u{2030}\u{160}\u{2039}\u{152}\u{8D}\u{17D}\u{8F}"
      + "\u{90}\u{2018}\u{2019}\u{201C}\u{201D}\u{2022}\u{2013}\u{2014}"
      + "\u{2DC}\u{2122}\u{161}\u{203A}\u{153}\u{9D}\u{17E}\u{178}").unicodeScalars)
}
