/// Texts of up to 24 pieces: Khmer, Vietnamese and Latin letters, combining marks, invisible characters,
/// spaces, emoji, letters with joiners, pieces of addresses.
struct RandomText {
  private var state: UInt64
  private static let alphabets: [[String]] = [
    (0x1780...0x17DD).compactMap { Unicode.Scalar($0).map(String.init) },
    [
      "\u{1780}", "\u{179F}", "\u{179A}", "\u{178A}", "\u{1794}", "\u{17D2}", "\u{17D2}", "\u{17C1}",
      "\u{17B6}",
    ]
      + [
        "\u{17B8}", "\u{17BB}", "\u{17C6}", "\u{17C9}", "\u{17CA}", "\u{17CC}", "\u{200B}", "\u{200C}", " ",
      ],
    "aeiouydăâđêôơưạếỗựhngtqkmzçñßĐÐАаоñỳ".unicodeScalars.map(String.init),
    (0x300...0x345).compactMap { Unicode.Scalar($0).map(String.init) },
    ["\u{200B}", "\u{200C}", "\u{200D}", "\u{200E}", "\u{AD}", "\u{2060}", "\u{FEFF}", "\u{A0}", " ", "\n"],
    [
      "@", "#", "_", "://", "www.", ".vn", "%E1", "\\", "/", "។", "៕", "“", "១", "2", "(", ".", ",", "=", "ៗ",
    ],
    ["👨\u{200D}👩", "🇰🇭", "क्\u{200D}ष", "می\u{200C}خواهم", "中文", "\u{212B}", "ﬁ", "Å", "\u{25CC}", "\u{19E0}"],
  ]

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  mutating func text() -> String {
    // One of two texts is nearly all of one kind, so that long words and syllables come about.
    let main = below(2) == 0 ? below(Self.alphabets.count) : nil
    var text = ""
    for _ in 0..<1 + below(24) {
      let alphabet = Self.alphabets[
        below(8) > 0 ? main ?? below(Self.alphabets.count) : below(Self.alphabets.count)]
      text.unicodeScalars.append(contentsOf: alphabet[below(alphabet.count)].unicodeScalars)
    }
    return text
  }
}
