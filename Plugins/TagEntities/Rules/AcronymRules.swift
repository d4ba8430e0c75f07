import StageKit

/// Acronyms that a text defines, "Name of a Body (NB)", and those that it only uses.
extension RegionNames {
  mutating func findAcronyms(_ text: [UInt8]) {
    for index in tokens.indices where tokens[index].shape == .allCaps && tokens[index].kind == .word {
      if index > 0, tokens[index - 1].word == "(", index + 1 < tokens.count, tokens[index + 1].word == ")" {
        define(at: index, text)
      } else {
        proposeUnknown(index, text)
      }
    }
  }

  /// The name before the bracket whose capitals are the letters of the acronym.
  private mutating func define(at index: Int, _ text: [UInt8]) {
    let letters = Array(foldedText(index).unicodeScalars)
    guard (2...10).contains(letters.count), index > 1, let start = nameStart(before: index - 1, letters)
    else { return }
    let range = start..<index - 1
    let acronym = String(decoding: text[tokens[index].range], as: UTF8.self)
    let bytes = byteRange(range)
    let referent: Referent
    if let known = cover[start].map({ known[$0] }), known.range == bytes {
      referent = known.referent
    } else if let listed = cover[index].map({ known[$0].referent }), listed.kind == .organisation {
      // The list knows the acronym: the name is one more name of the same body.
      referent = listed
    } else {
      let name = name(range, text)
      referent = Referent(
        key: EntityKind.organisation.keyPrefix + NameKey.slug(name), name: name, kind: .organisation)
    }
    found.append(
      Candidate(range: bytes, referent: referent, certainty: .medium, rule: .acronym, priority: 5))
    found.append(
      Candidate(
        range: tokens[index].range, referent: referent, certainty: .medium, rule: .acronym, priority: 6))
    acronyms.append((acronym, referent))
  }

  /// Walks back over words with capitals and small words between them until the letters are used up.
  private func nameStart(before end: Int, _ letters: [Unicode.Scalar]) -> Int? {
    var left = letters.count
    var index = end - 1
    while index >= 0, end - index < 24 {
      let token = tokens[index]
      if token.kind == .word, token.isCapitalised {
        guard foldedText(index).unicodeScalars.first == letters[left - 1] else { return nil }
        left -= 1
        if left == 0 { return index }
      } else if token.kind == .word {
        guard Self.smallWords.contains(token.word) else { return nil }
      } else if token.word != "'s", token.word != "'", token.word != "-" {
        return nil
      }
      index -= 1
    }
    return nil
  }

  private static let smallWords: WordSet = ["of", "for", "the", "and", "in", "on", "to"]

  /// "the KPRC": letters that no list has, after an article.
  private mutating func proposeUnknown(_ index: Int, _ text: [UInt8]) {
    let count = tokens[index].letters
    guard (4...8).contains(count), isNamePart(index), !region.isAllCaps, index > 0,
      tokens[index - 1].word == "the",
      foldedText(index).unicodeScalars.allSatisfy({ $0.properties.isAlphabetic })
    else { return }
    if index + 1 < tokens.count, tokens[index + 1].shape == .allCaps { return }
    propose(.organisation, index..<index + 1, text, .low, rule: .acronym, priority: 1)
  }
}
