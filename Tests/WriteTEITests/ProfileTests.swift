import Foundation
import Markup
import Testing

@testable import WriteTEI

/// The documentation of the profile and its grammar, held together.
@Suite struct ProfileTests {
  private static let data = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Plugins/WriteTEI/data")

  private static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: data.appendingPathComponent(name)))
  }

  private static func value(_ name: String, in attributes: [XMLAttribute]) -> String? {
    attributes.first { $0.name == name }?.value
  }

  /// The elements of the grammar, each with its attributes.
  private static func grammar() throws -> [String: Set<String>] {
    /// What a definition or element holds, by itself and through others.
    var attributes: [String: Set<String>] = [:]
    var references: [String: Set<String>] = [:]
    var elements: [String: Set<String>] = [:]
    var open: [String] = []
    try XMLReader.parse(try bytes("sastra.rng")) { event in
      switch event {
      case .start(let kind, _, let list, let line, _):
        let name = value("name", in: list) ?? ""
        let holder = open.last { !$0.isEmpty } ?? ""
        switch kind {
        case "define": open.append("define " + name)
        case "element":
          let key = "element \(line) \(name)"
          if name != "include" { elements[name, default: []].insert(key) }
          open.append(key)
        case "attribute":
          attributes[holder, default: []].insert(name)
          open.append("")
        case "ref":
          references[holder, default: []].insert("define " + name)
          open.append("")
        default: open.append("")
        }
      case .end: open.removeLast()
      default: break
      }
    }
    func all(_ holder: String, _ seen: inout Set<String>) -> Set<String> {
      guard seen.insert(holder).inserted else { return [] }
      return references[holder, default: []].reduce(into: attributes[holder, default: []]) {
        $0.formUnion(all($1, &seen))
      }
    }
    return elements.mapValues { keys in
      var seen: Set<String> = []
      return keys.reduce(into: []) { $0.formUnion(all($1, &seen)) }
    }
  }

  @Test func theDocumentationNamesTheElementsAndAttributesOfTheGrammar() throws {
    var documented: [String: Set<String>] = [:]
    var element = ""
    var included: Set<String> = []
    try XMLReader.parse(try Self.bytes("sastra.odd")) { event in
      guard case .start(let name, _, let list, _, _) = event else { return }
      let ident = Self.value("ident", in: list) ?? ""
      if name == "elementSpec" {
        element = ident
        documented[ident] = []
      } else if name == "attDef" {
        documented[element]?.insert(ident)
      } else if name == "moduleRef" {
        included.formUnion((Self.value("include", in: list) ?? "").split(separator: " ").map(String.init))
      }
    }
    #expect(documented == (try Self.grammar()))
    #expect(included == Set(documented.keys))
  }

  @Test(arguments: ["sastra.sch", "sastra.odd"])
  func eachRuleIsAnAssertion(_ file: String) throws {
    var ids: [String] = []
    try XMLReader.parse(try Self.bytes(file)) { event in
      guard case .start(let name, _, let list, _, _) = event, name == "assert" || name == "sch:assert" else {
        return
      }
      ids.append(Self.value("id", in: list) ?? "")
    }
    #expect(ids.sorted() == Rules.names.sorted())
  }

  @Test(.enabled(if: Shared.hasJudges, "jing, xmllint or ../shared is missing"))
  func theDocumentationIsValidTEI() throws {
    let jing = try run("jing", [Shared.teiAll, Self.data.appendingPathComponent("sastra.odd").path])
    #expect(jing.code == 0, "\(jing.output)")
  }
}
