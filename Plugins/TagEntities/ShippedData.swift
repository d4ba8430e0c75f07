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
  static let ruleFiles = ["rules/context.tsv", "rules/names.tsv", "rules/patterns.tsv"]

  /// The path of a list: a word without dot and slash names one that ships.
  ///
  /// - Throws: `StageError` "unknown-gazetteer", naming the lists that ship.
  static func path(of list: GazetteerChoice) throws(StageError) -> String {
    if gazetteers.contains(list.name) { return path("gazetteers/\(list.name).tsv") }
    guard list.name.utf8.contains(0x2E) || list.name.utf8.contains(0x2F) else {
      throw StageError(
        "unknown-gazetteer",
        "no gazetteer '\(list.name)' ships, only: " + gazetteers.joined(separator: ", ")
          + "; a file of your own is named with its extension")
    }
    return list.name
  }

  /// A list's name without folder and extension.
  static func name(of list: String) -> String {
    let file = list.split(separator: "/").last.map(String.init) ?? list
    guard let dot = file.lastIndex(of: "."), dot != file.startIndex else { return file }
    return String(file[..<dot])
  }

  static func path(_ file: String) -> String {
    Bundle.module.bundleURL.appendingPathComponent("data/" + file).path
  }
}
