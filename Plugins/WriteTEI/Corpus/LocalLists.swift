import Markup

/// The lists of persons, places and organisations of a document.
extension HeaderWriter {
  mutating func writeLists() throws(MarkupError) {
    let entries = source.authority.entries.filter { !isSpeaker($0) }
    guard !entries.isEmpty else { return }
    try output.start("standOff")
    for kind in AuthorityKind.allCases {
      let listed = entries.filter { $0.kind == kind }
      guard !listed.isEmpty else { continue }
      try output.start(kind.listElement, kind == .person ? [("type", "mentioned")] : [])
      for entry in listed { try writeEntry(entry) }
      try output.end()
    }
    try output.end()
  }

  func isSpeaker(_ entry: AuthorityEntry) -> Bool {
    source.speakerKeys.contains(Authority.Key(kind: entry.kind, key: entry.key))
  }

  mutating func writeEntry(_ entry: AuthorityEntry) throws(MarkupError) {
    let type = entry.type.map { [(entry.kind == .person ? "role" : "type", $0)] } ?? []
    let localID = entry.localID
    let sameAs = "\(authorityFolder)/\(entry.kind.fileName)#\(localID)"
    try output.start(entry.kind.element, [("xml:id", source.id(localID)), ("sameAs", sameAs)] + type)
    try output.line(entry.kind.nameElement, language(of: entry.name), entry.name)
    for variant in entry.variants {
      try output.line(entry.kind.nameElement, [("type", "variant")] + language(of: variant), variant)
    }
    try entry.writeDetails(to: &output)
    try output.end()
  }
}
