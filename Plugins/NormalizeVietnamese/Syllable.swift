/// The spelling of a Vietnamese syllable: the letters that may bear its tone.
///
/// - Source: the tables of onsets and rhymes of the orthography (nucleus a ă â e ê i/y o ô ơ u ư iê/yê/ia
///   uô/ua ươ/ưa, glide o/u, final i/y, o/u or c ch m n ng nh p t), with the few rhymes of loans (oong, uyp)
///   that dictionaries have.
struct Syllable: Equatable {
  /// Index of the letter that bears the tone in the old style (hòa).
  var oldPlace: Int
  /// Index of the letter that bears the tone in the new style (hoà).
  var newPlace: Int
  /// Whether the rhyme is y alone, after one consonant of those that i may follow as well.
  var isOpenY: Bool
  /// Whether it ends in c, ch, p, t, and then bears only an acute, a dot below or no mark.
  var endsInStop: Bool

  static let maxLetters = 8

  /// The syllable that the letters spell, their case left out of account; nil when they spell none.
  ///
  /// - Complexity: O(1): longer runs than `maxLetters` are no syllables.
  static func spelt(by letters: some Collection<Letter>) -> Syllable? {
    guard !letters.isEmpty, letters.count <= maxLetters, let found = table[pack(letters)] else { return nil }
    if found.endsInStop,
      letters.contains(where: { $0.tone == .grave || $0.tone == .hook || $0.tone == .tilde })
    {
      return nil
    }
    return found
  }

  /// A key for up to ten letters: six bits each, tone and case left out.
  private static func pack(_ letters: some Collection<Letter>) -> UInt64 {
    letters.reduce(0) { $0 << 6 | $1.code }
  }

  // MARK: The table of all syllables

  private static let table: [UInt64: Syllable] = {
    var table: [UInt64: Syllable] = [:]
    for onset in [""] + words(onsets) {
      let rhymesHere =
        words(rhymes) + (onset == "gi" ? words(rhymesOfGI) : onset == "qu" ? words(rhymesOfQU) : [])
      for rhyme in rhymesHere where fits(onset, rhyme) {
        let letters = (onset + rhyme).unicodeScalars.compactMap { Letter($0.value) }
        let key = pack(letters)
        // "gi" + "a" comes before "g" + "ia": the longer onset is listed first.
        if table[key] == nil { table[key] = Syllable(letters, onset: onset, rhyme: rhyme) }
      }
    }
    return table
  }()

  private init(_ letters: [Letter], onset: String, rhyme: String) {
    let start = onset.unicodeScalars.count
    (oldPlace, newPlace) = Self.places(in: letters[start...], rhyme)
    isOpenY = rhyme == "y" && start == 1 && "hklmst".contains(onset)
    endsInStop = ["c", "p", "t"].contains { rhyme.hasSuffix($0) } || rhyme.hasSuffix("ch")
  }

  /// k, gh, ngh stand before e ê i y, and c, g, ng elsewhere; no u or o follows qu, and y with more after it
  /// follows no onset but qu.
  private static func fits(_ onset: String, _ rhyme: String) -> Bool {
    guard let first = rhyme.unicodeScalars.first else { return false }
    let isFront = "eêiy".unicodeScalars.contains(first)
    if first == "y", rhyme != "y", onset != "", onset != "qu" { return false }
    switch onset {
    case "k", "gh", "ngh": return isFront
    case "c", "ng": return !isFront
    case "g": return !isFront || first == "i"
    case "qu": return first != "u" && first != "o"
    default: return true
    }
  }

  /// Old and new place of the tone.
  ///
  /// The last vowel with a quality mark; else, before a final consonant, the last vowel; else the only vowel,
  /// the middle one of three, the first of two, or in the new style the second of oa, oe, uy.
  private static func places(in letters: ArraySlice<Letter>, _ rhyme: String) -> (old: Int, new: Int) {
    let vowels = letters.indices.filter { letters[$0].isVowel }
    let first = vowels.first ?? letters.startIndex
    let last = vowels.last ?? first
    if let marked = vowels.last(where: { letters[$0].quality != .none }) { return (marked, marked) }
    if last != letters.endIndex - 1 { return (last, last) }
    if vowels.count == 3 { return (vowels[1], vowels[1]) }
    return ["oa", "oe", "uy"].contains(rhyme) ? (first, last) : (first, first)
  }

  private static func words(_ list: String) -> [String] {
    list.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// Longer ones before those they begin with.
  private static let onsets = "ngh ng nh n gh gi g ch c kh k ph p qu th tr t b d đ h l m r s v x"
  private static let rhymesOfGI = "êng êt ên êm êu êc êp"
  private static let rhymesOfQU = "ych ynh yt yn"
  private static let rhymes = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo
    ep et ê êch êm ên êng ênh êp êt êu êc i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oc oi
    om on ong op ot oong ooc oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt oe
    oen oeo oet oem ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt ơng u ua uc ui um un ung up ut uôc uôi uôm uôn
    uông uôt uân uâng uât uây uê uêch uênh uên uêt uơ uy uya uych uynh uyt uyn uyu uyp uyên uyêt ư ưa ưc ưi
    ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu
    """
}
