import Foundation
import StageKit
import Testing

@testable import PipelineFile

@Suite struct SchemaTests {
  private func value(_ path: String...) throws -> JSONValue? {
    var value: JSONValue? = try JSONDecoder().decode(
      JSONValue.self, from: Data(PipelineSchema.json(registry)))
    for key in path {
      switch value {
      case .object(let object): value = object[key]
      case .array(let array): value = Int(key).flatMap { array.indices.contains($0) ? array[$0] : nil }
      default: value = nil
      }
    }
    return value
  }

  @Test func theSchemaNamesEverySection() throws {
    guard case .object(let sections) = try value("properties") else {
      Issue.record("no properties")
      return
    }
    #expect(
      sections.keys.sorted() == [
        "cache_mb", "description", "isolation", "max_memory_mb", "name", "on_error", "read", "stages",
        "tests", "timeout_seconds", "write",
      ])
    #expect(try value("additionalProperties") == .bool(false))
    #expect(try value("$schema") == .string("https://json-schema.org/draft/2020-12/schema"))
  }

  @Test func anOptionHasItsTypeRangeDefaultAndDescription() throws {
    let options = try value("properties", "stages", "items", "anyOf", "7", "properties", "clean-boilerplate")
    #expect(
      options
        == .object([
          "type": .array([.string("object"), .string("null")]),
          "description": .string("Drops menus."),
          "additionalProperties": .bool(false),
          "properties": .object([
            "max_link_density": .object([
              "type": .string("number"), "minimum": .integer(0), "maximum": .integer(1),
              "default": .number(0.33),
              "description": .string("Bytes inside links divided by bytes of the block."),
            ]),
            "min_words": .object([
              "type": .string("integer"), "minimum": .integer(1), "maximum": .integer(100),
              "default": .integer(5),
              "description": .string("Words of a block that stays."),
            ]),
            "comments": .object([
              "enum": .array([.string("keep"), .string("drop")]), "default": .string("keep"),
              "description": .string("What becomes of comments."),
            ]),
            "strict": .object([
              "type": .string("boolean"), "default": .bool(false),
              "description": .string("Whether a doubt drops the block."),
            ]),
          ]),
        ]))
  }

  @Test func defaultsOfListsAndOfOptionsThatNeedNotBeSetAreValues() throws {
    #expect(
      try value(
        "properties", "stages", "items", "anyOf", "7", "properties", "tag-entities", "properties",
        "gazetteers",
        "default") == .array([.string("general")]))
    #expect(
      try value(
        "properties", "write", "items", "anyOf", "2", "properties", "write-tei", "properties", "publisher",
        "default")
        == .null)
  }

  @Test func theSameRegistryGivesTheSameBytesInAnyOrder() {
    #expect(PipelineSchema.json(registry) == PipelineSchema.json(registry.reversed()))
  }

  @Test func theTableOfOptionsIsMarkdown() throws {
    let entries = Dictionary(uniqueKeysWithValues: registry.map { ($0.name, $0) })
    #expect(
      entries["write-tei"].map(OptionsTable.markdown) == """
        | option | type | default | what it does |
        | --- | --- | --- | --- |
        | `directory` | text | `tei` | Folder in the run's folder. |
        | `publisher` | text | none | Who publishes \\| the files. |
        | `licence` | text | none | Under which terms. |

        """)
    #expect(
      entries["clean-boilerplate"].map(OptionsTable.markdown)?.contains(
        "| `comments` | keep \\| drop | `keep` | What becomes of comments. |") == true)
    #expect(
      entries["read-files"].map(OptionsTable.markdown)?.contains(
        "| `path` | path | required | A folder or a file. |")
        == true)
    #expect(entries["decode-legacy"].map(OptionsTable.markdown) == "No options.\n")
  }
}
