import StageKit

/// What a run did.
public struct RunSummary: Sendable {
  /// Documents by outcome.
  public var outcomes: [Outcome: Int]
  /// How many of them were taken over from an earlier run.
  public var unchanged: Int
  /// The first documents that did not end well, with the reason.
  public var failures: [(id: String, outcome: Outcome, error: DocumentError?)]
  /// The first ids that earlier runs had and this input has not.
  public var missing: [String]
  /// How many there are, and whether their files were removed.
  public var missingCount = 0
  public var hasPruned = false
  /// Documents whose source an earlier run had under another id.
  public var renamed: [(old: String, new: String)] = []
  /// Files that somebody changed, or put where a file of the run belongs; they were left as they are.
  public var edited: [String] = []
  /// Files that were folded from all documents: the corpus, lists, reports.
  public var corpusFiles: [String]
  /// Whether this run wrote them; else the last fold still holds.
  public var hasFolded = true
  /// Number of files of documents by the first folder of their paths, in the order of the folders: all, and those
  /// that this run wrote.
  public var documentFiles: [(folder: String, count: Int, written: Int)]
  /// Time of each step, and the documents that took longest; of a resumed run, the whole of it.
  public var stepTimes: [(name: String, milliseconds: Double)] = []
  public var slowest: [(id: String, milliseconds: Double)] = []

  /// 0 when every document is ok, empty or dropped; 1 otherwise.
  public var exitCode: Int32 { (outcomes[.quarantined] ?? 0) + (outcomes[.timeout] ?? 0) > 0 ? 1 : 0 }
}

/// How far a run is; given to whoever shows it.
public struct RunProgress: Sendable {
  public var done = 0
  public var unchanged = 0
  public var outcomes: [Outcome: Int] = [:]
  /// Documents that the input will have, as far as the reader can tell, or else the last run.
  public var expected: Int?

  public init() {}
}
