import Foundation
import StageKit

/// The data files that come with the stage.
enum ShippedData {
  /// Gazetteers that the option `gazetteers` can name.
  static let gazetteers = ["general", "indochina-1975-1991"]
  /// What the statistical layer reads.
  static let englishModel = "statistical/english.tsv"
  static let vietnameseModel = "statistical/vietnamese.tsv"
  static let commonNames = "statistical/common-names.tsv"
  static let ruleFiles = ["rules/context.tsv", "rules/names.tsv"]

  /// The path of a shipped list.
  ///
  /// - Throws: `StageError` "unknown-gazetteer", naming the lists that ship.
  static func gazetteer(_ list: String) throws(StageError) -> String {
    guard gazetteers.contains(list) else {
      throw StageError(
        "unknown-gazetteer",
        "no gazetteer '\(list)' ships, only: " + gazetteers.joined(separator: ", ")
          + "; name a file of your own in the option 'lists'")
    }
    return path("gazetteers/\(list).tsv")
  }

  /// A list's name without folder and extension.
  static func name(of list: String) -> String {
    let file = list.split(separator: "/").last.map(String.init) ?? list
    return file.hasSuffix(".tsv") ? String(file.dropLast(4)) : file
  }

  static func path(_ file: String) -> String {
    Bundle.module.bundleURL.appendingPathComponent("data/" + file).path
  }
}
