/// The rules, by the names that edits bear.
enum Rule: String {
  /// A byte order mark at the start of the text.
  case byteOrderMark = "byte-order-mark"
  /// Canonical composition, and nothing else.
  case nfc
  /// A tone mark before the circumflex or breve of its letter, an order that canonical equivalence does not
  /// mend.
  case markOrder = "mark-order"
  /// The same mark twice.
  case duplicateMark = "duplicate-mark"
  case confusable
  case invisible
  case toneFix = "tone-fix"
  case toneOld = "tone-old"
  case toneNew = "tone-new"
  case iy
  case space
}

/// What was seen and left as it was, by the codes that reports bear.
enum Finding: String {
  case twoTones = "two-tones"
  case orphanMark = "orphan-mark"
  case markPile = "mark-pile"
  case invisibleInWord = "invisible-in-word"
  case mixedScript = "mixed-script"

  var message: String {
    switch self {
    case .twoTones: "a letter bears two different tone marks; it was left as it is, compare the original"
    case .orphanMark: "a combining mark has no letter before it"
    case .markPile: "more than 30 combining marks on one letter; they were left as they are"
    case .invisibleInWord: "an invisible character stands between two letters"
    case .mixedScript:
      "a word mixes Latin letters with look-alikes of another script; no Vietnamese syllable comes of it"
    }
  }
}
