public import ArgumentParser
import Foundation
import StageKit

extension TagEntities {
  /// The verbs that this plugin brings to the command line.
  public static let verbs: [any ParsableCommand.Type] = [GazetteerVerb.self, NameFeaturesVerb.self]
}

/// Works on lists of names: `sastra gazetteer compile|check|import`.
public struct GazetteerVerb: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "gazetteer", abstract: "Compile, check and import lists of names for tag-entities.",
    discussion: "The format of the lists is in the README of tag-entities.",
    subcommands: [GazetteerCompile.self, GazetteerCheck.self, GazetteerImport.self, GazetteerTime.self])

  public init() {}
}

/// Compiles lists into one file that is mapped into memory when it is used.
struct GazetteerCompile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile", abstract: "Compile lists into one file that loads at once, however long it is.",
    discussion: """
      Example: sastra gazetteer compile places.tsv people.tsv --output names.gaz
      Then, in the pipeline: tag-entities: { gazetteers: [general, names.gaz] }

      A key that stands in several lists gets the names of all. Exit code 0: written; 1: a list has mistakes, and \
      nothing is written; 2: a file cannot be read or written.
      """)

  @Argument(help: "Lists, tab-separated.")
  var lists: [String]

  @Option(name: .shortAndLong, help: "The file to write.")
  var output: String

  mutating func run() throws {
    try GazetteerFiles.refuse(output, asOneOf: lists)
    var builder = GazetteerImageBuilder()
    var problems: [StageError] = []
    var rows = 0
    for list in lists {
      let table = GazetteerTable(try GazetteerFiles.bytes(of: list), file: list)
      problems += table.problems
      rows += table.rows.count
      builder.add(list: ShippedData.name(of: list), table.rows)
    }
    if !problems.isEmpty {
      for problem in problems { GazetteerFiles.say("\(problem.message) [\(problem.code)]") }
      throw ExitCode(1)
    }
    do throws(StageError) {
      let bytes = try builder.image()
      try GazetteerFiles.write(bytes, to: output)
      let image = try GazetteerImage(GazetteerStorage(mapping: output), file: output)
      print("\(output): \(rows) rows, \(image.names.count) names, \(bytes.count) bytes")
    } catch { throw GazetteerFiles.failure(error) }
  }
}

/// Reading, writing and messages of the verbs.
enum GazetteerFiles {
  /// - Throws: exit code 2, the reason said.
  static func bytes(of path: String) throws -> [UInt8] {
    do { return Array(try Data(contentsOf: URL(fileURLWithPath: path))) } catch {
      throw failure(
        StageError("resource-unreadable", "cannot read '\(path)'; check the path and its permissions"))
    }
  }

  /// Refuses to write over what is read, also by another spelling of its path or through a link.
  ///
  /// - Throws: exit code 2, the reason said.
  static func refuse(_ output: String, asOneOf inputs: [String]) throws {
    var target = stat()
    guard stat(output, &target) == 0 else { return }
    for input in inputs {
      var status = stat()
      guard stat(input, &status) == 0, (status.st_dev, status.st_ino) == (target.st_dev, target.st_ino) else {
        continue
      }
      throw failure(
        StageError("output-is-input", "the output '\(output)' is the input '\(input)'; name another file"))
    }
  }

  /// Writes a file whole or not at all.
  static func write(_ bytes: [UInt8], to path: String) throws(StageError) {
    do { try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
      throw StageError("output-unwritable", "cannot write '\(path)'; check the folder and its permissions")
    }
  }

  static func say(_ message: String) { FileHandle.standardError.write(Data((message + "\n").utf8)) }

  static func failure(_ error: StageError) -> ExitCode {
    say("error: \(error.message)")
    return ExitCode(2)
  }
}
