/// What no rule about words may touch: web and mail addresses, host names, handles, hashtags, paths,
/// identifiers and code.
///
/// A text is read in chunks between white space, zero-width spaces, curly quotation marks, guillemets and
/// Khmer full stops. A chunk with a mark of an address in it (`://`, `www.`, `@`, `#`, a percent-encoded byte,
/// the dot of a host or file name, the slash of a path from its root or of a DOI, `()`, `::`, a `$` before a
/// letter, one of `\ _ =`, a backtick or a brace) is one from the mark back to the start of the chunk, or to
/// where Khmer and other letters meet, and on to its end. A line that begins with a word of a programming
/// language and goes on like code is one too. Rather too much is taken than too little: what is taken stays as
/// it is.
///
/// - Complexity: O(n) for all calls together, as long as each asks for no earlier place than the one before.
public struct Addresses: Sendable {
  private let limits: Range<Int>
  private var chunk: Range<Int>
  /// In the chunk, or empty at its end.
  private var address: Range<Int>
  /// The end of the address before the chunk.
  private var earlierEnd: Int?
  /// Where the line ends that was looked at last, and whether it is code.
  private var lineEnd: Int
  private var isCode = false

  /// - Parameter limits: UTF-8 bytes, whole scalars; nothing outside is looked at.
  public init(in limits: Range<Int>) {
    self.limits = limits
    chunk = limits.lowerBound..<limits.lowerBound
    address = chunk
    lineEnd = limits.lowerBound
  }

  /// The end of a stretch from `offset` on that no address touches; `offset` itself inside of an address.
  ///
  /// - Parameter bytes: the same in each call; has the limits inside.
  public mutating func freeEnd(from offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    if offset >= chunk.upperBound { readChunk(around: offset, bytes) }
    if offset < address.lowerBound { return address.lowerBound }
    return offset < address.upperBound ? offset : chunk.upperBound
  }

  /// The end of the address that the last call of `freeEnd` found its offset to be inside of.
  public var addressEnd: Int { address.upperBound }

  /// Whether an address ends right before `offset`.
  public mutating func isAddressEnd(_ offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard offset > limits.lowerBound else { return false }
    if offset > chunk.upperBound {
      let before = UTF8Text.scalar(in: bytes, endingAt: offset, after: limits.lowerBound)
      _ = freeEnd(from: offset - before.length, in: bytes)
    }
    return offset == (address.isEmpty || offset <= address.lowerBound ? earlierEnd : address.upperBound)
  }

  private mutating func readChunk(around offset: Int, _ bytes: UnsafeBufferPointer<UInt8>) {
    var start = offset
    while start > chunk.upperBound {
      let (scalar, length) = UTF8Text.scalar(in: bytes, endingAt: start, after: chunk.upperBound)
      if Self.isSeparator(scalar) { break }
      start -= length
    }
    var end = offset
    while end < limits.upperBound, Self.isSeparator(at: end, bytes, limits.upperBound) {
      end += UTF8Text.scalar(in: bytes, at: end, before: limits.upperBound).length
    }
    if end > offset { start = end }
    var found: UInt8 = 0
    Self.kinds.withUnsafeBufferPointer { kinds in
      for index in min(start, offset)..<offset { found |= kinds[Int(bytes[index])] }
      found |= pass(&end, bytes, kinds)
    }
    if !address.isEmpty { earlierEnd = address.upperBound }
    chunk = start..<end
    address = end..<end
    if start >= lineEnd { readLine(around: start, bytes) }
    if isCode {
      address = chunk
    } else if found & Self.mayMark != 0, let found = AddressChunk(bytes, chunk).address {
      address = found
    }
  }

  /// Moves on to the next separator; what the bytes up to there may be.
  private func pass(
    _ end: inout Int, _ bytes: UnsafeBufferPointer<UInt8>, _ kinds: UnsafeBufferPointer<UInt8>
  ) -> UInt8 {
    var (offset, found) = (end, UInt8(0))
    let limit = limits.upperBound
    while offset < limit {
      let byte = bytes[offset]
      let kind = kinds[Int(byte)]
      // Most letters of Khmer and many of Vietnamese begin with 0xE1; U+1680, U+17D4 and U+17D5 do too.
      if kind & Self.mayEnd != 0,
        byte <= 0x20
          || (byte != 0xE1 || mayEndAfter(offset, bytes)) && Self.isSeparator(at: offset, bytes, limit)
      {
        break
      }
      found |= kind
      offset += 1
    }
    end = offset
    return found
  }

