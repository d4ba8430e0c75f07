import StageKit
import UnicodeText

/// How the encoding is found when none is set: what is stated, as far as the bytes bear it out, then what is
/// recognised.
extension DecodeLegacy {
  func decode(_ document: inout Document) throws(StageError) {
    let statements = Statement.statements(on: document)
    if document.source.encoding == "UTF-8" {
      if try decodeEscapes(&document, statements) { return }
      if document.form == .plain, Self.isPlainASCII(document.source.bytes) { return }
      if try decodeDespiteUTF8(&document, statements) { return }
      contradict(&document, statements) { $0 != .unicode }
      try decodeRuns(&document, Recognition(document))
    } else if try !decodeStated(&document, statements) {
      try decodeRecognised(&document, statements)
    }
  }

  /// ASCII with so few of the marks that VIQR needs most (^ ` ~ +) that it is none.
  private static func isPlainASCII(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { $0 < 0x80 } && bytes.count { [0x5E, 0x60, 0x7E, 0x2B].contains($0) } < 8
  }

  /// Says which statements the bytes belie.
  private func contradict(
    _ document: inout Document, _ statements: [Statement], where isWrong: (Declaration) -> Bool
  ) {
    guard document.source.bytes.contains(where: { $0 >= 0x80 }) else { return }
    for statement in statements where isWrong(statement.declaration) {
      let known = statement.declaration == .unknown ? ", which nobody knows" : ""
      document.report(
        Report(
          "charset-contradicted",
          "\(statement.stater) states '\(statement.label)'\(known); the text was read as "
            + document.source.encoding, at: 0..<document.text.count))
    }
  }

  // MARK: Seven bits, and bytes that are UTF-8

  /// ISO-2022-JP, which is ASCII with escapes, is decoded, stated or not; other encodings of that kind are
  /// refused where the text makes use of them.
  private func decodeEscapes(
    _ document: inout Document, _ statements: [Statement]
  ) throws(StageError) -> Bool {
    let bytes = document.source.bytes
    if let refused = statements.first(where: { $0.declaration == .refused }),
      Escapes(bytes).areUsed(by: refused.label)
    {
      throw StageError(
        "unsupported-encoding",
        "\(refused.stater) states the encoding '\(refused.label)', which is not decoded, since it can hide "
          + "text; convert it to UTF-8 first", at: Escapes(bytes).first)
    }
    guard Escapes(bytes).haveEscape, Escapes(bytes).areJapanese else { return false }
    let isStated = statements.contains { $0.declaration == .encoding(.iso2022JP) }
    let decoded = TextDecoder.decode(bytes, as: .iso2022JP)
    guard isStated || decoded.malformed == 0 else { return false }
    try redecode(&document, as: .iso2022JP, decoded)
    if !isStated { contradict(&document, statements) { _ in true } }
    return true
  }

  /// A short text in an encoding of two bytes may be UTF-8 by chance, and a longer one mostly so: then the
  /// statement counts.
  private func decodeDespiteUTF8(
    _ document: inout Document, _ statements: [Statement]
  ) throws(StageError) -> Bool {
    guard case .encoding(let encoding)? = statements.first(where: { $0.declaration != .latin })?.declaration,
      encoding.isMultiByte, encoding != .iso2022JP
    else { return false }
    let strays = Self.strays(in: document)
    let characters = document.text.count { $0 >= 0xC0 }
    let isLong = document.text.contains { $0 >= 0xE0 } || characters > 8
    guard characters > 0, strays > 1 || strays == 0 && !isLong else { return false }
    let decoded = TextDecoder.decode(document.source.bytes, as: encoding)
    guard decoded.malformed == 0, Fit(decoded).isGood else { return false }
    try redecode(&document, as: encoding, decoded)
    return true
  }

  /// The number of bytes that are not UTF-8 in a text that is.
  private static func strays(in document: Document) -> Int {
    var strays = 0
    for segment in document.alignment.segments where !segment.isCopy && !segment.text.isEmpty {
      strays += segment.text.count / 3
    }
    return strays
  }

  /// A text in UTF-8 that may hold runs typed in legacy fonts.
  private func decodeRuns(_ document: inout Document, _ recognition: Recognition) throws(StageError) {
    let replaced = Self.strays(in: document)
    if replaced > 0 {
      document.report(
        Report(
          "ill-formed-utf-8", "\(replaced) sequences of bytes are not UTF-8; each became U+FFFD",
          at: 0..<document.text.count))
    }
    if document.source.bytes.allSatisfy({ $0 < 0x80 }), recognition.isVIQR(minWords: options.minWords) {
      try decodeWhole(&document, as: .viqr)
      return
    }
    reportKhmer(recognition, in: &document)
    try document.apply(recognition.edits(recognition.charset(minWords: options.minWords)))
  }

  // MARK: Other bytes

  /// Decodes as the first statement says that the bytes bear out and that is no Latin encoding; false when
  /// there is none.
  private func decodeStated(
    _ document: inout Document, _ statements: [Statement]
  ) throws(StageError) -> Bool {
    for (index, statement) in statements.enumerated() {
      guard case .encoding(let encoding) = statement.declaration, !Guess.latinScript.contains(encoding) else {
        if case .vietnamese = statement.declaration { return false }
        if case .encoding = statement.declaration { return false }
        continue
      }
      let decoded = TextDecoder.decode(document.source.bytes, as: encoding)
      let isCut = decoded.malformed == 1 && decoded.text.suffix(3) == [0xEF, 0xBF, 0xBD]
      guard Fit(decoded).isGood || isCut else { continue }
      try redecode(&document, as: encoding, decoded)
      contradict(&document, Array(statements[..<index])) { _ in true }
      return true
    }
    return false
  }

