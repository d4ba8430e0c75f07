import PipelineFile
import StageKit

/// A pipeline as a filter: JSON lines in, one line out for each line in, in the same order, in bounded
/// memory.
///
/// Readers and writers of the pipeline take no part, but a writer of TEI fills the field `tei`. A line that
/// is no document is answered by one with its id, or where it gives none the line's number, and an error.
public struct Filter {
  private let chain: Chain
  private let workers: [any DocumentWorker]
  private let parts: Set<JSONFormPart>

  /// Loads every stage.
  /// - Throws: `RunFailure`.
  public init(
    _ pipeline: Pipeline, workers: Int, including parts: Set<JSONFormPart>, programVersion: String,
    runDate: String?
  ) throws(RunFailure) {
    chain = try Chain(pipeline, programVersion: programVersion, runDate: runDate, skippingReader: true)
    self.parts = parts
    var lanes: [any DocumentWorker] = []
    for _ in 0..<max(1, workers) { lanes.append(try LocalWorker(chain, writers: .fields)) }
    self.workers = lanes
  }

  /// - Parameters:
  ///   - lines: the lines of the input.
  ///   - write: takes an answer without its line break.
  public func callAsFunction(
    lines: LineSplitter, write: @escaping ([UInt8]) throws -> Void
  ) async throws {
    try await OrderedWork(workers: workers).run(
      { offer in
        var lines = lines
        while let line = try lines.next() { try await offer(Filter.item(line)) }
      },
      handOn: { handed in
        guard case .done(let result) = handed else { return }
        try write(answer(result.processed, id: result.id))
      })
  }

  private static func item(_ line: LineSplitter.Line) -> ReadItem {
    ReadItem(id: JSONLine.id(of: line.bytes) ?? String(line.number), byteCount: line.bytes.count) {
      () throws(StageError) in
      guard !line.isTooLong else { throw LineSplitter.tooLong }
      switch try JSONLine(line.bytes) {
      case .document(let document): return .document(document)
      case .finished(let processed): return .finished(processed)
      }
    }
  }

  /// Errors of a line that is no document: nothing of it is handed on but its id, where it gives one.
  private static let lineErrors: Set<String> = [
    "not-utf8", "not-json", "not-a-document", "empty-line", LineSplitter.tooLong.code,
  ]

  private func answer(_ processed: ProcessedDocument, id: String) -> [UInt8] {
    var processed = processed
    if let error = processed.error, Filter.lineErrors.contains(error.code), processed.document.text.isEmpty {
      processed.document = Document(id: id, text: "")
    }
    do throws(StageError) { return try processed.jsonLine(including: parts) } catch {
      let failed = ProcessedDocument(
        Document(id: processed.document.id, text: ""), outcome: .quarantined,
        error: DocumentError(stage: "filter", error))
      return (try? failed.jsonLine()) ?? Array(#"{"status":"quarantined"}"#.utf8)
    }
  }
}
