import StageKit
import UnicodeText

/// A run of decoded text as the bytes it was, by windows-1252, with the place of each in the text.
///
/// Character references of HTML count as what they stand for. A character that windows-1252 has not is a zero
/// byte.
struct ByteReading {
  private(set) var bytes: [UInt8] = []
  private(set) var ranges: [Range<Int>] = []
  private var scalars: [UInt32] = []
  /// Whether any byte is above 0x7F.
  private(set) var hasHighBytes = false
  /// Whether there is a letter that windows-1252 has not: the run is Unicode already, and is read no further.
  private(set) var isUnicode = false

  /// - Complexity: O(n).
  init(_ run: TextRun, in text: [UInt8], isMarkup: Bool) {
    for piece in run.pieces {
      // A letter and its mark on two sides of a tag are not one letter: the zero byte between them keeps
      // the tag out of every edit.
      if !ranges.isEmpty { add(0, piece.lowerBound..<piece.lowerBound) }
      var offset = piece.lowerBound
      while offset < piece.upperBound {
        var (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: piece.upperBound)
        if isMarkup, scalar == 0x26, let found = Reference.read(text, at: offset, before: piece.upperBound) {
          (scalar, length) = found
        }
        add(scalar, offset..<offset + length)
        if isUnicode { return }
        offset += length
      }
    }
  }

  private mutating func add(_ scalar: UInt32, _ range: Range<Int>) {
    let byte: UInt8
    if scalar < 0x80 {
      byte = UInt8(scalar)
    } else if let found = Self.bytesOfScalars[scalar] {
      byte = found
      hasHighBytes = true
    } else {
      byte = 0
      isUnicode = CodePoint.isLetter(scalar)
    }
    bytes.append(byte)
    scalars.append(scalar)
    ranges.append(range)
  }

  /// The bytes of windows-1252, with the C1 controls that iso-8859-1 has in the same places.
  private static let bytesOfScalars: [UInt32: UInt8] = {
    var bytes: [UInt32: UInt8] = [:]
    for byte in UInt8(0x80)...0xFF {
      bytes[UInt32(byte)] = byte
      bytes[Charset.windows1252.scalar([byte], at: 0).value] = byte
    }
    return bytes
  }()

  func plausibility(as charset: Charset) -> Plausibility { Plausibility(bytes, as: charset) }

  /// The edits that read the bytes in another encoding; letters that come out the same are left.
  ///
  /// - Parameter capitals: whether the font shows capitals only.
  /// - Complexity: O(n).
  func edits(as charset: Charset, capitals: Bool = false) -> [Edit] {
    var edits: [Edit] = []
    var offset = 0
    while offset < bytes.count {
      var (scalar, length) = bytes[offset] == 0 ? (scalars[offset], 1) : charset.scalar(bytes, at: offset)
      if bytes[offset] >= 0x80, length == 1, scalar == Charset.windows1252.scalar(bytes, at: offset).value {
        scalar = scalars[offset]
      }
      if capitals { scalar = Self.capital(scalar) }
      if length > 1 || scalar != scalars[offset] {
        var replacement: [UInt8] = []
        UTF8Text.append(scalar, to: &replacement)
        let places = ranges[offset..<offset + length]
        add(
          Edit(
            places[offset].lowerBound..<places[offset + length - 1].upperBound, replacement,
            reason: charset.name), to: &edits)
      }
      offset += length
    }
    return edits
  }

  /// Joins changes that touch into one.
  private func add(_ edit: Edit, to edits: inout [Edit]) {
    if let last = edits.last, last.range.upperBound == edit.range.lowerBound {
      edits[edits.count - 1].range = last.range.lowerBound..<edit.range.upperBound
      edits[edits.count - 1].replacement += edit.replacement
    } else {
      edits.append(edit)
    }
  }

  /// The edits that put a run of text in capitals.
  static func capitals(_ text: [UInt8], in range: Range<Int>, reason: String) -> [Edit] {
    var edits: [Edit] = []
    var offset = range.lowerBound
    while offset < range.upperBound {
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: range.upperBound)
      let isReference = scalar == 0x26
      let reference =
        isReference ? text[offset..<min(range.upperBound, offset + 12)].firstIndex(of: 0x3B) : nil
      var capital: [UInt8] = []
      UTF8Text.append(Self.capital(scalar), to: &capital)
      if !text[offset..<offset + length].elementsEqual(capital) {
        if let last = edits.last, last.range.upperBound == offset {
          edits[edits.count - 1].range = last.range.lowerBound..<offset + length
          edits[edits.count - 1].replacement += capital
        } else {
          edits.append(Edit(offset..<offset + length, capital, reason: reason))
        }
      }
      offset = reference.map { $0 + 1 } ?? offset + length
    }
    return edits
  }

  private static func capital(_ scalar: UInt32) -> UInt32 {
    guard let value = Unicode.Scalar(scalar) else { return scalar }
    let mapped = value.properties.uppercaseMapping.unicodeScalars
    return mapped.count == 1 ? mapped.first?.value ?? scalar : scalar
  }
}

extension Charset {
  /// As an option and a rule have it.
  var name: String {
    switch self {
    case .tcvn5712: "tcvn5712"
    default: rawValue.lowercased()
    }
  }
}

/// Character references of HTML for the characters of Latin-1: the only ones that old editors wrote for
/// bytes.
enum Reference {
  /// The scalar of `&#225;`, `&#xE1;` or `&aacute;` and the length of it all.
  static func read(_ text: [UInt8], at start: Int, before end: Int) -> (value: UInt32, length: Int)? {
    let body = text[min(start + 1, end)..<min(start + 10, end)].prefix { $0 != 0x3B }
    guard body.count >= 2, body.endIndex < end, text[body.endIndex] == 0x3B,
      !body.elementsEqual([0x61, 0x6D, 0x70])
    else { return nil }
    let name = String(decoding: body, as: UTF8.self)
    let value: UInt32?
    if name.hasPrefix("#x") || name.hasPrefix("#X") {
      value = UInt32(name.dropFirst(2), radix: 16)
    } else if name.hasPrefix("#") {
      value = UInt32(name.dropFirst())
    } else {
      value = named[name]
    }
    guard let value, value >= 0x80 else { return nil }
    return (value, body.count + 2)
  }

  /// - Source: HTML 4.01, section 24.2: the names of U+00A0...U+00FF in order.
  private static let named: [String: UInt32] = {
    let names = """
      nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3
      acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde
      Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute
      Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde
      auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute
      ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
      """
    var values: [String: UInt32] = [:]
    for (index, name) in names.split(whereSeparator: \.isWhitespace).enumerated() {
      values[String(name)] = 0xA0 + UInt32(index)
    }
    return values
  }()
}
