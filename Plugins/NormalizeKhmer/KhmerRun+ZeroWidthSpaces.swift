import UnicodeText

extension KhmerRun {
  /// What a run begins or ends beside.
  enum Border {
    case text
    /// A space, or the edge of the block.
    case edge
    /// There a zero-width space says where the address ends, whatever is asked for.
    case address
  }

  /// Looks at each group of spaces and zero-width spaces, once.
  mutating func dropZeroWidthSpaces(from start: Border, to end: Border) {
    var kept: [Token] = []
    kept.reserveCapacity(tokens.count)
    var index = 0
    while index < tokens.count {
      guard tokens[index].kind == .zeroWidthSpace || tokens[index].kind == .space else {
        kept.append(tokens[index])
        index += 1
        continue
      }
      let first = index
      while index < tokens.count, tokens[index].kind == .zeroWidthSpace || tokens[index].kind == .space {
        index += 1
      }
      let group = tokens[first..<index]
      let right = index < tokens.count ? tokens[index] : nil
      let borders = (kept.isEmpty ? [start] : []) + (right == nil ? [end] : [])
      for (offset, rule) in zip(group.indices, rules(for: group, after: kept.last, before: right, borders)) {
        if let rule {
          drops.append(Drop(range: tokens[offset].range, rule: rule))
        } else {
          kept.append(tokens[offset])
        }
      }
    }
    tokens = kept
  }

  /// For each token of a group the rule that drops it, nil when it stays.
  private func rules(
    for group: ArraySlice<Token>, after left: Token?, before right: Token?, _ borders: [Border]
  ) -> [Rule?] {
    let hasSpace = group.contains { $0.kind == .space }
    if options.repair == .on, let left, let right {
      if right.value == Khmer.lekToo && (left.kind == .base || left.kind.isDependent) {
        return group.map { _ in .lekTooSpace }
      }
      let carries = left.kind == .base || left.kind.isDependent
      if !hasSpace && (carries && right.kind.isDependent || left.kind == .coeng && right.kind == .base) {
        return group.map { _ in .zeroWidthSpaceInSyllable }
      }
    }
    let isAmongKhmer = [left, right].contains { $0.map { CodePoint.isKhmer($0.value) } ?? false }
    guard options.zwsp != .keep && isAmongKhmer else { return group.map { _ in nil } }
    let keepsOne = options.zwsp == .collapse && !borders.contains(.edge) || borders.contains(.address)
    var keepsNext = keepsOne && !hasSpace
    return group.map { token in
      guard token.kind == .zeroWidthSpace else { return nil }
      defer { keepsNext = false }
      return keepsNext ? nil : .zeroWidthSpace
    }
  }
}
