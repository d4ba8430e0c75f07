import Foundation
import StageKit
import Testing

@testable import WriteTEI

/// Speed of writing and of writing with validation, on documents of a run: TEI_BENCHMARK names a file of
/// write-json-lines. Build with `-c release -Xswiftc -enable-testing`.
@Suite struct SpeedTests {
  private static let input = ProcessInfo.processInfo.environment["TEI_BENCHMARK"]

  private static func documents() throws -> [ProcessedDocument] {
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: input ?? "")))
    return bytes.split(separator: 0x0A).compactMap { line in
      guard case .document(let document)? = try? JSONLine(Array(line)) else { return nil }
      return ProcessedDocument(document)
    }
  }

  @Test(.enabled(if: input != nil, "TEI_BENCHMARK is not set"))
  func writingAndValidatingAreFastEnough() throws {
    let documents = try Self.documents()
    for validate in [WriteTEI.Switch.off, .on] {
      var options = WriteTEI.Options()
      options.validate = validate
      let stage = try WriteTEI(options: options)
      var best = 0.0
      for _ in 0..<5 {
        var bytes = 0
        let start = ContinuousClock.now
        for document in documents {
          bytes += (try? stage.output(for: document))?.files.first?.bytes.count ?? 0
        }
        let time = start.duration(to: .now)
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        best = max(best, Double(bytes) / 1e6 / seconds)
      }
      print("validate \(validate.rawValue): \(documents.count) documents, best of 5: \(Int(best)) MB/s of TEI")
    }
  }
}
