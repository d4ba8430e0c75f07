/// What an annotation says of a name.
struct NameValues {
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
      switch attribute.utf8.count {
      case 3:
        if attribute == "key" { key = value }
        if attribute == "ref" { address = value }
        if attribute == "geo" { coordinates = value }
      case 4:
        if attribute == "name" { name = value }
        if attribute == "type" { type = value }
        if attribute == "cert" { certainty = value }
        if attribute == "idno" { identifiers = value }
        if attribute == "resp" { maker = value }
      default: break
      }
    }
  }
}
