/// The spelling of a Vietnamese syllable: onset and rhyme, and the letters that may bear its tone.
///
/// - Source: the tables of onsets and rhymes of the orthography (nucleus a ă â e ê i/y o ô ơ u ư iê/yê/ia uô/ua ươ/ưa, glide
///   o/u, final i/y o/u or c ch m n ng nh p t), with the few rhymes of loans (oong, uyp) that dictionaries have.
struct Syllable: Equatable {
  /// Letters before the rhyme; the u of qu and the i of gi are among them.
  var onsetCount: Int
  /// Index of the letter that bears the tone in the old style (hòa).
  var oldPlace: Int
  /// Index of the letter that bears the tone in the new style (hoà).
  var newPlace: Int
  /// Whether the rhyme is y alone, after one consonant of those that i may follow as well.
  var isOpenY: Bool

  static let maxLetters = 8

  /// The syllable that the letters spell, their tone and case left out of account; nil when they spell none.
  ///
  /// A syllable that ends in a stop bears only an acute, a dot below or no tone mark.
  /// - Complexity: O(1): longer runs than `maxLetters` are no syllables.
  init?(_ letters: ArraySlice<Letter>) {
    guard !letters.isEmpty, letters.count <= Self.maxLetters else { return nil }
    let letters = Array(letters)
    guard let onset = Self.onset(of: letters) else { return nil }
    let rhyme = letters[onset...]
    onsetCount = onset
    if Self.endsInStop(letters), letters.contains(where: { [.grave, .hook, .tilde].contains($0.tone) }) { return nil }
    (oldPlace, newPlace) = Self.places(in: rhyme)
    isOpenY = onset == 1 && rhyme.count == 1 && rhyme[onset].base == 0x79 && Self.beforeOpenY.contains(letters[0].base)
  }

  /// The length of the onset whose rest is a rhyme.
  private static func onset(of letters: [Letter]) -> Int? {
    for count in stride(from: min(3, letters.count - 1), through: 0, by: -1) {
      guard onsets.contains(pack(letters[..<count])) else { continue }
      let rest = pack(letters[count...])
      let isGI = count == 2 && letters[0].base == 0x67 && letters[1].base == 0x69
      guard rhymes.contains(rest) || isGI && rhymesOfGI.contains(rest) else { continue }
      if fits(letters, onset: count) { return count }
    }
    return nil
  }

  /// k, gh, ngh stand before e ê i y, and c, g, ng elsewhere; no u or o follows qu, no y with more after it another onset.
  private static func fits(_ letters: [Letter], onset: Int) -> Bool {
    let followsQ = letters[0].base == 0x71
    if letters[onset].base == 0x79, letters.count > onset + 1, onset > 0, !followsQ { return false }
    let isFront = [0x65, 0x69, 0x79].contains(letters[onset].base)
    switch String(decoding: letters[..<onset].map(\.base), as: UTF8.self) {
    case "k", "gh", "ngh": return isFront
    case "c", "ng": return !isFront
    case "g": return !isFront || letters[onset].base == 0x69
    case "qu": return letters[onset].base != 0x75 && pack(letters[onset...onset]) != 15
    default: return true
    }
  }

  private static func endsInStop(_ letters: [Letter]) -> Bool {
    let last = letters[letters.count - 1].base
    let isCH = last == 0x68 && letters.count > 1 && letters[letters.count - 2].base == 0x63
    return last == 0x63 || last == 0x70 || last == 0x74 || isCH
  }

  /// Old and new place of the tone.
  ///
  /// The last vowel with a quality mark; else, before a final consonant, the last vowel; else the only vowel, the middle one of
  /// three, the first of two, or in the new style the second of oa, oe, uy.
  private static func places(in rhyme: ArraySlice<Letter>) -> (old: Int, new: Int) {
    let vowels = rhyme.indices.filter { rhyme[$0].isVowel }
    let first = vowels.first ?? rhyme.startIndex
    let last = vowels.last ?? first
    if let marked = vowels.last(where: { rhyme[$0].quality != .none }) { return (marked, marked) }
    if last != rhyme.endIndex - 1 { return (last, last) }
    switch vowels.count {
    case 3: return (vowels[1], vowels[1])
    case 2 where glides.contains(pack(rhyme)): return (first, last)
    default: return (first, first)
    }
  }

  /// A key for up to ten letters: six bits each, tone and case left out.
  private static func pack(_ letters: ArraySlice<Letter>) -> UInt64 { letters.reduce(0) { $0 << 6 | $1.code } }

  private static func packed(_ list: String) -> Set<UInt64> {
    Set(
      list.split(separator: " ").map { word in
        pack(ArraySlice(word.unicodeScalars.compactMap { Letter($0.value) }))
      })
  }

  private static let beforeOpenY = Array("hklmst".utf8)
  private static let glides = packed("oa oe uy")
  private static let onsets = packed(
    "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x").union([0])
  private static let rhymesOfGI = packed("êng êt ên êm êu êc êp")
  private static let rhymes = packed(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu êc
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot oong ooc oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt
    oe oen oeo oet oem ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt ơng
    u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt uân uâng uât uây uê uêch uênh uên uêt uơ
    uy uya uych uynh uyt uyn uyu uyp uyên uyêt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu ych ynh yt yn
    """.replacing("\n", with: " "))
}
