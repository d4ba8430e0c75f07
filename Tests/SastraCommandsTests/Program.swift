import Foundation
import Subprocess

/// The program as a user calls it: the executable that was built beside the tests.
enum Program {
  /// The checkout.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path()

  private static let executable =
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "sastra")
    .path()

  /// What a call gave back.
  struct Answer {
    var code: Int32
    var output: String
    var errors: String
    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  /// Calls the program and waits for it.
  ///
  /// - Parameters:
  ///   - wrapper: a command to call it through, as `setpriv`.
  ///   - other: another program to call in its place.
  ///   - folder: the working directory; the checkout unless given.
  static func call(
    _ arguments: [String], input: [UInt8] = [], wrapper: [String] = [], instead other: [String]? = nil,
    in folder: String = root
  ) async throws -> Answer {
    let words = (other ?? wrapper + [executable]) + arguments
    let result = try await run(
      words[0].hasPrefix("/") ? .path(.init(words[0])) : .name(words[0]),
      arguments: .init(Array(words.dropFirst())),
      workingDirectory: .init(folder), input: .array(input), output: .string(limit: 1 << 28),
      error: .string(limit: 1 << 24))
    let code: Int32 = if case .exited(let code) = result.terminationStatus { Int32(code) } else { -1 }
    return Answer(code: code, output: result.standardOutput, errors: result.standardError)
  }
}

/// A folder that is gone after the test.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "sastra-\(UUID().uuidString)").path()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file of the folder.
  func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
    let url = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  /// Relative paths and bytes of all files below a folder in it; the ledger, which has times in it, left out.
  func files(below folder: String = "") -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    let base = path + "/" + folder
    for case let file as String in FileManager.default.enumerator(atPath: base) ?? .init()
    where !file.contains("ledger.sqlite") {
      if let data = FileManager.default.contents(atPath: base + "/" + file) { files[file] = Array(data) }
    }
    return files
  }
}
