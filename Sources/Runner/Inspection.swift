import Foundation
import PipelineFile
import StageKit
import Synchronization

/// One document's way through a pipeline, step by step, for a person to read.
public struct Inspection {
  let chain: Chain
  /// Edits shown for each stage.
  private static let maxEdits = 200

  /// Loads every step.
  /// - Throws: `RunFailure`.
  public init(_ pipeline: Pipeline, programVersion: String) throws(RunFailure) {
    chain = try Chain(pipeline, programVersion: programVersion, runDate: nil)
  }

  /// The document after each stage.
  ///
  /// - Parameters:
  ///   - name: the document's id.
  ///   - asJSON: the whole JSON form after each stage, a line each, instead of what changed.
  /// - Throws: `RunFailure.noInput` when the input has no such document.
  public func callAsFunction(document name: String, asJSON: Bool) async throws -> String {
    let steps = try await steps(document: name)
    if asJSON {
      return try steps.map { step in
        String(decoding: try step.jsonLine(including: Set(JSONFormPart.allCases)), as: UTF8.self)
      }.joined(separator: "\n")
    }
    let last = steps.last.map { [Inspection.structure($0.document)] } ?? []
    return (steps.map(Inspection.report) + last).joined(separator: "\n")
  }

  /// The document as it is after each stage, and as it ends where an error ends it.
  func steps(document name: String) async throws -> [ProcessedDocument] {
    let item = try await find(name)
    let kept = SnapshotList()
    let worker = try LocalWorker(chain, writers: .none, watch: { kept.append($0) })
    let result = await worker.work(on: WorkItem(item))
    var steps = kept.all
    if result.processed.error != nil || steps.isEmpty { steps.append(result.processed) }
    return steps
  }

  private func find(_ name: String) async throws -> ReadItem {
    guard case .reader(let reader)? = chain.reader?.step.role else {
      throw RunFailure.noInput("the pipeline has no reader")
    }
    var found: ReadItem?
    var nearest: [String] = []
    do {
      try await reader.read { item in
        if item.id == name || (name as NSString).deletingPathExtension == item.id {
          found = item
          throw Found()
        }
        if nearest.count < 10 { nearest.append(item.id) }
      }
    } catch is Found {
    } catch let error as StageError {
      throw RunFailure.noInput(error.message)
    }
    guard let found else {
      throw RunFailure.noInput(
        "the input has no document '\(name)'; it begins with: \(nearest.joined(separator: ", "))")
    }
    return found
  }

  private struct Found: Error {}

  // MARK: Reports

  private static func report(_ step: ProcessedDocument) -> String {
    guard let record = step.document.provenance.last else {
      return "== \(step.outcome.rawValue)" + (step.error.map { ": \($0.message) [\($0.code)]" } ?? "")
    }
    var lines = ["== \(record.stage) (version \(record.version))"]
    if let error = step.error {
      lines.append("  \(step.outcome.rawValue) in \(error.stage): \(error.message) [\(error.code)]")
    }
    lines += record.counts.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value)" }
    lines += record.reports.map { "  report \($0.code) at byte \($0.range.lowerBound): \($0.message)" }
    let edits = step.document.edits.filter { $0.stage == record.stage }
    lines += edits.prefix(maxEdits).map { line(of: $0, in: step.document) }
    if edits.count > maxEdits {
      lines.append("  and \(edits.count - maxEdits) more edits (--json shows all)")
    }
    lines += step.document.removed.filter { $0.stage == record.stage }.map(removed)
    return lines.joined(separator: "\n")
  }

  /// An edit with its rule and stage, its place in the source, the words around it, and the text before and
  /// after with code points.
  static func line(of edit: AppliedEdit, in document: Document) -> String {
    // What was deleted stood after the character before it.
    let start = edit.range.lowerBound
    let isDeletion = edit.range.isEmpty && start > 0
    let place =
      isDeletion
      ? document.sourceRange(of: start - 1..<start).upperBound
      : document.sourceRange(of: edit.range).lowerBound
    let words = String(decoding: document.text[words(around: edit.range, in: document.text)], as: UTF8.self)
    return "  \(edit.reason) (\(edit.stage)) at source byte \(place) in '\(shown(words))': "
      + "\(quoted(edit.before)) -> \(quoted(edit.after))"
  }

  /// The text between white space on both sides of a range, at most 60 bytes to either side.
  private static func words(around range: Range<Int>, in text: [UInt8]) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start > 0, text[start - 1] > 0x20, range.lowerBound - start < 60 { start -= 1 }
    while end < text.count, text[end] > 0x20, end - range.upperBound < 60 { end += 1 }
    while start < range.lowerBound, text[start] & 0xC0 == 0x80 { start += 1 }
    while end > range.upperBound, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
    return start..<end
  }

  /// A text with its code points, as look-alikes and invisible characters show no other way.
  private static func quoted(_ bytes: [UInt8]) -> String {
    if bytes.isEmpty { return "nothing" }
    let text = String(decoding: bytes, as: UTF8.self)
    let points = text.unicodeScalars.prefix(12).map { "U+" + hexadecimal($0.value) }.joined(separator: " ")
    return "'\(shown(text))' (\(points)\(text.unicodeScalars.count > 12 ? " ..." : ""))"
  }

  /// Text as a terminal can show it on one line: a mark without its letter on a dotted circle, U+25CC; control
  /// and format characters, which show nothing or move others about, left to the code points.
  private static func shown(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .spacingMark, .enclosingMark:
        if shown.isEmpty { shown.append("\u{25CC}") }
        shown.append(scalar)
      case .control, .lineSeparator, .paragraphSeparator: shown.append("\u{B7}")
      case .format: continue
      default: shown.append(scalar)
      }
    }
    return String(shown)
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func removed(_ block: RemovedBlock) -> String {
    let text = String(decoding: block.text.prefix(400), as: UTF8.self).split(separator: "\n").joined(
      separator: " / ")
    let score = block.score.map { " \($0)" } ?? ""
    return "  removed (\(block.reason)\(score)): \(text)"
  }

  private static func structure(_ document: Document) -> String {
    var lines = ["== text"]
    var open: [Range<Int>] = []
    for block in document.blocks {
      while let outer = open.last, outer.upperBound <= block.range.lowerBound { open.removeLast() }
      let depth = open.count
      open.append(block.range)
      let isContainer = BlockKind.containers.contains(block.kind)
      let attributes = block.attributes.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
      let language = block.language.map { " [\($0)]" } ?? ""
      let text = isContainer ? "" : ": " + document.string(in: block.range)
      lines.append(
        String(repeating: "  ", count: depth + 1) + block.kind.rawValue + language + attributes + text)
    }
    lines += document.spans.map { span in
      let attributes = span.attributes.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
      return "  \(span.layer) \(span.label) '\(document.string(in: span.range))'\(attributes)"
    }
    return lines.joined(separator: "\n")
  }
}

/// Documents as they were after each stage.
private final class SnapshotList: Sendable {
  private let list = Mutex<[ProcessedDocument]>([])
  func append(_ processed: ProcessedDocument) { list.withLock { $0.append(processed) } }
  var all: [ProcessedDocument] { list.withLock { $0 } }
}
