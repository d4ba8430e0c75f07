/// UTF-8, each maximal part of an ill-formed sequence one error.
struct UTF8Step: DecodingStep {
  static let keepsASCII = true

  mutating func next(_ bytes: UnsafePointer<UInt8>, _ offset: Int, _ end: Int) -> Step {
    let first = bytes[offset]
    let length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0
    guard length > 0 else { return .error(1) }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for index in 1..<length {
      guard offset + index < end else { return .incomplete }
      let byte = bytes[offset + index]
      var allowed: ClosedRange<UInt8> = 0x80...0xBF
      if index == 1 {
        switch first {
        case 0xE0: allowed = 0xA0...0xBF
        case 0xED: allowed = 0x80...0x9F
        case 0xF0: allowed = 0x90...0xBF
        case 0xF4: allowed = 0x80...0x8F
        default: break
        }
      }
      guard allowed.contains(byte) else { return .error(index) }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    return Step(scalar: value, length: length)
  }
}

/// UTF-16; half of a surrogate pair is an error.
struct UTF16Step: DecodingStep {
  static let keepsASCII = false
  /// Index of the low byte of a unit.
  let low: Int

  mutating func next(_ bytes: UnsafePointer<UInt8>, _ offset: Int, _ end: Int) -> Step {
    guard offset + 1 < end else { return .incomplete }
    let unit = self.unit(bytes, offset)
    guard unit & 0xF800 == 0xD800 else { return Step(scalar: unit, length: 2) }
    guard unit & 0xFC00 == 0xD800 else { return .error(2) }
    guard offset + 3 < end else { return .incomplete }
    let second = self.unit(bytes, offset + 2)
    guard second & 0xFC00 == 0xDC00 else { return .error(2) }
    return Step(scalar: 0x10000 + (unit & 0x3FF) << 10 + second & 0x3FF, length: 4)
  }

  private func unit(_ bytes: UnsafePointer<UInt8>, _ offset: Int) -> UInt32 {
    UInt32(bytes[offset + low]) | UInt32(bytes[offset + 1 - low]) << 8
  }
}

/// An encoding of one byte a character.
struct SingleByteStep: DecodingStep {
  static let keepsASCII = true
  /// Of the bytes 0x80...0xFF; 0: none.
  let scalars: UnsafePointer<UInt32>

  @inline(__always)
  mutating func next(_ bytes: UnsafePointer<UInt8>, _ offset: Int, _ end: Int) -> Step {
    let scalar = scalars[Int(bytes[offset]) & 0x7F]
    return scalar == 0 ? .error(1) : Step(scalar: scalar, length: 1)
  }
}

/// The part that encodings of two bytes a character share.
@inline(__always)
private func pair(
  _ pages: UnsafePointer<UInt32>, _ bytes: UnsafePointer<UInt8>, _ offset: Int, _ end: Int
) -> Step {
  let lead = bytes[offset]
  guard offset + 1 < end else { return .incomplete }
  let trail = bytes[offset + 1]
  let scalar = pages[CodeTable.index(lead, trail)]
  if scalar == 0 { return .error(trail < 0x80 ? 1 : 2) }
  return Step(scalar: scalar, length: 2)
}

/// EUC-KR and Big5: every byte from 0x81 to 0xFE leads.
struct DoubleByteStep: DecodingStep {
  static let keepsASCII = true
  let pages: UnsafePointer<UInt32>

  @inline(__always)
  mutating func next(_ bytes: UnsafePointer<UInt8>, _ offset: Int, _ end: Int) -> Step {
    guard 0x81...0xFE ~= bytes[offset] else { return .error(1) }
    var found = pair(pages, bytes, offset, end)
    // Four places of Big5 are a letter and a mark.
    if found.scalar != Step.malformed, found.scalar > 0x10FFFF {
      found.second = found.scalar >> 21 + 0x300
      found.scalar &= 0x1FFFFF
    }
    return found
  }
}

/// Shift_JIS with half-width katakana on single bytes and private-use characters.
struct ShiftJISStep: DecodingStep {
  static let keepsASCII = true
  let pages: UnsafePointer<UInt32>

  @inline(__always)
  mutating func next(_ bytes: UnsafePointer<UInt8>, _ offset: Int, _ end: Int) -> Step {
    let lead = bytes[offset]
    switch lead {
    case 0x80: return Step(scalar: 0x80, length: 1)
    case 0xA1...0xDF: return Step(scalar: 0xFF61 + UInt32(lead) - 0xA1, length: 1)
    case 0xA0, 0xFD...: return .error(1)
    default: return pair(pages, bytes, offset, end)
    }
  }
}

/// GBK and gb18030, which the standard decodes alike.
struct GB18030Step: DecodingStep {
  static let keepsASCII = true
  let pages: UnsafePointer<UInt32>

  @inline(__always)
  mutating func next(_ bytes: UnsafePointer<UInt8>, _ offset: Int, _ end: Int) -> Step {
    let lead = bytes[offset]
    if lead == 0x80 { return Step(scalar: 0x20AC, length: 1) }
    if lead == 0xFF { return .error(1) }
    guard offset + 1 < end else { return .incomplete }
    if 0x30...0x39 ~= bytes[offset + 1] { return four(bytes, offset, end) }
    return pair(pages, bytes, offset, end)
  }

