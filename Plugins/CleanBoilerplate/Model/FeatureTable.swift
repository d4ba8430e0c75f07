import Markup

/// The rows of features of a page, made part by part: all at once would be a hundred times a page of short
/// leaves.
struct FeatureTable {
  /// The rows of the part that was made last, one after another.
  private(set) var values: [Int32] = []
  let rows: [Int]
  static let width = names.count
  /// So many rows make a part; they fit into a processor's second cache.
  static let partRows = 256

  /// `values`, while a part is made, and where the next one goes: every row writes `width` of them, for which
  /// there is room.
  private var room = UnsafeMutableBufferPointer<Int32>(start: nil, count: 0)
  private var cursor = 0
  private let features: LeafFeatures
  private let pageValues: [Int32]
  private let whole: SIMD8<Int32>
  private var position = 0
  private var heading = -1
  private var landmarks: Landmarks

  /// Names of the columns, in their order.
  static let names: [String] =
    textNames.map { "text." + $0 } + TextWords.names.map { "words." + $0 }
    + ElementContext.kinds.map { "in." + $0.name } + NameGroups.names.map { "name." + $0 }
    + elementNames.map { "element." + $0 }
    + ["a1", "a2", "a3"].flatMap { a in areaNames.map { a + "." + $0 } }
    + ["card", "run"].flatMap { r in repeatNames.map { r + "." + $0 } }
    + ["p2", "p1", "n1", "n2"].flatMap { n in neighbourNames.map { n + "." + $0 } }
    + ["w3", "w8"].flatMap { w in ["letters", "linkShare", "sentences"].map { w + "." + $0 } }
    + placeNames.map { "place." + $0 } + ruleNames.map { "rule." + $0 } + PageFeatures.names

  private static let textNames = [
    "letters", "linkShare", "digitShare", "capitalShare", "words", "lettersPerWord", "sentences",
    "sentenceRate",
    "commas", "dividers", "currencies", "brackets", "questions", "lineBreaks", "links", "strongShare",
    "hasYear",
    "hasClock", "hasAt", "hasCopyright", "endsInColon", "endsInEllipsis", "endsInSentence", "beginsLower",
    "beginsWithDigit", "isRepeated", "functionShare", "openingRepeated", "wordsPerSentence",
  ]
  private static let elementNames = [
    "tag", "heading", "depth", "flags", "hidden", "ariaHidden", "notDisplayed", "articleBody",
    "itemDescription",
    "itemText", "roleNavigation", "roleMain", "roleOther", "roleTab", "shapeCount", "shapeLetters",
    "shapeLinkShare", "shapeMean", "shapeSentences",
    "parentTag", "shapeShare",
  ]
  private static let areaNames = [
    "leaves", "letters", "linkShare", "lettersPerLeaf", "sentencesPerLeaf", "pageShare", "proseShare",
    "levels",
    "placeInArea", "tag",
  ]
  private static let repeatNames = [
    "count", "place", "levels", "letters", "linkShare", "leaves", "sentences", "currencies", "headings",
    "groupShare", "forum",
  ]
  private static let neighbourNames = [
    "letters", "linkShare", "heading", "sentences", "sameParent", "sameTag",
  ]
  private static let placeNames = [
    "leaf", "letters", "lettersBefore", "proseBefore", "proseAfter", "inContainer", "toContainer",
    "commonShare",
    "commonLevels", "sinceHeading", "headingLevel", "headingLetters", "headingIsLink", "depthToContainer",
    "sinceTitle",
    "titleLevels", "titleShare", "sinceMore", "moreLevels", "sinceComment", "commentLevels", "articles",
    "isTitle", "moreShare", "commentShare",
  ]
  private static let ruleNames = [
    "verdict", "cutByName", "outside", "linkDensity", "linkList", "before", "after", "comments", "hidden",
    "role",
    "caption",
  ]

  @inline(__always) mutating func add(_ value: Int) { add(Int32(clamping: value)) }
  @inline(__always) mutating func add(_ value: Bool) { add(value ? 1 as Int32 : 0) }
  @inline(__always) mutating func add(_ value: Int32) {
    room[cursor] = value
    cursor += 1
  }

