import UnicodeText

/// How much a reading of bytes looks like Vietnamese.
struct Plausibility: Equatable {
  /// Words of any letters.
  var words = 0
  /// Words in which the reading differs from ASCII.
  var marked = 0
  /// Those that are Vietnamese syllables and have an ASCII letter.
  var valid = 0

  static func += (left: inout Plausibility, right: Plausibility) {
    left.words += right.words
    left.marked += right.marked
    left.valid += right.valid
  }

  /// Three words in four with marks are syllables, and as many of all words bear marks as Vietnamese has.
  var isVietnamese: Bool { valid * 4 >= marked * 3 && marked * 10 >= words * 3 && valid > 0 }

  /// Reads bytes in an encoding and counts.
  ///
  /// - Complexity: O(n).
  init(_ bytes: [UInt8], as charset: Charset) {
    var word = Spelling()
    var offset = 0
    while offset < bytes.count {
      let (scalar, length) = charset.scalar(bytes, at: offset)
      if !word.add(scalar) {
        finish(&word)
      }
      offset += length
    }
    finish(&word)
  }

  init() {}

  private mutating func finish(_ word: inout Spelling) {
    guard word.count > 0 else { return }
    words += 1
    if word.isMarked {
      marked += 1
      if word.hasPlainLetter, word.isSyllable { valid += 1 }
    }
    word = Spelling()
  }
}

/// A word as it is read, letter by letter.
struct Spelling {
  private(set) var count = 0
  private(set) var isMarked = false
  private var tones = 0
  private var hasStopTone = true
  private var isForeign = false
  /// Letters without tone, six bits each.
  private var packed: UInt64 = 0

  /// Takes a letter; false for anything else.
  mutating func add(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 {
      guard 0x61...0x7A ~= scalar | 0x20 else { return false }
      hasPlainLetter = true
      push(UInt64(scalar | 0x20) - 0x60)
      return true
    }
    if let letter = Self.letters[scalar] {
      isMarked = true
      if letter.tone > 0 { tones += 1 }
      if letter.tone == 1 || letter.tone == 3 || letter.tone == 4 { hasStopTone = false }
      push(letter.code)
      return true
    }
    guard CodePoint.isLetter(scalar) || CodePoint.isMark(scalar) else { return false }
    (isMarked, isForeign) = (true, true)
    count += 1
    return true
  }

  private mutating func push(_ code: UInt64) {
    count += 1
    if count <= 8 { packed = packed << 6 | code }
  }

  /// Whether it is evidence: letters that were no letters before (a dash, a no-break space) make no word
  /// alone.
  private(set) var hasPlainLetter = false

  /// Whether the letters spell a syllable: an onset and a rhyme, one tone at most, a stop at the end only
  /// with acute or dot below.
  var isSyllable: Bool {
    guard count <= 8, !isForeign, tones <= 1 else { return false }
    for onset in 0...min(3, max(0, count - 1)) {
      let shift = UInt64(6 * (count - onset))
      let rhyme = packed & ((1 << shift) - 1)
      guard Self.onsets.contains(packed >> shift) else { continue }
      if Self.rhymes.contains(rhyme) { return true }
      if Self.stopRhymes.contains(rhyme) { return hasStopTone }
    }
    return false
  }

  /// - Source: the rhymes of the orthography, as in the stage that moves tones.
  private static let rhymes = packedSet(
    """
    a ai am an ang anh ao au ay ăm ăn ăng âm ân âng âu ây e em en eng eo ê êm ên êng ênh êu i ia im in inh
    iu iêm iên iêng iêu o oi om on ong oong oa oai oam oan oang oanh oao oay oăm oăn oăng oe oen oeo oem ô
    ôi ôm ôn ông ơ ơi ơm ơn ơng u ua ui um un ung uôi uôm uôn uông uân uâng uây uê uênh uên uơ uy uya uynh
    uyn uyu uyên ư ưa ưi ưm ưn ưng ưu ươi ươm ươn ương ươu y yêm yên yêng yêu ynh yn
    """)
  private static let stopRhymes = packedSet(
    """
    ac ach ap at ăc ăp ăt âc âp ât ec ep et êc êch êp êt ich ip it iêc iêp iêt oc op ot ooc oac oach oap oat
    oăc oăp oăt oet ôc ôp ôt ơp ơt uc up ut uôc uôt uât uêch uêt uych uyt uyp uyêt ưc ưt ươc ươp ươt yêt ych
    yt
    """)
  private static let onsets = packedSet("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x")
    .union([0])

  private static func packedSet(_ list: String) -> Set<UInt64> {
    Set(
      list.split(whereSeparator: \.isWhitespace).map { word in
        word.unicodeScalars.reduce(0) { packed, scalar in
          packed << 6
            | (scalar.value < 0x80 ? UInt64(scalar.value) - 0x60 : letters[scalar.value]?.code ?? 63)
        }
      })
  }

  /// Letters with marks: number without tone (as in `packed`) and number of the tone.
  private static let letters: [UInt32: (code: UInt64, tone: Int)] = {
    var letters: [UInt32: (code: UInt64, tone: Int)] = [0x111: (33, 0), 0x110: (33, 0)]
    let rows: [(code: UInt64, letters: String)] = [
      (1, "aàáảãạAÀÁẢÃẠ"), (5, "eèéẻẽẹEÈÉẺẼẸ"), (9, "iìíỉĩịIÌÍỈĨỊ"), (15, "oòóỏõọOÒÓỎÕỌ"),
      (21, "uùúủũụUÙÚỦŨỤ"), (25, "yỳýỷỹỵYỲÝỶỸỴ"),
      (27, "ăằắẳẵặĂẰẮẲẴẶ"), (28, "âầấẩẫậÂẦẤẨẪẬ"), (29, "êềếểễệÊỀẾỂỄỆ"), (30, "ôồốổỗộÔỒỐỔỖỘ"),
      (31, "ơờớởỡợƠỜỚỞỠỢ"), (32, "ưừứửữựƯỪỨỬỮỰ"),
    ]
    for row in rows {
      for (index, scalar) in row.letters.unicodeScalars.enumerated() where scalar.value >= 0x80 {
        letters[scalar.value] = (row.code, index % 6)
      }
    }
    return letters
  }()
}

extension Plausibility {
  /// Counts a text in UTF-8.
  ///
  /// - Complexity: O(n).
  init(text: [UInt8]) {
    self.init()
    var word = Spelling()
    var offset = 0
    while offset < text.count {
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: text.count)
      if !word.add(scalar) { finish(&word) }
      offset += length
    }
    finish(&word)
  }
}