  private func four(_ bytes: UnsafePointer<UInt8>, _ offset: Int, _ end: Int) -> Step {
    guard offset + 2 < end else { return .incomplete }
    guard 0x81...0xFE ~= bytes[offset + 2] else { return .error(1) }
    guard offset + 3 < end else { return .incomplete }
    guard 0x30...0x39 ~= bytes[offset + 3] else { return .error(1) }
    let (first, second) = (Int(bytes[offset]) - 0x81, Int(bytes[offset + 1]) - 0x30)
    let pointer =
      ((first * 10 + second) * 126 + Int(bytes[offset + 2]) - 0x81) * 10 + Int(bytes[offset + 3]) - 0x30
    guard let scalar = CodeTable.scalar(ofGB18030Pointer: pointer) else { return .error(4) }
    return Step(scalar: scalar, length: 4)
  }
}

/// EUC-JP, with JIS X 0212 behind a byte 0x8F.
struct EUCJPStep: DecodingStep {
  static let keepsASCII = true
  let pages: UnsafePointer<UInt32>

  @inline(__always)
  mutating func next(_ bytes: UnsafePointer<UInt8>, _ offset: Int, _ end: Int) -> Step {
    let lead = bytes[offset]
    switch lead {
    case 0x8E:
      guard offset + 1 < end else { return .incomplete }
      let trail = bytes[offset + 1]
      if 0xA1...0xDF ~= trail { return Step(scalar: 0xFF61 + UInt32(trail) - 0xA1, length: 2) }
      return .error(trail < 0x80 ? 1 : 2)
    case 0x8F: return supplement(bytes, offset, end)
    case 0xA1...0xFE:
      let found = pair(pages, bytes, offset, end)
      // Below 0xA1 the table holds JIS X 0212.
      return found.length == 2 && bytes[offset + 1] < 0xA1 ? .error(bytes[offset + 1] < 0x80 ? 1 : 2) : found
    default: return .error(1)
    }
  }

  private func supplement(_ bytes: UnsafePointer<UInt8>, _ offset: Int, _ end: Int) -> Step {
    guard offset + 1 < end else { return .incomplete }
    let lead = bytes[offset + 1]
    guard 0xA1...0xFE ~= lead else { return .error(lead < 0x80 ? 1 : 2) }
    guard offset + 2 < end else { return .incomplete }
    let trail = bytes[offset + 2]
    // JIS X 0212 stands on the trail bytes that JIS X 0208 leaves free.
    let scalar = trail >= 0xA1 ? pages[CodeTable.index(lead, trail & 0x7F)] : 0
    if scalar == 0 { return .error(trail < 0x80 ? 2 : 3) }
    return Step(scalar: scalar, length: 3)
  }
}

/// Where ISO-2022-JP is between two characters.
struct JISState: Sendable {
  enum Set: Sendable { case ascii, roman, katakana, kanji }
  var set = Set.ascii
  /// Whether text has come since the last escape: one right after another is an error.
  var hasOutput = true
}

/// ISO-2022-JP: ASCII, JIS X 0201 and 0208 by escape sequences.
struct ISO2022JPStep: DecodingStep {
  static let keepsASCII = false
  let pages: UnsafePointer<UInt32>
  var state: JISState

  mutating func next(_ bytes: UnsafePointer<UInt8>, _ offset: Int, _ end: Int) -> Step {
    let byte = bytes[offset]
    if byte == 0x1B { return escape(bytes, offset, end) }
    state.hasOutput = true
    switch state.set {
    case .ascii where byte < 0x80 && byte != 0x0E && byte != 0x0F:
      return Step(scalar: UInt32(byte), length: 1)
    case .roman where byte < 0x80 && byte != 0x0E && byte != 0x0F:
      return Step(scalar: byte == 0x5C ? 0xA5 : byte == 0x7E ? 0x203E : UInt32(byte), length: 1)
    case .katakana where 0x21...0x5F ~= byte: return Step(scalar: 0xFF61 + UInt32(byte) - 0x21, length: 1)
    case .kanji where 0x21...0x7E ~= byte: return kanji(bytes, offset, end)
    // The standard has an error here; a page that forgets the escape back to ASCII keeps its lines.
    case .kanji where byte == 0x0A || byte == 0x0D: return Step(scalar: UInt32(byte), length: 1)
    default: return .error(1)
    }
  }

  private func kanji(_ bytes: UnsafePointer<UInt8>, _ offset: Int, _ end: Int) -> Step {
    guard offset + 1 < end else { return .incomplete }
    let trail = bytes[offset + 1]
    guard trail != 0x1B else { return .error(1) }
    guard 0x21...0x7E ~= trail else { return .error(2) }
    let scalar = pages[CodeTable.index(bytes[offset] | 0x80, trail | 0x80)]
    return scalar == 0 ? .error(2) : Step(scalar: scalar, length: 2)
  }

  private mutating func escape(_ bytes: UnsafePointer<UInt8>, _ offset: Int, _ end: Int) -> Step {
    guard offset + 2 < end else { return .incomplete }
    switch (bytes[offset + 1], bytes[offset + 2]) {
    case (0x28, 0x42): state.set = .ascii
    case (0x28, 0x4A): state.set = .roman
    case (0x28, 0x49): state.set = .katakana
    case (0x24, 0x40), (0x24, 0x42): state.set = .kanji
    default:
      state.hasOutput = true
      return .error(1)
    }
    defer { state.hasOutput = false }
    return state.hasOutput ? Step(scalar: Step.nothing, length: 3) : .error(3)
  }
}
