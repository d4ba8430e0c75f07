import Foundation
import PipelineFile
import StageKit

/// The tables in READMEs that are made from the stages: the list in the project's README, the options in each
/// stage's. They stand between `<!-- stages -->` and `<!-- /stages -->`, or `options` in place of `stages`.
public struct GeneratedDocs {
  let checkout: String
  let stages: [RegistryEntry]

  public init(checkout: String, stages: [RegistryEntry]) {
    self.checkout = checkout
    self.stages = stages
  }

  /// Writes every README whose table is not what it should be.
  public func update() throws {
    for (path, text) in try outdated() { try text.write(toFile: path, atomically: true, encoding: .utf8) }
  }

  /// The READMEs whose tables are not what they should be, with the text they should have.
  public func outdated() throws -> [(path: String, text: String)] {
    var result: [(String, String)] = []
    let files =
      [(checkout + "/README.md", "stages", stagesTable)]
      + stages.map { entry in
        (
          "\(checkout)/Plugins/\(GeneratedDocs.folder(of: entry.name))/README.md", "options",
          OptionsTable.markdown(entry)
        )
      }
    for (path, marker, table) in files {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      guard let renewed = GeneratedDocs.replacing(marker, in: text, with: table) else { continue }
      if Array(renewed.utf8) != Array(text.utf8) { result.append((path, renewed)) }
    }
    return result
  }

  /// `tag-entities` lies in `TagEntities`; names that a person writes in capitals keep them.
  static func folder(of name: String) -> String {
    let capitals = [
      "tei": "TEI", "json": "JSON", "warc": "WARC", "xml": "XML", "html": "HTML",
      "bagit": "BagIt", "conllu": "CoNLLU",
    ]
    return name.split(separator: "-").map {
      capitals[String($0)] ?? $0.prefix(1).uppercased() + $0.dropFirst()
    }.joined()
  }

  private var stagesTable: String {
    let rows = StepKind.allCases.flatMap { kind in
      stages.filter { $0.kind == kind }.map { entry in
        "| [`\(entry.name)`](Plugins/\(GeneratedDocs.folder(of: entry.name))/README.md) | \(kind.rawValue) | \(entry.summary) |"
      }
    }
    return (["| name | kind | what it does |", "|---|---|---|"] + rows).joined(separator: "\n")
  }

  /// The text with what stands between the markers replaced; nil when it has no markers.
  private static func replacing(_ marker: String, in text: String, with table: String) -> String? {
    let (open, close) = ("<!-- \(marker) -->", "<!-- /\(marker) -->")
    guard let start = text.range(of: open),
      let end = text.range(of: close, range: start.upperBound..<text.endIndex)
    else {
      return nil
    }
    return text[..<start.upperBound] + "\n" + table.trimmingCharacters(in: .newlines) + "\n"
      + text[end.lowerBound...]
  }
}
