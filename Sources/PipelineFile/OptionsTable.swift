import StageKit

/// The table of options in a step's README.
public enum OptionsTable {
  /// A Markdown table of a step's options in the order in which the step lists them, or a sentence where
  /// there are none; with a line break at the end.
  public static func markdown(_ entry: RegistryEntry) -> String {
    if entry.fields.isEmpty { return "No options.\n" }
    let rows = entry.fields.map { field in
      [code(field.key), escaped(field.type), defaultText(field), escaped(field.summary)]
    }
    let header = [["option", "type", "default", "what it does"], ["---", "---", "---", "---"]]
    return (header + rows).map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  private static func defaultText(_ field: FieldDescription) -> String {
    if field.defaultValue.isEmpty { return field.isRequired ? "required" : "none" }
    return code(field.defaultValue)
  }

  private static func code(_ text: String) -> String { "`" + escaped(text) + "`" }

  /// A bar would end the cell.
  private static func escaped(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
      .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: " ")
  }
}
