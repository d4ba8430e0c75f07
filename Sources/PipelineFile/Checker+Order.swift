import Foundation
import StageKit

extension Checker {
  /// Checks that every step finds what it needs.
  mutating func checkOrder() {
    var given = GivenFeatures(reader?.entry?.gives ?? reader?.guess?.gives ?? [])
    // What an unknown step gives is not known: nothing is said of what it might have given.
    var isKnown = reader.map { $0.isInPlace || $0.guess != nil } ?? true
    let steps = stages + writers
    // Without a reader the documents come from another program, which may have given what no step here gives.
    let givenHere = Set(steps.flatMap { Self.features(givenBy: $0) })
    for step in steps {
      given.enter(step.branch)
      if let entry = step.entry, isKnown, step.isInPlace {
        for need in entry.needs.subtracting(given.all).sorted()
        where reader != nil || givenHere.contains(need) {
          collector.report(Messages.unmetNeed(entry.name, need, givers: givers(of: need)), at: step.place)
        }
        given.add(entry.needs)
      }
      isKnown = isKnown && (step.entry ?? step.guess) != nil
      given.add(Self.features(givenBy: step))
    }
  }

  private static func features(givenBy step: StepDraft) -> Set<Feature> {
    (step.entry ?? step.guess)?.gives ?? []
  }

  /// Stages that give a feature: those of this pipeline, else all there are.
  private func givers(of need: Feature) -> [String] {
    let all = registry.filter { $0.kind == .stage && $0.gives.contains(need) }.map(\.name).sorted()
    let here = all.filter { name in stages.contains { $0.name == name } }
    return here.isEmpty ? all : here
  }

  /// Checks that the inputs and resources are named and exist.
  mutating func checkInputs() {
    let readers = purpose == .run ? [reader].compactMap(\.self) : []
    for step in readers + stages + (purpose == .filter ? [] : writers) {
      guard let entry = step.entry else { continue }
      for field in entry.fields where field.isInputPath {
        if let option = step.options[field.key] {
          checkInput(option, field, of: entry.name)
        } else if field.isRequired, step.isInPlace, !isPartial {
          collector.report(Messages.missingOption(field.key, of: entry.name), at: step.place)
        }
      }
    }
  }

  /// Checks that no writer stands twice and writes to one place, which a run would find out at its end.
  mutating func checkOutputs() {
    var lines: [String: Int] = [:]
    for step in writers {
      for field in step.entry?.fields ?? [] where field.isOutputPath {
        let option = step.options[field.key]
        guard case .scalar(let path) = option?.input ?? .scalar(field.defaultValue) else { continue }
        // By its bytes: to Swift, canonically equivalent texts are one.
        let output = "\(step.name) \(field.key) \(Array(path.utf8))"
        if let first = lines[output] {
          let message = Messages.secondOutput(field.key, of: step.name, path: path, firstLine: first)
          collector.report(message, at: option?.place ?? step.place)
        }
        lines[output] = lines[output] ?? step.place.line
      }
    }
  }

  private func checkInput(_ option: OptionDraft, _ field: FieldDescription, of step: String) {
    for (index, path) in Self.paths(option.input, isList: field.isList).enumerated() {
      let resolved = resolved(path, field, from: option.place)
      guard !field.shippedNames.contains(resolved), !FileManager.default.fileExists(atPath: resolved) else {
        continue
      }
      collector.report(
        Messages.missingInput(field.key, of: step, written: path, sought: resolved),
        at: option.elements.indices.contains(index) ? option.elements[index] : option.place)
    }
  }

  private static func paths(_ input: OptionInput, isList: Bool) -> [String] {
    switch input {
    case .scalar(let text): isList ? text.split(separator: ",").map(String.init) : [text]
    case .list(let items): items.flatMap { paths($0, isList: false) }
    case .null, .map: []
    }
  }

  func isFile(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// What ships is named by a word; in the file a path is relative to the file, on the command line to the
  /// working directory.
  private func resolved(_ path: String, _ field: FieldDescription, from place: Place) -> String {
    if let name = field.shippedNames.first(where: { path.split(separator: " ") == [Substring($0)] }) {
      return name
    }
    return place.source == 0 && !path.hasPrefix("/") ? Self.shortened(folder + path) : path
  }

  /// `pipelines/../rules.txt` as `rules.txt`, where that is the same file.
  private static func shortened(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      if part == "..", let last = parts.last, last != "..", !last.isEmpty {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    let short = parts.isEmpty ? "." : parts.joined(separator: "/")
    guard short != path, let one = realpath(path, nil), let two = realpath(short, nil) else { return path }
    defer {
      free(one)
      free(two)
    }
    return strcmp(one, two) == 0 ? short : path
  }

  private func resolved(
    _ input: OptionInput, _ field: FieldDescription, isList: Bool, from place: Place
  ) -> OptionInput {
    switch input {
    case .scalar(let text) where isList:
      .list(text.split(separator: ",").map { .scalar(resolved(String($0), field, from: place)) })
    case .scalar(let text): .scalar(resolved(text, field, from: place))
    case .list(let items): .list(items.map { resolved($0, field, isList: false, from: place) })
    case .null, .map: input
    }
  }

  /// The step, ready to be loaded; nil when it is unknown, which was reported.
  func use(_ draft: StepDraft) -> StepUse? {
    guard let entry = draft.entry else { return nil }
    let written = draft.options.mapValues(\.input)
    var options = written
    for field in entry.fields where field.isInputPath {
      guard let option = draft.options[field.key] else { continue }
      options[field.key] = resolved(option.input, field, isList: field.isList, from: option.place)
    }
    return StepUse(
      entry: entry, options: options, writtenOptions: written, line: draft.place.line,
      branch: draft.branch, condition: draft.condition, isCached: draft.isCached)
  }
}
