import Markup

/// The lists of persons, places and organisations of a document.
extension HeaderWriter {
  mutating func writeLists() throws(MarkupError) {
    let places = source.authority.entries.indices.filter { !isSpeaker(source.authority.entries[$0]) }
    guard !places.isEmpty else { return }
    try output.start("standOff")
    for kind in AuthorityKind.allCases {
      let listed = places.filter { source.authority.entries[$0].kind == kind }
      guard !listed.isEmpty else { continue }
      try output.start(kind.listElement, kind == .person ? [("type", "mentioned")] : [])
      for place in listed { try writeEntry(place) }
      try output.end()
    }
    try output.end()
  }

  func isSpeaker(_ entry: AuthorityEntry) -> Bool {
    !source.speakerKeys.isEmpty
      && source.speakerKeys.contains(Authority.Key(kind: entry.kind, key: entry.key))
  }

  /// - Parameter place: of the entry in the list of the document.
  mutating func writeEntry(_ place: Int) throws(MarkupError) {
    let entry = source.authority.entries[place]
    let localID = source.authority.localIDs[place]
    try output.start(entry.kind.element)
    try output.attribute("xml:id") { value in
      value += source.pointerStart.dropFirst()
      value += localID.utf8
    }
    try output.attribute("sameAs") { value in
      value += authorityFolder.utf8
      value.append(0x2F)
      value += entry.kind.fileName.utf8
      value.append(0x23)
      value += localID.utf8
    }
    if let type = entry.type { try output.attribute(entry.kind == .person ? "role" : "type", type) }
    try output.line(entry.kind.nameElement, language(of: entry.name), entry.name)
    for variant in entry.variants {
      try output.line(
        entry.kind.nameElement, [("type", entry.type(ofVariant: variant))] + language(of: variant), variant)
    }
    try entry.writeDetails(to: &output)
    try output.end()
  }
}
