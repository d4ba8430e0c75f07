import StageKit

/// Writes the entities of all documents to one CSV file, a row for each mention, in the order of the ids and
/// of the places in the text.
///
/// - Throws: what the folder throws, "output-unwritable" and "disk-full".
/// - Complexity: O(entities · (log entities + context)); rows wait in the ledger, memory does not grow.
public struct WriteEntities: Writer {
  public static let name = "write-entities"
  public static let version = 1
  public static let summary = "Writes the entities of all documents to one CSV file, a row for each mention."

  let options: Options

  public init(options: Options, context: LoadContext) { self.options = options }

  public func output(
    for processed: ProcessedDocument
  ) throws(StageError) -> WriterOutput<BytesContribution> {
    let rows = EntityRows(processed.document, contextCharacters: options.contextCharacters).bytes
    return WriterOutput(contribution: BytesContribution(bytes: rows))
  }

  public func finish(
    _ contributions: Contributions<BytesContribution>, into folder: any RunFolder
  ) throws(StageError) {
    let mark: [UInt8] = options.byteOrderMark == .on ? [0xEF, 0xBB, 0xBF] : []
    try folder.write(options.file.path) { append throws(StageError) in
      try append((mark + CSVRecords.line(EntityRows.columns))[...])
      try contributions.forEach { _, rows throws(StageError) in
        if !rows.bytes.isEmpty { try append(rows.bytes) }
      }
    }
  }
}
