import PipelineFile

/// What a user asks of a run.
public struct RunRequest: Sendable {
  public var pipeline: Pipeline
  /// The folder for outputs and ledger.
  public var folder: String
  public var workers: Int
  /// ISO 8601, or nil: no date of today reaches an output unless the user gives one.
  public var runDate: String?
  /// Stop when more documents than this fail; nil for no limit.
  public var maxErrors: Int?
  public var programVersion: String
  /// Whether outputs that somebody changed are written anew.
  public var force = false
  /// Whether the outputs of documents that the input no longer has are removed.
  public var prunes = false
  /// Only those of the documents that failed are done; nil for a run over all.
  public var replay: Replay?
  /// How stages are kept apart from the run; off unless set.
  public var isolation: Isolation?
  /// Size that the stage cache may have at the end of a run.
  public var cacheMB = StageCache.defaultMB
  /// Whether the summary counts files and names the slowest documents, for which every row is looked at.
  public var wantsDetails = true
  /// Asked now and then: true when the user wants the run to end.
  public var isCancelled: @Sendable () -> Bool = { false }

  /// Which failed documents are done again.
  public enum Replay: Sendable {
    case all
    case ids(Set<String>)
  }

  public init(
    pipeline: Pipeline, folder: String, workers: Int, runDate: String? = nil, maxErrors: Int? = nil,
    programVersion: String
  ) {
    self.pipeline = pipeline
    self.folder = folder
    self.workers = workers
    self.runDate = runDate
    self.maxErrors = maxErrors
    self.programVersion = programVersion
  }
}

extension RunRequest.Replay {
  func wants(_ id: String, _ known: Ledger.Known?) -> Bool {
    guard let known, known.outcome == .quarantined || known.outcome == .timeout else { return false }
    switch self {
    case .all: return true
    case .ids(let ids): return ids.contains { Array($0.utf8) == Array(id.utf8) }
    }
  }
}
