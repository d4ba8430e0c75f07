/// An error as it is reported outside: with the stage that raised it.
public struct DocumentError: Sendable, Equatable, Codable {
  public var stage: String
  public var code: String
  public var message: String
  /// Byte offset in the source as read.
  public var sourceOffset: Int?

  enum CodingKeys: String, CodingKey {
    case stage, code, message
    case sourceOffset = "source_offset"
  }

  public init(stage: String, code: String, message: String, sourceOffset: Int? = nil) {
    self.stage = stage
    self.code = code
    self.message = message
    self.sourceOffset = sourceOffset
  }

  public init(stage: String, _ error: StageError) {
    self.init(stage: stage, code: error.code, message: error.message, sourceOffset: error.sourceOffset)
  }
}

/// A document and what became of it. The document of one that failed is as it was before the stage that
/// failed.
public struct ProcessedDocument: Sendable, Equatable {
  public var document: Document
  public var outcome: Outcome
  public var error: DocumentError?
  /// The TEI of the document, where a pipeline fills the field.
  public var tei: String?

  public init(_ document: Document, outcome: Outcome = .ok, error: DocumentError? = nil, tei: String? = nil) {
    self.document = document
    self.outcome = outcome
    self.error = error
    self.tei = tei
  }
}
