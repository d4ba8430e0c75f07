import StageKit

/// Where a stage stands under `route`: a document that comes to a route takes the first branch whose condition
/// holds, does its stages, and goes on behind the route.
public struct Branch: Sendable, Equatable {
  /// Place of the route among those of the pipeline.
  public let route: Int
  /// Place of the branch in the route.
  public let index: Int
  /// The conditions of all branches of the route; nil for one that takes every document.
  public let conditions: [Condition?]

  /// The branch that a document takes when it comes to the route; nil for none of them.
  public func choice(for document: Document) -> Int? {
    conditions.firstIndex { $0?.holds(for: document) ?? true }
  }

  /// The same text for the same branch: a part of the key of results.
  public var canonical: String {
    "\(route).\(index) of " + conditions.map { $0?.canonical ?? "all" }.joined(separator: " | ")
  }
}

extension Checker {
  /// The stages of all branches of a route, one branch after another.
  mutating func checkedRoute(_ value: SourceNode, _ place: Place) -> [StepDraft] {
    guard case .list(let items) = value.content, !items.isEmpty else {
      if case .reported = value.content { return [] }
      collector.report(
        Messages.routeIsNoList(value.content), at: value.place.source == 0 ? value.place : place)
      return []
    }
    let branches = items.map { checkedBranch($0) }
    let conditions = branches.map(\.condition)
    for (branch, item) in zip(branches, items).dropLast() where branch.takesAll {
      collector.report(Messages.branchTakesAll, at: item.place)
    }
    defer { routeCount += 1 }
    return branches.enumerated().flatMap { index, branch in
      branch.stages.map { stage in
        var stage = stage
        stage.branch = Branch(route: routeCount, index: index, conditions: conditions)
        return stage
      }
    }
  }

  private struct BranchDraft {
    var condition: Condition?
    var stages: [StepDraft] = []
    /// Whether there is no `when`, not even a wrong one.
    var takesAll = false
  }

  private mutating func checkedBranch(_ item: SourceNode) -> BranchDraft {
    var branch = BranchDraft()
    guard case .map(let pairs) = item.content else {
      if case .reported = item.content { return branch }
      collector.report(Messages.branchIsNoMap(item.content), at: item.place)
      return branch
    }
    branch.takesAll = true
    var hasStages = false
    for (key, value) in pairs {
      guard case .text(let name) = key.content else { continue }
      switch name {
      case "when":
        branch.takesAll = false
        branch.condition = condition(value)
      case "stages":
        hasStages = true
        branch.stages = checkedSteps("stages", value, .stage, inRoute: true)
      default: collector.report(Messages.unknownBranchKey(name), at: key.place)
      }
    }
    if !hasStages { collector.report(Messages.branchIsNoMap(item.content), at: item.place) }
    return branch
  }
}

/// What the steps so far give, on the way of a document through routes: a branch finds what stood before the
/// route, a step behind it what any branch gives.
struct GivenFeatures {
  private(set) var all: Set<Feature>
  private var before: Set<Feature> = []
  private var branches: Set<Feature> = []
  private var current: Branch?

  init(_ features: Set<Feature>) { all = features }

  mutating func add(_ features: Set<Feature>) { all.formUnion(features) }

  /// Goes on to a step in a branch, or in none.
  mutating func enter(_ branch: Branch?) {
    guard branch != current else { return }
    if current != nil { branches.formUnion(all) }
    if branch?.route != current?.route {
      if current != nil { all = branches }
      before = all
      branches = []
    } else {
      all = before
    }
    current = branch
  }
}