  /// Finds the line around an offset, which is past the line before.
  private mutating func readLine(around offset: Int, _ bytes: UnsafeBufferPointer<UInt8>) {
    var start = offset
    while start > lineEnd, bytes[start - 1] != 0x0A { start -= 1 }
    lineEnd = offset
    while lineEnd < limits.upperBound, bytes[lineEnd] != 0x0A { lineEnd += 1 }
    isCode = CodeLine.isCode(UnsafeBufferPointer(rebasing: bytes[start..<lineEnd]))
  }

  /// Whether U+1680, U+17D4 or U+17D5 may stand at an offset where 0xE1 does.
  private func mayEndAfter(_ offset: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard offset + 1 < limits.upperBound else { return false }
    return bytes[offset + 1] == 0x9F || bytes[offset + 1] == 0x9A
  }

  // MARK: Separators

  private static let mayEnd: UInt8 = 1
  private static let mayMark: UInt8 = 2

  /// For each byte whether a separator may begin with it, and whether it may be part of a mark.
  private static let kinds: [UInt8] = (0...255).map { byte in
    switch UInt8(byte) {
    case 0...0x20, 0xC2, 0xE1, 0xE2, 0xE3: mayEnd
    case let byte where "@#$\\_`={}(:%./wW".utf8.contains(byte): mayMark
    default: 0
    }
  }

  private static func isSeparator(at offset: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ end: Int) -> Bool {
    kinds[Int(bytes[offset])] & mayEnd != 0
      && isSeparator(UTF8Text.scalar(in: bytes, at: offset, before: end).value)
  }

  private static func isSeparator(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0...0x20, 0x85, 0xA0, 0xAB, 0xBB, 0x1680, 0x17D4, 0x17D5, 0x2000...0x200B, 0x2018...0x201F,
      0x2028, 0x2029, 0x202F, 0x2039, 0x203A, 0x205F, 0x3000:
      true
    default: false
    }
  }
}

