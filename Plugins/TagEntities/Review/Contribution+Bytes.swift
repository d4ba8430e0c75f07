import StageKit

extension TagEntities.Contribution: ContributionValue {
  public func encoded() -> [UInt8] {
    var fields = ContributionFieldWriter()
    fields.add(referents.count)
    for mention in referents {
      fields.append(mention.naming)
      fields.add(mention.example)
    }
    fields.add(review)
    return fields.bytes
  }

  /// - Throws: `StageError` "contribution-unreadable".
  public init(encoded: ArraySlice<UInt8>) throws(StageError) {
    var fields = ContributionFieldReader(encoded)
    self.init(referents: [], review: [])
    let count = try fields.count()
    referents.reserveCapacity(min(count, 64))
    for _ in 0..<count { referents.append(try TagEntities.Mention(&fields)) }
    review = try fields.bytes()
    guard fields.isAtEnd else { throw ContributionFieldReader.unreadable }
  }
}

extension TagEntities.Mention {
  fileprivate init(_ fields: inout ContributionFieldReader) throws(StageError) {
    naming = try fields.bytes { fields throws(StageError) in
      _ = try fields.bytes()
      for _ in 0..<(try fields.count()) {
        _ = try fields.bytes()
        _ = try fields.number()
      }
    }
    example = try fields.bytes()
  }
}

extension TagEntities.Naming {
  var encoded: [UInt8] {
    var fields = ContributionFieldWriter()
    fields.add(referent)
    fields.add(forms.count)
    for form in forms {
      fields.add(form.bytes)
      fields.add(form.count)
    }
    return fields.bytes
  }

  /// - Throws: `StageError` "contribution-unreadable".
  init(encoded: ArraySlice<UInt8>) throws(StageError) {
    var fields = ContributionFieldReader(encoded)
    referent = try fields.bytes()
    for _ in 0..<(try fields.count()) {
      forms.append(Form(bytes: try fields.bytes(), count: try fields.number()))
    }
    guard fields.isAtEnd else { throw ContributionFieldReader.unreadable }
  }
}

extension NamedReferent {
  var encoded: [UInt8] {
    var fields = ContributionFieldWriter()
    for text in [label, key, name, type, idno, geo] { fields.add(text) }
    return fields.bytes
  }

  /// - Throws: `StageError` "contribution-unreadable".
  init(encoded: ArraySlice<UInt8>) throws(StageError) {
    var fields = ContributionFieldReader(encoded)
    label = try fields.text()
    key = try fields.text()
    name = try fields.text()
    type = try fields.text()
    idno = try fields.text()
    geo = try fields.text()
    guard fields.isAtEnd else { throw ContributionFieldReader.unreadable }
  }
}
