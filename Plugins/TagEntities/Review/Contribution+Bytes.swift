import StageKit

extension TagEntities.Contribution: ContributionValue {
  public func encoded() -> [UInt8] {
    var fields = ContributionFieldWriter()
    fields.add(referents.count)
    for mention in referents {
      for text in [mention.label, mention.key, mention.name, mention.type, mention.idno, mention.geo] {
        fields.add(text)
      }
      fields.add(mention.forms)
      fields.add(mention.example)
    }
    fields.add(uncertain.count)
    for row in uncertain {
      fields.add(row.start)
      fields.add(row.end)
      for text in [row.text, row.label, row.key, row.name, row.certainty, row.rule, row.context] {
        fields.add(text)
      }
    }
    return fields.bytes
  }

  /// - Throws: `StageError` "contribution-unreadable".
  public init(encoded: [UInt8]) throws(StageError) {
    var fields = ContributionFieldReader(encoded)
    self.init(referents: [], uncertain: [])
    for _ in 0..<(try fields.count()) { referents.append(try TagEntities.Mention(&fields)) }
    for _ in 0..<(try fields.count()) { uncertain.append(try TagEntities.Uncertain(&fields)) }
    guard fields.isAtEnd else { throw ContributionFieldReader.unreadable }
  }
}

extension TagEntities.Mention {
  fileprivate init(_ fields: inout ContributionFieldReader) throws(StageError) {
    self.init(
      label: try fields.text(), key: try fields.text(), name: try fields.text(), type: try fields.text(),
      idno: try fields.text(), geo: try fields.text(), forms: try fields.counts(), example: try fields.text())
  }
}

extension TagEntities.Uncertain {
  fileprivate init(_ fields: inout ContributionFieldReader) throws(StageError) {
    self.init(
      start: try fields.number(), end: try fields.number(), text: try fields.text(), label: try fields.text(),
      key: try fields.text(), name: try fields.text(), certainty: try fields.text(), rule: try fields.text(),
      context: try fields.text())
  }
}
