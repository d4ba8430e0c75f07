import Foundation
import StageKit

/// Whom and what the pointers of a file lead to: entries of its lists, and those responsible.
struct References {
  /// A person, place or organisation of a list.
  struct Entry {
    /// What spans get: `pers.pol-pot`; nil for somebody who only speaks or comments here.
    var key: String?
    var names: [String]
    var type: String?
    var addresses: [String]
  }

  private var entries: [String: Entry] = [:]
  /// The stage that a respStmt names, by its xml:id.
  private var stages: [String: String] = [:]
  /// What each stage did, in the words of the respStmt.
  private var works: [(stage: String, work: String)] = []
  /// Others responsible, by the xml:id of their respStmt.
  private var makers: [String: String] = [:]
  /// How many mentions of an entry had an address so far.
  private var mentions: [String: Int] = [:]

  /// - Parameters:
  ///   - documentID: the file's xml:id, with which ids of its parts begin.
  init(header: XMLNode?, lists: [XMLNode], documentID: String?, isOurs: Bool) {
    for statement in header?.descendants("respStmt") ?? [] {
      guard let id = statement["xml:id"],
        let name = (statement.all("name") + statement.all("persName") + statement.all("orgName")).first
      else { continue }
      if name["type"] == "software", let place = name.text.range(of: ", stage ") {
        let stage = String(name.text[place.upperBound...])
        stages[id] = stage
        works.append((stage, statement.all("resp").map(\.text).joined()))
      } else {
        makers[id] = name.text
      }
    }
    let prefix = documentID.map { $0 + "." } ?? ""
    for node in [header].compactMap({ $0 }) + lists {
      for (element, nameElement) in Self.kinds {
        for found in node.descendants(element) {
          guard let id = found["xml:id"], entries[id] == nil else { continue }
          let local = id.hasPrefix(prefix) ? String(id.dropFirst(prefix.count)) : id
          entries[id] = Self.entry(found, nameElement, key: isOurs ? Self.key(ofLocalID: local) : local)
        }
      }
    }
  }

  private static let kinds = [("person", "persName"), ("place", "placeName"), ("org", "orgName")]

  private static func entry(_ node: XMLNode, _ nameElement: String, key: String?) -> Entry {
    let names = (node.all(nameElement) + node.all("name")).map(\.text).filter { !$0.isEmpty }
    let addresses = node.all("idno").filter { $0.text.hasPrefix("http") }.map(\.text)
    return Entry(
      key: key, names: names, type: node[node.name == "person" ? "role" : "type"], addresses: addresses)
  }

  /// The key of an entry of ours: `pers.pol-pot` of `pers.pol-pot`, `x/y` of `pers.key.x__y`; nil for
  /// speakers and commenters who are in no gazetteer.
  static func key(ofLocalID id: String) -> String? {
    guard let dot = id.firstIndex(of: "."), ["pers", "place", "org"].contains(id[..<dot]) else { return nil }
    let rest = id[id.index(after: dot)...]
    if rest.hasPrefix("key.") { return DocumentIdentity.decoded(rest.dropFirst(4)) }
    return DocumentIdentity.decoded(rest).map { id[...dot] + $0 }
  }

  /// The entry that a pointer of this file leads to.
  func entry(_ pointer: String?) -> Entry? {
    guard let pointer, pointer.hasPrefix("#") else { return nil }
    return entries[String(pointer.dropFirst())]
  }

  /// The stage that made an annotation: the first of those responsible that is one.
  func stage(_ pointers: String?) -> String? {
    (pointers ?? "").split(separator: " ").lazy.compactMap { stages[String($0.drop { $0 == "#" })] }.first
  }

  /// The stage that made the annotations of a layer which do not say who made them: the only one of which the
  /// header says so.
  func stage(ofLayer layer: String) -> String? {
    guard let words = Self.works[layer] else { return nil }
    let found = works.filter { $0.work.contains(words) }
    return found.count == 1 ? found[0].stage : nil
  }

  private static let works = [
    Layer.format: "marking of formatting", Layer.language: "marking of languages",
    Layer.segment: "segmentation",
  ]

  /// Who else is responsible: a name or an address; nil for none.
  func maker(_ pointers: String?) -> String? {
    let others = (pointers ?? "").split(separator: " ").filter {
      stages[String($0.drop { $0 == "#" })] == nil
    }
    return others.first.map { pointer in
      makers[String(pointer.drop { $0 == "#" })] ?? String(pointer)
    }
  }

  /// What a name means, as attributes of a span. Where an entry has several addresses, each mention gets the
  /// next.
  mutating func attributes(ofReference pointer: String?) -> [String: String] {
    guard let pointer = pointer?.split(separator: " ").first.map(String.init) else { return [:] }
    guard let entry = entry(pointer) else {
      let isAddress = pointer.hasPrefix("http://") || pointer.hasPrefix("https://")
      return isAddress ? ["ref": pointer] : ["key": pointer]
    }
    var attributes: [String: String] = [:]
    attributes["key"] = entry.key
    attributes["name"] = entry.names.first
    attributes["type"] = entry.type
    if !entry.addresses.isEmpty {
      let number = mentions[pointer, default: 0]
      attributes["ref"] = entry.addresses[min(number, entry.addresses.count - 1)]
      mentions[pointer] = number + 1
    }
    return attributes
  }
}
