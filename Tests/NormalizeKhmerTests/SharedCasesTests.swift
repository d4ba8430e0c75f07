import Foundation
import NormalizeKhmer
import StageKit
import Testing

/// Cases kept outside the package, where they are at hand: input, expected, option, rule, source, separated
/// by tabs.
private enum SharedCases {
  static let url = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("../shared/data/normalization/khmer.tsv").standardizedFileURL

  static var isPresent: Bool { FileManager.default.fileExists(atPath: url.path) }

  struct Case: CustomTestStringConvertible {
    var line: Int
    var input: [UInt8]
    var expected: [UInt8]
    var options: String
    var rule: String
    var testDescription: String { "line \(line): \(rule)" }
  }

  static func load() -> [Case] {
    guard let text = try? String(contentsOf: url, encoding: .utf8) else { return [] }
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      line, row in
      let fields = row.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count >= 4, !row.hasPrefix("#") else { return nil }
      return Case(
        line: line + 1, input: unescaped(fields[0]), expected: unescaped(fields[1]), options: fields[2],
        rule: fields[3])
    }
  }

  private static func unescaped(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\", let kind = rest.popFirst() else {
        bytes += Array(String(Character(scalar)).utf8)
        continue
      }
      let digits = kind == "u" ? 4 : kind == "x" ? 2 : 0
      var hex = ""
      for digit in rest.prefix(digits) { hex.unicodeScalars.append(digit) }
      rest = rest.dropFirst(digits)
      switch (kind, UInt32(hex, radix: 16)) {
      case ("u", let value?): bytes += Array(String(Character(Unicode.Scalar(value) ?? "?")).utf8)
      case ("x", let value?): bytes.append(UInt8(value))
      default: bytes.append(0x5C)
      }
    }
    return bytes
  }
}

@Suite struct SharedCasesTests {
  @Test(
    .enabled(if: SharedCases.isPresent, "no ../shared beside the package"), arguments: SharedCases.load())
  private func theCaseComesOutAsExpectedAndStaysSo(testCase: SharedCases.Case) throws {
    let (stage, language) = try prepared(testCase.options)
    var document = Document(id: "case", text: String(decoding: testCase.input, as: UTF8.self))
    document.language = language
    try stage.process(&document)
    #expect(document.text == testCase.expected)
    let once = document.text
    try stage.process(&document)
    #expect(document.text == once)
  }

  private func prepared(_ settings: String) throws -> (NormalizeKhmer, language: String?) {
    var language: String? = "km"
    var inputs: [String: OptionInput] = [:]
    for setting in settings.split(separator: " ") where setting != "default" {
      let parts = setting.split(separator: "=").map(String.init)
      switch parts[0] {
      case "lang": language = parts[1] == "auto" ? nil : parts[1]
      case "all":
        for (key, value) in [
          ("coeng_dt", "ta"), ("deprecated", "map"), ("digits", "ascii"), ("repair", "on"), ("zwsp", "strip"),
        ] { inputs[key] = .scalar(value) }
      default: inputs[parts[0].replacingOccurrences(of: "-", with: "_")] = .scalar(parts[1])
      }
    }
    return (try NormalizeKhmer(options: .init(inputs, of: NormalizeKhmer.name)), language)
  }
}
