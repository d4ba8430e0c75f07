public import ArgumentParser
import Foundation
import StageKit

/// Writes the features that the statistical layer is trained on: `sastra name-features`.
public struct NameFeaturesVerb: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "name-features",
    abstract: "Write what the statistical layer of tag-entities sees, for training.",
    discussion: """
      Reads JSON lines with a text each on standard input and writes a line of JSON for each: for each paragraph the \
      words that may be parts of names, with the numbers of their features. The script that trains is \
      Plugins/TagEntities/training/train.py.
      """)

  public init() {}

  public mutating func run() throws {
    let stage = try TagEntities()
    let output = FileHandle.standardOutput
    while let line = readLine(strippingNewline: true) {
      guard case .document(let document) = try JSONLine(Array(line.utf8)) else { continue }
      let regions = try stage.trainingFeatures(of: document).map { tokens -> String in
        let list = tokens.map { $0.json }
        return "[" + list.joined(separator: ",") + "]"
      }
      output.write(Data(("[" + regions.joined(separator: ",") + "]\n").utf8))
    }
  }
}

extension TagEntities {
  /// The tokens of a text that may be parts of names, with the features that the statistical layer is trained on; for
  /// the script that trains it.
  ///
  /// - Returns: for each region a list of tokens: Unicode scalars of the text, whether it follows the token before
  ///   without another between, the number of its word, and its features.
  public func trainingFeatures(of document: Document) throws(StageError) -> [[TrainingToken]] {
    let tagging = Tagging(stage: self, document: document)
    let offsets = ScalarOffsets(document.text)
    return tagging.trainingGrounds().map { ground in
      let tagger = StatisticalTagger(ground)
      var tokens: [TrainingToken] = []
      var last = -2
      FeatureBuffer.with { features in
        tagger.forEachOpen(&features, where: { _ in true }) { index, features in
          tokens.append(
            TrainingToken(
              scalars: offsets.scalars(ground.tokens[index].range), followsLast: last == index - 1,
              word: tagger.word(index), features: features.features))
          last = index
        }
      }
      return tokens
    }
  }

  /// A token as the training script sees it.
  public struct TrainingToken: Sendable {
    public var scalars: Range<Int>
    /// The token before it is the one before in the text.
    public var followsLast: Bool
    public var word: UInt64
    public var features: [UInt64]

    /// One line of JSON lists: start, end, whether it follows, and the features in hexadecimal; those of the label
    /// before are made from the label and the word by `history`.
    public var json: String {
      let list = features.map { "\"" + String($0, radix: 16) + "\"" }.joined(separator: ",")
      var histories: [String] = []
      for label in 0..<8 {
        let (first, second) = StatisticalTagger.history(label, word)
        histories.append("[\"\(String(first, radix: 16))\",\"\(String(second, radix: 16))\"]")
      }
      let history = histories.joined(separator: ",")
      return "[\(scalars.lowerBound),\(scalars.upperBound),\(followsLast ? 1 : 0),[\(list)],[\(history)]]"
    }
  }
}
