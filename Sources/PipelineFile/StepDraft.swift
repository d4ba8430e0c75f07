import StageKit

/// A step of a pipeline file while it is checked.
struct StepDraft {
  let name: String
  let place: Place
  /// The step of that name, whatever its kind; nil when there is none.
  let entry: RegistryEntry?
  /// The step that was probably meant where there is none of that name.
  let guess: RegistryEntry?
  /// Whether it stands where steps of its kind do.
  let isInPlace: Bool
  var options: [String: OptionDraft] = [:]
  var branch: Branch?
  var condition: Condition?
  var isCached = false
}

/// An option of a step, checked, or left out.
struct OptionDraft {
  /// As it was written.
  var input: OptionInput
  let place: Place
  /// Places of the elements when it is a list.
  var elements: [Place] = []
}

extension OptionInput {
  /// The value of a node; nil when a part of it was already reported as wrong.
  init?(_ node: SourceNode) {
    switch node.content {
    case .null: self = .null
    case .text(let text): self = .scalar(text)
    case .list(let items):
      let inputs = items.compactMap(OptionInput.init)
      guard inputs.count == items.count else { return nil }
      self = .list(inputs)
    case .map(let pairs):
      var map: [String: OptionInput] = [:]
      for (key, value) in pairs {
        guard case .text(let name) = key.content, let input = OptionInput(value) else { return nil }
        if map[name] == nil { map[name] = input }
      }
      self = .map(map)
    case .reported: return nil
    }
  }
}

extension FieldDescription {
  /// Whether it must be set: a path with no default that is not optional.
  var isRequired: Bool {
    guard case .object(let schema) = schema else { return false }
    return isInputPath && defaultValue.isEmpty && schema["anyOf"] == nil
  }

  /// Whether the option is a list, so that commas separate its elements.
  var isList: Bool {
    guard case .object(let schema) = schema else { return false }
    return schema["type"] == .string("array")
  }
}
