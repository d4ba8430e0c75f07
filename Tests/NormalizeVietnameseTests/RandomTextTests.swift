import Foundation
import StageKit
import Testing

@testable import NormalizeVietnamese

/// Random texts and the texts of the development data: a second pass finds nothing, and the way back to the
/// source is exact.
///
/// `SASTRA_RANDOM_TEXTS` says how many random texts, 1,500 where it is not set; with it the corpora are read in
/// full, else a little of each.
@Suite struct RandomVietnameseTextTests {
  private static let count = ProcessInfo.processInfo.environment["SASTRA_RANDOM_TEXTS"].flatMap { Int($0) }

  @Test func aSecondPassFindsNothingAndTheSourceComesBack() throws {
    let stages = try Self.optionSets().map { try NormalizeVietnamese(options: $0) }
    for seed in 0..<(Self.count ?? 1_500) {
      var random = RandomText(seed: UInt64(seed))
      let stage = stages[random.below(stages.count)]
      let language = ["vi", "vi", "vi", "en", nil][random.below(5)]
      let fault = Replay.fault(of: stage, random.text(), language: language)
      guard fault == nil else {
        Issue.record("text \(seed): \(fault ?? "")")
        return
      }
    }
  }

  @Test(.enabled(if: Corpora.folder != nil, "no ../shared beside the package"))
  func theCorporaOfTheDevelopmentDataComeBack() throws {
    let stages = try Self.optionSets().map { try NormalizeVietnamese(options: $0) }
    for (name, text) in Corpora.texts(whole: Self.count != nil) {
      for stage in Self.count == nil ? [stages[0]] : [stages[0], stages[stages.count - 1]] {
        let fault = Replay.fault(of: stage, text, language: "vi")
        #expect(fault == nil, "\(name)")
      }
    }
  }

  private static func optionSets() -> [NormalizeVietnamese.Options] {
    var sets = [NormalizeVietnamese.Options()]
    for tone in NormalizeVietnamese.Tone.allCases {
      for number in 0..<16 {
        var options = NormalizeVietnamese.Options()
        options.tone = tone
        options.confusables = number & 1 == 0 ? .off : .vi
        options.invisibles = number & 2 == 0 ? .keep : .strip
        options.iy = number & 4 == 0 ? .off : .i
        options.spaces = number & 8 == 0 ? .keep : .fold
        sets.append(options)
      }
    }
    return sets
  }
}

/// Texts of up to 24 pieces: Khmer, Vietnamese and Latin letters, combining marks, invisible characters,
/// spaces, emoji, letters with joiners, pieces of addresses.
private struct RandomText {
  private var state: UInt64
  private static let alphabets: [[String]] = [
    (0x1780...0x17DD).compactMap { Unicode.Scalar($0).map(String.init) },
    [
      "\u{1780}", "\u{179F}", "\u{179A}", "\u{178A}", "\u{1794}", "\u{17D2}", "\u{17D2}", "\u{17C1}",
      "\u{17B6}",
    ]
      + [
        "\u{17B8}", "\u{17BB}", "\u{17C6}", "\u{17C9}", "\u{17CA}", "\u{17CC}", "\u{200B}", "\u{200C}", " ",
      ],
    "aeiouydăâđêôơưạếỗựhngtqkmzçñßĐÐАаоñỳ".unicodeScalars.map(String.init),
    (0x300...0x345).compactMap { Unicode.Scalar($0).map(String.init) },
    ["\u{200B}", "\u{200C}", "\u{200D}", "\u{200E}", "\u{AD}", "\u{2060}", "\u{FEFF}", "\u{A0}", " ", "\n"],
    [
      "@", "#", "_", "://", "www.", ".vn", "%E1", "\\", "/", "។", "៕", "“", "១", "2", "(", ".", ",", "=", "ៗ",
    ],
    ["👨\u{200D}👩", "🇰🇭", "क्\u{200D}ष", "می\u{200C}خواهم", "中文", "\u{212B}", "ﬁ", "Å", "\u{25CC}", "\u{19E0}"],
  ]

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  mutating func text() -> String {
    // One of two texts is nearly all of one kind, so that long words and syllables come about.
    let main = below(2) == 0 ? below(Self.alphabets.count) : nil
    var text = ""
    for _ in 0..<1 + below(24) {
      let alphabet = Self.alphabets[
        below(8) > 0 ? main ?? below(Self.alphabets.count) : below(Self.alphabets.count)]
      text.unicodeScalars.append(contentsOf: alphabet[below(alphabet.count)].unicodeScalars)
    }
    return text
  }
}

/// Whether a stage changes a text in a way that leads back.
private enum Replay {
  static func fault(of stage: NormalizeVietnamese, _ text: String, language: String?) -> String? {
    do {
      var document = Document(id: "text", text: text)
      document.language = language
      let source = document.text
      document.begin(stage: "first", version: 1)
      try stage.process(&document)
      let once = document.text
      if document.replayedSource() != source {
        return "the alignment is not right: \(Array(text.unicodeScalars))"
      }
      if undone(document) != source { return "the edits do not lead back: \(Array(text.unicodeScalars))" }
      document.begin(stage: "second", version: 1)
      try stage.process(&document)
      let again = String(decoding: document.text, as: UTF8.self).unicodeScalars
      return document.text == once
        ? nil : "not done at once: \(Array(text.unicodeScalars)) -> \(Array(again))"
    } catch {
      return "\(error): \(Array(text.unicodeScalars))"
    }
  }

  /// The text with each recorded edit taken back.
  private static func undone(_ document: Document) -> [UInt8] {
    var bytes: [UInt8] = []
    var position = 0
    for edit in document.edits {
      guard edit.range.lowerBound >= position, Array(document.text[edit.range]) == edit.after else {
        return []
      }
      bytes += document.text[position..<edit.range.lowerBound] + edit.before
      position = edit.range.upperBound
    }
    return bytes + document.text[position...]
  }
}

/// The development data beside the package, where it is at hand.
private enum Corpora {
  static let folder: URL? = {
    let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("../shared/data").standardizedFileURL
    let beside = [folder, folder.appendingPathComponent("../../../shared/data").standardizedFileURL]
    return beside.first { FileManager.default.fileExists(atPath: $0.path) }
  }()

  /// - Parameter whole: all of each file, compressed ones too; else 4,000 bytes of those that are text.
  static func texts(whole: Bool) -> [(name: String, text: String)] {
    guard let folder, let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    else {
      return []
    }
    let files = all.compactMap { $0 as? URL }.sorted { $0.path < $1.path }
    return files.compactMap { file in
      let isText = ["txt", "tsv", "jsonl", "md"].contains(file.pathExtension)
      guard let data = isText ? try? Data(contentsOf: file) : whole ? unpacked(file) : nil else { return nil }
      return (file.lastPathComponent, String(decoding: whole ? data : data.prefix(4_000), as: UTF8.self))
    }
  }

  private static func unpacked(_ file: URL) -> Data? {
    guard file.pathExtension == "xz" else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/xz")
    process.arguments = ["-dc", file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return data
  }
}
