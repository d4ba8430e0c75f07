import StageKit

/// A document on its way through the steps, and what is kept of it for another time.
extension LocalWorker {
  /// What is known of a document on its way.
  struct DocumentProgress {
    var processed: ProcessedDocument
    var way = Way()
    var inputHash = ""
    var files: [OutputFile] = []
    var contributions: [Int: [UInt8]] = [:]
    var isUnchanged = false
    /// Whether the writers have had it.
    var isWritten = false
    var stepMilliseconds: [Double] = []

    /// What another process made of it.
    mutating func take(_ answer: WorkerAnswer) {
      processed.outcome = answer.outcome
      processed.error = answer.error
      files = answer.files
      contributions = answer.contributions
      stepMilliseconds = answer.stepMilliseconds
      isWritten = answer.isWritten
    }

    /// Adds the time since a moment to a step.
    mutating func note(_ step: Int, since start: ContinuousClock.Instant) {
      while stepMilliseconds.count <= step { stepMilliseconds.append(0) }
      stepMilliseconds[step] += (ContinuousClock.now - start) / .milliseconds(1)
    }

    init(_ processed: ProcessedDocument, inputHash: String = "") {
      self.processed = processed
      self.inputHash = inputHash
    }

    mutating func fail(_ error: StageError, in step: String) {
      processed.error = DocumentError(stage: step, error)
      end(as: error.outcome)
    }

    /// Ends otherwise than ok: what steps made of it is nothing to the corpus.
    mutating func end(as outcome: Outcome) {
      processed.outcome = outcome
      files = []
      contributions = [:]
    }
  }

  // MARK: The stage cache

  /// Takes the document as it was after the last stage of which that was kept; the stage to go on with.
  func takeCached(_ progress: inout DocumentProgress) -> Int {
    guard let cache, !progress.inputHash.isEmpty else { return 0 }
    for (index, key) in cachedStages {
      guard
        let kept = cache.value(LocalWorker.cacheKey(progress.processed.document.id, progress.inputHash, key)),
        let line = kept.files.first,
        case .document(var document)? = try? JSONLine(line.bytes)
      else { continue }
      document.setSourceHash(sha256(document.source.bytes))
      progress.processed.document = document
      progress.contributions = kept.contributions
      progress.way.resume(behind: chain.stages[index])
      return index + 1
    }
    return 0
  }

  func keep(_ progress: DocumentProgress, after index: Int) {
    guard let cache, !progress.inputHash.isEmpty,
      let key = cachedStages.first(where: { $0.index == index })?.key,
      let line = try? progress.processed.jsonLine(including: Set(JSONFormPart.allCases))
    else { return }
    cache.keep(
      WorkerAnswer(
        outcome: .ok, error: nil, files: [OutputFile(path: "", bytes: line)],
        contributions: progress.contributions, stepMilliseconds: []),
      LocalWorker.cacheKey(progress.processed.document.id, progress.inputHash, key))
  }

  /// What a document after a stage is made from: its id too, for which other documents may have the same input.
  static func cacheKey(_ id: String, _ inputHash: String, _ stageKey: String) -> String {
    sha256(Array("\(id)\n\(inputHash)\n\(stageKey)".utf8))
  }

  /// Hash of all that a document was loaded with: its source, and what the input says beside it.
  static func inputHash(_ document: Document) -> String {
    var parts = [document.source.sha256 ?? ""]
    let hasMarks = !document.spans.isEmpty || !document.provenance.isEmpty || !document.edits.isEmpty
    if hasMarks || !document.metadata.values.isEmpty || document.language != nil || document.source.url != nil
    {
      let line = try? ProcessedDocument(document).jsonLine(
        including: Set(JSONFormPart.allCases).subtracting([.source]))
      parts.append(line.map { sha256($0) } ?? "")
    }
    return parts.count == 1 ? parts[0] : sha256(Array(parts.joined(separator: "\n").utf8))
  }
}
