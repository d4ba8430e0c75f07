import Foundation
import StageKit

/// What two runs made differently of the documents themselves, where both wrote their JSON form: text, spans,
/// language, metadata, and the first stage that did another thing.
final class DocumentDifferences {
  private let folders: [String]
  private var files: [JSONFormFile]

  init(_ one: LedgerView, _ two: LedgerView) throws {
    folders = [one, two].map { ($0.path as NSString).deletingLastPathComponent }
    files = try [one, two].compactMap { view in
      let names = try view.corpusFiles().filter { $0.hasSuffix(".jsonl") }
      let folder = (view.path as NSString).deletingLastPathComponent
      return names.first.flatMap { JSONFormFile(path: folder + "/" + $0) }
    }
  }

  /// Asked for documents in the order of their ids (by bytes); nothing where a run has no JSON form of it.
  func of(_ id: String) throws -> [String] {
    guard files.count == 2, let one = try files[0].line(of: id), let two = try files[1].line(of: id),
      one != two,
      let mine = try? JSONLine(one).processed, let theirs = try? JSONLine(two).processed
    else { return [] }
    let result = Self.differences(mine.document, theirs.document)
    guard !result.isEmpty, let stage = Self.firstStage(mine.document, theirs.document) else { return result }
    return result + ["the first stage to differ: \(stage)"]
  }

  private static func differences(_ one: Document, _ two: Document) -> [String] {
    var result: [String] = []
    if one.text != two.text { result.append("text" + firstDifference(one.text, two.text)) }
    result += spans(one, two)
    if one.blocks.map(\.kind) != two.blocks.map(\.kind) {
      result.append("blocks: \(one.blocks.count) became \(two.blocks.count), or of other kinds")
    }
    if one.language != two.language {
      result.append("language: \(one.language ?? "und") became \(two.language ?? "und")")
    }
    for key in Set(one.metadata.values.keys).union(two.metadata.values.keys).sorted() {
      let (mine, theirs) = (one.metadata.strings(key), two.metadata.strings(key))
      if mine != theirs { result.append("metadata \(key): \(mine) became \(theirs)") }
    }
    if one.removed.count != two.removed.count {
      result.append("removed blocks: \(one.removed.count) became \(two.removed.count)")
    }
    return result
  }

  /// Where the text first differs, with what stands there.
  static func firstDifference(_ one: [UInt8], _ two: [UInt8]) -> String {
    var start = zip(one, two).prefix { $0 == $1 }.count
    while start > 0, start < one.count, one[start] & 0xC0 == 0x80 { start -= 1 }
    func excerpt(_ bytes: [UInt8]) -> String {
      String(decoding: bytes[min(start, bytes.count)...].prefix(400), as: UTF8.self)
        .prefix { !$0.isNewline }.prefix(40).description
    }
    let character = one.prefix(start).count { $0 & 0xC0 != 0x80 }
    return " from character \(character): '\(excerpt(one))' became '\(excerpt(two))'"
  }

  /// Spans that only one of them has: how many, and the first of them in the order of what they are.
  private static func spans(_ one: Document, _ two: Document) -> [String] {
    func named(_ document: Document) -> [String: Int] {
      document.spans.reduce(into: [:]) { counts, span in
        let attributes = span.attributes.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        counts[
          "\(span.label) '\(document.string(in: span.range))'\(attributes) (\(span.stage))", default: 0] += 1
      }
    }
    let (mine, theirs) = (named(one), named(two))
    func only(_ these: [String: Int], _ those: [String: Int], _ place: String) -> [String] {
      var count = 0
      var firsts: [String] = []
      for (span, number) in these where number > those[span] ?? 0 {
        count += number - (those[span] ?? 0)
        firsts.append(span)
      }
      guard let first = firsts.min() else { return [] }
      return ["spans only in the \(place) run: \(count), as \(first)"]
    }
    return only(mine, theirs, "first") + only(theirs, mine, "second")
  }

  /// The first stage that was another one, or did another thing.
  private static func firstStage(_ one: Document, _ two: Document) -> String? {
    for index in 0..<max(one.provenance.count, two.provenance.count) {
      guard index < one.provenance.count else {
        return "\(two.provenance[index].stage), only in the second run"
      }
      guard index < two.provenance.count else {
        return "\(one.provenance[index].stage), only in the first run"
      }
      let (mine, theirs) = (one.provenance[index], two.provenance[index])
      guard mine != theirs else { continue }
      if mine.stage != theirs.stage { return "\(theirs.stage), where the first run has \(mine.stage)" }
      var reasons: [String] = []
      if mine.version != theirs.version { reasons.append("version \(mine.version) became \(theirs.version)") }
      if mine.optionsHash != theirs.optionsHash { reasons.append("other options or resources") }
      for key in Set(mine.counts.keys).union(theirs.counts.keys).sorted()
      where mine.counts[key] != theirs.counts[key] {
        reasons.append("\(key) \(mine.counts[key] ?? 0) became \(theirs.counts[key] ?? 0)")
      }
      return ([mine.stage] + reasons.prefix(5)).joined(separator: ", ")
    }
    return nil
  }

  // MARK: Files

  /// The first line of a file in which the runs differ.
  func firstLine(thatDiffersIn path: String) -> String {
    let contents = folders.compactMap { FileManager.default.contents(atPath: $0 + "/" + path) }
    guard contents.count == 2 else { return "other bytes" }
    var number = 1
    var (mine, theirs) = (contents[0][...], contents[1][...])
    while !mine.isEmpty || !theirs.isEmpty {
      let (one, two) = (mine.prefix { $0 != 0x0A }, theirs.prefix { $0 != 0x0A })
      if one != two { return "line \(number)" + Self.firstDifference(Array(one), Array(two)) }
      mine = mine.dropFirst(one.count + 1)
      theirs = theirs.dropFirst(two.count + 1)
      number += 1
    }
    return "other bytes"
  }
}

extension JSONLine {
  /// The document, whatever became of it.
  fileprivate var processed: ProcessedDocument {
    switch self {
    case .document(let document): ProcessedDocument(document)
    case .finished(let processed): processed
    }
  }
}

/// A file of documents in their JSON form, a line each, in the order of their ids.
private struct JSONFormFile {
  private let file: FileHandle
  private var lines: LineSplitter
  private var next: (id: [UInt8], bytes: [UInt8])?
  private var isAtEnd = false

  /// Nil where it cannot be opened.
  init?(path: String) {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    self.file = file
    lines = LineSplitter(descriptor: file.fileDescriptor)
  }

  /// The line of a document; asked for in the order of the ids.
  mutating func line(of id: String) throws(StageError) -> [UInt8]? {
    let wanted = Array(id.utf8)
    while !isAtEnd {
      if next == nil {
        guard let line = try lines.next() else {
          isAtEnd = true
          return nil
        }
        next = (Array((JSONLine.id(of: line.bytes) ?? "").utf8), line.bytes)
      }
      guard let (found, bytes) = next, !wanted.lexicographicallyPrecedes(found) else { return nil }
      next = nil
      if found == wanted { return bytes }
    }
    return nil
  }
}
