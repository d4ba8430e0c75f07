import StageKit
import Testing

private enum Tone: String, OptionChoice {
  case keep, fix, old, new
}

private struct ToyOptions: StageOptions {
  var text = "a text"
  var isOn = true
  var count = 3
  var ratio = 0.33
  var tone = Tone.keep
  var path: InputPath?
  var names: [String] = ["general"]
  var tones: [Tone] = []
  var limit: Int?

  static let fields: [Field<ToyOptions>] = [
    Field("text", \.text, "Text."), Field("is_on", \.isOn, "Bool."),
    Field("count", \.count, in: 1...10, "Whole number."),
    Field("ratio", \.ratio, in: 0...1, "Ratio."), Field("tone", \.tone, "Choice."),
    Field("path", \.path, "Path."),
    Field("names", \.names, "List."), Field("tones", \.tones, "List of choices."),
    Field("limit", \.limit, "Optional."),
  ]
}

private struct Toy: Stage {
  static let name = "toy"
  static let version = 1
  static let summary = "Does nothing."
  let options: ToyOptions
  init(options: ToyOptions, context: LoadContext) throws(StageError) {
    if options.text == "bad" { throw StageError("bad-text", "text of toy is bad") }
    self.options = options
  }
  func process(_ document: inout Document) async throws(StageError) {}
}

@Suite struct OptionsTests {
  private func options(_ inputs: [String: OptionInput]) throws -> ToyOptions {
    try ToyOptions(inputs, of: "toy")
  }

  @Test func absentOptionsHaveTheirDefaults() throws {
    let options = try options([:])
    #expect(
      options.text == "a text" && options.isOn && options.count == 3 && options.tone == .keep
        && options.path == nil)
  }

  @Test func eachTypeIsDecoded() throws {
    let options = try options([
      "text": .scalar("off"), "is_on": .scalar("off"), "count": .scalar("10"), "ratio": .scalar("1e-1"),
      "tone": .scalar("new"),
      "path": .scalar("../seeds"), "names": .list([.scalar("a, b"), .scalar("c")]),
      "tones": .scalar("old, new"),
      "limit": .scalar("-5"),
    ])
    #expect(
      options.text == "off" && !options.isOn && options.count == 10 && options.ratio == 0.1
        && options.tone == .new)
    #expect(
      options.path == InputPath("../seeds") && options.names == ["a, b", "c"]
        && options.tones == [.old, .new])
    #expect(options.limit == -5)
  }

  @Test(arguments: [
    ("count", "1", true), ("count", "10", true), ("count", "0", false), ("count", "11", false),
    ("count", "1.0", false),
    ("count", "", false), ("count", "99999999999999999999", false), ("ratio", "0", true),
    ("ratio", "1", true),
    ("ratio", "1.0000001", false), ("ratio", "-0.0000001", false), ("ratio", "nan", false),
    ("ratio", "inf", false),
    ("is_on", "True", false), ("is_on", "yes", true), ("tone", "Keep", false), ("tone", "", false),
    ("path", "", false),
    ("path", "a\u{0}b", false), ("tones", "old,newer", false), ("limit", "x", false), ("tones", "", true),
  ])
  func aValueFitsOrNotAtItsLimits(key: String, value: String, fits: Bool) {
    let problem = RegistryEntry(Toy.self).problem(key, .scalar(value))
    #expect((problem == nil) == fits)
  }

  @Test func aProblemSaysWhatWouldFit() {
    let problem = RegistryEntry(Toy.self).problem
    #expect(problem("count", .scalar("x")) == OptionProblem(expected: "a whole number"))
    #expect(problem("count", .scalar("11")) == OptionProblem(expected: "a whole number in 1...10"))
    #expect(problem("ratio", .scalar("2")) == OptionProblem(expected: "a number in 0...1"))
    #expect(
      problem("is_on", .scalar("2")) == OptionProblem(expected: "true or false", allowed: ["true", "false"]))
    #expect(
      problem("tone", .scalar("newer"))
        == OptionProblem(expected: "'keep', 'fix', 'old', 'new'", allowed: ["keep", "fix", "old", "new"]))
    #expect(
      problem("tones", .list([.scalar("old"), .scalar("x")]))
        == OptionProblem(
          expected: "'keep', 'fix', 'old', 'new'", element: 1, allowed: ["keep", "fix", "old", "new"]))
    #expect(problem("text", .list([])) == OptionProblem(expected: "a text"))
    #expect(problem("names", .map([:])) == OptionProblem(expected: "a list of text"))
    #expect(problem("nothing", .null) == nil)
  }

  @Test func anUnknownOptionAndAWrongOneAreErrorsWhenLoaded() {
    #expect(throws: StageError("unknown-option", "toy has no option 'counts'")) {
      try options(["counts": .scalar("1")])
    }
    #expect(throws: StageError("bad-option", "count of toy must be a whole number in 1...10")) {
      try options(["count": .scalar("0")])
    }
    #expect(throws: StageError("bad-text", "text of toy is bad")) {
      _ = try RegistryEntry(Toy.self).load(["text": .scalar("bad")], LoadContext())
    }
  }

  @Test func anOptionalMayBeEmpty() throws {
    #expect(try options(["limit": .null, "path": .null]).limit == nil)
    #expect(throws: StageError.self) { try options(["count": .null]) }
  }

  @Test func theDescriptionIsMadeFromTheField() {
    let fields = RegistryEntry(Toy.self).fields
    #expect(
      fields.map(\.key) == ["text", "is_on", "count", "ratio", "tone", "path", "names", "tones", "limit"])
    #expect(
      fields.map(\.type) == [
        "text", "true | false", "whole number in 1...10", "number in 0...1", "keep | fix | old | new", "path",
        "list of text",
        "list of keep | fix | old | new", "whole number",
      ])
    #expect(fields.map(\.defaultValue) == ["a text", "true", "3", "0.33", "keep", "", "[general]", "[]", ""])
    #expect(fields.map(\.isInputPath) == [false, false, false, false, false, true, false, false, false])
    #expect(
      fields[2].schema
        == .object(["type": .string("integer"), "minimum": .number(1), "maximum": .number(10)]))
  }

  @Test func canonicalOptionsAreTheSameForTheSameValuesAndDifferForOthers() throws {
    func canonical(_ inputs: [String: OptionInput]) throws -> String {
      try RegistryEntry(Toy.self).load(inputs, LoadContext()).canonicalOptions
    }
    #expect(
      try canonical([:]) == """
        text="a text"
        is_on=true
        count=3
        ratio=0.33
        tone=keep
        path=
        names=[general]
        tones=[]
        limit=null
        """)
    #expect(try canonical(["is_on": .scalar("yes"), "ratio": .scalar("0.330")]) == canonical([:]))
    let pairs: [([String: OptionInput], [String: OptionInput])] = [
      (["names": .list([.scalar("a, b")])], ["names": .list([.scalar("a"), .scalar("b")])]),
      (["names": .list([])], ["names": .list([.scalar("")])]),
      (["text": .scalar("x\nis_on=false")], ["text": .scalar("x")]),
      (["text": .scalar("null")], ["text": .scalar("\"null\"")]),
      (["text": .scalar("a\\n")], ["text": .scalar("a\n")]),
      (["limit": .scalar("0")], [:]),
    ]
    for (left, right) in pairs {
      let (left, right) = (try canonical(left), try canonical(right))
      #expect(Array(left.utf8) != Array(right.utf8))
    }
  }
}
