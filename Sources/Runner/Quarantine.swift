import Foundation
import StageKit

/// What is kept of a document that failed: its source bytes and why, in the folder `quarantine` of the run.
enum Quarantine {
  static func files(for processed: ProcessedDocument) -> [OutputFile] {
    let id = processed.document.id
    let record: [String: JSONValue] = [
      "id": .string(id), "status": .string(processed.outcome.rawValue), "error": error(processed.error),
    ]
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    var files: [OutputFile] = []
    if let json = try? encoder.encode(record) {
      files.append(
        OutputFile(
          path: "quarantine/errors/" + DocumentName.path(for: id, fileExtension: "json"),
          bytes: Array(json) + [0x0A]
        ))
    }
    if !processed.document.source.bytes.isEmpty {
      files.append(
        OutputFile(
          path: "quarantine/sources/" + DocumentName.path(for: id, fileExtension: "source"),
          bytes: processed.document.source.bytes))
    }
    return files
  }

  private static func error(_ error: DocumentError?) -> JSONValue {
    guard let error else { return .null }
    var fields: [String: JSONValue] = [
      "stage": .string(error.stage), "code": .string(error.code), "message": .string(error.message),
    ]
    fields["source_offset"] = error.sourceOffset.map { .integer($0) }
    return .object(fields)
  }
}

/// The documents that a run set aside, as a person clears them away.
public struct QuarantineFolder {
  private let output: OutputFolder

  /// Locks the run's folder.
  /// - Throws: `RunFailure` while a run is at work in it.
  public init(_ folder: String) throws(RunFailure) { output = try OutputFolder(path: folder) }

  /// Removes what is kept of documents.
  ///
  /// - Returns: number of files.
  public func clear(_ documents: [LedgerView.Failed]) throws(RunFailure) -> Int {
    let files = documents.flatMap(\.files)
    for file in files { output.remove(file) }
    try output.removeTemporaryFiles()
    return files.count
  }
}
