import StageKit

/// Lets the steps fold what the documents left: stages first, then what they said of documents takes effect,
/// then writers. Steps that do not wait for each other fold at the same time; what they make is the same.
final class Fold {
  private let chain: Chain
  private let output: OutputFolder
  private let ledger: Ledger
  private let force: Bool
  /// Files that are the run's own, whatever is in them: a killed run began them, or this one wrote them.
  private var own: Set<String>
  /// How many steps fold at the same time.
  private let lanes: Int
  private var files: [WrittenFile] = []
  /// Files that somebody changed, or put where a file of the corpus belongs; they were left.
  private(set) var edited: [String] = []

  init(
    chain: Chain, output: OutputFolder, ledger: Ledger, force: Bool, leftovers: [JournalFile], lanes: Int
  ) {
    self.chain = chain
    self.output = output
    self.ledger = ledger
    self.force = force || ledger.lostPower
    own = Set(leftovers.map(\.path))
    self.lanes = max(1, lanes)
  }

  /// The files of the last fold, where it still holds: no document is another, and the files are there.
  func holdingFiles() throws(RunFailure) -> [String]? {
    guard try ledger.isFolded() else { return nil }
    let files = try ledger.corpusFiles()
    var edited: [String] = []
    for file in files {
      switch output.state(of: file) {
      case .intact: continue
      case .missing: return nil
      case .edited where force: return nil
      case .edited: edited.append(file.path)
      }
    }
    self.edited = edited
    return files.map(\.path)
  }

  /// Folds by the stages and drops the documents that they drop.
  ///
  /// - Returns: how many documents of an earlier run are no longer dropped: they must be done again, and the
  ///   stages must fold once more. A document that is still missing then was taken from the input meanwhile.
  func finishStages() async throws(RunFailure) -> Int {
    files = []
    edited = []
    try ledger.clearMarks()
    var group: [FoldingStep] = []
    for (index, link) in chain.stages.enumerated() {
      guard case .stage(let stage) = link.step.role else { continue }
      let marks = type(of: stage).marksDocuments
      group.append(FoldingStep(step: link.step, number: index + 1, marksDocuments: marks))
      // Later steps see the marks.
      if marks { try await finish(&group) }
    }
    try await finish(&group)
    return try ledger.applyMarks { file in
      if !output.remove(file, force: force) { edited.append(file.path) }
    }
  }

  /// Folds by the writers.
  ///
  /// - Returns: paths of all files that were written.
  func finishWriters() async throws(RunFailure) -> [String] {
    var group: [FoldingStep] = []
    for (index, link) in chain.writers.enumerated() {
      guard case .writer(let writer) = link.step.role else { continue }
      if type(of: writer).readsCorpusFiles { try await finish(&group) }
      group.append(
        FoldingStep(
          step: link.step, number: index + 1 + chain.stages.count,
          includesDropped: type(of: writer).writesEveryOutcome))
    }
    try await finish(&group)
    let stale = try ledger.corpusFiles().filter { old in !files.contains { $0.path == old.path } }
    try ledger.enterFold(files, stale: stale.map(\.path))
    for file in stale where !output.remove(file, force: force) { edited.append(file.path) }
    return files.map(\.path)
  }

  /// Folds by a group of steps, each of which needs nothing of the others, and empties it.
  private func finish(_ group: inout [FoldingStep]) async throws(RunFailure) {
    let steps = group
    group = []
    let (output, ledger, force, own, earlier) = (output, ledger, force, own, files)
    typealias Folded = Result<FoldedFiles, RunFailure>
    let results = await withTaskGroup(of: (Int, Folded).self) { tasks in
      var results = [Folded?](repeating: nil, count: steps.count)
      for (place, step) in steps.enumerated() {
        if place >= lanes, let (done, result) = await tasks.next() { results[done] = result }
        tasks.addTask {
          let folder = FinishFolder(
            step, output: output, ledger: ledger, earlier: earlier, force: force, own: own)
          return (place, Result { () throws(RunFailure) in try step.fold(into: folder, ledger) })
        }
      }
      for await (done, result) in tasks { results[done] = result }
      return results.compactMap { $0 }
    }
    for result in results { try take(try result.get()) }
  }

  /// What a step wrote, where no step before it wrote the same file.
  private func take(_ folded: FoldedFiles) throws(RunFailure) {
    if let twice = folded.written.first(where: { file in files.contains { $0.path == file.path } }) {
      throw .outputUnwritable(path: output.path, reason: FinishFolder.writtenTwice(twice.path).message)
    }
    files += folded.written
    own.formUnion(folded.written.map(\.path).filter { !folded.edited.contains($0) })
    edited += folded.edited
  }
}

/// A step that is to fold, and what it may see and say.
struct FoldingStep: Sendable {
  let step: LoadedStep
  /// Its place in the chain, from 1; what documents left is kept under it.
  let number: Int
  var includesDropped = false
  var marksDocuments = false

  func fold(into folder: FinishFolder, _ ledger: Ledger) throws(RunFailure) -> FoldedFiles {
    do throws(StageError) {
      try step.finish(ledger.contributions(toStep: number, includesDropped: includesDropped), folder)
    } catch {
      switch error.code {
      case "disk-full": throw .diskFull(path: folder.path)
      case "output-unwritable": throw .outputUnwritable(path: folder.path, reason: error.message)
      default: throw .corpus(step: step.name, error)
      }
    }
    return try folder.finish()
  }
}

/// What a step wrote at the end of a run.
struct FoldedFiles: Sendable {
  var written: [WrittenFile] = []
  /// Files that somebody changed, or put where a file of the corpus belongs; they were left.
  var edited: [String] = []
}
