import StageKit

extension WriteTEI.Contribution: ContributionValue {
  public func encoded() -> [UInt8] {
    var fields = ContributionFieldWriter()
    fields.add(pointer)
    fields.add(languages)
    fields.add(words)
    fields.add(characters)
    fields.add(names.count)
    for name in names {
      fields.add(name.element)
      fields.add(name.count)
    }
    fields.add(authority.count)
    for named in authority {
      fields.add(named.entry)
      fields.add(named.count)
    }
    return fields.bytes
  }

  /// - Throws: `StageError` "contribution-unreadable".
  public init(encoded: ArraySlice<UInt8>) throws(StageError) {
    var fields = ContributionFieldReader(encoded)
    self.init(
      pointer: try fields.text(), languages: try fields.texts(), words: try fields.number(),
      characters: try fields.number(), names: [], authority: [])
    let nameCount = try fields.count()
    names.reserveCapacity(min(nameCount, 64))
    for _ in 0..<nameCount {
      names.append(WriteTEI.NameCount(element: try fields.text(), count: try fields.number()))
    }
    let entryCount = try fields.count()
    authority.reserveCapacity(min(entryCount, 64))
    for _ in 0..<entryCount {
      authority.append(WriteTEI.NamedEntry(entry: try fields.bytes(), count: try fields.number()))
    }
    guard fields.isAtEnd else { throw ContributionFieldReader.unreadable }
  }
}

extension AuthorityEntry {
  /// All but the count.
  var encoded: [UInt8] {
    var fields = ContributionFieldWriter()
    fields.add(kind.rawValue)
    fields.add(key)
    fields.add(name)
    fields.add(variants)
    fields.add(type)
    fields.add(addresses)
    fields.add(identifiers == nil ? 0 : 1)
    if let identifiers { fields.add(identifiers) }
    fields.add(coordinates)
    return fields.bytes
  }

  /// - Throws: `StageError` "contribution-unreadable".
  init(encoded: ArraySlice<UInt8>) throws(StageError) {
    var fields = ContributionFieldReader(encoded)
    guard let kind = AuthorityKind(rawValue: try fields.text()) else {
      throw ContributionFieldReader.unreadable
    }
    self.init(kind, key: try fields.text(), name: try fields.text())
    variants = try fields.texts()
    type = try fields.optionalText()
    addresses = try fields.texts()
    if try fields.number() > 0 { identifiers = try fields.texts() }
    coordinates = try fields.optionalText()
  }
}
