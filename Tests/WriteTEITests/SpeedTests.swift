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

  /// Processor time of this thread, which other programs do not touch.
  private static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
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
        let start = Self.seconds
        for document in documents {
          bytes += (try? stage.output(for: document))?.files.first?.bytes.count ?? 0
        }
        let seconds = Self.seconds - start
        best = max(best, Double(bytes) / 1e6 / seconds)
      }
      print(
        "validate \(validate.rawValue): \(documents.count) documents, best of 5: \(Int(best)) MB/s of TEI")
    }
  }
}
