extension TEIDocument {
  /// Those who speak or comment and are in no gazetteer, numbered as they come.
  struct Participants {
    private(set) var list: [(id: String, name: String)] = []
    private var ids: [String: String] = [:]

    /// The xml:id of somebody by name; the same for the same name.
    mutating func id(of name: String, as role: String) -> String {
      if let known = ids[name] { return known }
      let new = "\(role).\(list.count + 1)"
      ids[name] = new
      list.append((new, name))
      return new
    }
  }

  /// A name of what has an entry.
  struct Mention {
    /// Place of its key in the authority.
    let place: Int
    let certainty, maker: String?
  }
}
