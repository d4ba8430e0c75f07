import Foundation
import PipelineFile
import StageKit

/// What a run would do with each document, and why; nothing is written.
public struct Explanation {
  private let chain: Chain
  private let request: RunRequest

  /// Loads every step.
  /// - Throws: `RunFailure`.
  public init(_ request: RunRequest) throws(RunFailure) {
    self.request = request
    try request.checkInput()
    chain = try Chain(request.pipeline, programVersion: request.programVersion, runDate: request.runDate)
  }

  /// One document and what would be done.
  public struct Line: Sendable, Equatable {
    public var id: String
    public var runs: Bool
    /// `unchanged`, `new`, `its input changed`, ...
    public var reason: String
    /// The file that is not as it was, if that is the reason.
    public var file: String?
    /// The step to begin with, where the document is kept as it was before it.
    public var firstStep: String?
  }

  /// Asks for every document of the input, in its order.
  ///
  /// - Throws: `RunFailure` when the input cannot be read.
  public func callAsFunction(_ tell: (Line) throws -> Void) async throws {
    guard case .reader(let reader)? = chain.reader?.step.role else {
      throw RunFailure.noInput("the pipeline has no reader; give it one under 'read'")
    }
    let ledger = try LedgerView(folder: request.folder)
    let judge = Judge(
      chain: try ledger?.chainNumber(chain.key) ?? -1, output: OutputFolder(viewing: request.folder),
      force: request.force, unfinished: Set(try ledger?.journal().map(\.path) ?? []))
    do {
      try await reader.read { item in
        guard item.notice == nil else { return }
        let known = try ledger?.known(item.id)
        let isSame = isSame(item, known)
        let verdict = judge.verdict(on: known, isSameInput: isSame)
        let (reason, file) = try reason(for: verdict, ledger)
        var line = Line(id: item.id, runs: !verdict.isUnchanged, reason: reason, file: file)
        if line.runs, isSame, let known { line.firstStep = firstStep(item.id, known) }
        try tell(line)
      }
    } catch let error as StageError {
      throw RunFailure.reader(error)
    }
  }

  /// Whether an item is what it was: by its stamp, else by its content.
  private func isSame(_ item: ReadItem, _ known: Ledger.Known?) -> Bool {
    guard let known else { return false }
    if let stamp = item.look?().stamp, chain.stamp(stamp) == known.stamp { return true }
    guard case .document(var document)? = try? item.load() else { return known.inputHash.isEmpty }
    document.setSourceHash(sha256(document.source.bytes))
    return LocalWorker.inputHash(document) == known.inputHash
  }

  private func reason(for verdict: Verdict, _ ledger: LedgerView?) throws -> (String, file: String?) {
    switch verdict {
    case .unchanged(_, let edited) where !edited.isEmpty:
      ("unchanged, but an output is not as the run wrote it", edited[0])
    case .unchanged: ("unchanged", nil)
    case .again(.new): ("new", nil)
    case .again(.input): ("its input changed", nil)
    case .again(.failed(let outcome)): ("it ended as \(outcome.rawValue)", nil)
    case .again(.comesBack): ("an earlier run did not bring it to its end", nil)
    case .again(.outputMissing(let path)): ("an output is gone", path)
    case .again(.outputEdited(let path)): ("an output was edited, and --force is given", path)
    case .again(.outputUnfinished(let path)): ("a run that was killed was writing an output", path)
    case .again(.chain(let number)): (try chainReason(number, ledger), nil)
    }
  }

  /// The step behind the last stage after which the document is kept; nil where it is not.
  private func firstStep(_ id: String, _ known: Ledger.Known) -> String? {
    let cache = StageCache(runFolder: request.folder)
    let kept = chain.cachedStages().first {
      cache.holds(LocalWorker.cacheKey(id, known.inputHash, $0.key))
    }
    return kept.flatMap { (chain.stages + chain.writers).dropFirst($0.index + 1).first?.step.name }
  }

  private func chainReason(_ number: Int64, _ ledger: LedgerView?) throws -> String {
    firstDifference(try ledger?.steps(ofChain: number) ?? []) ?? "the pipeline changed"
  }

  /// The first step of the chain that is not what it was.
  private func firstDifference(_ old: [String]) -> String? {
    for (index, line) in chain.stepLines.enumerated() {
      let before = index < old.count ? old[index] : ""
      guard before != line else { continue }
      let (new, was) = (line.split(separator: " "), before.split(separator: " "))
      let name = String(new.first ?? "")
      guard was.first == new.first else { return "\(name) was added, or stands elsewhere" }
      if name == "sastra" || name == "run-date" { return "\(name) is \(new.last ?? "") now" }
      if was.count > 1, new.count > 1, was[1] != new[1] { return "\(name) has version \(new[1]) now" }
      if was.count > 2, new.count > 2, was[2] == new[2] { return "which documents \(name) is for changed" }
      return "options or resources of \(name) changed"
    }
    return old.count > chain.stepLines.count ? "a step was taken out" : nil
  }
}
