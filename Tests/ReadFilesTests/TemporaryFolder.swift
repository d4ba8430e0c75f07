import Foundation
@testable import ReadFiles
import StageKit

/// A folder for one test, gone with the value.
final class TemporaryFolder {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent("read-files-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String, _ bytes: [UInt8]) throws {
    let url = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func file(_ name: String, _ text: String = "Việt Nam\n") throws { try file(name, Array(text.utf8)) }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
  }

  /// Reads the folder, or something in it.
  func read(
    _ name: String = "", _ change: (inout ReadFiles.Options) -> Void = { _ in }
  ) async throws -> [Outcome] {
    var options = ReadFiles.Options()
    options.path = [InputPath(name.isEmpty ? path : path + "/" + name)]
    change(&options)
    let reader = try ReadFiles(options: options)
    var outcomes: [Outcome] = []
    try await reader.read { item in
      do throws(StageError) {
        guard case .document(let document) = try item.load() else { return }
        outcomes.append(.document(item.id, document))
      } catch { outcomes.append(.failure(item.id, error)) }
    }
    return outcomes
  }

  enum Outcome {
    case document(String, Document)
    case failure(String, StageError)

    var document: Document? {
      if case .document(_, let document) = self { return document }
      return nil
    }

    /// `id`, or `id: outcome code`.
    var summary: String {
      switch self {
      case .document(let id, _): id
      case .failure(let id, let error): "\(id): \(error.outcome) \(error.code)"
      }
    }
  }
}
