/// What a name is the name of.
enum EntityKind: String, Sendable, CaseIterable {
  case person
  case place
  case organisation

  /// The label of its spans: an element of TEI.
  var label: String {
    switch self {
    case .person: "persName"
    case .place: "placeName"
    case .organisation: "orgName"
    }
  }

  /// The first part of keys.
  var keyPrefix: String {
    switch self {
    case .person: "pers."
    case .place: "place."
    case .organisation: "org."
    }
  }
}

/// Somebody or something that names refer to: a row of a gazetteer, or what a rule made of a name.
struct Referent: Sendable, Equatable {
  var key: String
  /// The name that stands for it.
  var name: String
  var kind: EntityKind
  /// Kind within the kind: `country`, `polity`, `settlement`, `party`; empty where there is none.
  var type: String = ""
  /// BCP 47 tag of the language that its name is of: for persons it tells which part can stand alone.
  var language: String = ""
  /// URI in an authority, only where the row gives one.
  var ref: String = ""
  /// The gazetteer it is from; empty for a name that no list has.
  var source: String = ""
}
