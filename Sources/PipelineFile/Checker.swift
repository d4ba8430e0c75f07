import StageKit

/// Holds a pipeline file against the registry and finds all that is wrong with it.
struct Checker {
  let registry: [RegistryEntry]
  let purpose: Pipeline.Purpose
  /// Folder of the pipeline file with a slash at its end, or nothing: what relative input paths begin with.
  let folder: String
  let collector: ProblemCollector
  /// Whether only the beginning of the file could be read: what it lacks may follow.
  var isPartial = false

  var name: String?
  var description = ""
  var onError = Pipeline.OnError.quarantine
  var isolation: Pipeline.IsolationMode?
  /// Numbers at the top of the file, by their keys.
  var numbers: [String: Double] = [:]
  var reader: StepDraft?
  var stages: [StepDraft] = []
  var writers: [StepDraft] = []
  var routeCount = 0
  var tests: [PipelineTest] = []

  private enum Key: String, CaseIterable {
    case name, description, read, stages, write, tests
    case onError = "on_error"
    case isolation
    case timeout = "timeout_seconds"
    case memory = "max_memory_mb"
    case cache = "cache_mb"
  }

  init(registry: [RegistryEntry], purpose: Pipeline.Purpose, folder: String, collector: ProblemCollector) {
    self.registry = registry
    self.purpose = purpose
    self.folder = folder
    self.collector = collector
  }

  /// Checks everything but the order of steps and the inputs, which `--set` may still change.
  mutating func checkSections(_ root: SourceNode) {
    switch root.content {
    case .map(let pairs):
      for (key, value) in pairs { checkSection(key, value) }
      checkMissing(pairs, at: root.place)
    case .reported: isPartial = true
    case .null where !isPartial:
      if collector.isEmpty { collector.report(Messages.empty, at: Place(line: 1, column: 1)) }
      isPartial = true
    case .null, .text, .list:
      if !isPartial { collector.report(Messages.rootIsNoMap, at: root.place) }
      isPartial = true
    }
  }

  private mutating func checkSection(_ key: SourceNode, _ value: SourceNode) {
    guard case .text(let written) = key.content else { return }
    guard let section = Key(rawValue: written) else {
      collector.report(Messages.unknownKey(written, allowed: Key.allCases.map(\.rawValue)), at: key.place)
      return
    }
    if case .reported = value.content { return }
    switch section {
    case .name: name = checkedText(section, value) ?? name
    case .description: description = checkedText(section, value) ?? description
    case .onError: checkOnError(value)
    case .isolation: checkIsolation(value)
    case .timeout: checkNumber(section, value, in: 1...86_400)
    case .memory: checkNumber(section, value, in: 64...1_048_576)
    case .cache: checkNumber(section, value, in: 1...10_000_000)
    case .read: checkReader(value, key.place)
    case .stages: stages += checkedSteps(section.rawValue, value, .stage)
    case .tests: checkTests(value)
    case .write: writers += checkedSteps(section.rawValue, value, .writer)
    }
  }

  private mutating func checkedText(_ key: Key, _ value: SourceNode) -> String? {
    if case .text(let text) = value.content, !text.isEmpty { return text }
    collector.report(Messages.mustBeText(key.rawValue, value.content), at: value.place)
    return nil
  }

  private mutating func checkOnError(_ value: SourceNode) {
    if case .text(let text) = value.content, let choice = Pipeline.OnError(rawValue: text) {
      onError = choice
    } else {
      collector.report(Messages.badOnError(value.content), at: value.place)
    }
  }

  private mutating func checkIsolation(_ value: SourceNode) {
    if case .text(let text) = value.content, let mode = Pipeline.IsolationMode(rawValue: text) {
      isolation = mode
    } else {
      collector.report(Messages.badIsolation(value.content), at: value.place)
    }
  }

  private mutating func checkNumber(_ key: Key, _ value: SourceNode, in bounds: ClosedRange<Double>) {
    if case .text(let text) = value.content, let number = Double(text), bounds.contains(number) {
      numbers[key.rawValue] = number
    } else {
      collector.report(Messages.badNumber(key.rawValue, value.content, bounds), at: value.place)
    }
  }

  private mutating func checkMissing(_ pairs: [(key: SourceNode, value: SourceNode)], at place: Place) {
    guard purpose != .filter, !isPartial else { return }
    func isThere(_ wanted: Key) -> Bool {
      pairs.contains {
        guard case .text(let key) = $0.key.content else { return false }
        return key == wanted.rawValue || Self.isMeant(key, wanted.rawValue)
      }
    }
    if !isThere(.read) {
      let names = names(of: .reader)
      collector.report(
        Messages.missingSection("read", names: names, why: "there is nothing to work on"), at: place)
    }
    if !isThere(.write) {
      let names = names(of: .writer)
      collector.report(
        Messages.missingSection("write", names: names, why: "nothing would be kept"), at: place)
    }
  }

  /// Whether an unknown key was already answered with the name of this one.
  private static func isMeant(_ key: String, _ wanted: String) -> Bool {
    Key(rawValue: key) == nil && NearestName.of(key, among: Key.allCases.map(\.rawValue)) == wanted
  }

  func names(of kind: StepKind) -> [String] { registry.filter { $0.kind == kind }.map(\.name).sorted() }

  private mutating func checkReader(_ value: SourceNode, _ place: Place) {
    switch value.content {
    case .text(let name):
      addReader(draft(name, value.place, .reader, options: nil))
    case .map(let pairs) where !pairs.isEmpty:
      for (key, options) in pairs {
        guard case .text(let name) = key.content else { continue }
        if isReserved(name) {
          collector.report(Messages.reserved(name, isStage: false), at: key.place)
        } else if let reader, reader.entry != nil || reader.guess != nil {
          let isOption = reader.entry?.fields.contains { $0.key == name } ?? false
          let message =
            isOption
            ? Messages.secondStep(name, after: reader.name, isOption: true) : Messages.secondReader(name)
          collector.report(message, at: key.place)
        } else {
          addReader(draft(name, key.place, .reader, options: options))
        }
      }
    default:
      collector.report(
        Messages.readerIsNoMap(value.content), at: value.place.source == 0 ? value.place : place)
    }
  }

  private mutating func addReader(_ draft: StepDraft) { reader = reader ?? draft }
}
