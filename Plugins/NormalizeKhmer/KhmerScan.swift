import UnicodeText

/// One pass over a stretch of text: the automaton reads what is right, and `KhmerRun` the few syllables around
/// a place where it stops.
struct KhmerScan {
  private typealias State = KhmerAutomaton.State

  let bytes: UnsafeBufferPointer<UInt8>
  let range: Range<Int>
  let block: Range<Int>?
  private let steps: UnsafeBufferPointer<UInt8>
  private let passesZeroWidthSpace: Bool
  private var addresses: Addresses

  private var offset: Int
  private var state = State.outside.rawValue
  /// Where the syllable or single character at hand begins: from here on a closer look sees all it must.
  private var start: Int
  /// Subscript das before `start`, and after it.
  private var da = (before: 0, after: 0)

  init(
    bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>, block: Range<Int>?,
    steps: UnsafeBufferPointer<UInt8>, passesZeroWidthSpace: Bool
  ) {
    self.bytes = bytes
    self.range = range
    self.block = block
    self.steps = steps
    self.passesZeroWidthSpace = passesZeroWidthSpace
    addresses = Addresses(in: range)
    offset = range.lowerBound
    start = range.lowerBound
  }

  mutating func run(_ run: inout KhmerRun, into reading: inout KhmerReading) {
    let first = reading.findings.count
    while true {
      stepThroughLetters()
      if offset >= range.upperBound {
        guard isOpen else { break }
        lookCloser(&run, &reading)
      } else if !passOther() {
        lookCloser(&run, &reading)
      }
    }
    reading.keptSubscriptDa += da.before + da.after
    reading.findings[first...].sort { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// Whether something must follow what was read last.
  private var isOpen: Bool {
    state == State.coeng.rawValue || state == State.secondCoeng.rawValue
      || state == State.zeroWidthSpace.rawValue
  }

  /// Reads U+1780...U+17FF up to another character, or to one at which the automaton stops.
  private mutating func stepThroughLetters() {
    var (offset, state, start, da) = (offset, state, start, da)
    let end = range.upperBound - 2
    while offset < end, bytes[offset] == 0xE1 {
      let (second, third) = (bytes[offset + 1], bytes[offset + 2])
      guard second & 0xFE == 0x9E, third & 0xC0 == 0x80 else { break }
      let letter = Int(second & 1) << 6 | Int(third & 0x3F)
      let step = steps[Int(state) << 7 | letter]
      if step >= KhmerAutomaton.stop { break }
      if step & KhmerAutomaton.begins != 0 {
        start = offset
        da = (da.before + da.after, 0)
      }
      da.after += Int(step >> 5 & 1)
      state = step & KhmerAutomaton.stateMask
      offset += 3
    }
    (self.offset, self.state, self.start, self.da) = (offset, state, start, da)
  }

  /// Passes one character that is no Khmer letter or mark, and more where these mean nothing; false where a
  /// closer look is needed.
  private mutating func passOther() -> Bool {
    let (scalar, length) = UTF8Text.scalar(in: bytes, at: offset, before: range.upperBound)
    let isOutside = state == State.outside.rawValue
    switch scalar {
    case 0x20, 0xA0:
      if isOpen { return false }
      if !isOutside { state = State.space.rawValue }
    case 0x200B:
      let isAfterSpace = state == State.space.rawValue
      guard passesZeroWidthSpace, !isOpen, !isOutside, !isAfterSpace else { return false }
      state = State.zeroWidthSpace.rawValue
    case 0x25CC, 0x1780...0x17FF: return false
    case 0x200C, 0x200D where !isOutside: return false
    case 0xFEFF where !isOutside || offset == block?.lowerBound: return false
    case 0x19E0...0x19FF:
      if isOpen { return false }
      begin(State.single)
    default:
      if isOpen { return false }
      state = State.outside.rawValue
      offset += length
      skipOther()
      return true
    }
    offset += length
    return true
  }

  private mutating func begin(_ next: State) {
    start = offset
    da = (da.before + da.after, 0)
    state = next.rawValue
  }

  /// Passes bytes with which nothing begins that a rule looks at.
  private mutating func skipOther() {
    var offset = offset
    while offset < range.upperBound {
      let byte = bytes[offset]
      if byte == 0xE1 || byte == 0xE2 || byte == 0xEF { break }
      offset += 1
    }
    self.offset = offset
  }

  /// Reads again from the start of the syllable at hand, with all rules, up to where a syllable begins that
  /// has nothing to do with it. Addresses are passed over.
  private mutating func lookCloser(_ run: inout KhmerRun, _ reading: inout KhmerReading) {
    if state == State.outside.rawValue { start = offset }
    da.after = 0
    let trouble = offset
    while addresses.freeEnd(from: start, in: bytes) == start, addresses.addressEnd > start {
      start = addresses.addressEnd
    }
    state = State.outside.rawValue
    offset = start
    if start > trouble || start >= range.upperBound { return }
    offset = run.read(from: start, past: trouble, limits: range, block, &addresses, &reading)
    start = offset
  }
}
