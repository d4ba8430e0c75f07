import UnicodeText

/// The word that is being read.
struct WordInHand {
  /// What a word in Latin letters can be.
  enum Kind {
    /// A Vietnamese syllable with its marks.
    case syllable
    /// Has the shape of a Vietnamese syllable; whether it is one too that English or French texts are full of.
    case unclear(isCommon: Bool)
    /// No Vietnamese syllable; whether it is in small letters, no name.
    case foreign(isPlain: Bool)
  }

  private(set) var writing = Evidence.Writing.latin
  /// UTF-8 bytes in the text.
  private(set) var range = 0..<0
  /// In lower case.
  private var folded: [UInt8] = []
  private var hasMarks = false
  private(set) var letters = 0
  private var capitals = 0
  private var beginsWithCapital = false
  private var foreignCyrillic = 0
  private var traits: LetterTraits = []
  private var last: LetterTraits = []
  private var vowelGroups = 0
  private var tones = 0
  /// ASCII letters after the last vowel.
  private var coda: [UInt8] = []
  private var onset = 0

  /// Letters of a word that are looked at.
  private static let maxLetters = 40

  var isEmpty: Bool { letters == 0 }

  mutating func clear() {
    folded.removeAll(keepingCapacity: true)
    coda.removeAll(keepingCapacity: true)
    (hasMarks, letters, traits, last, vowelGroups, tones, onset) = (false, 0, [], [], 0, 0, 0)
    (capitals, beginsWithCapital, foreignCyrillic) = (0, false, 0)
  }

  mutating func add(_ scalar: UInt32, _ writing: Evidence.Writing, at place: Range<Int>) {
    self.writing = writing
    range = (letters == 0 ? place.lowerBound : range.lowerBound)..<place.upperBound
    letters += 1
    guard letters <= Self.maxLetters else { return }
    let small = LetterTraits.smallLetter(scalar)
    if small != scalar {
      capitals += 1
      if letters == 1 { beginsWithCapital = true }
    }
    UTF8Text.append(small, to: &folded)
    guard writing == .latin else {
      let isCommon = 0x430...0x44F ~= small || [0x451, 0x4E9, 0x4AF].contains(small)
      foreignCyrillic += isCommon ? 0 : 1
      return
    }
    let next = LetterTraits.of(scalar)
    if next.contains(.vowel) {
      if !last.contains(.vowel) { vowelGroups += 1 }
      coda.removeAll(keepingCapacity: true)
    } else if vowelGroups == 0 {
      onset += 1
    } else {
      coda.append(scalar < 0x80 ? UInt8(scalar | 0x20) : 0x3F)
    }
    if next.contains(.tone) { tones += 1 }
    traits.formUnion(next)
    last = next
  }

  mutating func addMark(_ mark: UInt32, at place: Range<Int>) {
    range = range.lowerBound..<place.upperBound
    guard letters <= Self.maxLetters, folded.count < 400 else { return }
    hasMarks = true
    UTF8Text.append(mark, to: &folded)
    guard writing == .latin else { return }
    let added = LetterTraits.ofMark(mark, on: last)
    if added.contains(.tone) { tones += 1 }
    last.formUnion(added)
    traits.formUnion(added)
  }

  var kind: Kind {
    guard writing == .latin else { return .foreign(isPlain: false) }
    if !hasSyllableShape { return .foreign(isPlain: capitals == 0) }
    return traits.contains(.marked) ? .syllable : .unclear(isCommon: CommonWords.contains(folded))
  }

  /// Adds what the word shows.
  func count(into evidence: inout Evidence, _ judge: Judge) {
    let word = hasMarks ? NFC.normalized(folded) : folded
    guard writing == .latin else {
      evidence.cyrillic += Tally(costs: judge.cyrillic.costs(of: word), words: 1, letters: letters)
      evidence.otherCyrillic += foreignCyrillic
      return
    }
    let tally = Tally(costs: judge.latin.costs(of: word), words: 1, letters: letters)
    if letters < 8, CommonWords.areOther(word) { evidence.common += 1 }
    let isShaped = hasSyllableShape
    let isSyllable = isShaped && traits.contains(.marked)
    if isSyllable {
      evidence.marked += 1
    } else if traits.contains(.marked) || traits.contains(.foreign) && word.contains(where: { $0 >= 0x80 }) {
      evidence.foreignMarked += 1
    }
    if letters > 1, capitals == min(letters, Self.maxLetters) {
      evidence.shouted += tally
    } else if beginsWithCapital {
      if isSyllable { evidence.named += tally } else { evidence.titled += tally }
    } else {
      evidence.plain += tally
      if isSyllable { evidence.plainMarked += tally }
      if !isShaped { evidence.plainForeign += 1 }
    }
    if beginsWithCapital, letters < 8, Surnames.contains(word) { evidence.surnames += 1 }
  }

  /// One group of vowels, at most one tone, an ending that Vietnamese has, no letter that it has not.
  private var hasSyllableShape: Bool {
    guard !traits.contains(.foreign), vowelGroups == 1, tones <= 1, letters <= 7, onset <= 3 else {
      return false
    }
    switch coda.count {
    case 0: return true
    case 1: return [0x63, 0x6D, 0x6E, 0x70, 0x74].contains(coda[0])
    case 2: return coda == [0x63, 0x68] || coda == [0x6E, 0x67] || coda == [0x6E, 0x68]
    default: return false
    }
  }
}
