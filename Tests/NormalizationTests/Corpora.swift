import Foundation

/// The development data beside the package, where it is at hand.
enum Corpora {
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
