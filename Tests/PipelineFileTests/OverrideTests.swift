import StageKit
import Testing

@testable import PipelineFile

@Suite struct OverrideTests {
  let text = """
    stages:
      - tag-entities: { gazetteers: [general] }
      - clean-boilerplate
      - tag-entities
    """

  @Test func anOverrideSetsEveryStepOfItsName() throws {
    let checked = try pipeline(
      text, set: ["tag-entities.gazetteers=a", "tag-entities.gazetteers=general,indochina-1975-1991"])
    let expected = ["gazetteers": OptionInput.scalar("general,indochina-1975-1991")]
    #expect(checked.stages.map(\.options) == [expected, [:], expected])
  }

  @Test func overridesAreCheckedLikeTheFile() {
    #expect(
      check(
        text,
        set: [
          "clean-boilerplate.coments=keep", "clean-boilerplate.comments=dropp", "clean-boilerplat.strict=on",
          "clean-boilerplate.min_words=0", "strict=on", "detect-language.x=1",
        ]) == [
          """
          --set 1: error: clean-boilerplate has no option 'coments'
            | clean-boilerplate.coments=keep
            |                   ^~~~~~~
            help: did you mean 'comments'?
          """,
          """
          --set 2: error: comments of clean-boilerplate is 'dropp'; allowed: 'keep', 'drop'
            | clean-boilerplate.comments=dropp
            |                            ^~~~~
            help: did you mean 'drop'?
          """,
          """
          --set 3: error: the pipeline has no step 'clean-boilerplat'
            | clean-boilerplat.strict=on
            | ^~~~~~~~~~~~~~~~
            help: did you mean 'clean-boilerplate'?
          """,
          """
          --set 4: error: min_words of clean-boilerplate is '0'; it must be a whole number in 1...100
            | clean-boilerplate.min_words=0
            |                             ^
          """,
          """
          --set 5: error: is not of the form stage.option=value
            | strict=on
            | ^~~~~~~~~
            help: write '--set tag-entities.gazetteers=general'
          """,
          """
          --set 6: error: the pipeline has no step 'detect-language'
            | detect-language.x=1
            | ^~~~~~~~~~~~~~~
            help: it has 'tag-entities', 'clean-boilerplate'
          """,
        ])
  }

  @Test func whatFollowsTheFirstEqualsSignIsTheValue() throws {
    let checked = try pipeline(
      "write: [write-tei]\n", set: ["write-tei.publisher=a.b=c", "write-tei.licence="])
    #expect(checked.writers[0].options == ["publisher": .scalar("a.b=c"), "licence": .null])
  }

  @Test func errorsOfTheFileComeFirst() {
    #expect(
      check("version: 1\n", set: ["x"]).map { $0.split(separator: "\n")[0] } == [
        "p.yaml:1:1: error: a pipeline has no 'version'",
        "--set 1: error: is not of the form stage.option=value",
      ])
  }
}
