import UnicodeText
import VietnameseText

/// One letter of a word with the combining marks that follow it.
struct Glyph {
  /// UTF-8 bytes in the text.
  var range: Range<Int>
  /// What it is after the rules for marks; nil for a letter that is not of the Vietnamese or English
  /// alphabet.
  var letter: Letter?
  /// The Vietnamese letter it looks like, where it is another.
  var lookAlike: Letter?
  /// The consonant and the tone mark that was typed on it, which no style of spelling allows.
  var stray: Letter?
  var isLatin = true
  /// Whether canonical composition may change it.
  var mayCompose = false
  /// The rule that changes it.
  var rule: Rule?
  var finding: Finding?
}

extension Glyph {
  /// Whether there may be anything to do or to report.
  var mayChange: Bool { mayCompose || rule != nil || finding != nil }

  /// Longest run of marks that is looked at; longer ones are no writing (UAX 15 sets 30 for streams).
  static let maxMarks = 30

  /// Reads the letter at the start of `range` with its marks, and puts them in order.
  ///
  /// - Parameters:
  ///   - base: the letter's scalar.
  ///   - marks: the combining marks after it.
  init(base: UInt32, letter: Letter?, marks: [UInt32], range: Range<Int>, lookAlikes: Bool) {
    self.range = range
    mayCompose = !marks.isEmpty
    if marks.count > Self.maxMarks {
      finding = .markPile
    } else if let letter {
      self.letter = letter
      if !marks.isEmpty { settle(letter, marks, lookAlikes: lookAlikes) }
      if marks.count == 1, !letter.isVowel { stray = Self.consonant(letter, with: marks[0]) }
    } else {
      isLatin = Script(of: base) == .latin
      if isLatin, marks.isEmpty { stray = Self.strayTone(in: base) }
      mayCompose = mayCompose || base == 0x212A || base == 0x212B
      if lookAlikes, let letter = LookAlikes.letter(base) {
        var like = Glyph(range: range, letter: letter)
        if !marks.isEmpty { like.settle(letter, marks, lookAlikes: true) }
        lookAlike = like.letter
      }
    }
  }

  /// Folds the marks into the letter; a letter of another alphabet comes out as nil, two tones as a finding.
  private mutating func settle(_ base: Letter, _ marks: [UInt32], lookAlikes: Bool) {
    var letter = base
    var found: (rule: Rule, isForeign: Bool, isTwoTones: Bool) = (.nfc, false, false)
    for mark in marks {
      if let tone = Letter.Tone(mark: mark), base.isVowel {
        if letter.tone == tone {
          found.rule = found.rule == .markOrder ? .markOrder : .duplicateMark
        } else if letter.tone == .none {
          letter.tone = tone
        } else {
          found.isTwoTones = true
        }
      } else if let quality = Letter.Quality(mark: mark) ?? Self.likeness(mark, on: base, lookAlikes),
        letter.quality == quality
          || letter.quality == .none && (letter.allows(quality) || quality == .stroke)
      {
        if letter.quality == quality { found.rule = found.rule == .markOrder ? .markOrder : .duplicateMark }
        let isLate = letter.tone != .none && letter.tone != .dot && quality != .horn
        if letter.quality == .none, isLate { found.rule = .markOrder }
        if Letter.Quality(mark: mark) == nil { found.rule = .confusable }
        letter.quality = quality
      } else {
        found.isForeign = true
      }
    }
    self.letter = nil
    if found.isTwoTones {
      finding = .twoTones
    } else if !found.isForeign {
      (self.letter, rule) = (letter, found.rule)
    }
  }

  /// ñ, ṇ and the like as a consonant with a tone.
  private static func strayTone(in scalar: UInt32) -> Letter? {
    let parts = NFC.decomposition(of: scalar)
    guard parts.count == 2, let letter = Letter(parts[0]), !letter.isVowel else { return nil }
    return consonant(letter, with: parts[1])
  }

  private static func consonant(_ letter: Letter, with mark: UInt32) -> Letter? {
    guard let tone = Letter.Tone(mark: mark) else { return nil }
    var letter = letter
    letter.tone = tone
    return letter
  }

  /// A caron over a is taken for the breve of ă, a stroke through d for that of đ, a comma beside o or u for the
  /// horn.
  private static func likeness(_ mark: UInt32, on base: Letter, _ lookAlikes: Bool) -> Letter.Quality? {
    guard lookAlikes else { return nil }
    switch (mark, base.base) {
    case (0x30C, 0x61): return .breve
    case (0x335, 0x64), (0x336, 0x64): return .stroke
    case (0x315, 0x6F), (0x315, 0x75): return .horn
    default: return nil
    }
  }
}

/// Letters of other alphabets that stand for Vietnamese ones in careless typing.
///
/// - Source: the shapes; the Latin ones as Unicode's confusables.txt has them, the caron on a as a slip for
///   the breve.
enum LookAlikes {
  private static let pairs: [(String, String)] = [
    ("ÐƉƊ", "ĐĐĐ"), ("ðɖɗ", "đđđ"), ("ǎǍӑӐ", "ăĂăĂ"), ("ıɩɑɡό", "iiagó"),
    ("аеорсухіѕјһԁԛԝк", "aeopcyxisjhdqwk"), ("АВЕКМНОРСТУХІЅЈ", "ABEKMHOPCTYXISJ"),
    ("οανυιάύί", "oavuiáúí"), ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
  ]

  private static let letters: [UInt32: Letter] = {
    var letters: [UInt32: Letter] = [:]
    for (others, ours) in pairs {
      for (other, our) in zip(others.unicodeScalars, ours.unicodeScalars) {
        letters[other.value] = Letter(our.value)
      }
    }
    return letters
  }()

  static func letter(_ scalar: UInt32) -> Letter? { letters[scalar] }
}
