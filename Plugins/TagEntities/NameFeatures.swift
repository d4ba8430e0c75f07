import StageKit

extension TagEntities {
  /// The tokens of a text that may be parts of names, with the features that the statistical layer is trained on; for
  /// the script that trains it.
  ///
  /// - Returns: for each region a list of tokens: Unicode scalars of the text, whether it follows the token before
  ///   without another between, the number of its word, and its features.
  public func trainingFeatures(of document: Document) throws(StageError) -> [[TrainingToken]] {
    let tagging = try Tagging(stage: self, document: document)
    let offsets = ScalarOffsets(document.text)
    return tagging.trainingGrounds().map { ground in
      let tagger = StatisticalTagger(ground)
      var tokens: [TrainingToken] = []
      var last = -2
      tagger.forEachOpen { index, features in
        tokens.append(
          TrainingToken(
            scalars: offsets.scalars(ground.tokens[index].range), followsLast: last == index - 1,
            word: tagger.word(index), features: features))
        last = index
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
      let histories = (0..<8).map { label in
        "[" + StatisticalTagger.history(label, word).map { "\"" + String($0, radix: 16) + "\"" }.joined(separator: ",") + "]"
      }.joined(separator: ",")
      return "[\(scalars.lowerBound),\(scalars.upperBound),\(followsLast ? 1 : 0),[\(list)],[\(histories)]]"
    }
  }
}
