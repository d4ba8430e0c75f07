@testable import DocumentModel
import Testing

@Suite struct JSONFormTests {
  private func read(_ line: String) throws -> Document {
    guard case .document(let document) = try JSONLine(Array(line.utf8)) else {
      throw StageError("finished", "")
    }
    return document
  }

  @Test func theShortFormsAreDocuments() throws {
    let text = try read(
      #"{"id":"a","text":"Việt Nam\nភាសា","url":"https://example.org","language":"vi","metadata":{"title":"T","n":1}}"#
    )
    #expect(
      text.form == .plain && text.blocks.count == 2 && text.language == "vi"
        && text.source.url == "https://example.org")
    #expect(text.metadata.values == ["title": .string("T"), "n": .integer(1)])
    #expect(text.metadata.origins["n"] == .init("input", .high))
    let html = try read(#"{"id":"a","html":"<p>x</p>","content_type":null}"#)
    #expect(html.form == .markup && html.blocks == [] && html.source.contentType == "text/html")
    let bytes = try read(#"{"id":"a","bytes":"VmnWdA=="}"#)
    #expect(bytes.source.bytes == [0x56, 0x69, 0xD6, 0x74] && bytes.source.encoding == "windows-1252")
  }

  @Test func offsetsAreScalars() throws {
    let document = try read(
      #"{"id":"a","text":"e\u0302\u0301 \ud83d\ude42 ភ្នំ","spans":[{"layer":"entity","start":4,"end":5,"label":"x"},{"layer":"entity","start":6,"end":10,"label":"y"}]}"#
    )
    #expect(document.spans.map { document.string(in: $0.range) } == ["\u{1F642}", "ភ្នំ"])
    #expect(document.spans[0].stage == "input")
  }

  @Test(arguments: [
    (#"{"id":"a"}"#, "not-a-document: none of 'text', 'html' and 'bytes' is there"),
    (#"{"text":"a"}"#, "not-a-document: 'id' is missing or empty"),
    (#"{"id":"","text":"a"}"#, "not-a-document: 'id' is missing or empty"),
    (#"{"id":5,"text":"a"}"#, "not-a-document: 'id' is not a text"),
    (#"{"id":"a","text":["b"]}"#, "not-a-document: 'text' is not a text"),
    (#"{"id":"a","bytes":"?"}"#, "not-a-document: 'bytes' is not base64"),
    (
      #"{"id":"a","text":"b","spans":[{"layer":"e","start":0,"end":1,"label":"x"},{"layer":"e","start":"0"}]}"#,
      "not-a-document: 'spans.1.start' is not a whole number"
    ),
    (
      #"{"id":"a","text":"b","spans":[{"layer":"e","start":0,"label":"x"}]}"#,
      "not-a-document: 'spans.0' has no 'end'"
    ),
    (
      #"{"id":"a","text":"b","spans":[{"layer":"e","start":0,"end":2,"label":"x"}]}"#,
      "not-a-document: 'spans' has the range 0...2, which is not in the text"
    ),
    (
      #"{"id":"a","text":"b","spans":[{"layer":"e","start":1,"end":1,"label":"x"}]}"#,
      "not-a-document: e span 1..<1 is empty, outside the text, or cuts a character"
    ),
    (
      #"{"id":"a","text":"bcd","blocks":[{"kind":"p","start":0,"end":2},{"kind":"p","start":1,"end":3}]}"#,
      "not-a-document: block p 1..<3 crosses another or is out of order"
    ),
    (
      #"{"id":"a","text":"b","status":"fine"}"#,
      "not-a-document: 'status' is 'fine'; allowed: 'ok', 'empty', 'dropped', 'quarantined', 'timeout'"
    ),
    (
      #"{"id":"a","text":"b","bytes":"Yg==","alignment":[[0,1,0,1]]}"#,
      "not-a-document: 'alignment.0' has not five elements"
    ),
    (
      #"{"id":"a","text":"b","bytes":"Yg==","alignment":[[0,1,0,2,false]]}"#,
      "not-a-document: 'alignment' does not tie the text to 'bytes'"
    ),
    (
      #"{"id":"a","text":"b","bytes":"YQ==","alignment":[[0,1,0,1,true]]}"#,
      "not-a-document: 'alignment' does not tie the text to 'bytes'"
    ),
    (
      #"{"id":"a","text":"b","bytes":"Yg==","alignment":[]}"#,
      "not-a-document: 'alignment' does not cover the text and 'bytes'"
    ),
    ("[1]", "not-a-document: the line is not an object"),
    ("null", "not-a-document: the line is not an object"),
    ("nul", "not-json: the line is not JSON: an unknown word at byte 0 (source offset 0)"),
    ("", "empty-line: the line is blank"), (" \t\r", "empty-line: the line is blank"),
    (
      #"{"id":"a","text":"b""#,
      "not-json: the line is not JSON: an object does not end at byte 20 (source offset 20)"
    ),
    (
      #"{"id":"a","text":"b"} x"#,
      "not-json: the line is not JSON: something follows the value at byte 22 (source offset 22)"
    ),
    (
      #"{"id":"a","text":"b",}"#,
      "not-json: the line is not JSON: a name is missing at byte 21 (source offset 21)"
    ),
    (
      #"{"id":"a","text":"\ud83d"}"#,
      "not-json: the line is not JSON: half of a surrogate pair at byte 18 (source offset 18)"
    ),
    (
      #"{"id":"a","text":"\x"}"#,
      "not-json: the line is not JSON: an unknown escape at byte 18 (source offset 18)"
    ),
    (
      #"{"id":"a","n":NaN}"#,
      "not-json: the line is not JSON: no value begins so at byte 14 (source offset 14)"
    ),
    (
      #"{"id":"a","n":01}"#,
      "not-json: the line is not JSON: a number without form at byte 16 (source offset 16)"
    ),
    (
      #"{"id":"a","n":1e999}"#,
      "not-json: the line is not JSON: a number that is too large at byte 19 (source offset 19)"
    ),
    (
      "{\"id\":\"a\",\"text\":\"\u{1}\"}",
      "not-json: the line is not JSON: a control character in a text at byte 18 (source offset 18)"
    ),
    (
      #"{"id":"a\u0000b","text":"x"}"#, "not-a-document: 'id' holds the control character U+0000"
    ),
    (
      "{\"id\":\"a\u{92}\",\"text\":\"x\"}", "not-a-document: 'id' holds the control character U+0092"
    ),
  ])
  func aLineThatIsNoDocumentSaysWhy(line: String, message: String) {
    do throws(StageError) {
      _ = try JSONLine(Array(line.utf8))
      Issue.record("accepted: \(line)")
    } catch { #expect(error.description == message) }
  }

  @Test func aLineThatIsNotUTF8SaysWhere() {
    #expect(throws: StageError("not-utf8", "the line is not UTF-8: byte 7 begins no character", at: 7)) {
      _ = try JSONLine(Array(#"{"id":""#.utf8) + [0xFF])
    }
  }

  @Test func deepNestingIsRefusedWithoutHarm() {
    for opening in ["[", "{\"a\":"] {
      let line = "{\"id\":\"a\",\"text\":\"\",\"x\":" + String(repeating: opening, count: 100_000)
      #expect(throws: StageError.self) { _ = try JSONLine(Array(line.utf8)) }
      #expect(JSONLine.id(of: Array(line.utf8)) == nil)
    }
  }

  @Test func whatAnEarlierProgramGaveUpOnIsHandedOnWhole() throws {
    let line =
      #"{"content_type":"text/html","error":{"code":"c","message":"m","source_offset":4,"stage":"s"},"html":"<p>","id":"a","metadata":{"title":"T"},"metadata_origins":{"title":{"certainty":"low","place":"byline"}},"mine":[1],"provenance":[{"counts":{"n":2},"stage":"s","version":3}],"blocks":[],"removed":[],"spans":[],"status":"timeout"}"#
    guard case .finished(let processed) = try JSONLine(Array(line.utf8)) else {
      Issue.record("not finished")
      return
    }
    #expect(processed.outcome == .timeout)
    let back = try processed.jsonLine()
    #expect(try JSONValue(parsing: back) == JSONValue(parsing: Array(line.utf8)))
    guard case .finished = try JSONLine(Array(#"{"id":"a","status":"quarantined"}"#.utf8)) else {
      Issue.record("not finished")
      return
    }
  }

  @Test(arguments: [
    #""error":{"code":"empty-file","message":"m","stage":"read-files"}"#, #""tei":"<TEI/>""#,
  ])
  func whyADocumentIsEmptyIsKept(field: String) throws {
    let line = #"{"id":"a","status":"empty","text":"","# + field + "}"
    guard case .finished(let processed) = try JSONLine(Array(line.utf8)) else {
      Issue.record("not finished")
      return
    }
    #expect(String(decoding: try processed.jsonLine(), as: UTF8.self).contains(field))
    guard case .document = try JSONLine(Array(#"{"id":"a","status":"empty","text":""}"#.utf8)) else {
      Issue.record("finished")
      return
    }
  }

  @Test func unknownFieldsGoOutAsTheyCameIn() throws {
    let line =
      #"{"id":"a","text":"","mine":{"a":[1,-2.5,1e+30,true,null,"\/\n"],"b":{}},"z":9007199254740993}"#
    let document = try read(line)
    let back = try JSONValue(parsing: ProcessedDocument(document).jsonLine())
    guard case .object(let fields) = back else { return }
    #expect(
      fields["mine"] == (try JSONValue(parsing: Array(#"{"b":{},"a":[1,-2.5,1e30,true,null,"/\n"]}"#.utf8))))
    #expect(fields["z"] == .integer(9_007_199_254_740_993))
  }

  @Test func theIdOfALineIsFoundWithoutReadingIt() {
    let ids = [
      #"{"text":"\"id\":\"b\"","x":{"id":"c"},"id":"a\u002Fd"}"#, #"{"id":"a","id":"b"}"#, #"{"id":1}"#, "[",
      #"{"id":"a""#, #"{"id":""}"#, #"{"id":"a\u0000b"}"#,
    ]
    .map { JSONLine.id(of: Array($0.utf8)) }
    #expect(ids == ["a/d", "b", nil, nil, nil, nil, nil])
  }

  /// Bytes changed, cut and doubled at random: an answer or an error, never a crash, and what is accepted can
  /// be written.
  @Test func aDamagedLineNeverDoesHarm() throws {
    var generator = SeededGenerator(seed: 7)
    var document = Document(id: "a", text: "Việt \u{1F642}\nភាសា")
    document.begin(stage: "s", version: 1)
    try document.apply([Edit(0..<1, [0x76], reason: "r")])
    try document.add(Span(layer: "entity", 0..<6, label: "x"))
    document.report(Report("c", "m", at: 0..<1))
    let whole = try ProcessedDocument(document).jsonLine(including: Set(JSONFormPart.allCases))
    let symbols = Array(#"{}[]",:\u0-9e.9tfn "#.utf8) + [0xE1, 0xBB, 0xFF, 0]
    for _ in 0..<1500 {
      var line = whole
      for _ in 0...generator.below(3) {
        let place = generator.below(line.count)
        switch generator.below(4) {
        case 0: line[place] = symbols[generator.below(symbols.count)]
        case 1: line.insert(symbols[generator.below(symbols.count)], at: place)
        case 2: line.remove(at: place)
        default: line.removeSubrange(place..<min(line.count, place + generator.below(20)))
        }
      }
      guard case .document(let document) = try? JSONLine(line) else { continue }
      _ = try ProcessedDocument(document).jsonLine(including: Set(JSONFormPart.allCases))
    }
  }
}
