import StageKit
import UnicodeText

/// Decodes text that is not Unicode yet: legacy Vietnamese encodings, by name, by font or recognised, and a
/// few others by name.
///
/// Bytes that are UTF-8 are UTF-8, whatever a page states. Where the bytes as a whole are in one encoding,
/// the text is decoded anew from the source; where only runs of a page are (fonts such as .VnTime in a page
/// of another encoding), those runs are edited. What is short or unsure stays as it is.
///
/// - Throws: `StageError` "unsupported-encoding" when a page states an encoding without a table here;
///   "unknown-encoding" when nothing tells the encoding and the text is no Latin one.
public struct DecodeLegacy: Stage {
  public static let name = "decode-legacy"
  public static let version = 1
  public static let summary = "Decodes legacy Vietnamese encodings, by name, by font, or recognised."
  public static let acceptsMarkup = true

  let options: Options

  public init(options: Options, context: LoadContext) {
    self.options = options
  }

  public func process(_ document: inout Document) throws(StageError) {
    if document.source.encoding.hasPrefix("UTF-16") { return }
    switch options.encoding {
    case .auto: try decode(&document)
    case .utf8: if document.source.encoding != "UTF-8" { try redecodeUTF8(&document) }
    default:
      if let charset = Charset.allCases.first(where: { $0.name == options.encoding.rawValue }) {
        try decode(&document, as: charset)
      }
    }
  }

  // MARK: By itself

  private func decode(_ document: inout Document) throws(StageError) {
    let declared = document.form == .markup ? Declaration(markup: document.source.bytes) : .none
    let isUnicode = document.source.encoding == "UTF-8"
    if isUnicode, case .unsupported(let name) = declared, document.source.bytes.contains(0x1B) {
      throw unsupported(name)
    }
    if isUnicode, document.form == .plain, Self.isPlainASCII(document.source.bytes) { return }
    let recognition = Recognition(document)
    if isUnicode {
      try decodeRuns(&document, recognition)
    } else {
      try decodeBytes(&document, recognition, declared)
    }
  }

  /// ASCII with so few of the marks that VIQR needs most (^ ` ~ +) that it is none.
  private static func isPlainASCII(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { $0 < 0x80 } && bytes.count { [0x5E, 0x60, 0x7E, 0x2B].contains($0) } < 8
  }

  /// A text in UTF-8 that may hold runs typed in legacy fonts.
  private func decodeRuns(_ document: inout Document, _ recognition: Recognition) throws(StageError) {
    let replaced = document.alignment.segments.count { !$0.isCopy && $0.text.count == 3 }
    if replaced > 0 {
      document.report(
        Report(
          "ill-formed-utf-8", "\(replaced) bytes are not UTF-8; each became U+FFFD",
          at: 0..<document.text.count))
    }
    if document.source.bytes.allSatisfy({ $0 < 0x80 }), recognition.isVIQR(minWords: options.minWords) {
      try decode(&document, as: .viqr, recognition)
      return
    }
    reportKhmer(recognition, in: &document)
    try document.apply(recognition.edits(recognition.charset(minWords: options.minWords)))
  }

  /// A text that is not UTF-8.
  private func decodeBytes(
    _ document: inout Document, _ recognition: Recognition, _ declared: Declaration
  ) throws(StageError) {
    let recognised = recognition.charset(minWords: options.minWords)
    if let recognised, recognition.isWhole(recognised) {
      try redecode(&document, as: recognised)
      return
    }
    switch declared {
    case .charset(let charset):
      try decode(&document, as: charset, recognition)
      return
    case .unsupported(let name): throw unsupported(name)
    case .none, .latin, .unicode: break
    }
    let edits = recognition.edits(recognised)
    let khmer = recognition.khmerRuns
    if edits.isEmpty, khmer.isEmpty, recognition.highLettersPercent > 30 {
      throw StageError(
        "unknown-encoding",
        "the bytes are not UTF-8 and nothing tells their encoding; set 'encoding' of decode-legacy",
        at: document.source.bytes.firstIndex { $0 >= 0x80 })
    }
    if declared != .latin {
      document.report(
        Report(
          "encoding-guessed", "the bytes are not UTF-8 and no encoding is stated; read as windows-1252",
          at: 0..<document.text.count))
    }
    reportKhmer(recognition, in: &document)
    try document.apply(edits)
  }

