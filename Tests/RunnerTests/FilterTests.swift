import PipelineFile
import StageKit
import Testing

@testable import Runner

@Suite struct FilterTests {
  private func answers(to lines: [String], workers: Int = 3) async throws -> [String] {
    let filter = try Filter(
      pipeline(over: []), workers: workers, including: [], programVersion: "1", runDate: nil)
    var rest = Array(lines.map { $0 + "\n" }.joined().utf8)[...]
    let input = LineSplitter { buffer throws(StageError) in
      let piece = rest.prefix(buffer.count)
      buffer.copyBytes(from: piece)
      rest = rest.dropFirst(piece.count)
      return piece.count
    }
    let output = Collected()
    try await filter(lines: input) { output.lines.append(String(decoding: $0, as: UTF8.self)) }
    return output.lines
  }

  private final class Collected { var lines: [String] = [] }

  @Test func eachLineHasItsAnswerInOrderHoweverSlowOneIs() async throws {
    let lines = (0..<40).map { #"{"id":"n\#($0)","text":"\#($0 % 5 == 0 ? "slow" : "quick")"}"# }
    let ids = try await answers(to: lines).map { $0.firstMatch(of: /"id":"(n\d+)"/)?.1 ?? "" }
    #expect(ids == (0..<40).map { "n\($0)" })
  }

  @Test func aLineThatIsNoDocumentIsAnsweredByItsIdOrItsNumber() async throws {
    let answers = try await answers(to: [
      #"{"id":"a","text":"x"}"#, "", "no json", "[1]", #"{"id":"b"}"#, #"{"id":"c","bytes":"iVBORw0KGgo="}"#,
    ])
    #expect(answers.map { $0.firstMatch(of: /"id":"([^"]*)"/)?.1 ?? "" } == ["a", "2", "3", "4", "b", "c"])
    #expect(
      answers.map { $0.firstMatch(of: /"code":"([^"]*)"/)?.1 ?? "" } == [
        "", "empty-line", "not-json", "not-a-document", "not-a-document", "binary",
      ])
    #expect(
      answers.map { $0.firstMatch(of: /"status":"([^"]*)"/)?.1 ?? "" } == [
        "ok", "empty", "quarantined", "quarantined", "quarantined", "quarantined",
      ])
  }

  @Test func unknownFieldsAndFailedDocumentsAreHandedOn() async throws {
    let answers = try await answers(to: [
      #"{"id":"a","text":"x","my_field":{"deep":[1,2.5,"Huế"]}}"#,
      #"{"id":"b","status":"dropped","error":{"stage":"s","code":"c","message":"m"},"text":"x"}"#,
    ])
    #expect(answers[0].contains(#""my_field":{"deep":[1,2.5,"Huế"]}"#))
    #expect(answers[1].contains(#""status":"dropped""#) && answers[1].contains(#""text":"x""#))
  }
}
