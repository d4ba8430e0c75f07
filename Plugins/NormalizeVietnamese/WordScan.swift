import StageKit
import UnicodeText
import VietnameseText

/// One pass over a run of text, word by word.
struct WordScan {
  let text: [UInt8]
  let range: Range<Int>
  let options: NormalizeVietnamese.Options
  private(set) var edits: [Edit] = []
  private(set) var reports: [Report] = []
  private var word = Word()
  private var marks: [UInt32] = []

  init(text: [UInt8], range: Range<Int>, options: NormalizeVietnamese.Options) {
    self.text = text
    self.range = range
    self.options = options
  }

  mutating func run() {
    var offset = skipByteOrderMarks()
    while offset < range.upperBound {
      let (scalar, length) = scalar(at: offset)
      if Chunk.isSeparator(scalar) {
        if options.spaces == .fold, scalar > 0x20, scalar != 0x85, scalar < 0x2028 || scalar > 0x2029 {
          edits.append(Edit(offset..<offset + length, [0x20], reason: Rule.space.rawValue))
        }
        offset += length
      } else {
        let chunk = Chunk(text, from: offset, to: range.upperBound)
        if !chunk.isProtected { readWords(in: chunk.range) }
        offset = chunk.range.upperBound
      }
    }
  }

  private func scalar(at offset: Int) -> (value: UInt32, length: Int) {
    UTF8Text.scalar(in: text, at: offset, before: range.upperBound)
  }

  private mutating func skipByteOrderMarks() -> Int {
    var end = range.lowerBound
    guard end == 0 else { return end }
    while end < range.upperBound, scalar(at: end).value == 0xFEFF { end += 3 }
    if end > 0 { edits.append(Edit(0..<end, [], reason: Rule.byteOrderMark.rawValue)) }
    return end
  }

  // MARK: Words

  private mutating func readWords(in chunk: Range<Int>) {
    var offset = chunk.lowerBound
    while offset < chunk.upperBound {
      let (value, length) = scalar(at: offset)
      if Self.isLetter(value) {
        offset = readWord(at: offset, end: chunk.upperBound)
        finishWord()
        continue
      }
      if Self.isMark(value) { report(.orphanMark, offset..<offset + length) }
      offset += length
    }
  }

  /// Reads letters, their marks, and invisible characters that stand between two letters.
  private mutating func readWord(at start: Int, end: Int) -> Int {
    word.clear()
    var offset = start
    while offset < end {
      let (value, length) = scalar(at: offset)
      if Self.isLetter(value) {
        offset = readGlyph(value, at: offset, length: length, end: end)
      } else if Self.isInvisible(value) {
        var after = offset + length
        while after < end, Self.isInvisible(scalar(at: after).value) { after += scalar(at: after).length }
        guard after < end, Self.isLetter(scalar(at: after).value) else { return offset }
        word.joints.append(Word.Joint(position: word.glyphs.count, range: offset..<after))
        offset = after
      } else {
        break
      }
    }
    return offset
  }

  private mutating func readGlyph(_ base: UInt32, at start: Int, length: Int, end: Int) -> Int {
    var offset = start + length
    marks.removeAll(keepingCapacity: true)
    while offset < end, text[offset] >= 0xCC {
      let (value, length) = scalar(at: offset)
      guard Self.isMark(value) else { break }
      marks.append(value)
      offset += length
    }
    word.glyphs.append(
      Glyph(base: base, marks: marks, range: start..<offset, lookAlikes: options.confusables == .vi))
    return offset
  }

  private static func isLetter(_ scalar: UInt32) -> Bool {
    scalar < 0x80 ? 0x61...0x7A ~= scalar | 0x20 : Letter(scalar) != nil || CodePoint.isLetter(scalar)
  }

  private static func isMark(_ scalar: UInt32) -> Bool { 0x300...0x36F ~= scalar }

