import StageKit

extension Checker {
  /// The steps of `stages` or `write`.
  mutating func checkedSteps(
    _ section: String, _ value: SourceNode, _ kind: StepKind, inRoute: Bool = false
  ) -> [StepDraft] {
    switch value.content {
    case .list(let items): return items.flatMap { checkedItem($0, kind, inRoute: inRoute) }
    case .map(let pairs):
      collector.report(Messages.stepsAreNoList(section, value.content), at: value.place)
      return pairs.compactMap { key, options in
        guard case .text(let name) = key.content else { return nil }
        return draft(name, key.place, kind, options: options)
      }
    case .null where kind == .stage, .reported: return []
    case .null, .text:
      if !(isPartial && isNull(value)) {
        collector.report(Messages.stepsAreNoList(section, value.content), at: value.place)
      }
      return []
    }
  }

  private func isNull(_ node: SourceNode) -> Bool { if case .null = node.content { true } else { false } }

  private mutating func checkedItem(_ item: SourceNode, _ kind: StepKind, inRoute: Bool) -> [StepDraft] {
    switch item.content {
    case .text(let name): return [draft(name, item.place, kind, options: nil)]
    case .map(let pairs) where pairs.count == 1 && kind == .stage && isRoute(pairs[0].key):
      if !inRoute { return checkedRoute(pairs[0].value, pairs[0].key.place) }
      collector.report(Messages.routeInRoute, at: pairs[0].key.place)
      return []
    case .map(let pairs) where !pairs.isEmpty: return checkedItem(pairs, kind).map { [$0] } ?? []
    case .reported: return []
    default:
      collector.report(Messages.stepIsNoName(item.content), at: item.place)
      return []
    }
  }

  private func isRoute(_ key: SourceNode) -> Bool {
    if case .text("route") = key.content { isReserved("route") } else { false }
  }

  /// A list item that is a map: a step and its options; beside it nothing but what is reserved.
  private mutating func checkedItem(_ pairs: [(key: SourceNode, value: SourceNode)], _ kind: StepKind)
    -> StepDraft?
  {
    var found: StepDraft?
    var condition: Condition?
    var isCached = false
    for (key, options) in pairs {
      guard case .text(let name) = key.content else { continue }
      if kind == .stage, name == "when", isReserved(name) {
        condition = self.condition(options)
      } else if kind == .stage, name == "cache", isReserved(name) {
        isCached = checkedCache(options)
      } else if isReserved(name) {
        collector.report(Messages.reserved(name, isStage: kind == .stage), at: key.place)
      } else if let found {
        let isOption = (found.entry ?? found.guess)?.fields.contains { $0.key == name } ?? false
        collector.report(Messages.secondStep(name, after: found.name, isOption: isOption), at: key.place)
      } else {
        found = draft(name, key.place, kind, options: options)
      }
    }
    found?.condition = condition
    found?.isCached = isCached
    return found
  }

  private func checkedCache(_ value: SourceNode) -> Bool {
    if case .text(let text) = value.content, ["true", "false"].contains(text) { return text == "true" }
    collector.report(Messages.badCache(value.content), at: value.place)
    return false
  }

  /// What may stand beside a stage's name, or in place of it.
  func isReserved(_ name: String) -> Bool {
    ["when", "cache", "route"].contains(name) && !registry.contains { $0.name == name }
  }

  /// Looks a step up and checks its options.
  mutating func draft(_ name: String, _ place: Place, _ kind: StepKind, options: SourceNode?) -> StepDraft {
    let entry = registry.first { $0.name == name && $0.kind == kind } ?? registry.first { $0.name == name }
    var guess: RegistryEntry?
    if let entry {
      if entry.kind != kind {
        collector.report(Messages.wrongKind(entry, section: Self.section(of: entry.kind)), at: place)
      }
    } else {
      let names = names(of: kind)
      collector.report(Messages.unknownStep(name, kind, names: names), at: place)
      let nearest = NearestName.of(name, among: names)
      guess = registry.first { $0.kind == kind && $0.name == nearest }
    }
    var draft = StepDraft(
      name: name, place: place, entry: entry, guess: guess, isInPlace: entry?.kind == kind)
    if let options, let entry = entry ?? guess { checkOptions(options, entry, &draft) }
    return draft
  }

  static func section(of kind: StepKind) -> String {
    switch kind {
    case .reader: "read"
    case .stage: "stages"
    case .writer: "write"
    }
  }

  private mutating func checkOptions(_ options: SourceNode, _ entry: RegistryEntry, _ draft: inout StepDraft)
  {
    switch options.content {
    case .null, .reported: return
    case .text, .list:
      collector.report(Messages.optionsAreNoMap(entry.name, options.content), at: options.place)
    case .map(let pairs):
      for (key, value) in pairs {
        guard case .text(let name) = key.content else { continue }
        guard entry.fields.contains(where: { $0.key == name }) else {
          collector.report(Messages.unknownOption(name, of: entry), at: key.place)
          continue
        }
        guard let input = OptionInput(value) else { continue }
        if let problem = entry.problem(name, input) {
          report(problem, name, entry, value)
        } else if draft.options[name] == nil {
          draft.options[name] = OptionDraft(input: input, place: value.place, elements: Self.places(value))
        }
      }
    }
  }

  private static func places(_ value: SourceNode) -> [Place] {
    if case .list(let items) = value.content { items.map(\.place) } else { [] }
  }

  /// A value that does not fit: of a list, the element that is wrong.
  private mutating func report(
    _ problem: OptionProblem, _ key: String, _ entry: RegistryEntry, _ value: SourceNode
  ) {
    var value = value
    if case .list(let items) = value.content, let element = problem.element, items.indices.contains(element) {
      value = items[element]
    }
    collector.report(Messages.badOption(key, of: entry.name, is: value.content, problem), at: value.place)
  }
}
