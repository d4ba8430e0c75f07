import UnicodeText

/// Web and e-mail addresses in a text, from left to right: what no rule may touch.
///
/// A web address goes on to the next space, quotation mark, angle bracket, zero-width space or khan; an
/// e-mail address has a dot after its "@". Rather too much is taken than too little: what is taken stays as
/// it is.
///
/// - Complexity: O(n) for all calls of `next` together.
struct Addresses {
  let bytes: [UInt8]
  let range: Range<Int>
  /// Bytes before this are done with.
  private var done: Int
  private var offset: Int

  init(bytes: [UInt8], range: Range<Int>) {
    self.bytes = bytes
    self.range = range
    done = range.lowerBound
    offset = range.lowerBound
  }

  mutating func next() -> Range<Int>? {
    while offset < range.upperBound {
      let found: Range<Int>? =
        switch bytes[offset] {
        case 0x3A: webAddress(colon: offset)
        case 0x77, 0x57: startsWithWWW() ? offset..<endOfWebAddress(from: offset) : nil
        case 0x40: mailAddress(at: offset)
        default: nil
        }
      offset += 1
      if let found {
        done = found.upperBound
        offset = found.upperBound
        return found
      }
    }
    return nil
  }

  private func webAddress(colon: Int) -> Range<Int>? {
    guard colon + 2 < range.upperBound, bytes[colon + 1] == 0x2F, bytes[colon + 2] == 0x2F else { return nil }
    var start = colon
    while start > done, isASCIILetterOrDigit(bytes[start - 1]) || "+-.".utf8.contains(bytes[start - 1]) {
      start -= 1
    }
    return start < colon ? start..<endOfWebAddress(from: colon) : nil
  }

  private func startsWithWWW() -> Bool {
    guard offset + 4 < range.upperBound, bytes[offset + 3] == 0x2E else { return false }
    return bytes[offset] | 0x20 == 0x77 && bytes[offset + 1] | 0x20 == 0x77
      && bytes[offset + 2] | 0x20 == 0x77
  }

  private func endOfWebAddress(from start: Int) -> Int {
    var end = start
    while end < range.upperBound {
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: end, before: range.upperBound)
      switch scalar {
      case 0...0x20, 0x22, 0x3C, 0x3E, 0xAB, 0xBB, 0x200B, 0x2018...0x201F, 0x17D4, 0x17D5: return end
      default: if scalar > 0x7F && CodePoint.isSpace(scalar) { return end }
      }
      end += length
    }
    return end
  }

  private func mailAddress(at sign: Int) -> Range<Int>? {
    var start = sign
    while start > done, isAddressByte(bytes[start - 1]) { start -= 1 }
    if start == sign {
      while start > done {
        let (scalar, length) = UTF8Text.scalar(in: bytes, endingAt: start, after: done)
        guard isKhmerLetterOrMark(scalar) else { break }
        start -= length
      }
    }
    var end = sign + 1
    var hasDot = false
    while end < range.upperBound {
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: end, before: range.upperBound)
      guard scalar < 0x80 ? isAddressByte(UInt8(scalar)) : isKhmerLetterOrMark(scalar) else { break }
      if scalar == 0x2E && end > sign + 1 { hasDot = true }
      end += length
    }
    return start < sign && hasDot ? start..<end : nil
  }

  private func isKhmerLetterOrMark(_ scalar: UInt32) -> Bool { 0x1780...0x17D3 ~= scalar || scalar == 0x17DD }

  private func isAddressByte(_ byte: UInt8) -> Bool {
    isASCIILetterOrDigit(byte) || "._%+-".utf8.contains(byte)
  }

  private func isASCIILetterOrDigit(_ byte: UInt8) -> Bool {
    0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20
  }
}
