import Foundation
import StageKit

/// Something in an input, and what becomes of it. A class, as long lists of them are passed on.
final class Entry: Sendable {
  enum Fate: Equatable {
    case document
    /// Not a page; reported with a code.
    case dropped(String, String)
    case unreadable(String)
  }

  /// What an entry is from.
  struct Origin: Sendable {
    /// Of the input.
    var number: Int
    /// Name of the folder that paths are relative to.
    var folderName: String
  }

  let origin: Origin
  /// Relative to the folder, `/` between its parts; bytes that are not UTF-8 are written `%XX`.
  let path: String
  /// Where it is, as the system wants it.
  let location: [UInt8]
  let fate: Fate
  /// Whether the user named it by a pattern, so that it is a page whatever it looks like.
  let isIncludedByName: Bool

  init(origin: Origin, path: String, location: [UInt8], fate: Fate, isIncludedByName: Bool = false) {
    self.origin = origin
    self.path = path
    self.location = location
    self.fate = fate
    self.isIncludedByName = isIncludedByName
  }

  /// Whether the user expects a document of it, readable or not.
  var isExpected: Bool {
    if case .dropped = fate { return false }
    return true
  }
}

/// What a path leads to.
enum FileKind {
  case file, folder, other

  /// Follows links. Nil where nothing is there.
  init?(following path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    default: self = .other
    }
  }
}

/// Lists a folder and the folders in it.
///
/// Links to files inside the folder are followed. A link to a folder is not: what is in that folder is read
/// where it is. A link that leads outside is dropped. So no loop is ever walked and no file outside is ever
/// read.
struct FolderListing: Sendable {
  private let root: [UInt8]
  private let origin: Entry.Origin
  /// The folder without links in its path.
  private let realRoot: [UInt8]
  private let patterns: PagePatterns
  private let realMetadataPath: [UInt8]?

  /// - Throws: `StageError` "no-input" when the folder cannot be reached.
  init(
    root: String, origin: Entry.Origin, patterns: PagePatterns, metadataPath: String?
  ) throws(StageError) {
    self.root = Array(root.utf8)
    self.origin = origin
    self.patterns = patterns
    guard let realRoot = FolderListing.realPath(self.root) else {
      throw StageError("no-input", "the folder '\(root)' cannot be reached")
    }
    self.realRoot = realRoot
    realMetadataPath = metadataPath.flatMap { FolderListing.realPath(Array($0.utf8)) }
  }

  /// In the order of the bytes of their paths.
  ///
  /// - Throws: `StageError` "no-input" when the folder itself cannot be listed, or is that of a run.
  /// - Complexity: O(entries · log entries).
  func entries() throws(StageError) -> [Entry] {
    if isRunFolder(root) {
      let path = String(decoding: root, as: UTF8.self)
      throw StageError(
        "no-input",
        "the folder '\(path)' holds the outputs of a run (there is a \(RunPath.ledgerName)); name the folder of the pages"
      )
    }
    guard var level = contents(of: root) else {
      throw StageError(
        "no-input", "the folder '\(String(decoding: root, as: UTF8.self))' cannot be listed: \(reason())")
    }
    var found = level.found
    while !level.folders.isEmpty {
      let folders = level.folders
      let lists = concurrently(folders.indices, lanes: Self.lanes, minLaneLength: 8) { index in
        contents(of: folders[index]) ?? unlisted(folders[index])
      }
      level.folders = lists.flatMap(\.folders)
      for list in lists { found += list.found }
    }
    // All begin with the folder's own path, so that this is the order of the rest.
    return found.sorted { $0.location.precedes($1.location) }
  }

  /// More do not make a disk quicker.
  private static let lanes = 4

  /// What is in a folder, and the folders in it.
  private struct Contents {
    var found: [Entry] = []
    var folders: [[UInt8]] = []
  }

  /// Nil where the folder cannot be listed.
  private func contents(of folder: [UInt8]) -> Contents? {
    guard let items = FolderListing.items(in: folder) else { return nil }
    let siblings = SiblingNames(sorted: items.map(\.name))
    var contents = Contents()
    for item in items where !PagePatterns.isHidden(item.name) {
      var place: [UInt8] = []
      place.reserveCapacity(folder.count + 1 + item.name.count)
      place += folder
      place.append(0x2F)
      place += item.name
      guard let entry = entry(at: place, item, siblings, &contents.folders) else { continue }
      contents.found.append(entry)
    }
    return contents
  }

  private func unlisted(_ folder: [UInt8]) -> Contents {
    Contents(found: [entry(folder, .unreadable("the folder cannot be listed: \(reason())"))])
  }

  /// Nil for what is no document and for folders, which are put on the list of those to walk.
  private func entry(
    at place: [UInt8], _ item: Item, _ siblings: SiblingNames, _ folders: inout [[UInt8]]
  ) -> Entry? {
    let name = item.name
    if item.isFile { return file(at: place, named: name, siblings) }
    var status = stat()
    guard place.withCString({ lstat($0, &status) }) == 0 else {
      return entry(place, .unreadable("the file cannot be reached: \(reason())"))
    }
    if status.st_mode & S_IFMT == S_IFLNK {
      return link(at: place, named: name, siblings)
    }
    switch FileKind(status) {
    case .folder:
      if let page = PagePatterns.page(savedWith: name, among: siblings) {
        return entry(
          place,
          .dropped("page-parts", "the folder holds parts of '\(page)' that a browser saved beside it"))
      }
      if !isRunFolder(place) { folders.append(place) }
      return nil
    case .file: return file(at: place, named: name, siblings)
    case .other: return entry(place, .dropped("not-a-file", "a device, pipe or socket is no page"))
    }
  }