/// A stretch without separators.
private struct AddressChunk {
  let bytes: UnsafeBufferPointer<UInt8>
  let range: Range<Int>

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    self.bytes = bytes
    self.range = range
  }

  /// The address in it: from the first mark back and on to the end.
  var address: Range<Int>? {
    guard let mark = range.first(where: isMark) else { return nil }
    // A tag, "www." and a path begin where they begin, whatever letters stand before them.
    let begins = [0x23, 0x24, 0x57, 0x77].contains(bytes[mark]) || bytes[mark] == 0x2F && !isDOI(mark)
    var start = mark
    let isKhmer = !begins && start > range.lowerBound && CodePoint.isKhmer(scalar(endingAt: start).value)
    while start > range.lowerBound {
      let (value, length) = scalar(endingAt: start)
      if CodePoint.isKhmer(value) != isKhmer { break }
      start -= length
    }
    return start..<range.upperBound
  }

  private func scalar(endingAt offset: Int) -> (value: UInt32, length: Int) {
    UTF8Text.scalar(in: bytes, endingAt: offset, after: range.lowerBound)
  }

  /// The byte at an offset; 0 outside of the chunk.
  private func byte(_ offset: Int) -> UInt8 { range.contains(offset) ? bytes[offset] : 0 }

  private func isMark(_ offset: Int) -> Bool {
    switch bytes[offset] {
    case 0x40, 0x5C, 0x5F, 0x60, 0x3D, 0x7B, 0x7D: true  // @ \ _ ` = { }
    case 0x23: isWord(byte(offset + 1))
    case 0x24: isWord(byte(offset + 1)) && !isDigit(byte(offset + 1)) && !isASCIILetter(byte(offset - 1))
    case 0x28: byte(offset + 1) == 0x29 && isWord(byte(offset - 1))
    case 0x3A:
      byte(offset + 1) == 0x2F && byte(offset + 2) == 0x2F
        || byte(offset + 1) == 0x3A && isWord(byte(offset - 1)) && isWord(byte(offset + 2))
    case 0x25: isHex(byte(offset + 1)) && isHex(byte(offset + 2))
    case 0x2E: endsHost(offset)
    case 0x2F: beginsPath(offset) || isDOI(offset)
    case 0x57, 0x77: beginsWWW(offset)
    default: false
    }
  }

  private func beginsWWW(_ offset: Int) -> Bool {
    byte(offset + 1) | 0x20 == 0x77 && byte(offset + 2) | 0x20 == 0x77 && byte(offset + 3) == 0x2E
      && !isASCIILetter(byte(offset - 1))
  }

  /// "/home/x", "./x/y", "~/x/y" at the start of the chunk: two slashes with a name after each.
  private func beginsPath(_ offset: Int) -> Bool {
    let lead = range.lowerBound..<offset
    guard lead.count <= 2, lead.allSatisfy({ bytes[$0] == 0x2E || bytes[$0] == 0x7E }),
      isWord(byte(offset + 1))
    else { return false }
    var next = offset + 1
    while next < range.upperBound, bytes[next] != 0x2F { next += 1 }
    return isWord(byte(next + 1))
  }

  /// The slash of "10.1000/x".
  private func isDOI(_ slash: Int) -> Bool {
    var start = slash
    while isDigit(byte(start - 1)), slash - start < 10 { start -= 1 }
    return 4...9 ~= slash - start && byte(start - 1) == 0x2E && byte(start - 2) == 0x30
      && byte(start - 3) == 0x31
  }

  /// Whether a host or file name goes on after the dot: a label of two to six lower-case letters that ends the
  /// chunk but for a path or punctuation, or that a dot and another label follow.
  private func endsHost(_ dot: Int) -> Bool {
    guard isWord(byte(dot - 1)) || byte(dot - 1) == 0x2D else { return false }
    var end = dot + 1
    if endsInCapitals(dot) { return true }
    while isLower(byte(end)), end - dot <= 7 { end += 1 }
    let length = end - dot - 1
    switch byte(end) {
    case 0x2E where isLower(byte(end + 1)): return length > 0
    case 0x2D, 0x30...0x39: return byte(dot + 1) != 0x2D && length > 0 && hasDot(after: end)
    case 0, 0x2F, 0x2C, 0x3B, 0x29, 0x5D, 0x3F, 0x21, 0x3A, 0x3E, 0x22: return (2...6).contains(length)
    case 0x2E: return (2...6).contains(length) && end + 1 == range.upperBound
    default: return false
    }
  }

  /// ".VN", ".COM" at the end of the chunk or before a slash: other capitals after a dot are abbreviations.
  private func endsInCapitals(_ dot: Int) -> Bool {
    Self.domains.contains { name in
      zip(name, dot + 1..<dot + 1 + name.count).allSatisfy { $0 == byte($1) }
        && [0, 0x2F, 0x2C, 0x3B, 0x29].contains(byte(dot + 1 + name.count))
    }
  }

  private static let domains = ["VN", "KH", "COM", "NET", "ORG"].map { Array($0.utf8) }

  /// Whether a label in the middle of a host name, "x.my-site.vn", ends in a dot.
  private func hasDot(after start: Int) -> Bool {
    var end = start
    while isLower(byte(end)) || byte(end) == 0x2D || 0x30...0x39 ~= byte(end), end - start < 64 { end += 1 }
    return byte(end) == 0x2E && isLower(byte(end + 1))
  }

  private func isLower(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte }
  private func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
  /// Not a digit: a Khmer one becomes ASCII where that is asked for, and an address must stay one then.
  private func isASCIILetter(_ byte: UInt8) -> Bool { isLower(byte | 0x20) }
  private func isLetterOrDigit(_ byte: UInt8) -> Bool { isASCIILetter(byte) || isDigit(byte) }
  private func isWord(_ byte: UInt8) -> Bool { isLetterOrDigit(byte) || byte >= 0x80 }
  private func isHex(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte || 0x41...0x46 ~= byte & 0xDF }
}
