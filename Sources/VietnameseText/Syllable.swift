/// The spelling of a Vietnamese syllable: the letters that may bear its tone.
///
/// - Source: the tables of onsets and rhymes of the orthography (nucleus a ă â e ê i/y o ô ơ u ư iê/yê/ia
///   uô/ua ươ/ưa, glide o/u, final i/y, o/u or c ch m n ng nh p t), with the few rhymes of loans (oong, uyp)
///   that dictionaries have; decisions 240/QĐ (1984) and 1989/QĐ-BGDĐT (2018) of the ministry of education
///   for the places of tone marks and i/y.
public struct Syllable: Equatable, Sendable {
  /// Index of the letter that bears the tone in the old style (hòa).
  public let oldPlace: Int
  /// Index of the letter that bears the tone in the new style (hoà).
  public let newPlace: Int
  /// Whether the rhyme is y alone, after one consonant of those that i may follow as well.
  public let isOpenY: Bool
  /// Whether it begins with a p that no h follows, as only loans and names from other languages do.
  public let hasLoanOnset: Bool
  /// Whether it ends in c, ch, p, t, and then bears only an acute, a dot below or no mark.
  public let endsInStop: Bool
  /// Whether onset and rhyme go together by the rules of spelling: "ngành", not "nghành".
  let isWellSpelt: Bool

  /// Number of letters that no syllable exceeds.
  public static let maxLetters = 8

  /// The syllable that the letters spell, their case left out of account; nil when they spell none.
  ///
  /// Where the tone marks stand, and how many there are, is not judged.
  /// - Complexity: O(1).
  public static func spelt(by spelling: Spelling) -> Syllable? {
    guard let entry = entry(for: spelling), entry.isWellSpelt else { return nil }
    return entry
  }

  /// The onset and rhyme, well spelt together or not, whose tones a stop at the end allows.
  static func entry(for spelling: Spelling) -> Syllable? {
    guard 1...maxLetters ~= spelling.count, let entry = table[spelling.key] else { return nil }
    return entry.endsInStop && spelling.hasOpenTone ? nil : entry
  }

  // MARK: The table of all onsets with all rhymes

  private static let table: [UInt64: Syllable] = {
    let allRhymes = parts(rhymes)
    var table: [UInt64: Syllable] = [:]
    for onset in [("", [])] + parts(onsets) {
      for rhyme in allRhymes {
        let letters = onset.letters + rhyme.letters
        let key = Spelling(letters).key
        // "gi" + "a" comes before "g" + "ia": the longer onset is listed first.
        if table[key]?.isWellSpelt == true { continue }
        let isWellSpelt = fits(onset.text, rhyme.text)
        if isWellSpelt || table[key] == nil {
          table[key] = Syllable(letters, onset: onset.text, rhyme: rhyme.text, isWellSpelt: isWellSpelt)
        }
      }
    }
    return table
  }()

  private init(_ letters: [Letter], onset: String, rhyme: String, isWellSpelt: Bool) {
    let start = onset.unicodeScalars.count
    (oldPlace, newPlace) = Self.places(in: letters[start...], rhyme)
    isOpenY = rhyme == "y" && start == 1 && "hklmst".contains(onset)
    hasLoanOnset = onset == "p"
    endsInStop = ["c", "p", "t"].contains { rhyme.hasSuffix($0) } || rhyme.hasSuffix("ch")
    self.isWellSpelt = isWellSpelt
  }

  /// k, gh, ngh stand before e ê i y, and c, g, ng elsewhere; no u or o follows qu, and y with more after it
  /// follows no onset but qu, or, where it is yê, none at all.
  private static func fits(_ onset: String, _ rhyme: String) -> Bool {
    guard let first = rhyme.unicodeScalars.first else { return false }
    let isFront = "eêiy".unicodeScalars.contains(first)
    if first == "y", rhyme != "y", onset != "qu" { return onset == "" && rhyme.hasPrefix("yê") }
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

  private static func parts(_ list: String) -> [(text: String, letters: [Letter])] {
    list.split(whereSeparator: \.isWhitespace).map { part in
      (String(part), part.unicodeScalars.compactMap { Letter($0.value) })
    }
  }

  /// Longer ones before those they begin with.
  private static let onsets = "ngh ng nh n gh gi g ch c kh k ph p qu th tr t b d đ h l m r s v x"
  private static let rhymes = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo
    ep et ê êch êm ên êng ênh êp êt êu êc i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oc oi
    om on ong op ot oong ooc oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt oe
    oen oeo oet oem ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt ơng u ua uc ui um un ung up ut uôc uôi uôm uôn
    uông uôt uân uâng uât uây uê uêch uênh uên uêt uơ uy uya uych uynh uyt uyn uyu uyp uyên uyêt ư ưa ưc ưi
    ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu ych ynh yn yt
    """
}
