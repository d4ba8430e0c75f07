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
  /// Subscript das so far, and as many of them as stand before `start`.
  private var da = 0
  private var daBeforeStart = 0

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
    reading.keptSubscriptDa += da
    reading.findings[first...].sort { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// Whether something must follow what was read last.
  private var isOpen: Bool {
    state == State.coeng.rawValue || state == State.secondCoeng.rawValue
      || state == State.zeroWidthSpace.rawValue
  }

  /// Reads U+1780...U+17FF up to another character, or to one at which the automaton stops.
  private mutating func stepThroughLetters() {
    var (offset, state, start) = (offset, state, start)
    var (da, daBeforeStart) = (da, daBeforeStart)
    // Four bytes are read at once, of which the last is not looked at: inside the buffer, if not in the range.
    let end = min(range.upperBound - 2, bytes.count - 3)
    let raw = UnsafeRawBufferPointer(bytes)
    while offset < end {
      let word = UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
      if word & 0xC0_FEFF != 0x80_9EE1 { break }
      let letter = Int(word >> 2 & 0x40 | word >> 16 & 0x3F)
      let step = steps[Int(state) << 7 | letter]
      if step >= KhmerAutomaton.stop { break }
      // All ones where something begins: whether it does can hardly be foretold, so there is no branch.
      let begins = 0 &- Int(step >> 6 & 1)
      start = start & ~begins | offset & begins
      daBeforeStart = daBeforeStart & ~begins | da & begins
      da &+= Int(step >> 5 & 1)
      state = step & KhmerAutomaton.stateMask
      offset &+= 3
    }
    (self.offset, self.state, self.start) = (offset, state, start)
    (self.da, self.daBeforeStart) = (da, daBeforeStart)
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
    case 0x200C where !isOutside, 0x200D where !isOutside: return false
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
    daBeforeStart = da
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
    if state == State.outside.rawValue { (start, daBeforeStart) = (offset, da) }
    da = daBeforeStart
    let trouble = offset
    var isAfterAddress = addresses.isAddressEnd(start, in: bytes)
    while addresses.freeEnd(from: start, in: bytes) == start, addresses.addressEnd > start {
      start = addresses.addressEnd
      isAfterAddress = true
    }
    state = State.outside.rawValue
    offset = start
    if start > trouble || start >= range.upperBound { return }
    offset = run.read(
      from: start, past: trouble, limits: range, block, isAfterAddress: isAfterAddress, &addresses, &reading)
    start = offset
  }
}
