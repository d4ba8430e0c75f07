import StageKit
import UnicodeText
import VietnameseText

/// Reads stretches of a text word by word.
struct WordScan {
  let text: UnsafeBufferPointer<UInt8>
  let range: Range<Int>
  let options: NormalizeVietnamese.Options
  private var addresses: Addresses
  /// The end of the stretch at hand that no address touches.
  private var free: Int
  var word = Word()
  private var marks: [UInt32] = []
  /// Whether no rule looks at more than one letter at a time.
  private let readsLettersOnly: Bool
  private let quick = QuickGlyphs.all

  init(text: UnsafeBufferPointer<UInt8>, range: Range<Int>, options: NormalizeVietnamese.Options) {
    self.text = text
    self.range = range
    self.options = options
    readsLettersOnly =
      options.tone == .keep && options.confusables == .off && options.invisibles == .keep
      && options.iy == .off
    addresses = Addresses(in: range)
    free = range.lowerBound
  }

  /// Reads a part of the range, after the parts read before, that begins and ends between two words.
  mutating func read(_ part: Range<Int>, into reading: inout VietnameseReading) {
    var offset = part.lowerBound
    if offset == 0 { offset = dropByteOrderMarks(&reading) }
    while offset < part.upperBound {
      if text[offset] <= 0x20 {
        offset += 1
        continue
      }
      if offset >= free, !findFree(from: offset) {
        offset = max(offset + 1, addresses.addressEnd)
        continue
      }
      let (scalar, length) = scalar(at: offset)
      let letter = Letter(scalar)
      if letter != nil || Self.isLetter(scalar) {
        if readsLettersOnly {
          offset = readLetters(at: offset, end: part.upperBound, &reading)
        } else {
          offset = readWord(at: offset, end: part.upperBound, &reading)
          finishWord(&reading)
        }
      } else {
        if Self.isMark(scalar) {
          reading.note(.orphanMark, offset..<offset + length)
        } else if options.spaces == .fold, Self.isOtherSpace(scalar) {
          reading.edits.bytes.append(0x20)
          reading.edits.add(offset..<offset + length, reason: Rule.space.name)
        }
        offset += length
      }
    }
  }

  /// Looks how far no address is; false inside of one.
  private mutating func findFree(from offset: Int) -> Bool {
    free = addresses.freeEnd(from: offset, in: text)
    return free > offset
  }

  @inline(__always)
  private func scalar(at offset: Int) -> (value: UInt32, length: Int) {
    let byte = text[offset]
    return byte < 0x80 ? (UInt32(byte), 1) : UTF8Text.scalar(in: text, at: offset, before: range.upperBound)
  }

  private func dropByteOrderMarks(_ reading: inout VietnameseReading) -> Int {
    var end = 0
    while end < range.upperBound, scalar(at: end).value == 0xFEFF { end += 3 }
    if end > 0 { reading.edits.add(0..<end, reason: Rule.byteOrderMark.name) }
    return end
  }

  // MARK: Characters

  private static func isLetter(_ scalar: UInt32) -> Bool { scalar >= 0x80 && CodePoint.isLetter(scalar) }

  private static func isMark(_ scalar: UInt32) -> Bool { 0x300...0x36F ~= scalar }