  private func unsupported(_ name: String) -> StageError {
    StageError(
      "unsupported-encoding",
      "the page states the encoding '\(name)', which cannot be decoded yet; convert it to UTF-8 first")
  }

  private func reportKhmer(_ recognition: Recognition, in document: inout Document) {
    for (range, font) in recognition.khmerRuns {
      document.report(
        Report(
          "undecoded-khmer-font",
          "text in the Khmer font '\(font)', which has no table; it was left as it is", at: range))
    }
  }

  // MARK: By name

  /// Decodes a text whose encoding is given. One that is UTF-8 nevertheless, with other characters than
  /// ASCII, is decoded only where it reads better so.
  private func decode(_ document: inout Document, as charset: Charset) throws(StageError) {
    let bytes = document.source.bytes
    guard document.source.encoding == "UTF-8", bytes.contains(where: { $0 >= 0x80 }) else {
      try decode(&document, as: charset, Recognition(document))
      return
    }
    let recognition = Recognition(document)
    let edits = recognition.edits(charset)
    let asUTF8 = Plausibility(text: document.text)
    if Plausibility(bytes, as: charset).valid > asUTF8.valid, edits.isEmpty {
      try redecode(&document, as: charset)
    } else if edits.isEmpty {
      document.report(
        Report("already-utf-8", "the bytes are UTF-8, not \(charset.rawValue)", at: 0..<document.text.count))
    } else {
      try document.apply(edits)
    }
  }

  /// VIQR uses marks that tags use too: in a page only the text is decoded.
  private func decode(_ document: inout Document, as charset: Charset, _ recognition: Recognition)
    throws(StageError)
  {
    if charset == .viqr, document.form == .markup {
      try document.apply(recognition.runs.flatMap { $0.reading.edits(as: .viqr) })
    } else {
      try redecode(&document, as: charset)
    }
  }

  private func redecode(_ document: inout Document, as charset: Charset) throws(StageError) {
    let bytes = document.source.bytes
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 5 / 4)
    var alignment = Alignment()
    var offset = 0
    while offset < bytes.count {
      let (scalar, length) = charset.scalar(bytes, at: offset)
      let start = text.count
      UTF8Text.append(scalar, to: &text)
      if length == 1, scalar < 0x80, scalar == UInt32(bytes[offset]) {
        alignment.appendCopy(1)
      } else {
        alignment.appendChange(text: text.count - start, source: length)
      }
      offset += length
    }
    try document.redecode(text: text, alignment: alignment, encoding: charset.rawValue)
    document.count("decoded-" + charset.name)
    if charset == .tcvn3, document.form == .markup { try raiseCapitals(&document) }
  }

  /// TCVN3 writes capitals with marks by a font: a run in such a font is set in capitals.
  private func raiseCapitals(_ document: inout Document) throws(StageError) {
    var edits: [Edit] = []
    for run in TextRun.runs(of: document) where run.font == .vietnamese(.tcvn3, capitals: true) {
      for piece in run.pieces {
        edits += ByteReading.capitals(document.text, in: piece, reason: "tcvn3-capitals")
      }
    }
    try document.apply(edits)
  }

  private func redecodeUTF8(_ document: inout Document) throws(StageError) {
    let bytes = document.source.bytes
    var text: [UInt8] = []
    var alignment = Alignment()
    var offset = 0
    while offset < bytes.count {
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: offset, before: bytes.count)
      UTF8Text.append(scalar, to: &text)
      if scalar == 0xFFFD, length == 1 {
        alignment.appendChange(text: 3, source: 1)
      } else {
        alignment.appendCopy(length)
      }
      offset += length
    }
    try document.redecode(text: text, alignment: alignment, encoding: "UTF-8")
  }
}
