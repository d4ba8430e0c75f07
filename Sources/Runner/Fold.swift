import StageKit

/// Lets the steps fold what the documents left: stages first, then what they said of documents takes effect,
/// then writers.
final class Fold {
  private let chain: Chain
  private let output: OutputFolder
  private let ledger: Ledger
  private let force: Bool
  private let leftovers: Set<String>
  private var files: [WrittenFile] = []
  /// Files that somebody changed, or put where a file of the corpus belongs; they were left.
  private(set) var edited: [String] = []

  init(chain: Chain, output: OutputFolder, ledger: Ledger, force: Bool, leftovers: [JournalFile]) {
    self.chain = chain
    self.output = output
    self.ledger = ledger
    self.force = force || ledger.lostPower
    self.leftovers = Set(leftovers.map(\.path))
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
  func finishStages() throws(RunFailure) -> Int {
    files = []
    edited = []
    try ledger.clearMarks()
    for (index, link) in chain.stages.enumerated() { try finish(link, index + 1, includesDropped: false) }
    return try ledger.applyMarks { file in
      if !output.remove(file, force: force) { edited.append(file.path) }
    }
  }

  /// Folds by the writers.
  ///
  /// - Returns: paths of all files that were written.
  func finishWriters() throws(RunFailure) -> [String] {
    for (index, link) in chain.writers.enumerated() {
      guard case .writer(let writer) = link.step.role else { continue }
      try finish(
        link, index + 1 + chain.stages.count, includesDropped: type(of: writer).writesEveryOutcome)
    }
    let stale = try ledger.corpusFiles().filter { old in !files.contains { $0.path == old.path } }
    try ledger.enterFold(files, stale: stale.map(\.path))
    for file in stale where !output.remove(file, force: force) { edited.append(file.path) }
    return files.map(\.path)
  }

  private func finish(_ link: Chain.Link, _ step: Int, includesDropped: Bool) throws(RunFailure) {
    let marks = MarkWriter(ledger, step: step, name: link.step.name)
    let folder = FinishFolder(
      output: output, ledger: ledger, marks: marks, written: files, force: force, leftovers: leftovers)
    do throws(StageError) {
      try link.step.finish(ledger.contributions(toStep: step, includesDropped: includesDropped), folder)
    } catch {
      switch error.code {
      case "disk-full": throw .diskFull(path: output.path)
      case "output-unwritable": throw .outputUnwritable(path: output.path, reason: error.message)
      default: throw .corpus(step: link.step.name, error)
      }
    }
    try marks.flush()
    files = folder.written
    edited += folder.edited
  }
}

/// The run's folder as steps see it at the end of a run.
private final class FinishFolder: RunFolder {
  private let output: OutputFolder
  private let ledger: Ledger
  private let marks: MarkWriter
  private let force: Bool
  private let leftovers: Set<String>
  private(set) var written: [WrittenFile]
  private(set) var edited: [String] = []

  /// - Parameter written: what earlier steps wrote.
  init(
    output: OutputFolder, ledger: Ledger, marks: MarkWriter, written: [WrittenFile], force: Bool,
    leftovers: Set<String>
  ) {
    self.output = output
    self.ledger = ledger
    self.marks = marks
    self.written = written
    self.force = force
    self.leftovers = leftovers
  }

  func mark(_ id: String, _ fields: [String: JSONValue], dropping error: StageError?) throws(StageError) {
    do throws(RunFailure) { try marks.add(id, fields, dropping: error) } catch {
      throw FinishFolder.stageError(error)
    }
  }

  func write(
    _ path: String, _ body: (_ append: ([UInt8]) throws(StageError) -> Void) throws(StageError) -> Void
  ) throws(StageError) {
    guard !written.contains(where: { $0.path == path }) else {
      throw StageError("output-unwritable", "two steps write '\(path)'; give one of them another name")
    }
    do {
      let over = try over(path)
      try ledger.begin([JournalFile(path: path, id: "")])
      let result = try output.write(path, over: over) { append in
        try body { bytes throws(StageError) in
          do throws(RunFailure) { try append(bytes) } catch { throw FinishFolder.stageError(error) }
        }
      }
      written.append(result.file)
      if !result.isPlaced { edited.append(path) }
    } catch let error as StageError {
      throw error
    } catch {
      throw FinishFolder.stageError(error as? RunFailure ?? .outputUnwritable(path: path, reason: "\(error)"))
    }
  }

  var corpusFiles: [String] { written.map(\.path) }

  func contents(ofCorpusFile path: String) throws(StageError) -> [UInt8] {
    guard let bytes = output.contents(of: path) else {
      throw StageError("output-unreadable", "'\(path)' cannot be read; run again")
    }
    return bytes
  }

  private func over(_ path: String) throws -> OutputFolder.Over {
    if force || leftovers.contains(path) { return .anything }
    return try ledger.corpusFiles().first { $0.path == path }.map { .own($0) } ?? .nothing
  }

  private static func stageError(_ failure: RunFailure) -> StageError {
    if case .diskFull = failure { return StageError("disk-full", failure.description) }
    return StageError("output-unwritable", failure.description)
  }
}
