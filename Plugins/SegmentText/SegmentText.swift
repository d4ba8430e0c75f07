import Foundation
public import StageKit
import VietnameseText

/// Marks sentences, and words with the punctuation between them, as spans of the layer `segment`.
///
/// A segment lies in one block that holds text, has no white space at its ends, and never crosses another of
/// its label. Khmer and Vietnamese words are found by weights over clusters and syllables (`BoundaryModel`),
/// words of other languages and all sentences by ICU's rules, with exceptions (`SentenceRules`). The text is
/// not changed. Segments that a run before has left are made anew.
///
/// - Complexity: O(n) in bytes.
public struct SegmentText: Stage {
  public static let name = "segment-text"
  public static let version = 5
  public static let summary = "Marks sentences, and the words of Khmer and Vietnamese, as spans."
  public static let needs: Set<Feature> = [.language]
  public static let gives: Set<Feature> = [.layer(Layer.segment)]

  let options: Options
  let khmer: BoundaryModel
  let vietnamese: BoundaryModel
  let vietnameseList: WordList

  /// - Throws: `StageError` "resource-unreadable", "bad-weights" for a table that is not whole.
  public init(options: Options, context: LoadContext) throws(StageError) {
    self.options = options
    let isUsed = options.words != .off
    khmer = isUsed ? try Self.model("khmer-words.tsv", context) : BoundaryModel()
    vietnamese = isUsed ? try Self.model("vietnamese-words.tsv", context) : BoundaryModel()
    vietnameseList = isUsed ? WordList(try context.resource(WordList.path)) : WordList()
  }

  public func makeWorker() throws(StageError) -> Segmenter {
    Segmenter(options: options, khmer: khmer, vietnamese: vietnamese, vietnameseList: vietnameseList)
  }

  public func process(_ document: inout Document) throws(StageError) {
    try makeWorker().process(&document)
  }

  private static func model(_ file: String, _ context: LoadContext) throws(StageError) -> BoundaryModel {
    let path = Bundle.module.bundleURL.appendingPathComponent("data/" + file).path
    return try BoundaryModel(table: try context.resource(path), name: file)
  }
}
