import StageKit

extension WriteTEI.Contribution: ContributionValue {
  public func encoded() -> [UInt8] {
    var fields = ContributionFieldWriter()
    for text in [file, xmlID, title] { fields.add(text) }
    fields.add(languages)
    fields.add(words)
    fields.add(characters)
    fields.add(names)
    fields.add(authority.count)
    for entry in authority { entry.add(to: &fields) }
    return fields.bytes
  }

  /// - Throws: `StageError` "contribution-unreadable".
  public init(encoded: [UInt8]) throws(StageError) {
    var fields = ContributionFieldReader(encoded)
    self.init(
      file: try fields.text(), xmlID: try fields.text(), title: try fields.text(),
      languages: try fields.texts(), words: try fields.number(), characters: try fields.number(),
      names: try fields.counts(), authority: [])
    for _ in 0..<(try fields.count()) { authority.append(try AuthorityEntry(&fields)) }
    guard fields.isAtEnd else { throw ContributionFieldReader.unreadable }
  }
}

extension AuthorityEntry {
  fileprivate func add(to fields: inout ContributionFieldWriter) {
    fields.add(kind.rawValue)
    fields.add(key)
    fields.add(name)
    fields.add(variants)
    fields.add(type)
    fields.add(addresses)
    fields.add(identifiers == nil ? 0 : 1)
    if let identifiers { fields.add(identifiers) }
    fields.add(coordinates)
    fields.add(count)
  }

  fileprivate init(_ fields: inout ContributionFieldReader) throws(StageError) {
    guard let kind = AuthorityKind(rawValue: try fields.text()) else {
      throw ContributionFieldReader.unreadable
    }
    self.init(kind, key: try fields.text(), name: try fields.text())
    variants = try fields.texts()
    type = try fields.optionalText()
    addresses = try fields.texts()
    if try fields.number() > 0 { identifiers = try fields.texts() }
    coordinates = try fields.optionalText()
    count = try fields.number()
  }
}
