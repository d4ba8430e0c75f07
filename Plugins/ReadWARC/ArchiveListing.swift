import Foundation
import StageKit

/// An archive file to be read.
struct ArchiveFile: Equatable, Sendable {
  /// Where it is, as the system wants it.
  var location: [UInt8]
  /// Its path in the folder that was named, or its name.
  var name: String
}

/// Finds archive files.
enum ArchiveListing {
  /// What is at the paths: a file itself, of a folder every file in it, and in the folders in it, whose name
  /// ends in `.warc` or `.warc.gz`. In the order of the bytes of their locations; each once.
  ///
  /// Hidden files, folders that hold the outputs of a run, and links to folders are passed over.
  /// - Throws: `StageError` "no-input".
  static func files(at paths: [String]) throws(StageError) -> [ArchiveFile] {
    guard !paths.isEmpty else { throw StageError("no-input", "read-warc has no path; name a file or folder") }
    var files: [ArchiveFile] = []
    for path in paths {
      let location = Array(path.utf8)
      guard let status = status(location) else {
        throw StageError("no-input", "there is no '\(path)'; check the path")
      }
      if status.st_mode & S_IFMT == S_IFDIR {
        try walk(location, path, &files)
      } else {
        let name = location.split(separator: 0x2F).last.map(Array.init) ?? location
        files.append(ArchiveFile(location: location, name: PercentText.text(name)))
      }
    }
    guard !files.isEmpty else {
      throw StageError(
        "no-input",
        "there is no file that ends in .warc or .warc.gz in \(paths.map { "'\($0)'" }.joined(separator: ", "))"
      )
    }
    return unique(files)
  }

  private static func unique(_ files: [ArchiveFile]) -> [ArchiveFile] {
    var seen: Set<[UInt8]> = []
    return files.sorted { $0.location.lexicographicallyPrecedes($1.location) }.filter { file in
      seen.insert(realPath(file.location) ?? file.location).inserted
    }
  }

  private static func walk(
    _ root: [UInt8], _ path: String, _ files: inout [ArchiveFile]
  ) throws(StageError) {
    var folders: [[UInt8]] = [[]]
    while let folder = folders.popLast() {
      let place = folder.isEmpty ? root : root + [0x2F] + folder
      guard let names = names(in: place) else {
        let reason = String(cString: strerror(errno))
        throw StageError("no-input", "the folder '\(PercentText.text(place))' cannot be listed: \(reason)")
      }
      for name in names where name.first != 0x2E {
        let relative = folder.isEmpty ? name : folder + [0x2F] + name
        let location = root + [0x2F] + relative
        if isFolder(location) {
          if status(location + Array("/\(RunPath.ledgerName)".utf8)) == nil { folders.append(relative) }
        } else if isArchive(name), let status = status(location), status.st_mode & S_IFMT != S_IFDIR {
          files.append(ArchiveFile(location: location, name: PercentText.text(relative)))
        }
      }
    }
  }

  private static func isArchive(_ name: [UInt8]) -> Bool {
    let lower = String(decoding: name, as: UTF8.self).lowercased()
    return lower.hasSuffix(".warc") || lower.hasSuffix(".warc.gz")
  }

  private static func cString(_ path: [UInt8]) -> [CChar] { path.map { CChar(bitPattern: $0) } + [0] }

  /// Follows links.
  private static func status(_ path: [UInt8]) -> stat? {
    var status = stat()
    return stat(cString(path), &status) == 0 ? status : nil
  }

  /// Follows no link.
  private static func isFolder(_ path: [UInt8]) -> Bool {
    var status = stat()
    return lstat(cString(path), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func realPath(_ path: [UInt8]) -> [UInt8]? {
    guard let resolved = realpath(cString(path), nil) else { return nil }
    defer { free(resolved) }
    return (0..<strlen(resolved)).map { UInt8(bitPattern: resolved[$0]) }
  }

  private static func names(in folder: [UInt8]) -> [[UInt8]]? {
    guard let stream = opendir(cString(folder)) else { return nil }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while let item = readdir(stream) {
      names.append(withUnsafeBytes(of: &item.pointee.d_name) { Array($0.prefix { $0 != 0 }) })
    }
    return names
  }
}
