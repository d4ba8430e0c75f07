import UnicodeText

/// A name found in a region.
struct NameMatch: Sendable, Equatable {
  /// UTF-8 bytes of the document's text.
  var range: Range<Int>
  /// Number of the compiled list, of the name in it, and of what the name stands for.
  var image: Int
  var name: Int
  var referent: Int
  /// Of two names that cross or compete the one of the higher rank counts.
  var rank: Int
  /// Written in capitals where the list is not: true only where the document names it otherwise too.
  var isAllCaps: Bool
  /// Found by the form without diacritics.
  var isBare: Bool
  /// The name is one word of capitals.
  var isAcronym: Bool
}

/// Finds the names of compiled lists in a region: at the boundaries of words and of clusters, with capitals
/// where the list has them; names may nest, and never cross.
struct NameMatcher: Sendable {
  private let images: [GazetteerImage]
  private let ranks: [[Int]]

  init(_ gazetteer: Gazetteer) {
    images = gazetteer.images
    ranks = gazetteer.ranks
  }

  /// A matcher of names that one document has.
  ///
  /// - Complexity: O(bytes of the names · log names).
  init(_ names: [GazetteerName]) {
    guard !names.isEmpty else {
      (images, ranks) = ([], [])
      return
    }
    var builder = GazetteerImageBuilder()
    for name in names { builder.add(name: name.name, referent: name.referent) }
    // It fails only for 4 GiB of names, and then the document finds none of its own.
    let image = try? GazetteerImage(GazetteerStorage(copying: builder.image()), file: "names")
    images = image.map { [$0] } ?? []
    ranks = images.map { _ in [0] }
  }

  /// All matches, also those that nest or have the same range; of those that cross, the one of higher rank,
  /// else the one that begins first.
  ///
  /// - Complexity: O(words · longest name); for scripts without spaces O(clusters · longest name).
  func matches(in region: Region, _ text: [UInt8]) -> [NameMatch] {
    var matches = found(in: region, text) { _ in true }
    if region.isAllCaps { for index in matches.indices { matches[index].isAllCaps = true } }
    return Crossings.removed(from: matches)
  }

  /// Whether one of the names stands in a free range.
  func hasMatch(in region: Region, _ text: [UInt8], isFree: (Range<Int>) -> Bool) -> Bool {
    let free = found(in: region, text) { token in
      // In a script without spaces a name may begin behind the token's beginning.
      token.hash == 0 || isFree(token.range.lowerBound..<token.range.lowerBound + 1)
    }
    return free.contains { isFree($0.range) }
  }

  /// All names that begin at some of the tokens, those that cross too.
  @inline(__always) private func found(
    in region: Region, _ text: [UInt8], at isWanted: (Token) -> Bool
  ) -> [NameMatch] {
    var matches: [NameMatch] = []
    forEachImage(region.folded, text) { number, view, bytes, boundaries, text in
      let search = Search(
        number: number, ranks: ranks[number], view: view, bytes: bytes, boundaries: boundaries, text: text,
        folded: region.folded)
      let asksForCapitals = view.asksForCapitals
      region.tokens.withUnsafeBufferPointer { tokens in
        for index in tokens.indices where tokens[index].mayBeginName {
          let (hash, isSmall) = (tokens[index].hash, tokens[index].shape == .lower)
          if hash == 0 || !(isSmall && asksForCapitals) && view.mayBegin(hash, isSmall: isSmall),
            isWanted(tokens[index])
          {
            search.find(tokens[index], &matches)
          }
        }
      }
    }
    return matches
  }

  /// Finds names in a text without blocks or tokens, in pieces of some 64 KiB that end with a line.
  ///
  /// - Complexity: O(words · longest name).
  func scan(_ text: [UInt8], _ body: (NameMatch) -> Void) {
    var start = 0
    while start < text.count {
      var end = min(start + 1 << 16, text.count)
      while end < text.count, text[end - 1] != 0x0A { end += 1 }
      for match in matches(in: start..<end, of: text) { body(match) }
      start = end
    }
  }

  private func matches(in range: Range<Int>, of text: [UInt8]) -> [NameMatch] {
    let folded = FoldedRegion(text, in: range)
    var matches: [NameMatch] = []
    forEachImage(folded, text) { number, view, bytes, boundaries, text in
      let search = Search(
        number: number, ranks: ranks[number], view: view, bytes: bytes, boundaries: boundaries, text: text,
        folded: folded)
      for start in bytes.indices where boundaries[start] & NameBoundaries.start != 0 {
        search.find(at: start, &matches)
      }
    }
    return Crossings.removed(from: matches)
  }

  /// Calls `body` with each list, and the bytes that are searched, none of them to be kept.
  @inline(__always) private func forEachImage(
    _ folded: FoldedRegion, _ text: [UInt8],
    _ body: (
      _ number: Int, GazetteerView, _ bytes: UnsafeBufferPointer<UInt8>,
      _ boundaries: UnsafeBufferPointer<UInt8>, _ text: UnsafeBufferPointer<UInt8>
    ) -> Void
  ) {
    text.withUnsafeBufferPointer { text in
      folded.withBytes { bytes, boundaries in
        for number in images.indices { images[number].withView { body(number, $0, bytes, boundaries, text) } }
      }
    }
  }
}

