/// The attributes of spans, before they are filled in: what is in the place of each, so that their names are hashed
/// once and not for every span.
enum AttributeForms {
  /// What the attributes of a name's span hold.
  enum NameField: Sendable { case key, name, certainty, rule, type, reference }

  private static let plain: [String: NameField] = [
    "key": .key, "name": .name, "cert": .certainty, "rule": .rule,
  ]
  private static let typed = plain.merging(["type": .type]) { $1 }
  private static let referring = plain.merging(["ref": .reference]) { $1 }
  private static let full = typed.merging(["ref": .reference]) { $1 }

  static func ofNames(hasType: Bool, hasReference: Bool) -> [String: NameField] {
    hasType ? hasReference ? full : typed : hasReference ? referring : plain
  }

  private enum DateField: Sendable { case first, last, certainty, rule }

  private static let when: [String: DateField] = ["when": .first, "cert": .certainty, "rule": .rule]
  private static let span: [String: DateField] = [
    "from": .first, "to": .last, "cert": .certainty, "rule": .rule,
  ]
  private static let between: [String: DateField] = [
    "notBefore": .first, "notAfter": .last, "cert": .certainty, "rule": .rule,
  ]

  static func attributes(of date: DateMention) -> [String: String] {
    let form =
      switch date.value {
      case .when: when
      case .span: span
      case .between: between
      }
    let (first, last) = date.value.ends
    return form.mapValues {
      switch $0 {
      case .first: first.value
      case .last: last.value
      case .certainty: date.relative?.rawValue ?? (date.isYearInferred ? "medium" : "high")
      case .rule:
        date.relative != nil ? "date-relative" : date.isYearInferred ? "date-year-inferred" : "date"
      }
    }
  }
}