  /// Whether a folder holds the outputs of a run, which are no pages.
  private func isRunFolder(_ place: [UInt8]) -> Bool {
    let ledger = place + Array("/\(RunPath.ledgerName)".utf8)
    var status = stat()
    return ledger.withCString({ stat($0, &status) }) == 0 && FileKind(status) == .file
  }

  private func file(at place: [UInt8], named name: [UInt8], _ siblings: SiblingNames) -> Entry? {
    guard !isMetadataFile(place) else { return nil }
    switch patterns.verdict(on: path(of: place), named: name, siblings) {
    case .leaveOut: return nil
    case .included: return entry(place, .document, isIncludedByName: true)
    case .page: return entry(place, .document)
    case .noPage(let message): return entry(place, .dropped("not-a-page", message))
    }
  }

  private func link(at place: [UInt8], named name: [UInt8], _ siblings: SiblingNames) -> Entry? {
    var status = stat()
    guard place.withCString({ stat($0, &status) }) == 0, let target = FolderListing.realPath(place) else {
      if errno == ELOOP { return entry(place, .dropped("link-loop", "the link leads back to itself")) }
      return entry(place, .unreadable("the link leads to nothing that can be reached: \(reason())"))
    }
    let kind = FileKind(status)
    if kind == .folder, let parent = FolderListing.realPath(Array(place.dropLast(name.count))),
      FolderListing.holds(target, parent)
    {
      return entry(place, .dropped("link-loop", "the link leads to a folder that it is in"))
    }
    guard FolderListing.holds(realRoot, target) else {
      return entry(place, .dropped("link-outside", "the link leads out of the folder"))
    }
    switch kind {
    case .folder:
      return entry(place, .dropped("link-to-folder", "the folder is read where it is, not through a link"))
    case .file: return file(at: place, named: name, siblings)
    case .other: return entry(place, .dropped("not-a-file", "a device, pipe or socket is no page"))
    }
  }

  private func isMetadataFile(_ place: [UInt8]) -> Bool {
    guard let realMetadataPath else { return false }
    return FolderListing.realPath(place) == realMetadataPath
  }

  private func entry(_ place: [UInt8], _ fate: Entry.Fate, isIncludedByName: Bool = false) -> Entry {
    Entry(
      origin: origin, path: path(of: place), location: place, fate: fate, isIncludedByName: isIncludedByName)
  }

  /// What stands behind the folder that is listed.
  private func path(of place: [UInt8]) -> String { FolderListing.readable(place.dropFirst(root.count + 1)) }

  private func reason() -> String { String(cString: strerror(errno)) }
}

// MARK: The system's calls

extension FolderListing {
  /// The path without links; nil where it leads nowhere.
  static func realPath(_ path: [UInt8]) -> [UInt8]? {
    let resolved = (path.isEmpty ? [0x2E] : path).withCString { realpath($0, nil) }
    guard let resolved else { return nil }
    defer { free(resolved) }
    return Array(UnsafeBufferPointer(start: resolved, count: strlen(resolved))).map { UInt8(bitPattern: $0) }
  }

  /// Whether a real path is a folder or lies in it.
  static func holds(_ folder: [UInt8], _ path: [UInt8]) -> Bool {
    guard path.starts(with: folder) else { return false }
    return path.count == folder.count || folder.last == 0x2F || path[folder.count] == 0x2F
  }

  /// Something in a folder.
  struct Item {
    var name: [UInt8]
    /// Whether the folder says that it is a file, so that the system need not be asked.
    var isFile: Bool
  }

  /// What is in a folder, `.` and `..` left out, in the order of the bytes of the names; nil when it cannot be
  /// listed.
  static func items(in folder: [UInt8]) -> [Item]? {
    guard let stream = folder.withCString({ opendir($0) }) else { return nil }
    defer { closedir(stream) }
    var items: [Item] = []
    while let item = readdir(stream) {
      let name = withUnsafeBytes(of: &item.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      guard name != [0x2E], name != [0x2E, 0x2E] else { continue }
      items.append(Item(name: name, isFile: Int(item.pointee.d_type) == DT_REG))
    }
    items.sort { $0.name.precedes($1.name) }
    // A name may come twice where it is made anew meanwhile.
    return items.indices.filter { $0 == 0 || items[$0].name != items[$0 - 1].name }.map { items[$0] }
  }

  /// The path as text; a byte that is not UTF-8 is written `%XX`.
  static func readable(_ path: ArraySlice<UInt8>) -> String {
    // `String(validating:)` is generic, and takes three times as long.
    if let utf8 = try? UTF8Span(validating: path.span) { return String(copying: utf8) }
    var text = ""
    var rest = path
    while !rest.isEmpty {
      if let length = (1...4).first(where: { String(validating: rest.prefix($0), as: UTF8.self) != nil }),
        length <= rest.count
      {
        text += String(decoding: rest.prefix(length), as: UTF8.self)
        rest = rest.dropFirst(length)
      } else {
        let digits = String(rest.removeFirst(), radix: 16, uppercase: true)
        text += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return text
  }
}
