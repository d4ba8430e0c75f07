import StageKit
import Testing
import WriteJSONLines

@Suite struct WriteJSONLinesTests {
  @Test func aDocumentLeavesItsJSONFormAsOneLine() throws {
    #expect(
      try line(of: ProcessedDocument(Document(id: "a", text: "Việt\nNam")))
        == #"{"blocks":[{"end":4,"kind":"paragraph","start":0},{"end":8,"kind":"paragraph","start":5}],"content_type":"text/plain","id":"a","metadata":{},"provenance":[],"removed":[],"spans":[],"status":"ok","text":"Việt\nNam"}"#
    )
  }

  @Test func offsetsCountScalarsAndUnknownFieldsStay() throws {
    var document = Document(id: "a", text: "e\u{302}\u{301} \u{1F642} ភ\u{17D2}ញា")
    try document.add(
      Span(layer: "entity", 6..<10, label: "persName", attributes: ["key": "b", "cert": "low"]))
    document.otherFields = [
      "aa": .array([.null, .bool(true), .number(1.5), .integer(2)]), "zz": .string("\u{2028}\"\\/\u{1}"),
    ]
    #expect(
      try line(of: ProcessedDocument(document)) { $0.include = [] }
        == #"{"aa":[null,true,1.5,2],"blocks":[{"end":10,"kind":"paragraph","start":0}],"content_type":"text/plain","id":"a","metadata":{},"removed":[],"spans":[{"attributes":{"cert":"low","key":"b"},"end":5,"label":"persName","layer":"entity","stage":"","start":4}],"status":"ok","text":"e\#u{302}\#u{301} \#u{1F642} ភ\#u{17D2}ញា","zz":"\u2028\"\\/\u0001"}"#
    )
  }

  @Test func aDocumentThatFailedSaysWhy() throws {
    let error = DocumentError(
      stage: "clean-boilerplate", code: "all-boilerplate", message: "all", sourceOffset: 3)
    let processed = ProcessedDocument(Document(id: "a", text: ""), outcome: .dropped, error: error)
    #expect(WriteJSONLines.writesEveryOutcome)
    #expect(
      try line(of: processed)
        == #"{"blocks":[],"content_type":"text/plain","error":{"code":"all-boilerplate","message":"all","source_offset":3,"stage":"clean-boilerplate"},"id":"a","metadata":{},"provenance":[],"removed":[],"spans":[],"status":"dropped","text":""}"#
    )
  }

  @Test func thePartsThatAreAskedForAreThere() throws {
    var document = Document(id: "a", text: "hoà")
    document.begin(stage: "normalize-vietnamese", version: 1, optionsHash: "0f")
    try document.apply([Edit(1..<4, Array("òa".utf8), reason: "tone-place")])
    document.report(Report("orphan-mark", "alone", at: 0..<1))
    let line = try line(of: ProcessedDocument(document)) {
      $0.include = [.provenance, .edits, .alignment, .source]
    }
    #expect(
      line
        == #"{"alignment":[[0,1,0,1,true],[1,3,1,4,false]],"blocks":[{"end":3,"kind":"paragraph","start":0}],"bytes":"aG/DoA==","content_type":"text/plain","edited":true,"edits":[{"after":"òa","before":"oà","end":3,"reason":"tone-place","stage":"normalize-vietnamese","start":1}],"encoding":"UTF-8","id":"a","metadata":{},"provenance":[{"counts":{"tone-place":1},"options_hash":"0f","reports":[{"code":"orphan-mark","end":1,"message":"alone","start":0}],"stage":"normalize-vietnamese","version":1}],"removed":[],"spans":[],"status":"ok","text":"hòa"}"#
    )
  }

  @Test func aNumberThatJSONCannotSayIsAnError() throws {
    var document = Document(id: "a", text: "")
    document.metadata.set("size", .number(.infinity), origin: .init("input", .high))
    #expect(
      throws: StageError("not-json", "the document has no JSON form: a number in it is infinite or none")
    ) {
      try line(of: ProcessedDocument(document))
    }
  }

  @Test func theFileHoldsTheLinesInTheOrderOfTheIds() throws {
    var options = WriteJSONLines.Options()
    options.file = RunPath("sub/all.jsonl")
    let folder = MemoryFolder()
    let contributions = Contributions<BytesContribution> { body throws(StageError) in
      for id in ["a", "b"] { try body(id, Array(#"{"id":"\#(id)"}"#.utf8)) }
    }
    try WriteJSONLines(options: options).finish(contributions, into: folder)
    #expect(folder.files == ["sub/all.jsonl": "{\"id\":\"a\"}\n{\"id\":\"b\"}\n"])
  }

  @Test func whatTheCorpusSaysOfADocumentStandsInItsLine() throws {
    var document = Document(id: "b", text: #"Huế, "{[\]}" duplicate_of":1"#)
    document.otherFields = [
      "duplicate": .array([.object(["status": .string("x")]), .array([])]), "duplicate_of": .string("z"),
      "zz": .number(1.5), "\"": .null,
    ]
    document.metadata.set("title", .string("status"), origin: .init("title", .high))
    let marks = CorpusMarks(fields: [
      "duplicate_of": .string("a/\u{2028}"), "duplicate_similarity": .number(0.87), "text": .string("never"),
    ])
    var expected = document
    expected.otherFields["duplicate_of"] = .string("a/\u{2028}")
    expected.otherFields["duplicate_similarity"] = .number(0.87)
    #expect(
      try folded(ProcessedDocument(document), marks)
        == String(decoding: ProcessedDocument(expected).jsonLine(), as: UTF8.self) + "\n")
  }

  @Test func aDocumentThatTheCorpusDropsSaysSo() throws {
    let document = Document(id: "b", text: "Huế")
    let error = DocumentError(
      stage: "detect-duplicates", code: "duplicate", message: "its text is that of 'a'")
    var expected = document
    expected.otherFields = ["duplicate_of": .string("a")]
    #expect(
      try folded(
        ProcessedDocument(document), CorpusMarks(fields: ["duplicate_of": .string("a")], error: error))
        == String(
          decoding: ProcessedDocument(expected, outcome: .dropped, error: error).jsonLine(), as: UTF8.self)
        + "\n"
    )
  }

  /// The file of one document of which something was said.
  private func folded(_ processed: ProcessedDocument, _ marks: CorpusMarks) throws -> String? {
    let writer = try WriteJSONLines()
    let bytes = try #require(try writer.output(for: processed).contribution?.bytes)
    let folder = MemoryFolder()
    try writer.finish(
      Contributions(marked: { body throws(StageError) in try body(processed.document.id, bytes, marks) }),
      into: folder)
    return folder.files["documents.jsonl"]
  }

  private func line(
    of processed: ProcessedDocument, _ change: (inout WriteJSONLines.Options) -> Void = { _ in }
  ) throws -> String {
    var options = WriteJSONLines.Options()
    change(&options)
    let line = try WriteJSONLines(options: options).output(for: processed).contribution
    return String(decoding: line?.bytes ?? [], as: UTF8.self)
  }
}

/// A run's folder in memory.
private final class MemoryFolder: RunFolder {
  var files: [String: String] = [:]

  func write(
    _ path: String,
    _ body: (_ append: (ArraySlice<UInt8>) throws(StageError) -> Void) throws(StageError) -> Void
  ) throws(StageError) {
    var bytes: [UInt8] = []
    try body { bytes += $0 }
    files[path] = String(decoding: bytes, as: UTF8.self)
  }
}
