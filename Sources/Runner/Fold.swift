import StageKit

/// Lets the steps fold what the documents left: stages that mark documents first, then what they said takes
/// effect, then writers. Steps that do not wait for each other fold at the same time; what they make is the same.
final class Fold {
  private let chain: Chain
  private let output: OutputFolder
  private let ledger: Ledger
  private let force: Bool
  /// Files that are the run's own, whatever is in them: a killed run began them, or this one wrote them.
  private var own: Set<String>
  /// How many steps fold at the same time, but for those beside.
  private let lanes: Int
  /// Stages that say nothing of documents, which fold beside all others.
  private var beside: [Task<FoldedStep, Never>] = []
  /// What each step wrote, in the order in which they were done.
  private var folded: [FoldedFiles] = []
  /// In the order of the chain.
  private var files: [WrittenFile] { folded.sorted { $0.number < $1.number }.flatMap(\.written) }
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

  /// Folds by the stages that mark documents, and drops the documents that they drop; the other stages begin.
  ///
  /// - Returns: how many documents of an earlier run are no longer dropped: they must be done again, and the
  ///   stages must fold once more. A document that is still missing then was taken from the input meanwhile.
  func finishStages() async throws(RunFailure) -> Int {
    try await finishBeside()
    folded = []
    edited = []
    try ledger.clearMarks()
    for (index, link) in chain.stages.enumerated() {
      guard let stage = FoldingStep(stage: link.step, number: index + 1) else { continue }
      let folding = folding(by: stage)
      // Later steps see the marks.
      if stage.marksDocuments || lanes == 1 {
        try take(folding())
      } else {
        beside.append(Task { folding() })
      }
    }
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

  /// Waits for what folds beside the others; nothing folds afterwards.
  func settle() async {
    for task in beside { _ = await task.value }
    beside = []
  }

  private func finishBeside() async throws(RunFailure) {
    let tasks = beside
    beside = []
    var results: [FoldedStep] = []
    for task in tasks { results.append(await task.value) }
    for result in results { try take(result) }
  }

  private typealias FoldedStep = Result<FoldedFiles, RunFailure>

  private func folding(by step: FoldingStep) -> @Sendable () -> FoldedStep {
    let (output, ledger, force, own, earlier) = (output, ledger, force, own, files)
    return {
      let folder = FinishFolder(
        step, output: output, ledger: ledger, earlier: earlier, force: force, own: own)
      return Result { () throws(RunFailure) in try step.fold(into: folder, ledger) }
    }
  }

  /// Folds by a group of steps, each of which needs nothing of the others, and empties it; what folds beside them
  /// ends too.
  private func finish(_ group: inout [FoldingStep]) async throws(RunFailure) {
    // Who has most to read takes longest, and is not to be the last. What this run did tells that about.
    let byteCounts = group.map { ledger.contributions.byteCount(ofStep: $0.number) }
    let order = group.indices.sorted { byteCounts[$0] > byteCounts[$1] }
    let foldings = group.map(folding)
    group = []
    let results = await withTaskGroup(of: (Int, FoldedStep).self) { tasks in
      var results = [FoldedStep?](repeating: nil, count: foldings.count)
      for (begun, place) in order.enumerated() {
        if begun >= lanes, let (done, result) = await tasks.next() { results[done] = result }
        let folding = foldings[place]
        tasks.addTask { (place, folding()) }
      }
      for await (done, result) in tasks { results[done] = result }
      return results.compactMap { $0 }
    }
    try await finishBeside()
    for result in results { try take(result) }
  }

  /// What a step wrote, where no step before it wrote the same file.
  private func take(_ result: FoldedStep) throws(RunFailure) {
    let step = try result.get()
    if let twice = step.written.first(where: { file in files.contains { $0.path == file.path } }) {
      throw .outputUnwritable(path: output.path, reason: FinishFolder.writtenTwice(twice.path).message)
    }
    folded.append(step)
    own.formUnion(step.written.map(\.path).filter { !step.edited.contains($0) })
    edited += step.edited
  }
}

/// A step that is to fold, and what it may see and say.
struct FoldingStep: Sendable {
  let step: LoadedStep
  /// Its place in the chain, from 1; what documents left is kept under it.
  let number: Int
  var includesDropped = false
  var marksDocuments = false

  init(step: LoadedStep, number: Int, includesDropped: Bool) {
    self.step = step
    self.number = number
    self.includesDropped = includesDropped
  }

  /// Nil for what is no stage.
  init?(stage step: LoadedStep, number: Int) {
    guard case .stage(let stage) = step.role else { return nil }
    self.step = step
    self.number = number
    marksDocuments = type(of: stage).marksDocuments
  }

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
  /// The step's place in the chain.
  let number: Int
  var written: [WrittenFile] = []
  /// Files that somebody changed, or put where a file of the corpus belongs; they were left.
  var edited: [String] = []
}
