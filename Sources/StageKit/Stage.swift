public import ArgumentParser
@_exported public import DocumentModel

/// What does the work of a stage on documents, one at a time. Not shared between threads.
public protocol StageWorker {
  /// Changes one document.
  ///
  /// - Throws: `StageError`; what was changed before it is thrown away by the runner.
  func process(_ document: inout Document) async throws(StageError)
}

/// A step between reading and writing. Loaded once from options and resources, before any document is read;
/// immutable from then on.
public protocol Stage: Step, StageWorker {
  associatedtype Worker: StageWorker = Self
  /// A worker with state of its own (an ICU iterator, a child process), one for each lane of work.
  func makeWorker() throws(StageError) -> Worker
  /// What an earlier step must give: `language`, `blocks`, `layer:entity`.
  static var needs: Set<Feature> { get }
  /// What later steps may count on.
  static var gives: Set<Feature> { get }
  /// What a document leaves for `finish`, asked for right after the stage has done its work on it; kept if the
  /// document ends as ok.
  func contribution(of document: Document) throws(StageError) -> Contribution?
  /// Why a stretch of a document's text gets the spans it gets, or none: lines for a person to read, as
  /// `inspect --explain` prints them. Empty where the stage has nothing to say.
  ///
  /// - Parameters:
  ///   - range: UTF-8 bytes of the text.
  ///   - document: as the stage gets it, before its work.
  func explanation(of range: Range<Int>, in document: Document) throws(StageError) -> [String]
  /// Whether it works on HTML; a document that is still markup never reaches a stage that does not.
  static var acceptsMarkup: Bool { get }
  /// Whether its `finish` says something of documents (`RunFolder.mark`). The steps behind it wait for that;
  /// others fold at the same time.
  static var marksDocuments: Bool { get }
}

extension Stage where Worker == Self {
  public func makeWorker() throws(StageError) -> Self { self }
}

extension Stage {
  public static var needs: Set<Feature> { [] }
  public static var gives: Set<Feature> { [] }
  public static var acceptsMarkup: Bool { false }
  public static var marksDocuments: Bool { false }
  public func contribution(of document: Document) throws(StageError) -> Contribution? { nil }
  public func explanation(of range: Range<Int>, in document: Document) throws(StageError) -> [String] { [] }

  /// The contribution as the ledger keeps it.
  public func encodedContribution(of document: Document) throws(StageError) -> [UInt8]? {
    try contribution(of: document)?.encoded()
  }
}

/// What readers, stages and writers have in common.
public protocol Step: Sendable {
  associatedtype Options: StageOptions
  /// What it leaves in the ledger for each document, to be folded at the end of a run.
  associatedtype Contribution: ContributionValue = NoContribution
  /// Name in a pipeline file: verb-noun, `tag-entities`.
  static var name: String { get }
  /// Raised when the output changes: it is in the cache key.
  static var version: Int { get }
  /// One line: what it does.
  static var summary: String { get }
  /// Verbs that it brings to the command line: `validate`.
  static var verbs: [any ParsableCommand.Type] { get }
  /// - Throws: `StageError` for whatever is wrong with an option or a resource.
  init(options: Options, context: LoadContext) throws(StageError)
  /// Folds what all documents of the run left, in the order of their ids. Stages do so before writers; steps
  /// that do not wait for each other do so at the same time. Called anew where documents come back that an
  /// earlier run had dropped.
  func finish(_ contributions: Contributions<Contribution>, into folder: any RunFolder) throws(StageError)
}

extension Step {
  /// A step with no resources, as tests make it.
  public init(options: Options = Options()) throws(StageError) {
    try self.init(options: options, context: LoadContext())
  }
  public static var verbs: [any ParsableCommand.Type] { [] }
  public func finish(_ contributions: Contributions<Contribution>, into folder: any RunFolder)
    throws(StageError)
  {}
}

/// Something that an earlier step gives and a later one needs: a field of the document or a layer of spans.
public struct Feature: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, Comparable {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  public init(stringLiteral value: String) { rawValue = value }
  public static func < (left: Feature, right: Feature) -> Bool { left.rawValue < right.rawValue }

  /// Blocks found by a stage that knows the structure of pages.
  public static let blocks: Feature = "blocks"
  /// The language of the document and of each block.
  public static let language: Feature = "language"
  public static let metadata: Feature = "metadata"
  /// Spans of a layer.
  public static func layer(_ name: String) -> Feature { Feature(rawValue: "layer:" + name) }
}
