import StageKit

/// Lets the steps fold what the documents left: stages first, then what they said of documents takes effect,
/// then writers.
final class Fold {
  private let chain: Chain
  private let output: OutputFolder
  private let ledger: Ledger
  private var paths: [String] = []

  init(chain: Chain, output: OutputFolder, ledger: Ledger) {
    self.chain = chain
    self.output = output
    self.ledger = ledger
  }

  /// Folds by the stages and drops the documents that they drop.
  ///
  /// - Returns: how many documents of an earlier run are no longer dropped: they must be done again, and the
  ///   stages must fold once more. A document that is still missing then was taken from the input meanwhile.
  func finishStages() throws(RunFailure) -> Int {
    paths = []
    try ledger.clearMarks()
    for (index, link) in chain.stages.enumerated() { try finish(link, index + 1, includesDropped: false) }
    return try ledger.applyMarks(removingFile: output.remove)
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
    for path in try ledger.enterCorpusFiles(paths) { output.remove(path) }
    return paths
  }

  private func finish(_ link: Chain.Link, _ step: Int, includesDropped: Bool) throws(RunFailure) {
    let marks = MarkWriter(ledger, step: step, name: link.step.name)
    let folder = RecordingFolder(FinishFolder(output: output, marks: marks), paths)
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
    paths = folder.paths
  }
}

/// Remembers which files the steps wrote at the end.
private final class RecordingFolder: RunFolder {
  private let folder: any RunFolder
  private(set) var paths: [String]

  /// - Parameter paths: what earlier steps wrote.
  init(_ folder: any RunFolder, _ paths: [String]) {
    self.folder = folder
    self.paths = paths
  }

  func write(
    _ path: String, _ body: (_ append: ([UInt8]) throws(StageError) -> Void) throws(StageError) -> Void
  ) throws(StageError) {
    guard !paths.contains(path) else {
      throw StageError("output-unwritable", "two steps write '\(path)'; give one of them another name")
    }
    try folder.write(path, body)
    paths.append(path)
  }

  var corpusFiles: [String] { paths }

  func contents(ofCorpusFile path: String) throws(StageError) -> [UInt8] {
    try folder.contents(ofCorpusFile: path)
  }

  func mark(_ id: String, _ fields: [String: JSONValue], dropping error: StageError?) throws(StageError) {
    try folder.mark(id, fields, dropping: error)
  }
}
