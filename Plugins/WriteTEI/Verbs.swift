public import ArgumentParser
import Foundation
import Markup
import StageKit

extension WriteTEI {
  /// The verbs that this plugin brings to the command line.
  public static let verbs: [any ParsableCommand.Type] = [Validate.self]
}

/// Holds TEI files against the schema of write-tei or another one, and looks for what no schema finds: an
/// xml:id used twice, and pointers inside the file that point to nothing.
///
/// Prints `file:line: what is wrong` and, indented, what to do. Exit code 0 when all files are valid, 1 when
/// some are not, 2 when a file or the schema cannot be read.
public struct Validate: ParsableCommand {
  public static let configuration = CommandConfiguration(
    abstract: "Check TEI files against the schema of write-tei, or against another.",
    discussion: """
      Example: sastra validate out/tei/*.xml
      Example: sastra validate --schema tei_all.rng letters.xml

      Prints file:line: what is wrong. Exit code 0: all valid; 1: some not; 2: a file or the schema cannot be read.
      """)

  @Argument(help: "TEI files.")
  var files: [String]

  @Option(help: "A RELAX NG schema in XML syntax, in place of the one of write-tei.")
  var schema: String?

  public init() {}

  public mutating func run() throws {
    let check: FileCheck
    do throws(StageError) { check = try FileCheck(schema: schema) } catch { throw usage(error.message) }
    var invalid = 0
    for file in files {
      let problems: [String]
      do throws(StageError) { problems = try check.problems(in: file) } catch { throw usage(error.message) }
      for problem in problems { print(problem) }
      if !problems.isEmpty { invalid += 1 }
    }
    print(
      "\(files.count) \(files.count == 1 ? "file" : "files"): \(files.count - invalid) valid, \(invalid) not")
    if invalid > 0 { throw ExitCode(1) }
  }

  private func usage(_ message: String) -> ExitCode {
    FileHandle.standardError.write(Data("error: \(message)\n".utf8))
    return ExitCode(2)
  }
}

/// Checks files one by one against one schema.
struct FileCheck {
  private let schema: RelaxNGSchema
  private let isOwnSchema: Bool

  /// - Throws: `StageError` "resource-unreadable" for a schema that cannot be read, "bad-schema" for one that
  ///   is none.
  init(schema path: String?) throws(StageError) {
    isOwnSchema = path == nil
    if let path {
      schema = RelaxNGSchema(try Self.bytes(of: path), name: path)
      do throws(MarkupError) { _ = try schema.validate(Array("<a/>".utf8)) } catch {
        throw StageError("bad-schema", "\(path): \(error)")
      }
    } else {
      schema = try WriteTEI.schema { path throws(StageError) in try Self.bytes(of: path) }
    }
  }

  private static func bytes(of path: String) throws(StageError) -> [UInt8] {
    do { return Array(try Data(contentsOf: URL(fileURLWithPath: path))) } catch {
      throw StageError("resource-unreadable", "cannot read '\(path)'; check the path and its permissions")
    }
  }

  /// What is wrong in a file, as lines to print.
  /// - Throws: `StageError` "resource-unreadable".
  func problems(in path: String) throws(StageError) -> [String] {
    let bytes = try Self.bytes(of: path)
    let problems: [ValidationProblem]
    do throws(MarkupError) { problems = try schema.validate(bytes) } catch {
      throw StageError("bad-schema", "\(error)")
    }
    var found = problems.map { ($0.line, $0.message, advice(on: $0.message)) }
    if let references = try? References(bytes) { found += references.problems }
    return found.enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }.map {
      _, problem in
      "\(path):\(problem.0): \(problem.1)\n  help: \(problem.2)"
    }
  }

  private func advice(on message: String) -> String {
    let schema = isOwnSchema ? "sastra.rng; with --schema tei_all.rng more of TEI is allowed" : "the schema"
    if message.contains("attribute") { return "correct or take out the attribute, see \(schema)" }
    if message.contains("Did not expect") || message.contains("Expecting")
      || message.contains("extra content")
    {
      return "move, rename or take out the element, see \(schema)"
    }
    if message.contains("ID") && message.contains("already defined") {
      return "give each element an xml:id of its own"
    }
    if message.contains("data") || message.contains("type") { return "correct the value, see \(schema)" }
    return "correct the markup at this line, see \(schema)"
  }
}

/// The xml:ids of a file and the pointers to them.
struct References {
  private var ids: [String: Int] = [:]
  private var pointers: [(line: Int, element: String, attribute: String, target: String)] = []
  private var doubles: [(line: Int, id: String)] = []

  /// Attributes of TEI that point.
  /// - Source: TEI P5, teidata.pointer.
  private static let pointing: Set<String> = [
    "ref", "who", "corresp", "resp", "target", "ana", "sameAs", "next", "prev", "copyOf", "exclude", "select",
    "synch",
    "replyTo", "source", "decls", "rendition", "facs", "scheme", "start", "end", "active", "passive",
    "mutual", "toWhom",
    "spanTo", "targetEnd", "change", "inst", "parts", "where", "calendar", "period", "hand", "wit", "edRef",
    "since",
  ]

  /// - Throws: `MarkupError` for a file that is not well-formed.
  init(_ bytes: [UInt8]) throws(MarkupError) {
    var collected = References()
    try XMLReader.parse(bytes) { event in
      if case .start(let name, _, let attributes, let line, _) = event {
        collected.add(name, attributes, line)
      }
    }
    self = collected
  }

  private init() {}

  private mutating func add(_ element: String, _ attributes: [XMLAttribute], _ line: Int) {
    for attribute in attributes {
      if attribute.name == "xml:id" {
        if ids[attribute.value] == nil {
          ids[attribute.value] = line
        } else {
          doubles.append((line, attribute.value))
        }
      } else if Self.pointing.contains(attribute.name) {
        for target in attribute.value.split(whereSeparator: \.isWhitespace) where target.hasPrefix("#") {
          pointers.append((line, element, attribute.name, String(target.dropFirst())))
        }
      }
    }
  }

  /// Line, what is wrong, what to do.
  var problems: [(Int, String, String)] {
    let twice = doubles.map { double in
      (
        double.line, "xml:id '\(double.id)' is used twice, first in line \(ids[double.id] ?? 0)",
        "give each element an xml:id of its own"
      )
    }
    let dangling = pointers.filter { ids[$0.target] == nil }.map { pointer in
      (
        pointer.line,
        "@\(pointer.attribute) of <\(pointer.element)> points to '#\(pointer.target)', which nothing has",
        "correct the pointer, or give its target that xml:id"
      )
    }
    return twice + dangling
  }
}
