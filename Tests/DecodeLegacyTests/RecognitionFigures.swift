import DecodeLegacy
import Foundation
import StageKit
import Testing
import UnicodeText

/// Texts for the figures: LANGUAGE.txt, a paragraph a line, as `.ci/fetch-translated-texts` makes them.
private enum Texts {
  static let folder = ProcessInfo.processInfo.environment["SASTRA_TEXTS"]

  static func paragraphs(_ language: String) throws -> [String] {
    let file = URL(fileURLWithPath: folder ?? "").appendingPathComponent("\(language).txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  /// Blocks of whole words with about so many letters, in the order of the file.
  static func blocks(_ language: String, letters: Int, count: Int) throws -> [String] {
    var (blocks, block, number): ([String], String, Int) = ([], "", 0)
    for paragraph in try paragraphs(language) {
      for word in paragraph.split(separator: " ") {
        block += (block.isEmpty ? "" : " ") + word
        number += word.unicodeScalars.count { $0.properties.isAlphabetic }
        guard number >= letters else { continue }
        blocks.append(block)
        (block, number) = ("", 0)
        if blocks.count == count { return blocks }
      }
    }
    return blocks
  }
}

/// Writes text in an encoding; built by decoding everything that the encoding may have.
private struct Encoder {
  private var bytes: [Character: [UInt8]] = [:]

  init(vietnamese encoding: DecodeLegacy.Encoding) throws {
    var candidates = (UInt8(0x01)...0xFF).filter { $0 != 0x0A && $0 != 0x0D }.map { [$0] }
    let bases =
      Array("aeiouyAEIOUYdD".utf8) + [
        0xC2, 0xC3, 0xCA, 0xD4, 0xD5, 0xD6, 0xDD, 0xE2, 0xE3, 0xEA, 0xF4, 0xF5, 0xF6, 0xFD,
      ]
    let marks = encoding == .viqr ? Array("`'?~.^(+dD".utf8) : Array(0xC0...0xFF)
    if ![.tcvn3, .viscii, .vps].contains(encoding) {
      for base in bases { for mark in marks { candidates.append([base, mark]) } }
    }
    if encoding == .viqr {
      for base in bases {
        for mark in Array("^(+".utf8) {
          for tone in Array("`'?~.".utf8) { candidates.append([base, mark, tone]) }
        }
      }
    }
    let lines = candidates.joined(separator: [0x0A])
    var document = try Document(id: "a", bytes: Array(String(repeating: "a b\n", count: 400).utf8) + lines)
    var options = DecodeLegacy.Options()
    options.encoding = encoding
    try DecodeLegacy(options: options).process(&document)
    let decoded = document.string(in: 0..<document.text.count).split(
      separator: "\n", omittingEmptySubsequences: false)
    for (candidate, text) in zip(candidates, decoded.dropFirst(400)) where text.count == 1 {
      guard let letter = text.first, bytes[letter] == nil else { continue }
      if encoding != .viqr || candidate.allSatisfy({ $0 < 0x80 }) { bytes[letter] = candidate }
    }
    guard encoding == .tcvn3 else { return }
    // The fonts have no capitals with tones: their small letters stand for them.
    for (letter, code) in bytes {
      let capital = Character(letter.uppercased())
      if bytes[capital] == nil { bytes[capital] = code }
    }
  }

  init(_ encoding: WebEncoding) {
    var candidates = (UInt8(0x01)...0xFF).map { [$0] }
    if encoding.isMultiByte {
      for lead in UInt8(0x81)...0xFE { for trail in UInt8(0x40)...0xFE { candidates.append([lead, trail]) } }
    }
    for candidate in candidates {
      let text = String(decoding: TextDecoder.decode(candidate, as: encoding).text, as: UTF8.self)
      guard text.count == 1, let letter = text.first, letter != "\u{FFFD}" else { continue }
      bytes[letter] = bytes[letter] ?? candidate
    }
  }

  /// Characters that the encoding has not are left out.
  func encode(_ text: String) -> [UInt8] {
    text.precomposedStringWithCanonicalMapping.flatMap { bytes[$0] ?? [] }
  }
}

private struct Score: CustomStringConvertible {
  var (right, abstained, wrong) = (0, 0, 0)
  var examples: [String] = []

  mutating func add(_ bytes: [UInt8], expected: Set<String>, _ text: String) {
    var document: Document
    do {
      document = try Document(id: "a", bytes: bytes)
      document.begin(stage: "decode-legacy", version: 1)
      try DecodeLegacy(options: .init()).process(&document)
    } catch {
      abstained += 1
      return
    }
    if expected.contains(document.source.encoding), document.edits.isEmpty {
      right += 1
    } else if ["windows-1252", "UTF-8"].contains(document.source.encoding), document.edits.isEmpty {
      abstained += 1
    } else {
      wrong += 1
      if examples.count < 2 { examples.append("\(document.source.encoding): \(text.prefix(200))") }
    }
  }

  var description: String { "right \(right), abstained \(abstained), wrong \(wrong) \(examples)" }
}

@Suite(
  .enabled(if: Texts.folder != nil, "set SASTRA_TEXTS to a folder that .ci/fetch-translated-texts made"),
  .serialized)
struct RecognitionFigures {
  private static let names: [(DecodeLegacy.Encoding, String)] = [
    (.tcvn3, "TCVN3"), (.vni, "VNI"), (.viscii, "VISCII"), (.vps, "VPS"), (.viqr, "VIQR"),
    (.windows1258, "windows-1258"),
  ]

  @Test(arguments: [(200, 500), (20, 1000), (100, 300), (50, 300)])
  func vietnameseIsRecognised(letters: Int, count: Int) throws {
    let blocks = try Texts.blocks("vi", letters: letters, count: count)
    for (encoding, name) in Self.names {
      let encoder = try Encoder(vietnamese: encoding)
      var score = Score()
      for block in blocks { score.add(encoder.encode(block), expected: [name], block) }
      print("vietnamese \(letters) letters \(name): \(score)")
      if letters == 20 { #expect(score.wrong == 0) }
      if letters == 200 { #expect(score.right * 100 >= blocks.count * 99) }
    }
  }

  @Test(arguments: ["en-us", "fr", "de", "cs", "pl", "tr", "hu", "vi", "km"])
  func otherTextGivesNoAlarm(language: String) throws {
    for letters in [20, 200, 1000] {
      var score = Score()
      let blocks = try Texts.blocks(language, letters: letters, count: 300)
      for block in blocks { score.add(Array(block.utf8), expected: ["UTF-8"], block) }
      print("UTF-8 \(language) \(letters): \(score)")
      #expect(score.wrong == 0)
    }
  }

  @Test(arguments: [
    ("en-us", WebEncoding.windows1252), ("fr", .windows1252), ("de", .windows1252), ("cs", .windows1250),
    ("cs", .latin2), ("pl", .windows1250), ("pl", .latin2), ("hu", .windows1250), ("tr", .windows1254),
    ("ru", .windows1251), ("ru", .koi8R), ("el", .windows1253), ("zh-cn", .gbk), ("zh-tw", .big5),
    ("ja", .shiftJIS),
    ("ja", .eucJP), ("ko", .eucKR),
  ])
  func otherEncodingsAreGuessedOrNot(language: String, encoding: WebEncoding) throws {
    let encoder = Encoder(encoding)
    for letters in [20, 200, 1000] {
      let blocks = try Texts.blocks(language, letters: letters, count: 200)
      var (score, alarms) = (Score(), 0)
      for block in blocks {
        let bytes = encoder.encode(block)
        // Without a byte above ASCII there is nothing to tell.
        if bytes.allSatisfy({ $0 < 0x80 }) { continue }
        var same = Set([encoding.rawValue])
        let text = TextDecoder.decode(bytes, as: encoding).text
        for other in WebEncoding.allCases where TextDecoder.decode(bytes, as: other).text == text {
          same.insert(other.rawValue)
        }
        let wrong = score.wrong
        score.add(bytes, expected: same, block)
        if score.wrong > wrong, Self.names.contains(where: { (score.examples.last ?? "").hasPrefix($0.1) }) {
          alarms += 1
        }
      }
      print("\(language) \(encoding.rawValue) \(letters): \(score)")
      #expect(alarms == 0)
    }
  }
}
