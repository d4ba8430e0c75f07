import StageKit

/// Why a stretch of Khmer was changed. The name is the reason in the document's record of edits.
enum Rule: UInt8, Sendable, CaseIterable {
  case byteOrderMark, inherentVowel, deprecatedLetter, digit, zeroWidthSpace, zeroWidthSpaceInSyllable
  case lekTooSpace, repeatedCoeng, redundantJoiner, robatFirst, vowelBeforeSubscript, signBeforeSubscript
  case shifterBeforeSubscript, subscriptRoLast, shifterAfterVowel, signBeforeVowel, signOrder, twoPartVowel
  case uForShifter, repeatedMark, subscriptDa

  var name: String {
    switch self {
    case .byteOrderMark: "byte-order-mark"
    case .inherentVowel: "inherent-vowel"
    case .deprecatedLetter: "deprecated-letter"
    case .digit: "digit"
    case .zeroWidthSpace: "zero-width-space"
    case .zeroWidthSpaceInSyllable: "zero-width-space-in-syllable"
    case .lekTooSpace: "lek-too-space"
    case .repeatedCoeng: "repeated-coeng"
    case .redundantJoiner: "redundant-joiner"
    case .robatFirst: "robat-first"
    case .vowelBeforeSubscript: "vowel-before-subscript"
    case .signBeforeSubscript: "sign-before-subscript"
    case .shifterBeforeSubscript: "shifter-before-subscript"
    case .subscriptRoLast: "subscript-ro-last"
    case .shifterAfterVowel: "shifter-after-vowel"
    case .signBeforeVowel: "sign-before-vowel"
    case .signOrder: "sign-order"
    case .twoPartVowel: "two-part-vowel"
    case .uForShifter: "u-for-shifter"
    case .repeatedMark: "repeated-mark"
    case .subscriptDa: "subscript-da"
    }
  }
}

/// The rules that met in one change.
struct RuleSet: Sendable, Hashable {
  private(set) var bits: UInt32 = 0

  init() {}
  init(_ rule: Rule) { insert(rule) }

  mutating func insert(_ rule: Rule) { bits |= 1 << UInt32(rule.rawValue) }
  mutating func formUnion(_ other: RuleSet) { bits |= other.bits }

  /// All in one word, in the order of `Rule`: "vowel-before-subscript+two-part-vowel".
  var name: String {
    Rule.allCases.filter { bits >> UInt32($0.rawValue) & 1 == 1 }.map(\.name).joined(separator: "+")
  }
}

/// A place that a reader should look at and that no rule may decide.
struct KhmerFinding: Sendable, Equatable {
  enum Kind: String, Sendable, CaseIterable {
    /// A dependent vowel or sign without a base before it.
    case orphanMark = "orphan-mark"
    /// A coeng without a base before it.
    case orphanCoeng = "orphan-coeng"
    /// A coeng without a letter after it.
    case danglingCoeng = "dangling-coeng"
    /// Vowel signs that do not go together in one syllable.
    case severalVowels = "several-vowels"
    /// More than one register shifter in one syllable.
    case severalShifters = "several-shifters"
    /// A base with more than 32 marks: left as it is.
    case overlongSyllable = "overlong-syllable"
    /// A letter that Unicode deprecates or discourages.
    case deprecatedLetter = "deprecated-letter-kept"
  }

  var kind: Kind
  /// UTF-8 bytes of the text as it was.
  var range: Range<Int>
}

/// What the rules change in a text, and what they cannot decide.
struct KhmerReading: Sendable, Equatable {
  var edits = EditBatch()
  /// Ascending by where they start.
  var findings: [KhmerFinding] = []
  /// How often a subscript da was kept, which looks the same as a subscript ta.
  var keptSubscriptDa = 0
}

extension KhmerFinding.Kind {
  /// What it is and what could be done, for a person.
  var message: String {
    switch self {
    case .orphanMark: "a Khmer mark without a letter before it; look at the source"
    case .orphanCoeng: "a coeng without a letter before it; look at the source"
    case .danglingCoeng: "a coeng without a letter after it; a letter may be missing"
    case .severalVowels: "vowel signs that do not go together in one syllable; their order was kept"
    case .severalShifters: "more than one register shifter in a syllable"
    case .overlongSyllable: "a letter with more than 32 marks; left as it is"
    case .deprecatedLetter: "a letter that Unicode discourages; 'deprecated: map' writes the preferred one"
    }
  }
}
