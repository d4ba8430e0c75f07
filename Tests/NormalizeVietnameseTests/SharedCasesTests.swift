import Foundation
import NormalizeVietnamese
import StageKit
import Testing

/// The cases of the development data, read in place; skipped where they are absent.
private enum SharedCases {
  struct Case: Sendable {
    var input: [UInt8]
    var expected: [UInt8]
    var option: String
    var rule: String
  }

  static let path: String? = {
    let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    var folder = root.deletingLastPathComponent()
    for _ in 0..<6 {
      folder = folder.deletingLastPathComponent()
      let path = folder.appendingPathComponent("shared/data/normalization/vietnamese.tsv").path
      if FileManager.default.fileExists(atPath: path) { return path }
    }
    return nil
  }()

  static func cases() throws -> [Case] {
    let text = try String(contentsOfFile: path ?? "", encoding: .utf8)
    return text.split(separator: "\n").filter { !$0.hasPrefix("# ") }.compactMap { line in
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard columns.count >= 4 else { return nil }
      return Case(
        input: unescaped(columns[0]), expected: unescaped(columns[1]), option: columns[2], rule: columns[3])
    }
  }

  static func unescaped(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var scalars = Array(text.unicodeScalars)[...]
    while let first = scalars.popFirst() {
      guard first == "\\", let kind = scalars.popFirst() else {
        bytes += Array(String(Character(first)).utf8)
        continue
      }
      let width = kind == "u" ? 4 : kind == "x" ? 2 : 0
      let hex = UInt32(String(String.UnicodeScalarView(scalars.prefix(width))), radix: 16) ?? 0
      scalars = scalars.dropFirst(width)
      switch kind {
      case "u": bytes += Array(String(Character(Unicode.Scalar(hex) ?? " ")).utf8)
      case "x": bytes.append(UInt8(hex))
      default: bytes += Array(String(Character(kind)).utf8)
      }
    }
    return bytes
  }
}

@Suite(.enabled(if: SharedCases.path != nil, "the development data is not beside this package"))
struct SharedVietnameseCasesTests {
  @Test func everyCaseWithAGivenLanguageComesOutAsExpected() throws {
    let cases = try SharedCases.cases()
    #expect(cases.count > 200)
    for item in cases where !item.option.hasPrefix("legacy=") && !item.option.hasPrefix("lang=") {
      var inputs: [String: OptionInput] = [:]
      let parts = item.option.split(separator: "=").map(String.init)
      if parts.count == 2 { inputs[parts[0].replacingOccurrences(of: "-", with: "_")] = .scalar(parts[1]) }
      let options = try NormalizeVietnamese.Options(inputs, of: "normalize-vietnamese")
      var document = Document(id: "case", text: String(decoding: item.input, as: UTF8.self))
      document.language = "vi"
      try NormalizeVietnamese(options: options).process(&document)
      #expect(
        document.text == item.expected,
        "\(item.rule), \(item.option): \(String(decoding: document.text, as: UTF8.self))")
    }
  }
}
