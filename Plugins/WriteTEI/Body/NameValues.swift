/// What an annotation says of a name. It is never copied, because that would take as long as reading it.
struct NameValues: ~Copyable {
  private(set) var key, name, type: String?
  /// Of a page about what is named.
  private(set) var address: String?
  private(set) var coordinates: String?
  private(set) var identifiers: String?
  private(set) var certainty: String?
  /// Who says so.
  private(set) var maker: String?

  /// Reads all in one pass: to look each up takes several times as long.
  init(_ attributes: [String: String]) {
    for (attribute, value) in attributes {
      switch (attribute.utf8.count, attribute.utf8.first) {
      case (3, 0x6B) where attribute == "key": key = Authority.Key.settled(value)
      case (3, 0x72) where attribute == "ref": address = value
      case (3, 0x67) where attribute == "geo": coordinates = value
      case (4, 0x6E) where attribute == "name": name = value
      case (4, 0x74) where attribute == "type": type = value
      case (4, 0x63) where attribute == "cert": certainty = value
      case (4, 0x69) where attribute == "idno": identifiers = value
      case (4, 0x72) where attribute == "resp": maker = value
      default: break
      }
    }
  }
}
