import Compression
import Foundation
import StageKit

/// The pages of a folder, one after another, in the order of the bytes of their paths.
struct SurveyFolder {
  /// A page as it was read.
  struct Page {
    var file: String
    /// What metadata.csv says.
    var url: String?
    var text: [UInt8]
  }

  private let root: String
  private let files: [String]
  private let addresses: SurveyAddresses
  /// A larger file is told, not read: it is no page that a template made.
  private static let maxBytes = 20_000_000

  /// - Throws: `StageError` "no-input" where there is no such folder or no file in it; "bad-metadata".
  init(_ path: String) throws(StageError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw StageError("no-input", "there is no '\(path)'; check the path")
    }
    if isFolder.boolValue {
      root = path
      files = Self.files(in: path)
    } else {
      let url = URL(fileURLWithPath: path)
      root = url.deletingLastPathComponent().path
      files = [url.lastPathComponent]
    }
    guard !files.isEmpty else { throw StageError("no-input", "there is no file in '\(path)'") }
    addresses = try SurveyAddresses(besideFilesIn: root)
  }

  /// Calls one of two bodies for each file: `take` with a page, `skip` with what is none and why.
  func forEach(_ take: (Page) throws(StageError) -> Void, skip: (String, StageError) -> Void) {
    for file in files {
      do throws(StageError) {
        if let text = try text(of: file) {
          try take(Page(file: file, url: addresses.url(of: file), text: text))
        } else {
          skip(file, StageError.dropped("not-a-page", "the file is no HTML"))
        }
      } catch { skip(file, error) }
    }
  }

  /// Nil for what is no HTML.
  private func text(of file: String) throws(StageError) -> [UInt8]? {
    let path = root + "/" + file
    let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
    guard size <= Self.maxBytes else {
      throw StageError("too-large", "the file is larger than \(Self.maxBytes) bytes")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw StageError("unreadable", "the file cannot be read; check its permissions")
    }
    var bytes = Array(data)
    if Gzip.isGzip(bytes) {
      do { bytes = try Gzip.decompressed(bytes, maxBytes: Self.maxBytes) } catch {
        throw StageError("damaged-gzip", "the file begins as gzip and is none, is damaged or too large")
      }
    }
    let document = try Document(id: file, bytes: bytes)
    return document.form == .markup ? document.text : nil
  }

  /// Regular files, no hidden ones; no link to a folder is followed, and no folder of a run is entered.
  private static func files(in root: String) -> [String] {
    var files: [String] = []
    var folders = [""]
    while let folder = folders.popLast() {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/" + folder)) ?? []
      guard !names.contains(RunPath.ledgerName) else { continue }
      for name in names where !name.hasPrefix(".") && !(folder.isEmpty && name == SurveyAddresses.fileName) {
        let path = folder.isEmpty ? name : folder + "/" + name
        let attributes = try? FileManager.default.attributesOfItem(atPath: root + "/" + path)
        switch attributes?[.type] as? FileAttributeType {
        case .typeDirectory?: folders.append(path)
        case .typeRegular?: files.append(path)
        default: break
        }
      }
    }
    return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

/// The addresses that `metadata.csv` gives for pages: its columns `file` or `id`, and `url`.
struct SurveyAddresses {
  static let fileName = "metadata.csv"
  private var urls: [String: String] = [:]

  /// - Throws: `StageError` "bad-metadata" for a file that cannot be read; none is well.
  init(besideFilesIn folder: String) throws(StageError) {
    let data = FileManager.default.contents(atPath: folder + "/" + Self.fileName) ?? Data()
    try self.init(csv: Array(data))
  }

  /// - Throws: `StageError` "bad-metadata" for what is no CSV.
  init(csv bytes: [UInt8]) throws(StageError) {
    let rows: [CSVRecords.Record]
    do throws(CSVRecords.Mistake) { rows = try CSVRecords.parse(bytes) } catch {
      throw StageError("bad-metadata", "\(Self.fileName):\(error.line): \(error.message)")
    }
    guard let header = rows.first?.fields.map({ $0.lowercased().filter { !$0.isWhitespace } }),
      let url = header.firstIndex(of: "url"),
      let name = header.firstIndex(of: "file") ?? header.firstIndex(of: "id")
    else { return }
    for row in rows.dropFirst().map(\.fields) where row.count > max(name, url) && !row[url].isEmpty {
      urls[row[name].trimmed] = row[url].trimmed
    }
  }

  /// By the path, or the path without what follows its last dot.
  func url(of file: String) -> String? {
    if let url = urls[file] { return url }
    var short = file
    for ending in [".gz", ""] where short.hasSuffix(ending) {
      short.removeLast(ending.count)
      guard let dot = short.lastIndex(of: "."), !short[dot...].contains("/") else { continue }
      if let url = urls[short] ?? urls[String(short[..<dot])] { return url }
    }
    return nil
  }
}
