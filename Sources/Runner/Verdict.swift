import StageKit

/// Whether a document must be done, and why.
enum Verdict: Sendable, Equatable {
  /// What the ledger has holds.
  ///
  /// - files: as they stand, where the system says something else of them than it did.
  /// - edited: those that somebody changed.
  case unchanged(files: [WrittenFile]?, edited: [String])
  case again(Reason)

  enum Reason: Sendable, Equatable {
    case new
    case input
    /// Stages or writers are not what they were.
    case chain(Int64)
    case failed(Outcome)
    /// The corpus had dropped it and no longer does.
    case comesBack
    case outputMissing(String)
    /// The user wants what was edited made anew.
    case outputEdited(String)
    /// A run that was killed had begun to write it.
    case outputUnfinished(String)
  }

  var isUnchanged: Bool { if case .unchanged = self { true } else { false } }
}

/// Decides which documents must be done.
struct Judge: Sendable {
  let chain: Int64
  let output: OutputFolder
  /// Whether files that somebody changed are made anew.
  let force: Bool
  /// Files that a killed run was writing: nobody edited them.
  var unfinished: Set<String> = []

  /// - Parameter isSameInput: whether the document's input is what it was.
  func verdict(on known: Ledger.Known?, isSameInput: Bool) -> Verdict {
    guard let known else { return .again(.new) }
    if !isSameInput { return .again(.input) }
    if known.outcome == .quarantined || known.outcome == .timeout { return .again(.failed(known.outcome)) }
    if known.chain != chain { return .again(known.chain == 0 ? .comesBack : .chain(known.chain)) }
    return output.areIntact(known.fileLines)
      ? .unchanged(files: nil, edited: []) : verdict(onFiles: known.files)
  }

  private func verdict(onFiles files: [WrittenFile]) -> Verdict {
    var found = files
    var edited: [String] = []
    for (index, file) in files.enumerated() {
      switch output.state(of: file) {
      case .intact(let signature): found[index].signature = signature
      case .missing: return .again(.outputMissing(file.path))
      case .edited where force: return .again(.outputEdited(file.path))
      case .edited where unfinished.contains(file.path): return .again(.outputUnfinished(file.path))
      case .edited: edited.append(file.path)
      }
    }
    return .unchanged(files: found == files ? nil : found, edited: edited)
  }
}
