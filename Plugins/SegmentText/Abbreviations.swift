import UnicodeText

/// Abbreviations that end with a point and no sentence.
///
/// - Source: titles, ranks and places as Vietnamese, French and English newspapers abbreviate them.
enum Abbreviations {
  /// Whether the point after a word belongs to the word and ends no sentence.
  ///
  /// - Parameters:
  ///   - word: letters, points inside included: "Ph.D", "TP", "J".
  ///   - before: the word before it, as Vietnamese names end with an initial: "Nguyễn Văn A."
  ///   - next: the first character after it that is not blank.
  static func goesOn(
    after word: ArraySlice<UInt8>, before: ArraySlice<UInt8>, next: UInt32, _ language: String
  ) -> Bool {
    if isInitials(word) {
      let endsName = language == "vi" && word.count == 1 && isMarkedName(before)
      return !endsName || units.contains(word[word.startIndex])
    }
    let last = word.split(separator: 0x2E).last ?? word
    for part in [word, last] {
      let name = String(decoding: part, as: UTF8.self)
      if common.contains(name) || own[language]?.contains(name) == true { return true }
      let isCounted = numbered.contains(name) || numberedOwn[language]?.contains(name) == true
      if isCounted, CodePoint.isDigit(next) || roman.contains(next) { return true }
    }
    return false
  }

  /// One capital letter, or several with points or hyphens between: "J", "J.K", "J.-P".
  static func isInitials(_ word: ArraySlice<UInt8>) -> Bool {
    let bytes = Array(word)
    var (offset, expectsLetter) = (0, true)
    while offset < bytes.count {
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: offset, before: bytes.count)
      if expectsLetter {
        guard CodePoint.isUppercase(scalar) || scalar == 0x2D && offset > 0 else { return false }
        expectsLetter = scalar == 0x2D
      } else {
        guard scalar == 0x2E || scalar == 0x2D else { return false }
        expectsLetter = true
      }
      offset += length
    }
    return !expectsLetter
  }

  /// A word with a capital and a letter above ASCII: "Văn", "Thị", "Trần".
  private static func isMarkedName(_ word: ArraySlice<UInt8>) -> Bool {
    guard let first = word.first, word.contains(where: { $0 >= 0xC3 }) else { return false }
    let bytes = Array(word)
    return first < 0x80
      ? 0x41...0x5A ~= first
      : CodePoint.isUppercase(UTF8Text.scalar(in: bytes, at: 0, before: bytes.count).value)
  }

  /// Quarter, ward, district, hamlet: they stand after a name too.
  private static let units = Set("QPHX".utf8)
  private static let roman = Set("IVXLC".unicodeScalars.map(\.value))

  private static func words(_ list: String) -> Set<String> {
    Set(list.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  /// Titles and the like, in every language of the corpus.
  private static let common = words(
    """
    Mr Mrs Ms Dr Prof St Gen Col Lt Maj Capt Sgt Adm Gov Sen Rep Rev Hon Pres Ph.D vs cf Messrs M Mme Mlle MM
    e.g i.e viz Brig Cpl Pvt Cmdr Supt
    """)

  private static let own: [String: Set<String>] = [
    "en": words("approx ca Ft Mt Asst Assoc Dept Univ"),
    "vi": words(
      """
      TP Tp tp TX Tx TT Tt KP Kp Th.S ThS Ths TS Ts PGS GS BS Bs KS Ks LS Ls CN Lm LM Gm GM HT ĐĐ NSND NSƯT NGND
      NXB Nxb ĐC Đ/c đ/c TSKH BSCK CKI CKII Tr.tá
      """),
    "fr": words("Mgr Mmes Mlles Me Dr Pr prof dr Cie Cdt Cel Gal Lt Ste Sts env av éd"),
  ]

  /// What has a number after it.
  private static let numbered = words(
    """
    No Nos no nos vol Vol vols pp p fig Fig figs ch Ch chap Chap sec Sec art Art n c ca ed eds q k
    """)

  private static let numberedOwn: [String: Set<String>] = [
    "en": words("Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Div Bn Regt"),
    "vi": words("tr Tr t T Q P H Đ đ KP"),
    "fr": words("janv févr avr juill sept oct nov déc apr art al liv t"),
  ]
}