  init(_ features: LeafFeatures) {
    self.features = features
    rows = features.rows
    pageValues = Self.pageValues(features)
    whole = features.sum(0..<features.page.leaves.count)
    landmarks = Landmarks(title: features.titleLeaf)
  }

  /// Makes the next part; false at the end.
  mutating func makePart() -> Bool {
    let end = min(rows.count, position + Self.partRows)
    guard position < end else { return false }
    var part: [Int32] = []
    swap(&part, &values)
    let size = (end - position) * Self.width
    if part.count > size { part.removeLast(part.count - size) }
    if part.count < size { part = Array(repeating: 0, count: size) }
    part.withUnsafeMutableBufferPointer { buffer in
      room = buffer
      for row in position..<end {
        cursor = (row - position) * Self.width
        addRow(row)
      }
      room = UnsafeMutableBufferPointer(start: nil, count: 0)
    }
    swap(&part, &values)
    position = end
    return true
  }

  private mutating func addRow(_ row: Int) {
    let leaf = rows[row]
    let element = features.page.leaves[leaf].element
    addText(features, leaf)
    addElement(features, leaf, element)
    addAreas(features, leaf, element, whole)
    addRepeats(features, element, whole)
    addNeighbours(features, row)
    addWindows(features, leaf)
    addPlace(features, row, leaf, element, features.content.container, whole, heading)
    addLandmarks(features, leaf, element, whole, landmarks)
    landmarks.pass(leaf, features)
    addRules(features, leaf, element)
    for value in pageValues { add(value) }
    if features.isHeading(leaf) { heading = leaf }
  }

  private mutating func addText(_ features: LeafFeatures, _ leaf: Int) {
    let text = features.texts[leaf]
    let n = Int32(clamping: text.letters)
    add(text.letters)
    add(LeafFeatures.share(Int32(clamping: text.linkLetters), n))
    add(LeafFeatures.share(Int32(clamping: text.digits), n))
    add(LeafFeatures.share(Int32(clamping: text.capitals), n))
    add(text.words)
    add(text.words > 0 ? text.letters * 10 / text.words : 0)
    add(text.sentences)
    add(text.sentences * 10_000 / (text.letters + 40))
    for value in [
      text.commas, text.dividers, text.currencies, text.brackets, text.questions, text.lineBreaks, text.links,
    ] { add(value) }
    add(LeafFeatures.share(Int32(clamping: text.strongLetters), n))
    for value in [
      text.hasYear, text.hasClock, text.hasAt, text.hasCopyright, text.endsInColon, text.endsInEllipsis,
      text.endsInSentence, text.beginsLower, text.beginsWithDigit,
    ] { add(value) }
    add(features.seen.counts[Int(text.textNumber)])
    add(text.words > 0 ? Int(text.hits[0]) * 1_000 / text.words : 0)
    add(text.letters >= 30 ? features.seenOpenings.counts[Int(text.openingNumber)] : 0)
    add(text.words * 10 / (text.sentences + 1))
    for i in 0..<TextWords.names.count { add(Int32(text.hits[i])) }
  }

  private mutating func addElement(_ features: LeafFeatures, _ leaf: Int, _ element: Int) {
    let count = ElementContext.kinds.count + NameGroups.names.count
    features.context.takeDistances(
      of: element, in: features.page, to: UnsafeMutableBufferPointer(rebasing: room[cursor..<cursor + count]))
    cursor += count
    let flags = features.context.inherited[element]
    let tag = features.page.elements[element].tag
    add(Int(tag.rawValue))
    add(tag.headingLevel ?? 0)
    add(features.page.elements[element].depth)
    add(Int(features.page.marks.flags[element].rawValue))
    for flag in [
      ElementMarks.Flags.hiddenAttribute, .ariaHidden, .notDisplayed, .articleBody, .itemDescription,
      .itemText,
      .roleNavigation, .roleMain, .roleOther, .roleTab,
    ] { add(flags.contains(flag)) }
    let shape = features.shapes[Int(features.texts[leaf].shapeNumber)]
    add(shape[0])
    add(shape[1])
    add(LeafFeatures.share(shape[2], shape[1]))
    add(shape[1] / max(1, shape[0]))
    add(Self.perHundred(shape[3], shape[0]))
    add(Int(features.page.elements[max(0, features.page.elements[element].parent)].tag.rawValue))
    add(LeafFeatures.share(shape[1], features.whole[0]))
  }

