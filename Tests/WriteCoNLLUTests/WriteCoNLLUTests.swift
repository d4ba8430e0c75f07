import StageKit
import Testing

@testable import WriteCoNLLU

@Suite struct WriteCoNLLUTests {
  private static func file(_ document: Document) throws -> String {
    let files = try WriteCoNLLU().output(for: ProcessedDocument(document)).files
    #expect(files.map(\.path) == ["conllu/\(document.id).conllu"])
    return String(decoding: files[0].bytes, as: UTF8.self)
  }

  private static func mark(
    _ document: inout Document, _ words: String, _ layer: String, _ label: String,
    _ attributes: [String: String] = [:]
  ) throws {
    let bytes = Array(words.utf8)
    let start = try #require(
      (0...document.text.count - bytes.count).first {
        document.text[$0..<$0 + bytes.count].elementsEqual(bytes)
      })
    try document.add(
      Span(layer: layer, start..<start + bytes.count, label: label, attributes: attributes))
  }

  @Test func vietnameseWordsHaveSpacesInThemAndNamesStandInMISC() throws {
    var document = Document(id: "a", text: "Đồng chí Lê Duẩn nói.\nHết")
    for word in ["Đồng chí", "Lê Duẩn", "nói"] { try Self.mark(&document, word, "segment", "word") }
    try Self.mark(&document, ".", "segment", "punctuation")
    try Self.mark(&document, "Đồng chí Lê Duẩn nói.", "segment", "sentence")
    try Self.mark(&document, "Đồng chí Lê Duẩn", "entity", "persName", ["key": "pers.lê|duẩn"])
    #expect(
      try Self.file(document) == """
        # newdoc id = a
        # newpar
        # sent_id = a-s1
        # text = Đồng chí Lê Duẩn nói.
        1\tĐồng chí\t_\t_\t_\t_\t_\t_\t_\tNER=B-persName|Key=pers.lê\\pduẩn
        2\tLê Duẩn\t_\t_\t_\t_\t_\t_\t_\tNER=I-persName
        3\tnói\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
        4\t.\t_\tPUNCT\t_\t_\t_\t_\t_\t_

        # newpar
        # sent_id = a-s2
        # text = Hết
        1\tHết\t_\t_\t_\t_\t_\t_\t_\t_


        """)
  }

  @Test func khmerWordsFollowEachOtherWithoutSpaces() throws {
    var document = Document(id: "a", text: "ខ្មែរ\u{200B}ក្រហម។")
    try Self.mark(&document, "ខ្មែរ", "segment", "word")
    try Self.mark(&document, "ក្រហម", "segment", "word", ["msd": "UPosTag=NOUN|Case=Nom", "lemma": "x"])
    #expect(
      try Self.file(document) == """
        # newdoc id = a
        # newpar
        # sent_id = a-s1
        # text = ខ្មែរក្រហម។
        1\tខ្មែរ\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
        2\tក្រហម\tx\tNOUN\t_\tCase=Nom\t_\t_\t_\tSpaceAfter=No
        3\t។\t_\tPUNCT\t_\t_\t_\t_\t_\t_


        """)
  }

  @Test func wordsThatNobodyMarkedAreCut() throws {
    let document = Document(id: "a", text: "Don't (re-do)\u{A0}it.")
    let forms = try Self.file(document).split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
      $0.split(separator: "\t")[1]
    }
    #expect(forms == ["Don't", "(", "re-do", ")", "it", "."])
  }
}
