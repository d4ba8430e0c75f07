import StageKit

extension Checker {
  /// Applies `stage.option=value`: to every step of that name.
  ///
  /// - Parameter index: of the argument among the sources of the collector.
  mutating func apply(override index: Int) {
    let scalars = collector.sources[index].scalars
    func place(_ range: Range<Int>) -> Place {
      Place(source: index, line: 1, column: range.lowerBound + 1, width: max(1, range.count))
    }
    func text(_ range: Range<Int>) -> String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[range])
      return String(view)
    }
    guard let equals = scalars.firstIndex(of: "="), let dot = scalars[..<equals].firstIndex(of: "."), dot > 0,
      dot + 1 < equals
    else {
      collector.report(Messages.overrideShape, at: place(0..<scalars.count))
      return
    }
    let (step, key) = (text(0..<dot), text(dot + 1..<equals))
    guard let entry = entry(ofStep: step, at: place(0..<dot)) else { return }
    guard entry.fields.contains(where: { $0.key == key }) else {
      collector.report(Messages.unknownOption(key, of: entry), at: place(dot + 1..<equals))
      return
    }
    let value = text(equals + 1..<scalars.count)
    // Nothing after `=` is what an empty value is in the file, where the option has such a value.
    let input: OptionInput = value.isEmpty && entry.problem(key, .null) == nil ? .null : .scalar(value)
    let valuePlace = place(equals + 1..<scalars.count)
    if let problem = entry.problem(key, input) {
      collector.report(Messages.badOption(key, of: entry.name, is: .text(value), problem), at: valuePlace)
    } else {
      set(key, of: step, to: OptionDraft(input: input, place: valuePlace))
    }
  }

  private mutating func entry(ofStep name: String, at place: Place) -> RegistryEntry? {
    let drafts = (reader.map { [$0] } ?? []) + stages + writers
    if let draft = drafts.first(where: { $0.name == name }) { return draft.entry }
    // The step may stand in the part that could not be read, or be the one that is misspelt there.
    if !isPartial, !drafts.contains(where: { $0.guess?.name == name }) {
      let names = drafts.map(\.name).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      collector.report(Messages.overrideOfAbsentStep(name, steps: names), at: place)
    }
    return nil
  }

  private mutating func set(_ key: String, of step: String, to option: OptionDraft) {
    if reader?.name == step { reader?.options[key] = option }
    for index in stages.indices where stages[index].name == step { stages[index].options[key] = option }
    for index in writers.indices where writers[index].name == step { writers[index].options[key] = option }
  }
}