  /// How many of something there are for a hundred of something else.
  private static func perHundred(_ part: Int32, _ whole: Int32) -> Int32 {
    Int32(clamping: Int64(part) * 100 / Int64(max(1, whole)))
  }

  /// The three nearest elements around a leaf that each hold more leaves than the one before.
  private mutating func addAreas(
    _ features: LeafFeatures, _ leaf: Int, _ element: Int, _ whole: SIMD8<Int32>
  ) {
    var area = element
    var levels = 0
    var known: Int32 = 1
    for _ in 0..<3 {
      while area > 0, features.sum(features.page.elements[area].leaves)[3] <= known {
        area = features.page.elements[area].parent
        levels += 1
      }
      let leaves = features.page.elements[area].leaves
      let sum = features.sum(leaves)
      known = max(known, sum[3])
      add(sum[3])
      add(sum[0])
      add(LeafFeatures.share(sum[1], sum[0]))
      add(sum[0] / max(1, sum[3]))
      add(Self.perHundred(sum[2], sum[3]))
      add(LeafFeatures.share(sum[0], whole[0]))
      add(LeafFeatures.share(sum[4], whole[4]))
      add(levels)
      add(LeafFeatures.share(features.sum(leaves.lowerBound..<leaf)[3], sum[3]))
      add(Int(features.page.elements[area].tag.rawValue))
    }
  }

  /// Like siblings: the nearest element of such a row with more than one leaf (a card), and the nearest at
  /// all.
  private mutating func addRepeats(_ features: LeafFeatures, _ element: Int, _ whole: SIMD8<Int32>) {
    var card: Int?
    var run: Int?
    var i = element
    while i > 0, card == nil {
      if features.context.groupCounts[Int(features.context.group[i])] >= 3 {
        if run == nil { run = i }
        if features.sum(features.page.elements[i].leaves)[3] > 1 { card = i }
      }
      i = features.page.elements[i].parent
    }
    addRepeat(features, card, element, whole)
    addRepeat(features, run, element, whole)
  }

  private mutating func addRepeat(
    _ features: LeafFeatures, _ found: Int?, _ element: Int, _ whole: SIMD8<Int32>
  ) {
    guard let found else {
      for _ in Self.repeatNames { add(-1) }
      return
    }
    let sum = features.sum(features.page.elements[found].leaves)
    let around = features.sum(features.page.elements[features.page.elements[found].parent].leaves)
    add(features.context.groupCounts[Int(features.context.group[found])])
    add(features.context.groupPlace[found])
    add(features.page.elements[element].depth - features.page.elements[found].depth)
    add(sum[0])
    add(LeafFeatures.share(sum[1], sum[0]))
    add(sum[3])
    add(sum[2])
    add(sum[5])
    add(sum[6])
    add(LeafFeatures.share(around[0], whole[0]))
    add(sum[7])
  }

  private mutating func addNeighbours(_ features: LeafFeatures, _ row: Int) {
    let parent = features.page.elements[features.page.leaves[rows[row]].element].parent
    let tag = features.page.elements[features.page.leaves[rows[row]].element].tag
    for step in [-2, -1, 1, 2] {
      guard rows.indices.contains(row + step) else {
        for _ in Self.neighbourNames { add(-1) }
        continue
      }
      let other = rows[row + step]
      let element = features.page.leaves[other].element
      let text = features.texts[other]
      add(text.letters)
      add(LeafFeatures.share(Int32(clamping: text.linkLetters), Int32(clamping: text.letters)))
      add(features.page.elements[element].tag.headingLevel ?? 0)
      add(text.sentences)
      add(features.page.elements[element].parent == parent)
      add(features.page.elements[element].tag == tag)
    }
  }

  private mutating func addWindows(_ features: LeafFeatures, _ leaf: Int) {
    for width in [3, 8] {
      let sum = features.sum(max(0, leaf - width)..<min(features.page.leaves.count, leaf + width + 1))
      add(sum[0])
      add(LeafFeatures.share(sum[1], sum[0]))
      add(sum[2])
    }
  }
}
