/// What a name is the name of.
enum EntityKind: String, Sendable, CaseIterable {
  case person
  case place
  case organisation

  /// Its place among all kinds.
  var number: Int {
    switch self {
    case .person: 0
    case .place: 1
    case .organisation: 2
    }
  }

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
