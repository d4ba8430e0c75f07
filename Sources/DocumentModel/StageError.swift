/// What became of a document. Five, never mixed.
public enum Outcome: String, Sendable, Codable, CaseIterable {
  case ok
  /// There was nothing in it.
  case empty
  /// A stage decided against it, for a reason.
  case dropped
  /// An error stopped it.
  case quarantined
  /// It took longer than its limit.
  case timeout
}

/// Why a stage, reader or writer gives up on a document, or cannot be loaded.
public struct StageError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Stable, kebab-case, listed in the README of the stage.
  public let code: String
  /// For a person: what is wrong and what to do.
  public let message: String
  /// Where in the source as read, in bytes.
  public let sourceOffset: Int?
  /// What becomes of the document.
  public let outcome: Outcome

  public init(_ code: String, _ message: String, at sourceOffset: Int? = nil, outcome: Outcome = .quarantined)
  {
    self.code = code
    self.message = message
    self.sourceOffset = sourceOffset
    self.outcome = outcome
  }

  /// A decision against the document, not a failure.
  public static func dropped(_ code: String, _ message: String, at sourceOffset: Int? = nil) -> StageError {
    StageError(code, message, at: sourceOffset, outcome: .dropped)
  }

  public var description: String {
    "\(code): \(message)" + (sourceOffset.map { " (source offset \($0))" } ?? "")
  }
}
