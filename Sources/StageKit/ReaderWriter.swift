/// Where documents come from.
public protocol Reader: Step {
  /// What the documents bring with them.
  static var gives: Set<Feature> { get }
  /// Offers every document, in a fixed order that does not depend on the file system.
  ///
  /// - Parameter offer: suspends while the window of work is full.
  /// - Throws: `StageError` "no-input" when the input is missing or holds no document.
  func read(_ offer: (ReadItem) async throws -> Void) async throws
}

extension Reader {
  public static var gives: Set<Feature> { [] }
}

/// A document that is still to be loaded: an id, and what makes the document of it. Loading happens in a lane
/// of work.
public struct ReadItem: Sendable {
  /// Unique in the run.
  public let id: String
  /// Bytes that the item holds in memory while it waits; with those of `look` they bound the window.
  public let byteCount: Int
  /// Looks at what is to be loaded; called at most once, by any thread. Nil where only loading can tell anything,
  /// and for an item that holds bytes in memory.
  public let look: (@Sendable () -> Look)?
  /// The bytes of the item as they are, for quarantine, when it cannot be loaded.
  public let source: @Sendable () -> [UInt8]
  public let load: @Sendable () throws(StageError) -> Loaded
  /// What the reader has to say of its input as a whole; such an item is no document, and is not counted.
  public private(set) var notice: String?
  /// Which part of the whole input ends with this item, from 0 to 1, where the reader can tell; more by what it
  /// read ahead. From it runs say how long they will take.
  public var inputShare: Double?

  /// What shows of an item that is not loaded.
  public struct Look: Sendable {
    /// Tells the item from itself as it was in an earlier run: the same stamp means the same document, as long as
    /// reader, options and resources are the same. Nil where only loading can tell.
    public var stamp: Stamp?
    /// Bytes that it will hold in memory when it is loaded.
    public var byteCount: Int

    public init(stamp: Stamp?, byteCount: Int) {
      self.stamp = stamp
      self.byteCount = byteCount
    }
  }

  /// Something that a person should know of the input, and no document.
  public init(notice: String) {
    self.init(id: "") { () throws(StageError) in throw .dropped("notice", notice) }
    self.notice = notice
  }

  /// What loading gives.
  public enum Loaded: Sendable {
    case document(Document)
    /// A document that needs no work: an earlier program gave up on it.
    case finished(ProcessedDocument)
  }

  public init(
    id: String, byteCount: Int = 0, look: (@Sendable () -> Look)? = nil,
    source: @escaping @Sendable () -> [UInt8] = { [] },
    load: @escaping @Sendable () throws(StageError) -> Loaded
  ) {
    self.id = id
    self.byteCount = byteCount
    self.look = look
    self.source = source
    self.load = load
  }
}

/// Where documents go.
public protocol Writer: Step {
  /// What the document must bring.
  static var needs: Set<Feature> { get }
  /// Whether it also writes documents that were dropped or failed. Such writers come last, so that they can
  /// tell.
  static var writesEveryOutcome: Bool { get }
  /// Whether its `finish` reads what other steps wrote at the end of the run (`RunFolder.corpusFiles`). It waits
  /// for the writers before it; others fold at the same time.
  static var readsCorpusFiles: Bool { get }
  /// Whether `filter` puts the writer's first file into the field `tei` of the answer.
  static var fillsTEIField: Bool { get }
  /// What the writer makes of one document. The runner writes the files: to a temporary name, then renamed.
  ///
  /// - Throws: `StageError`; the document is quarantined then and none of its files is written.
  func output(for processed: ProcessedDocument) async throws(StageError) -> WriterOutput<Contribution>
  /// The same, for a writer that packs what the writers before it in the pipeline made of the document.
  ///
  /// - Parameter files: those files, in the order in which they were made.
  func output(
    for processed: ProcessedDocument, after files: [OutputFile]
  ) async throws(StageError) -> WriterOutput<Contribution>
}

extension Writer {
  public static var needs: Set<Feature> { [] }
  public static var writesEveryOutcome: Bool { false }
  public static var readsCorpusFiles: Bool { false }
  public static var fillsTEIField: Bool { false }

  public func output(
    for processed: ProcessedDocument, after files: [OutputFile]
  ) async throws(StageError) -> WriterOutput<Contribution> {
    try await output(for: processed)
  }

  /// The output with its contribution as the ledger keeps it.
  public func encodedOutput(
    for processed: ProcessedDocument, after files: [OutputFile] = []
  ) async throws(StageError) -> (files: [OutputFile], contribution: [UInt8]?) {
    let output = try await output(for: processed, after: files)
    return (output.files, try output.contribution?.encoded())
  }
}

/// What a writer makes of one document.
public struct WriterOutput<Contribution: ContributionValue>: Sendable {
  public var files: [OutputFile]
  /// What the document leaves for `finish`.
  public var contribution: Contribution?

  public init(files: [OutputFile] = [], contribution: Contribution? = nil) {
    self.files = files
    self.contribution = contribution
  }
}

/// A file to be written into the folder of the run.
public struct OutputFile: Sendable, Equatable {
  /// Path relative to the run's folder, `/` between its parts; the runner refuses one that leads outside.
  public var path: String
  public var bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// The folder of a run, as `finish` sees it.
public protocol RunFolder {
  /// Writes a file piece by piece, to a temporary name, and renames it when `body` is done.
  ///
  /// - Parameter path: relative to the run's folder.
  /// - Throws: `StageError` "output-unwritable" or "disk-full"; what `body` throws. Nothing half-written
  ///   stays.
  func write(
    _ path: String,
    _ body: (_ append: (ArraySlice<UInt8>) throws(StageError) -> Void) throws(StageError) -> Void
  ) throws(StageError)
  /// Paths of the files that the steps before this one wrote at the end of the run, in that order. Complete for
  /// a writer with `readsCorpusFiles`.
  var corpusFiles: [String] { get }
  /// What stands in one of those files.
  ///
  /// - Throws: `StageError` "output-unreadable".
  func contents(ofCorpusFile path: String) throws(StageError) -> [UInt8]
  /// Says something of a document that shows only in the whole corpus; for a stage with `marksDocuments`. Kept in
  /// the ledger until the next run; the steps that fold after this one see it. May be called while contributions
  /// are walked.
  ///
  /// - Parameters:
  ///   - id: a document of the run, once a step.
  ///   - fields: members that its JSON form gets beside its own, `snake_case`.
  ///   - error: where the document is to be dropped, why: its outcome becomes dropped, its files are removed.
  ///     It comes back when a later run no longer says so.
  /// - Throws: `StageError` "marks-unsupported" in a folder without a ledger, or from another step; what the
  ///   ledger throws.
  func mark(_ id: String, _ fields: [String: JSONValue], dropping error: StageError?) throws(StageError)
}

extension RunFolder {
  public var corpusFiles: [String] { [] }

  public func contents(ofCorpusFile path: String) throws(StageError) -> [UInt8] {
    throw StageError("output-unreadable", "'\(path)' is not there any more; run again")
  }

  public func mark(
    _ id: String, _ fields: [String: JSONValue], dropping error: StageError?
  ) throws(StageError) {
    throw StageError("marks-unsupported", "this folder keeps nothing that is said of its documents")
  }

  public func write(_ path: String, bytes: [UInt8]) throws(StageError) {
    try write(path) { append throws(StageError) in try append(bytes[...]) }
  }
}
