public import ArgumentParser
import Foundation
import Markup
import StageKit

extension WriteTEI {
  /// The verbs that this plugin brings to the command line.
  public static let verbs: [any ParsableCommand.Type] = [Validate.self]
}

/// Holds TEI files against the schema of write-tei or another one, and looks for what no schema finds: the
/// `Rules`. Against another schema only those of all TEI: an xml:id used twice, and pointers to nothing.
///
/// Prints `file:line: what is wrong [rule]` and, indented, what to do. Exit code 0 when all files are valid, 1 when
/// some are not, 2 when a file or the schema cannot be read.
public struct Validate: ParsableCommand {
  public static let configuration = CommandConfiguration(
    abstract: "Check TEI files against the schema of write-tei, or against another.",
    discussion: """
      Looks at the grammar, and at what no grammar says: pointers, ids, languages, characters.

      Example: sastra validate out/tei/*.xml
      Example: sastra validate --schema tei_all.rng letters.xml

      Prints file:line: what is wrong [rule], and what to do. Exit code 0: all valid; 1: some not; 2: a file or the schema cannot be read.
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
    var found = problems.map {
      Rules.Problem(
        line: $0.line, rule: "schema", message: words(for: $0.message), help: advice(on: $0.message))
    }
    if let breaches = try? Rules.problems(in: bytes, isOwn: isOwnSchema) {
      // The schema tells of an id that is used twice too, but not where the first is.
      found.removeAll { $0.message.contains("ID") && $0.message.contains("already defined") }
      found += breaches
    }
    return found.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map {
      "\(path):\($1.line): \($1.message) [\($1.rule)]\n  help: \($1.help)"
    }
  }

  /// libxml2's words without its prefix of the parser.
  private func words(for message: String) -> String {
    message.hasPrefix("Did not expect element ")
      ? "an element stands where it may not: "
        + message.dropFirst("Did not expect element ".count)
        .replacing(" there", with: "") : message
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
