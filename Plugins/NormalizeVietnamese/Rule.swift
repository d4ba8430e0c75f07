/// The rules, by the names that edits bear.
enum Rule: UInt8 {
  /// A byte order mark at the start of the text.
  case byteOrderMark
  /// Canonical composition, and nothing else.
  case nfc
  /// A tone mark before the circumflex or breve of its letter, an order that canonical equivalence does not
  /// mend.
  case markOrder
  /// The same mark twice.
  case duplicateMark
  case confusable, invisible, toneFix, toneOld, toneNew, iy, space

  var name: String {
    switch self {
    case .byteOrderMark: "byte-order-mark"
    case .nfc: "nfc"
    case .markOrder: "mark-order"
    case .duplicateMark: "duplicate-mark"
    case .confusable: "confusable"
    case .invisible: "invisible"
    case .toneFix: "tone-fix"
    case .toneOld: "tone-old"
    case .toneNew: "tone-new"
    case .iy: "iy"
    case .space: "space"
    }
  }
}

/// What was seen and left as it was, by the codes that reports bear.
enum Finding: String, CaseIterable {
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