  /// Soft hyphen, zero-width space, joiners, controls of direction, word joiner, zero-width no-break space.
  private static func isInvisible(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF: true
    default: false
    }
  }

  private mutating func report(_ finding: Finding, _ place: Range<Int>) {
    reports.append(Report(finding.rawValue, finding.message, at: place))
  }

  // MARK: Rules

  private mutating func finishWord() {
    if options.confusables == .vi, let finding = word.replaceLookAlikes() { report(finding, wholeWord) }
    for glyph in word.glyphs {
      if let finding = glyph.finding { report(finding, glyph.range) }
    }
    let isWhole = word.joints.isEmpty || settleJoints()
    emit(moved: isWhole ? syllableChange(0..<word.glyphs.count) : nil)
  }

  private var wholeWord: Range<Int> {
    (word.glyphs.first?.range.lowerBound ?? 0)..<(word.glyphs.last?.range.upperBound ?? 0)
  }

  /// Decides which invisible characters go. Where one stays, no syllable of the word is judged.
  ///
  /// - Returns: whether the word is one syllable once they are gone.
  private mutating func settleJoints() -> Bool {
    let pieces = options.invisibles == .strip ? word.syllablePieces() : []
    let borders = Set(pieces.map(\.lowerBound))
    for index in word.joints.indices {
      word.joints[index].isStripped = !pieces.isEmpty && !borders.contains(word.joints[index].position)
      if !word.joints[index].isStripped { report(.invisibleInWord, word.joints[index].range) }
    }
    return pieces.count == 1
  }

  /// Moves the tone, or writes i for y, where the glyphs spell a syllable; the range of glyphs that then
  /// change together.
  private mutating func syllableChange(_ range: Range<Int>) -> (glyphs: Range<Int>, rule: Rule)? {
    guard options.tone != .keep || options.iy == .i, let syllable = word.syllable(range) else { return nil }
    if options.iy == .i, syllable.isOpenY, word.glyphs[range].allSatisfy({ $0.letter?.isUpper == false }) {
      word.glyphs[range.upperBound - 1].letter?.base = 0x69
      return (range.upperBound - 1..<range.upperBound, .iy)
    }
    let toned = range.filter { word.glyphs[$0].letter?.tone != Letter.Tone.none }
    guard toned.count == 1, let place = toned.first, let target = target(syllable, range.lowerBound, place),
      target.place != place, let tone = word.glyphs[place].letter?.tone
    else { return nil }
    word.glyphs[place].letter?.tone = .none
    word.glyphs[target.place].letter?.tone = tone
    return (min(place, target.place)..<max(place, target.place) + 1, target.rule)
  }

  /// Where the tone should stand, by the option; nil when it may stay.
  private func target(_ syllable: Syllable, _ start: Int, _ place: Int) -> (place: Int, rule: Rule)? {
    let (old, new) = (start + syllable.oldPlace, start + syllable.newPlace)
    switch options.tone {
    case .keep: return nil
    case .fix: return place == old || place == new ? nil : (new, .toneFix)
    case .old: return (old, .toneOld)
    case .new: return (new, .toneNew)
    }
  }

  // MARK: Edits

  /// Writes the edits of the word in order; the glyphs of a moved tone make one edit together.
  private mutating func emit(moved: (glyphs: Range<Int>, rule: Rule)?) {
    var joint = 0
    var index = 0
    while index < word.glyphs.count {
      while joint < word.joints.count, word.joints[joint].position <= index {
        if word.joints[joint].isStripped {
          edits.append(Edit(word.joints[joint].range, [], reason: Rule.invisible.rawValue))
        }
        joint += 1
      }
      if let moved, moved.glyphs.lowerBound == index {
        let last = word.glyphs[moved.glyphs.upperBound - 1]
        let place = word.glyphs[index].range.lowerBound..<last.range.upperBound
        edits.append(
          Edit(place, moved.glyphs.flatMap { bytes(of: word.glyphs[$0]) }, reason: moved.rule.rawValue))
        index = moved.glyphs.upperBound
        while joint < word.joints.count, word.joints[joint].position < index { joint += 1 }
      } else {
        emit(word.glyphs[index])
        index += 1
      }
    }
  }

  private func bytes(of glyph: Glyph) -> [UInt8] {
    var bytes: [UInt8] = []
    if let letter = glyph.letter { UTF8Text.append(letter.scalar, to: &bytes) }
    return bytes
  }

  private mutating func emit(_ glyph: Glyph) {
    if let rule = glyph.rule, glyph.letter != nil {
      edits.append(Edit(glyph.range, bytes(of: glyph), reason: rule.rawValue))
    } else if glyph.letter == nil, glyph.finding == nil, glyph.isLatin {
      for edit in NFC.edits(text, in: glyph.range) {
        edits.append(Edit(edit.range, edit.replacement, reason: Rule.nfc.rawValue))
      }
    }
  }
}
