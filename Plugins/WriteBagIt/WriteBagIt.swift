import Crypto
import StageKit

/// Packs a run for deposit: a bag with the original page of each document, what the writers before this one
/// made of it, the files of the whole corpus, and a Dublin Core record for each document.
///
/// The bag is made of copies, so that it stands by itself; its check sums are those of the very bytes that
/// are handed to the run's folder. No date is in it but that of the run.
///
/// - Throws: what the folder throws, "output-unwritable", "disk-full" and "output-unreadable".
/// - Complexity: O(bytes); memory for one document, and for one corpus file at the end.
/// - Source: RFC 8493 (BagIt 1.0).
public struct WriteBagIt: Writer {
  public static let name = "write-bagit"
  public static let version = 1
  public static let summary = "Packs pages, files of the writers before it and metadata as a BagIt bag."
  public static let readsCorpusFiles = true

  let options: Options
  let context: LoadContext

  public init(options: Options, context: LoadContext) {
    self.options = options
    self.context = context
  }

  /// What a document leaves: its files in the bag.
  public struct Contribution: ContributionValue, Codable {
    var files: [BaggedFile]
  }

  public func output(for processed: ProcessedDocument) throws(StageError) -> WriterOutput<Contribution> {
    output(for: processed, after: [])
  }

  public func output(
    for processed: ProcessedDocument, after files: [OutputFile]
  ) -> WriterOutput<Contribution> {
    let document = processed.document
    var bagged: [OutputFile] = []
    for file in files {
      bagged.append(OutputFile(path: "data/" + BagPath.portable(file.path), bytes: file.bytes))
    }
    for (name, bytes) in Self.pages(of: document) {
      let page = DocumentName.path(for: name, fileExtension: Self.fileExtension(of: document.source))
      bagged.append(OutputFile(path: "data/pages/" + BagPath.portable(page), bytes: bytes))
    }
    let record = DocumentName.path(for: document.id, fileExtension: "xml")
    bagged.append(
      OutputFile(
        path: "metadata/dublin-core/" + BagPath.portable(record),
        bytes: DublinCore(document, files: bagged.map(\.path)).bytes))
    return WriterOutput(
      files: bagged.map { OutputFile(path: "\(options.directory.path)/\($0.path)", bytes: $0.bytes) },
      contribution: Contribution(files: bagged.map(BaggedFile.init)))
  }

  /// The original of a document: one page, or those that it was joined of, with their names.
  private static func pages(of document: Document) -> [(name: String, bytes: [UInt8])] {
    let source = document.source
    if source.parts.isEmpty { return [(document.id, source.bytes)] }
    return source.parts.map { ($0.path, Array(source.bytes[$0.range])) }
  }

  private static func fileExtension(of source: Source) -> String {
    let type = source.contentType.lowercased()
    if type.contains("tei") { return "xml" }
    return type.contains("html") ? "html" : "txt"
  }

  public func finish(
    _ contributions: Contributions<Contribution>, into folder: any RunFolder
  ) throws(StageError) {
    var bag = BagIndex()
    try contributions.forEach { _, value throws(StageError) in bag.add(value.files) }
    guard bag.payloadFiles > 0 else { return }
    for path in folder.corpusFiles {
      let bytes = BagPath.portable(references: try folder.contents(ofCorpusFile: path))
      let file = OutputFile(path: "data/" + BagPath.portable(path), bytes: bytes)
      try write(file, into: folder)
      bag.add([BaggedFile(file)])
    }
    let tags =
      [
        OutputFile(
          path: "bagit.txt", bytes: Array("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".utf8))
      ]
      + [OutputFile(path: "bag-info.txt", bytes: BagInfo(options, context, bag).bytes)]
      + BaggedFile.algorithms.map {
        OutputFile(path: "manifest-\($0).txt", bytes: bag.manifest($0, isPayload: true))
      }
    for tag in tags {
      try write(tag, into: folder)
      bag.add([BaggedFile(tag)])
    }
    for algorithm in BaggedFile.algorithms {
      try write(
        OutputFile(path: "tagmanifest-\(algorithm).txt", bytes: bag.manifest(algorithm, isPayload: false)),
        into: folder)
    }
  }

  private func write(_ file: OutputFile, into folder: any RunFolder) throws(StageError) {
    try folder.write("\(options.directory.path)/\(file.path)", bytes: file.bytes)
  }
}