  /// Soft hyphen, zero-width space, joiners, controls of direction, word joiner, zero-width no-break space.
  private static func isInvisible(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF: true
    default: false
    }
  }

  /// A space inside a line that is not U+0020: no-break, of a certain width, ideographic.
  static func isOtherSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  // MARK: Words

  /// Reads letters, their marks, and invisible characters that stand between two letters.
  private mutating func readWord(at start: Int, end: Int, _ reading: inout VietnameseReading) -> Int {
    word.clear()
    var offset = start
    while offset < end {
      if offset >= free, !findFree(from: offset) { break }
      let (value, length) = scalar(at: offset)
      let letter = Letter(value)
      if letter != nil || Self.isLetter(value) {
        offset = readGlyph(value, letter, at: offset, length: length, end: end)
        continue
      }
      guard Self.isInvisible(value), let after = jointEnd(from: offset, end) else { break }
      word.joints.append(Word.Joint(position: word.glyphs.count, range: offset..<after))
      offset = after
    }
    return offset
  }

  /// As `readWord` and `finishWord`, where each letter with marks is settled by itself.
  private mutating func readLetters(at start: Int, end: Int, _ reading: inout VietnameseReading) -> Int {
    var offset = start
    while offset < end {
      if offset >= free, !findFree(from: offset) { break }
      let answer = quick.answer(in: text, at: offset, before: range.upperBound)
      if answer.scalar != 0 {
        UTF8Text.append(UInt32(answer.scalar), to: &reading.edits.bytes)
        reading.edits.add(offset..<offset + Int(answer.length), reason: answer.rule.name)
        offset += Int(answer.length)
        continue
      }
      let (value, length) = scalar(at: offset)
      let letter = Letter(value)
      if letter != nil || Self.isLetter(value) {
        let isBare = offset + length >= end || text[offset + length] & 0xFE != 0xCC
        if letter != nil, isBare {
          offset += length
          continue
        }
        let glyphEnd = readMarks(from: offset + length, end)
        let glyph = Glyph(
          base: value, letter: letter, marks: marks, range: offset..<glyphEnd, lookAlikes: false)
        Self.emit(glyph, text, &reading)
        offset = glyphEnd
        continue
      }
      guard Self.isInvisible(value), let after = jointEnd(from: offset, end) else { break }
      reading.note(.invisibleInWord, offset..<after)
      offset = after
    }
    return offset
  }

  /// The end of a run of invisible characters that a letter follows.
  private mutating func jointEnd(from start: Int, _ end: Int) -> Int? {
    var after = start
    while after < end {
      let next = scalar(at: after)
      guard Self.isInvisible(next.value) else { break }
      after += next.length
    }
    return after < end && continues(at: after) ? after : nil
  }

  /// Whether a letter stands at an offset that is in no address.
  private mutating func continues(at offset: Int) -> Bool {
    if offset >= free, !findFree(from: offset) { return false }
    let value = scalar(at: offset).value
    return Letter(value) != nil || Self.isLetter(value)
  }

  private mutating func readGlyph(
    _ base: UInt32, _ letter: Letter?, at start: Int, length: Int, end: Int
  ) -> Int {
    var offset = start + length
    if offset >= end || text[offset] & 0xFE != 0xCC {
      if let letter {
        word.glyphs.append(Glyph(range: start..<offset, letter: letter))
        return offset
      }
    }
    offset = readMarks(from: offset, end)
    word.glyphs.append(
      Glyph(
        base: base, letter: letter, marks: marks, range: start..<offset,
        lookAlikes: options.confusables == .vi))
    return offset
  }

  /// Reads combining marks into `marks`; the end of the last.
  private mutating func readMarks(from start: Int, _ end: Int) -> Int {
    var offset = start
    if !marks.isEmpty { marks.removeAll(keepingCapacity: true) }
    while offset < end, text[offset] & 0xFE == 0xCC {
      let (value, length) = scalar(at: offset)
      guard Self.isMark(value) else { break }
      marks.append(value)
      offset += length
    }
    return offset
  }

  // MARK: Edits

  /// Writes the edits of the word in order; the glyphs of a moved tone make one edit together.
  mutating func emit(moved: (glyphs: Range<Int>, rule: Rule)?, _ reading: inout VietnameseReading) {
    if moved == nil && word.joints.isEmpty {
      for index in word.glyphs.indices where word.glyphs[index].mayChange {
        Self.emit(word.glyphs[index], text, &reading)
      }
      return
    }
    var joint = 0
    var index = 0
    while index < word.glyphs.count {
      while joint < word.joints.count, word.joints[joint].position <= index {
        if word.joints[joint].isStripped {
          reading.edits.add(word.joints[joint].range, reason: Rule.invisible.name)
        }
        joint += 1
      }
      if let moved, moved.glyphs.lowerBound == index {
        let last = word.glyphs[moved.glyphs.upperBound - 1]
        for place in moved.glyphs { Self.write(word.glyphs[place], &reading) }
        reading.edits.add(
          word.glyphs[index].range.lowerBound..<last.range.upperBound, reason: moved.rule.name)
        index = moved.glyphs.upperBound
        while joint < word.joints.count, word.joints[joint].position < index { joint += 1 }
      } else {
        Self.emit(word.glyphs[index], text, &reading)
        index += 1
      }
    }
  }

  private static func write(_ glyph: Glyph, _ reading: inout VietnameseReading) {
    if let letter = glyph.letter { UTF8Text.append(letter.scalar, to: &reading.edits.bytes) }
  }

  private static func emit(
    _ glyph: Glyph, _ text: UnsafeBufferPointer<UInt8>, _ reading: inout VietnameseReading
  ) {
    if let rule = glyph.rule, glyph.letter != nil {
      write(glyph, &reading)
      reading.edits.add(glyph.range, reason: rule.name)
    } else if let finding = glyph.finding {
      reading.note(finding, glyph.range)
    } else if glyph.letter == nil, glyph.isLatin, glyph.mayCompose {
      let start = glyph.range.lowerBound
      for edit in NFC.edits(Array(text[glyph.range])) {
        reading.edits.bytes += edit.replacement
        reading.edits.add(
          start + edit.range.lowerBound..<start + edit.range.upperBound, reason: Rule.nfc.name)
      }
    }
  }
}
