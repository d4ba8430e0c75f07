import UnicodeText

/// Corrects the sentences that ICU's rules give.
///
/// ICU ends a sentence after a full stop before a capital letter. It goes on, all the same, after an
/// abbreviation that stands before a name, after a single capital as in "J. Batmunkh", and after a mark of
/// omission in brackets. A Khmer sentence ends with U+17D4 or U+17D5, which ICU 72 does not know, but not in
/// or after "។ល។", "and so on".
enum SentenceRules {
  /// Joins neighbours where no sentence ends, and cuts where one does.
  ///
  /// - Parameter ranges: sentences as ICU gives them, in order, without gaps.
  static func corrected(_ ranges: [Range<Int>], in text: [UInt8], language: String) -> [Range<Int>] {
    var joined: [Range<Int>] = []
    for range in ranges.flatMap({ khmerSentences($0, text) }) {
      if let last = joined.last, !endsSentence(last, range, text, language) {
        joined[joined.count - 1] = last.lowerBound..<range.upperBound
      } else {
        joined.append(range)
      }
    }
    return joined
  }

  private static func endsSentence(
    _ left: Range<Int>, _ right: Range<Int>, _ text: [UInt8], _ language: String
  ) -> Bool {
    var end = left.upperBound
    while end > left.lowerBound, text[end - 1] == 0x20 || text[end - 1] == 0x0A { end -= 1 }
    let sentence = text[left.lowerBound..<end]
    if sentence.elementsEqual(omission) || sentence.elementsEqual(omissionSign) { return false }
    guard sentence.last == UInt8(ascii: ".") else { return true }
    let word = lastWord(of: sentence)
    if isInitial(word) { return false }
    let list = abbreviations[language] ?? []
    return !list.union(common).contains(String(decoding: word, as: UTF8.self))
  }

  /// Cuts after each Khmer full stop and the quotation marks or brackets that close after it.
  private static func khmerSentences(_ range: Range<Int>, _ text: [UInt8]) -> [Range<Int>] {
    var (start, offset) = (range.lowerBound, range.lowerBound)
    var ranges: [Range<Int>] = []
    while let stop = nextKhmerStop(from: offset, before: range.upperBound, text) {
      offset = stop
      var end = stop
      while end < range.upperBound {
        let (scalar, length) = UTF8Text.scalar(in: text, at: end, before: range.upperBound)
        guard closing.contains(scalar) else { break }
        end += length
      }
      ranges.append(start..<end)
      (start, offset) = (end, end)
    }
    if start < range.upperBound { ranges.append(start..<range.upperBound) }
    return ranges
  }

  /// The end of the next full stop that ends a sentence.
  private static func nextKhmerStop(from start: Int, before end: Int, _ text: [UInt8]) -> Int? {
    var offset = start
    while offset + 3 <= end {
      guard text[offset] == 0xE1, text[offset + 1] == 0x9F,
        text[offset + 2] == 0x94 || text[offset + 2] == 0x95
      else {
        offset += 1
        continue
      }
      let isEtc = text[offset..<end].starts(with: khmerEtc)
      if !isEtc { return offset + 3 }
      offset += khmerEtc.count
    }
    return nil
  }

  /// The letters before the final full stop, points inside included: "Ph.D", "TP", "J".
  private static func lastWord(of sentence: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let body = sentence.dropLast()
    let isSeparator: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x0A || $0 == 0x28 || $0 == 0x22 || $0 == 0x5B }
    guard let space = body.lastIndex(where: isSeparator) else { return body }
    return body[(space + 1)...]
  }

  /// One capital letter, or several with points between: "J", "J.K".
  private static func isInitial(_ word: ArraySlice<UInt8>) -> Bool {
    guard !word.isEmpty else { return false }
    var (offset, expectsLetter) = (word.startIndex, true)
    let bytes = Array(word)
    while offset < word.endIndex {
      let (scalar, length) = UTF8Text.scalar(
        in: bytes, at: offset - word.startIndex, before: bytes.count)
      guard expectsLetter ? CodePoint.isUppercase(scalar) : scalar == 0x2E else { return false }
      expectsLetter.toggle()
      offset += length
    }
    return !expectsLetter
  }

  private static let khmerEtc: [UInt8] = Array("។ល។".utf8)
  private static let closing: Set<UInt32> = [0x22, 0x27, 0x29, 0x5D, 0xBB, 0x2019, 0x201D, 0x200B]
  private static let omission: [UInt8] = Array("[...]".utf8)
  private static let omissionSign: [UInt8] = Array("[…]".utf8)

  /// Titles and the like, in every language of the corpus.
  private static let common: Set<String> = [
    "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Gen", "Col", "Lt", "Maj", "Capt", "Sgt", "Adm", "Gov", "Sen",
    "Rep",
    "Rev", "Hon", "Pres", "Ph.D", "No", "Nos", "vs", "cf", "ed", "eds", "vol", "Vol", "pp", "p", "fig", "Fig",
    "Messrs", "M", "Mme", "Mlle", "MM",
  ]

  private static let abbreviations: [String: Set<String>] = [
    "en": ["Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "e.g", "i.e", "approx", "ca", "c"],
    // Cities, streets, academic titles, courtesy forms.
    "vi": [
      "TP", "Tp", "tp", "Th.S", "ThS", "TS", "PGS", "GS", "BS", "KS", "Q", "P", "H", "tr", "Tr", "NXB", "v.v",
    ],
    "fr": ["janv", "févr", "juill", "sept", "oct", "nov", "déc", "av", "apr", "éd", "art"],
  ]
}
