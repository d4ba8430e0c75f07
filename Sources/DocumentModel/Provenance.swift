/// What one stage did to a document.
public struct StageRecord: Sendable, Equatable {
  public var stage: String
  public var version: Int
  /// Hash of the stage's options and resources, hexadecimal; empty where there are none.
  public var optionsHash: String
  /// Number of things done, by name: the reasons of edits and removals, labels of spans, and what the stage
  /// counts.
  public var counts: [String: Int] = [:]
  /// Places that the stage could not decide and left as they were.
  public var reports: [Report] = []

  public init(stage: String, version: Int, optionsHash: String = "") {
    self.stage = stage
    self.version = version
    self.optionsHash = optionsHash
  }
}

/// Something a stage saw and did not change: an orphan mark, two tone marks on one letter.
public struct Report: Sendable, Equatable {
  /// Stable name, kebab-case.
  public var code: String
  /// What it is and what could be done, for a person.
  public var message: String
  /// Where in the text, UTF-8 bytes; moves with the text.
  public var range: Range<Int>

  public init(_ code: String, _ message: String, at range: Range<Int>) {
    self.code = code
    self.message = message
    self.range = range
  }
}

/// A block that a stage took out of the text, kept so that nothing is lost and every cut can be explained.
public struct RemovedBlock: Sendable, Equatable {
  /// What stood there, as a person would have read it.
  public var text: [UInt8]
  /// The rule that cut it, kebab-case: `link-density`, `reply-form`.
  public var reason: String
  /// How sure the rule was, 0...1, where it has a score.
  public var score: Double?
  /// Where it was in the source, in bytes.
  public var sourceRange: Range<Int>
  /// The place in the text where it was; moves with the text.
  public var position: Int
  public internal(set) var stage: String

  public init(
    text: [UInt8], reason: String, score: Double? = nil, sourceRange: Range<Int>, position: Int,
    stage: String = ""
  ) {
    self.text = text
    self.reason = reason
    self.score = score
    self.sourceRange = sourceRange
    self.position = position
    self.stage = stage
  }
}
