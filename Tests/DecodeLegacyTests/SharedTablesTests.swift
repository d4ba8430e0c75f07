import DecodeLegacy
import Foundation
import StageKit
import Testing

/// The tables of the development data, read in place; skipped where they are absent.
private enum SharedTables {
  static let folder: URL? = {
    var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    for _ in 0..<6 {
      folder = folder.deletingLastPathComponent()
      let tables = folder.appendingPathComponent("shared/data/normalization")
      if FileManager.default.fileExists(atPath: tables.path) { return tables }
    }
    return nil
  }()

  static func rows(_ name: String) throws -> [[String]] {
    guard let file = folder?.appendingPathComponent(name) else { return [] }
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("# ") }
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
  }
}

private func decoded(_ bytes: [UInt8], _ encoding: DecodeLegacy.Encoding) throws -> [UInt8] {
  // Inside a longer text: a few bytes that are all controls would not be taken for text.
  var document = try Document(id: "a", bytes: Array(String(repeating: " ", count: 300).utf8) + bytes)
  var options = DecodeLegacy.Options()
  options.encoding = encoding
  try DecodeLegacy(options: options).process(&document)
  return Array(document.text[300...])
}

@Suite(.enabled(if: SharedTables.folder != nil, "the development data is not beside this package"))
struct SharedTablesTests {
  @Test(arguments: [DecodeLegacy.Encoding.tcvn3, .tcvn5712, .vni, .viscii, .vps, .viqr])
  func everyRowOfATableIsDecoded(_ encoding: DecodeLegacy.Encoding) throws {
    let rows = try SharedTables.rows("legacy-\(encoding == .tcvn5712 ? "tcvn3" : encoding.rawValue).tsv")
    #expect(rows.count > 100)
    for row in rows {
      if encoding == .tcvn3, row.count > 3, row[3].contains("VN1") { continue }
      let hex = Array(row[0].utf8)
      let bytes = stride(from: 0, to: hex.count, by: 2).compactMap {
        UInt8(String(decoding: hex[$0...$0 + 1], as: UTF8.self), radix: 16)
      }
      #expect(try decoded(bytes, encoding) == Array(row[1].utf8), "\(encoding.rawValue) \(row[0]) \(row[1])")
    }
  }

  @Test func everyLegacyCaseComesOutAsExpected() throws {
    let cases = try SharedTables.rows("vietnamese.tsv").filter { $0.count > 2 && $0[2].hasPrefix("legacy=") }
    #expect(cases.count > 20)
    for row in cases {
      let encoding = try #require(DecodeLegacy.Encoding(rawValue: String(row[2].dropFirst(7))))
      var bytes: [UInt8] = []
      var rest = Array(row[0].utf8)[...]
      while let byte = rest.popFirst() {
        if byte == 0x5C, rest.first == 0x78,
          let value = UInt8(String(decoding: rest.dropFirst().prefix(2), as: UTF8.self), radix: 16)
        {
          bytes.append(value)
          rest = rest.dropFirst(3)
        } else {
          bytes.append(byte)
        }
      }
      #expect(try decoded(bytes, encoding) == Array(row[1].utf8), "\(row[2]) \(row[0]) \(row[1])")
    }
  }
}
