import PipelineFile
import StageKit

/// A document's way through the stages of a chain: past those that are not for it.
struct Way: Sendable {
  /// The branch that the document took, by the route; -1 for none.
  private var taken: [Int: Int] = [:]

  /// Whether the way leads through a stage. Asked for every stage in its order: a branch is chosen when the
  /// document comes to the first stage of its route.
  mutating func leads(through link: Chain.Link, _ document: Document) -> Bool {
    if let branch = link.branch {
      let choice = taken[branch.route] ?? branch.choice(for: document) ?? -1
      taken[branch.route] = choice
      guard choice == branch.index else { return false }
    }
    return link.condition?.holds(for: document) ?? true
  }

  /// Goes on behind a stage that the document has been through.
  mutating func resume(behind link: Chain.Link) {
    if let branch = link.branch { taken[branch.route] = branch.index }
  }
}
