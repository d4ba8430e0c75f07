import Foundation
import StageKit

/// The data files that come with the stage.
enum ShippedData {
  /// Gazetteers that can be named without a path.
  static let gazetteers = ["general", "indochina-1975-1991"]
  static let ruleFiles = ["rules/context.tsv", "rules/names.tsv"]

  /// - Throws: `StageError` "unknown-gazetteer" for a word that is neither a shipped list nor a path.
  static func gazetteer(_ list: String) throws(StageError) -> String {
    if gazetteers.contains(list) { return path("gazetteers/\(list).tsv") }
    guard list.contains("/") || list.contains(".") else {
      throw StageError(
        "unknown-gazetteer",
        "there is no gazetteer '\(list)'; give a path or one of: " + gazetteers.joined(separator: ", "))
    }
    return list
  }

  /// A list's name without folder and extension.
  static func name(of list: String) -> String {
    let file = list.split(separator: "/").last.map(String.init) ?? list
    return file.hasSuffix(".tsv") ? String(file.dropLast(4)) : file
  }

  static func path(_ file: String) -> String { Bundle.module.bundleURL.appendingPathComponent("data/" + file).path }
}