/// A list and the text that it is looked for in.
private struct Search {
  let number: Int
  let ranks: [Int]
  let view: GazetteerView
  let bytes: UnsafeBufferPointer<UInt8>
  let boundaries: UnsafeBufferPointer<UInt8>
  let text: UnsafeBufferPointer<UInt8>
  let folded: FoldedRegion

  /// Adds the names that begin at a token, or in one of a script without spaces. Apart, so that most words cost no
  /// more than a look into the filter.
  @inline(never) func find(_ token: Token, _ matches: inout [NameMatch]) {
    let range = token.folded
    if token.hash != 0 {
      view.forEachMatch(in: bytes, boundaries, of: range, hash: token.hash) { end, name in
        let isWord = end == range.upperBound && token.kind == .word
        add(isWord ? match(name, token) : match(name, range.lowerBound..<end), to: &matches)
      }
      return
    }
    find(at: range.lowerBound, &matches)
    guard token.shape == .caseless, token.kind == .word else { return }
    // No space is in a token, so that another thing may begin wherever a name may end.
    for start in range.dropFirst() where boundaries[start] & NameBoundaries.end != 0 {
      find(at: start, &matches)
    }
  }

  /// Adds the names that begin at an offset.
  @inline(__always) func find(at start: Int, _ matches: inout [NameMatch]) {
    view.forEachMatch(in: bytes, boundaries, at: start) { add(match($1, start..<$0), to: &matches) }
  }

  private func add(_ match: NameMatch?, to matches: inout [NameMatch]) {
    guard let match else { return }
    if matches.isEmpty { matches.reserveCapacity(16) }
    matches.append(match)
  }

  /// A name of the list at a range of folded text; nil where the text has not the capitals or diacritics that it asks
  /// for.
  private func match(_ name: Int, _ range: Range<Int>) -> NameMatch? {
    let isBare = isBare(name)
    guard !isBare || !folded.isVietnamese else { return nil }
    let range = folded.sourceRange(of: range)
    let shapes = shapes(ofName: name)
    return WordShapes.fit(shapes, text, range).map { match(name, range, $0, shapes, isBare: isBare) }
  }

  /// The same for a name that is one plain word of the text: the token has its shape.
  private func match(_ name: Int, _ word: Token) -> NameMatch? {
    let (isBare, shapes) = (isBare(name), shapes(ofName: name))
    guard WordShapes.isWord(shapes) else { return match(name, word.folded) }
    guard !isBare || !folded.isVietnamese else { return nil }
    return WordShapes.fit(word: shapes, word.shape).map {
      match(name, word.range, $0, shapes, isBare: isBare)
    }
  }

  private func isBare(_ name: Int) -> Bool {
    view.nameField(name, GazetteerLayout.Name.flags, as: UInt8.self) & GazetteerLayout.Name.isBare != 0
  }

  private func shapes(ofName name: Int) -> UInt64 {
    view.nameField(name, GazetteerLayout.Name.shapes, as: UInt64.self)
  }

  private func match(
    _ name: Int, _ range: Range<Int>, _ fit: WordShapes.Fit, _ shapes: UInt64, isBare: Bool
  ) -> NameMatch {
    let list = Int(view.nameField(name, GazetteerLayout.Name.list, as: UInt8.self))
    return NameMatch(
      range: range, image: number, name: name,
      referent: Int(view.nameField(name, GazetteerLayout.Name.referent, as: UInt32.self)),
      rank: ranks[min(list, ranks.count - 1)], isAllCaps: fit == .capitals, isBare: isBare,
      isAcronym: shapes == WordShapes.oneOfCapitals)
  }
}

/// Where names may begin and end in scripts without spaces.
enum Clusters {
  /// The token's start, and in a script without spaces the start of each cluster.
  static func starts(_ bytes: [UInt8], _ range: Range<Int>, isUnspaced: Bool) -> [Int] {
    guard isUnspaced else { return [range.lowerBound] }
    return bytes.withUnsafeBufferPointer { bytes in
      var starts: [Int] = []
      var offset = range.lowerBound
      while offset < range.upperBound {
        starts.append(offset)
        offset = next(bytes, after: offset, before: range.upperBound)
      }
      return starts
    }
  }

  /// The first boundary after an offset, or the end.
  static func next(_ bytes: UnsafeBufferPointer<UInt8>, after offset: Int, before end: Int) -> Int {
    var offset = offset + 1
    while offset < end, !NameBoundary.isBoundary(bytes, offset) { offset += 1 }
    return offset
  }

  /// Whether a name may end (and another thing begin) at an offset.
  static func isBoundary(_ bytes: [UInt8], _ offset: Int) -> Bool {
    bytes.withUnsafeBufferPointer { NameBoundary.isBoundary($0, offset) }
  }
}
