import StageKit

/// The run's folder as steps see it at the end of a run.
final class FinishFolder: RunFolder {
  private let output: OutputFolder
  private let ledger: Ledger
  /// Nil for a step that says nothing of documents.
  private let marks: MarkWriter?
  private let force: Bool
  private let own: Set<String>
  private let earlier: [WrittenFile]
  private var folded: FoldedFiles

  /// - Parameters:
  ///   - earlier: what steps wrote that folded before.
  ///   - own: files that are the run's own, whatever is in them.
  init(
    _ step: FoldingStep, output: OutputFolder, ledger: Ledger, earlier: [WrittenFile], force: Bool,
    own: Set<String>
  ) {
    self.output = output
    self.ledger = ledger
    folded = FoldedFiles(number: step.number)
    marks = step.marksDocuments ? MarkWriter(ledger, step: step.number, name: step.step.name) : nil
    self.force = force
    self.own = own
    self.earlier = earlier
  }

  var path: String { output.path }

  /// What was written, when all that was said of documents is put down.
  func finish() throws(RunFailure) -> FoldedFiles {
    try marks?.flush()
    return folded
  }

  func mark(_ id: String, _ fields: [String: JSONValue], dropping error: StageError?) throws(StageError) {
    guard let marks else {
      throw StageError("marks-unsupported", "a stage that marks documents says so by `marksDocuments`")
    }
    do throws(RunFailure) { try marks.add(id, fields, dropping: error) } catch {
      throw FinishFolder.stageError(error)
    }
  }

  func write(
    _ path: String,
    _ body: (_ append: (ArraySlice<UInt8>) throws(StageError) -> Void) throws(StageError) -> Void
  ) throws(StageError) {
    guard !(earlier + folded.written).contains(where: { $0.path == path }) else {
      throw FinishFolder.writtenTwice(path)
    }
    do {
      let over = try over(path)
      try ledger.beginCorpusFile(path)
      let result = try output.write(path, over: over) { append in
        try body { bytes throws(StageError) in
          do throws(RunFailure) { try append(bytes) } catch { throw FinishFolder.stageError(error) }
        }
      }
      folded.written.append(result.file)
      if !result.isPlaced {
        folded.edited.append(path)
        try ledger.leaveCorpusFile(path)
      }
    } catch let error as StageError {
      throw error
    } catch {
      throw FinishFolder.stageError(error as? RunFailure ?? .outputUnwritable(path: path, reason: "\(error)"))
    }
  }

  var corpusFiles: [String] { earlier.map(\.path) }

  func contents(ofCorpusFile path: String) throws(StageError) -> [UInt8] {
    guard let bytes = output.contents(of: path) else {
      throw StageError("output-unreadable", "'\(path)' cannot be read; run again")
    }
    return bytes
  }

  private func over(_ path: String) throws -> OutputFolder.Over {
    if force || own.contains(path) { return .anything }
    return try ledger.corpusFiles().first { $0.path == path }.map { .own($0) } ?? .nothing
  }

  static func writtenTwice(_ path: String) -> StageError {
    StageError("output-unwritable", "two steps write '\(path)'; give one of them another name")
  }

  private static func stageError(_ failure: RunFailure) -> StageError {
    if case .diskFull = failure { return StageError("disk-full", failure.description) }
    return StageError("output-unwritable", failure.description)
  }
}