  private func decodeRecognised(
    _ document: inout Document, _ statements: [Statement]
  ) throws(StageError) {
    let recognition = Recognition(document)
    let recognised = recognition.charset(minWords: options.minWords)
    if let recognised, recognition.isWhole(recognised) {
      try redecode(&document, as: recognised)
      // Vietnamese pages state Latin for want of a name of their own.
      contradict(&document, statements) { $0 != .latin && $0 != .vietnamese(recognised) }
      return
    }
    for statement in statements {
      switch statement.declaration {
      case .vietnamese(let charset):
        try decodeWhole(&document, as: charset)
        return
      case .encoding(let encoding) where Guess.latinScript.contains(encoding):
        try redecode(&document, as: encoding)
        return
      default: break
      }
    }
    try decodeLatin(&document, statements, recognition, recognition.edits(recognised))
  }

  /// What is left: a page of Latin letters, one in an encoding that nobody states, or one with runs in fonts.
  private func decodeLatin(
    _ document: inout Document, _ statements: [Statement], _ recognition: Recognition, _ edits: [Edit]
  ) throws(StageError) {
    let khmer = recognition.khmerRuns
    let isLatinStated = statements.contains { $0.declaration == .latin }
    let isImplausible = recognition.highLettersPercent > 30
    if edits.isEmpty, khmer.isEmpty, !isLatinStated || isImplausible {
      if let guess = Guess(document, recognition.runs).encoding() {
        try redecode(&document, as: guess)
        document.report(
          Report(
            "encoding-guessed", "the bytes are not UTF-8; by their look they are \(guess.rawValue)",
            at: 0..<document.text.count))
        contradict(&document, statements) { _ in true }
        return
      }
      if isImplausible { throw unknown(document, statements) }
    }
    if !isLatinStated {
      document.report(
        Report(
          "encoding-guessed",
          "the bytes are not UTF-8 and nothing sure tells their encoding; read as windows-1252",
          at: 0..<document.text.count))
    }
    contradict(&document, statements) { $0 != .latin }
    reportKhmer(recognition, in: &document)
    try document.apply(edits)
  }

  private func unknown(_ document: Document, _ statements: [Statement]) -> StageError {
    let offset = document.source.bytes.firstIndex { $0 >= 0x80 }
    if let statement = statements.first(where: { $0.declaration == .unknown }) {
      return StageError(
        "unsupported-encoding",
        "\(statement.stater) states the encoding '\(statement.label)', which cannot be decoded; convert it to "
          + "UTF-8 first, or set 'encoding' of decode-legacy", at: offset)
    }
    return StageError(
      "unknown-encoding",
      "the bytes are not UTF-8 and nothing tells their encoding; set 'encoding' of decode-legacy", at: offset)
  }

  private func reportKhmer(_ recognition: Recognition, in document: inout Document) {
    for (range, font) in recognition.khmerRuns {
      document.report(
        Report(
          "undecoded-khmer-font",
          "text in the Khmer font '\(font)', which has no table; it was left as it is", at: range))
    }
  }
}

/// Escapes by which encodings of seven bits leave ASCII.
struct Escapes {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The first of any kind.
  var first: Int? { bytes.firstIndex { $0 == 0x1B || $0 == 0x0E || $0 == 0x7E || $0 == 0x2B } }

  /// Whether there is any; looked for in eight bytes at a time.
  var haveEscape: Bool {
    bytes.withUnsafeBytes { bytes in
      let (ones, highBits) = (UInt64(0x0101_0101_0101_0101), UInt64(0x8080_8080_8080_8080))
      var start = 0
      while start + 8 <= bytes.count {
        // A byte that is an escape is zero here; only a zero borrows, and so gets its high bit.
        let eight = bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self) ^ (0x1B * ones)
        if (eight &- ones) & ~eight & highBits != 0 { return true }
        start += 8
      }
      return bytes[start...].contains(0x1B)
    }
  }

  /// An escape to kanji or katakana and all bytes in ASCII.
  var areJapanese: Bool {
    guard bytes.allSatisfy({ $0 < 0x80 }) else { return false }
    return has([0x1B, 0x24, 0x42]) || has([0x1B, 0x24, 0x40]) || has([0x1B, 0x28, 0x49])
      || has([0x1B, 0x28, 0x4A])
  }

  /// Whether an encoding that is refused says anything here that is not plain ASCII.
  func areUsed(by label: String) -> Bool {
    let name = label.lowercased()
    if name.contains("2022") || name == "replacement" { return bytes.contains(0x1B) || bytes.contains(0x0E) }
    if name.contains("hz") { return has([0x7E, 0x7B]) }
    return bytes.indices.contains { index in
      guard bytes[index] == 0x2B else { return false }
      let run = bytes[(index + 1)...].prefix { Self.isBase64($0) }
      return run.count >= 3 && run.endIndex < bytes.count && bytes[run.endIndex] == 0x2D
    }
  }

  private static func isBase64(_ byte: UInt8) -> Bool {
    0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20 && byte < 0x80 || byte == 0x2B || byte == 0x2F
  }

  private func has(_ sequence: [UInt8]) -> Bool {
    bytes.indices.contains { bytes[$0] == sequence[0] && bytes[$0...].starts(with: sequence) }
  }
}
