import Foundation
import StageKit

/// A file that is to be read.
struct TEIFile: Sendable {
  /// Relative to the folder that was named, `/` between its parts.
  let path: String
  let location: String
  let byteCount: Int

  /// The file at a path, or the files in a folder and the folders in it that are called `.xml` or `.tei`.
  /// Links, hidden files and folders of runs in it are left out; outputs of a run are read where they are named.
  ///
  /// - Throws: `StageError` "no-input" where nothing can be read.
  static func files(at path: String) throws(StageError) -> [TEIFile] {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw StageError("no-input", "there is no '\(path)'; check the path")
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      let name = URL(fileURLWithPath: path).lastPathComponent
      return [TEIFile(path: name, location: path, byteCount: Int(status.st_size))]
    }
    var found: [TEIFile] = []
    var folders = [""]
    while let folder = folders.popLast() {
      let place = folder.isEmpty ? path : path + "/" + folder
      let names: [String]
      do { names = try FileManager.default.contentsOfDirectory(atPath: place) } catch {
        throw StageError("no-input", "the folder '\(place)' cannot be listed")
      }
      for name in names where !name.hasPrefix(".") {
        let relative = folder.isEmpty ? name : folder + "/" + name
        guard lstat(path + "/" + relative, &status) == 0 else { continue }
        switch status.st_mode & S_IFMT {
        case S_IFDIR where stat(path + "/" + relative + "/\(RunPath.ledgerName)", &status) != 0:
          folders.append(relative)
        case S_IFREG where hasName(relative):
          found.append(
            TEIFile(path: relative, location: path + "/" + relative, byteCount: Int(status.st_size)))
        default: break
        }
      }
    }
    return found.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private static func hasName(_ path: String) -> Bool {
    let name = path.lowercased()
    return name.hasSuffix(".xml") || name.hasSuffix(".tei")
  }

  /// - Throws: `StageError` "unreadable", "too-large".
  func bytes(maxBytes: Int) throws(StageError) -> [UInt8] {
    guard byteCount <= maxBytes else {
      throw StageError("too-large", "the file is larger than \(maxBytes) bytes; raise max_bytes to read it")
    }
    return try read(upTo: maxBytes)
  }

  private func read(upTo count: Int) throws(StageError) -> [UInt8] {
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: location))
      defer { try? handle.close() }
      return Array(try handle.read(upToCount: min(count, max(byteCount, 1))) ?? Data())
    } catch { throw StageError("unreadable", "the file cannot be read; check its permissions") }
  }

  // MARK: Ids

  /// One id for each file: that of the document which write-tei made the file of, else the path without its
  /// extension. Where two files would have one id, each has its path, and a number where that is not enough.
  static func ids(of files: [TEIFile]) -> [String] {
    let own = files.map { file in
      (try? file.read(upTo: DocumentIdentity.headBytes)).flatMap { DocumentIdentity.id(inHead: $0) }
    }
    let short = files.map { ($0.path as NSString).deletingPathExtension }
    var claims: [[UInt8]: Int] = [:]
    for (own, short) in zip(own, short) { claims[Array((own ?? short).utf8), default: 0] += 1 }
    var used: Set<[UInt8]> = []
    return files.indices.map { index in
      let wanted = own[index] ?? short[index]
      var id = claims[Array(wanted.utf8), default: 0] > 1 ? files[index].path : wanted
      let base = id
      var number = 2
      while !used.insert(Array(id.utf8)).inserted {
        id = "\(base)~\(number)"
        number += 1
      }
      return id
    }
  }
}
