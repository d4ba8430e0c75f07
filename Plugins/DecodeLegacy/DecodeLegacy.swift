import StageKit
import UnicodeText

/// Decodes text that is not Unicode yet: the encodings of the web and the legacy Vietnamese ones, by name, by
/// what the server and the page state, by font or recognised.
///
/// Bytes that are UTF-8 are UTF-8, whatever is stated. Where the bytes as a whole are in one encoding, the text
/// is decoded anew from the source; where only runs of a page are (fonts such as .VnTime in a page of another
/// encoding), those runs are edited. What is short or unsure stays as it is, and the provenance says so.
///
/// - Throws: `StageError` "unsupported-encoding" when an encoding is stated that must not be or cannot be
///   decoded; "unknown-encoding" when nothing tells the encoding and the text is no Latin one.
public struct DecodeLegacy: Stage {
  public static let name = "decode-legacy"
  public static let version = 2
  public static let summary =
    "Decodes any encoding of the web and the legacy Vietnamese ones, stated or recognised."
  public static let acceptsMarkup = true

  let options: Options

  public init(options: Options, context: LoadContext) {
    self.options = options
  }

  public func process(_ document: inout Document) throws(StageError) {
    try document.forEachPage(decodePage)
  }

  private func decodePage(_ document: inout Document) throws(StageError) {
    let isWide = document.source.encoding.hasPrefix("UTF-16") || document.source.encoding.hasPrefix("UTF-32")
    switch options.encoding {
    case .auto: if !isWide { try decode(&document) }
    case .utf8:
      if !isWide, document.source.encoding != "UTF-8" { try redecode(&document, as: WebEncoding.utf8) }
    default:
      if let charset = Charset.allCases.first(where: { $0.name == options.encoding.rawValue }) {
        if !isWide { try decode(&document, as: charset) }
      } else if case .encoding(let encoding) = EncodingLabel(options.encoding.rawValue) {
        try decode(&document, as: encoding)
      }
    }
  }

  // MARK: By name

  /// Decodes a text whose encoding is given. One that is UTF-8 nevertheless, with other characters than
  /// ASCII, is decoded only where it reads better so.
  private func decode(_ document: inout Document, as charset: Charset) throws(StageError) {
    let bytes = document.source.bytes
    guard document.source.encoding == "UTF-8", bytes.contains(where: { $0 >= 0x80 }) else {
      try decodeWhole(&document, as: charset)
      return
    }
    let recognition = Recognition(document)
    let edits = recognition.edits(charset)
    let asUTF8 = Plausibility(text: document.text)
    if Plausibility(bytes, as: charset).valid > asUTF8.valid, edits.isEmpty {
      try redecode(&document, as: charset)
    } else if edits.isEmpty {
      reportUTF8(&document, not: charset.rawValue)
    } else {
      try document.apply(edits)
    }
  }

  private func decode(_ document: inout Document, as encoding: WebEncoding) throws(StageError) {
    let isUTF8 = document.source.encoding == "UTF-8" && document.source.bytes.contains { $0 >= 0x80 }
    let isWide = encoding == .utf16LE || encoding == .utf16BE
    if isUTF8, !isWide, !document.alignment.segments.contains(where: { !$0.isCopy && !$0.text.isEmpty }) {
      let multiple = document.text.contains { $0 >= 0xE0 }
      if multiple || !encoding.isMultiByte {
        reportUTF8(&document, not: encoding.rawValue)
        return
      }
    }
    if document.source.encoding != encoding.rawValue { try redecode(&document, as: encoding) }
  }

  private func reportUTF8(_ document: inout Document, not name: String) {
    document.report(
      Report("already-utf-8", "the bytes are UTF-8, not \(name)", at: 0..<document.text.count))
  }

  // MARK: Decoding

  /// VIQR uses marks that tags use too: in a page only the text is decoded.
  func decodeWhole(_ document: inout Document, as charset: Charset) throws(StageError) {
    if charset == .viqr, document.form == .markup {
      let recognition = Recognition(document)
      try document.apply(recognition.runs.flatMap { recognition.reading($0).edits(as: .viqr) })
    } else {
      try redecode(&document, as: charset)
    }
  }

  func redecode(_ document: inout Document, as charset: Charset) throws(StageError) {
    let (text, alignment) = charset.decode(document.source.bytes)
    try document.redecode(text: text, alignment: alignment, encoding: charset.rawValue)
    document.count("decoded-" + charset.name)
    if charset == .tcvn3, document.form == .markup { try raiseCapitals(&document) }
  }

  func redecode(_ document: inout Document, as encoding: WebEncoding) throws(StageError) {
    try redecode(&document, as: encoding, TextDecoder.decode(document.source.bytes, as: encoding))
  }

  func redecode(
    _ document: inout Document, as encoding: WebEncoding, _ decoded: DecodedText
  ) throws(StageError) {
    var alignment = Alignment()
    for run in decoded.runs {
      if run.isCopy {
        alignment.appendCopy(run.count)
      } else {
        alignment.appendChange(text: run.text, source: run.source, count: run.count)
      }
    }
    try document.redecode(text: decoded.text, alignment: alignment, encoding: encoding.rawValue)
    document.count("decoded-" + encoding.rawValue.lowercased())
    if decoded.malformed > 0 {
      document.report(
        Report(
          "malformed-bytes",
          "\(decoded.malformed) sequences of bytes are not \(encoding.rawValue); each became U+FFFD",
          at: 0..<document.text.count))
    }
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
}
