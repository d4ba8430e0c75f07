import Foundation
import Testing

@Suite struct FilterVerbTests {
  private func filter(_ pipeline: String, _ lines: [String], _ arguments: [String] = []) async throws
    -> Program.Answer
  {
    try await Program.call(
      ["filter", "pipelines/\(pipeline).yaml"] + arguments,
      input: Array(lines.map { $0 + "\n" }.joined().utf8))
  }

  private func fields(_ line: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  @Test(arguments: ["archive", "extract", "normalize", "entities"])
  func everyPipelineThatShipsAnswersALine(pipeline: String) async throws {
    let answer = try await filter(
      pipeline,
      [
        #"{"id":"a","text":"Pol Pot arrived in Beijing on 28 September 1977 and spoke for a long time.","language":"en"}"#
      ])
    #expect(answer.code == 0, "\(answer.errors)")
    #expect(try fields(answer.lines[0])["status"] as? String == "ok")
  }

  @Test func entitiesGiveTheTextBackUnchangedWithOffsetsInScalars() async throws {
    let text = "Ở Hà Nội 🙂, Heng Samrin met J. Batmunkh.\\n\\n  On 4 December 1979 Pol Pot fled."
    let answer = try await filter("entities", [#"{"id":"a","text":"\#(text)","language":"en"}"#])
    let fields = try fields(answer.lines[0])
    let out = try #require(fields["text"] as? String)
    #expect(Array(out.utf8) == Array(text.replacing("\\n", with: "\n").utf8))
    let scalars = Array(out.unicodeScalars)
    let names = try #require(fields["spans"] as? [[String: Any]]).filter {
      $0["layer"] as? String == "entity"
    }.map { span in
      String(String.UnicodeScalarView(scalars[(span["start"] as! Int)..<(span["end"] as! Int)]))
    }
    #expect(names.contains("Heng Samrin") && names.contains("Pol Pot") && names.contains("4 December 1979"))
  }

  @Test func normalizeTakesAnOptionFromTheCommandLine() async throws {
    let answer = try await filter(
      "normalize", [#"{"id":"a","text":"hòa bình","language":"vi"}"#],
      ["--set", "normalize-vietnamese.tone=new"])
    #expect(try Array((#require(fields(answer.lines[0])["text"] as? String)).utf8) == Array("hoà bình".utf8))
  }

  @Test func archiveFillsTheFieldTEI() async throws {
    let answer = try await filter(
      "archive", [#"{"id":"a","text":"Heng Samrin spoke first. He spoke of peace.","language":"en"}"#])
    let tei = try #require(try fields(answer.lines[0])["tei"] as? String)
    #expect(tei.contains("<TEI ") && tei.contains("spoke of peace"))
  }

  @Test func tenThousandLinesHaveTenThousandAnswersInOrder() async throws {
    var lines: [String] = []
    for number in 0..<10_000 {
      switch number % 5 {
      case 0: lines.append(#"{"id":"n\#(number)","text":"Pol Pot \#(number)","unknown":[1,{"a":null}]}"#)
      case 1: lines.append("")
      case 2: lines.append("not json \u{FFFD}")
      case 3: lines.append(#"{"id":"n\#(number)","text":5}"#)
      default: lines.append(#"{"id":"n\#(number)","text":"ខ្មែរ Tiếng Việt"}"#)
      }
    }
    var input = Array(lines.map { $0 + "\n" }.joined().utf8)
    // One line that is not UTF-8, in place of the first blank one.
    input.replace([0x0A, 0x0A], with: [0x0A, 0xFF, 0xFE, 0x0A], maxReplacements: 1)
    let answer = try await Program.call(["filter", "pipelines/normalize.yaml"], input: input)
    #expect(answer.code == 0)
    let ids = answer.lines.map { $0.firstMatch(of: /"id":"([^"]*)"/).map { String($0.1) } ?? "" }
    let wanted = (0..<10_000).map { [0, 3, 4].contains($0 % 5) ? "n\($0)" : String($0 + 1) }
    #expect(ids == wanted)
    #expect(answer.lines[1].contains("not-utf8"))
  }

  @Test func linesOfFiftyMegabytesAreAnswered() async throws {
    let note = String(repeating: "Tiếng Việt và ខ្មែរ. ", count: (50 << 20) / 30)
    let answer = try await filter(
      "normalize", [#"{"id":"a","text":"Huế","note":"\#(note)"}"#, note, #"{"id":"b","text":"Huế"}"#])
    #expect(answer.code == 0)
    #expect(answer.lines.map(\.utf8.count).map { $0 > 50 << 20 } == [true, false, false])
    #expect(answer.lines[0].contains(#""status":"ok""#) && answer.lines[0].contains(note))
    #expect(answer.lines[1].contains("not-json"))
    #expect(answer.lines[2].contains(#""id":"b""#))
  }
}
