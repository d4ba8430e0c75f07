/// For each element what is inside it and around it, as the block model needs it: one walk down, one up.
struct ElementContext {
  /// Levels up to the nearest element with a name of the group; `far` where there is none.
  private(set) var nameDistance: [SIMD64<UInt8>]
  /// Levels up to the nearest element of a kind (`kinds`).
  private(set) var tagDistance: [SIMD32<UInt8>]
  /// What is true of the element or one around it.
  private(set) var inherited: [ElementMarks.Flags]
  /// Whether text inside is no text of the page by the tag of an element around it.
  private(set) var isHiddenByTag: [Bool]
  private(set) var isLink: [Bool]
  /// How many article elements are around it, itself included.
  private(set) var articleDepth: [UInt8]
  private(set) var isStrong: [Bool]
  /// The group of like siblings of each element: an index into `groupCounts`.
  private(set) var group: [Int32]
  private(set) var groupCounts: [Int32] = []
  /// The place among its like siblings, from 0.
  private(set) var groupPlace: [Int32]

  static let far: UInt8 = 15
  /// Kinds of elements whose distance is a feature.
  static let kinds: [(name: String, tags: [Tag])] = [
    ("article", [.article]), ("section", [.section]), ("main", [.main]), ("aside", [.aside]),
    ("header", [.header, .hgroup]), ("footer", [.footer]), ("nav", [.nav, .menu]), ("form", [.form, .fieldset]),
    ("list", [.ul, .ol]), ("ordered", [.ol]), ("li", [.li]), ("dl", [.dl]), ("table", [.table]),
    ("td", [.td, .th]), ("quotation", [.blockquote, .q]), ("pre", [.pre, .code]),
    ("figure", [.figure, .figcaption]), ("details", [.details]), ("a", [.a]),
    ("heading", [.h1, .h2, .h3, .h4, .h5, .h6]), ("p", [.p]), ("strong", [.strong, .b]), ("em", [.em, .i]),
    ("small", [.small]), ("address", [.address]), ("label", [.label]), ("time", [.time]), ("span", [.span]),
  ]
  static let headingKind = kinds.firstIndex { $0.name == "heading" } ?? 0
  private static let kindBits: [UInt32] = {
    var bits = [UInt32](repeating: 0, count: Int(UInt8.max) + 1)
    for (i, kind) in kinds.enumerated() {
      for tag in kind.tags { bits[Int(tag.rawValue)] |= 1 << UInt32(i) }
    }
    return bits
  }()

  init(_ page: HTMLPage, _ marks: ElementMarks, share: (Int) -> Bool) {
    let count = page.elements.count
    nameDistance = Array(repeating: SIMD64(repeating: Self.far), count: count)
    tagDistance = Array(repeating: SIMD32(repeating: Self.far), count: count)
    inherited = Array(repeating: [], count: count)
    isHiddenByTag = Array(repeating: false, count: count)
    isLink = isHiddenByTag
    articleDepth = Array(repeating: 0, count: count)
    isStrong = isHiddenByTag
    group = Array(repeating: -1, count: count)
    groupPlace = Array(repeating: 0, count: count)
    var recent = [SIMD4<Int32>](repeating: SIMD4(repeating: -1), count: count)
    var shapeOfGroup: [UInt64] = []
    for element in 1..<max(1, count) {
      let parent = page.elements[element].parent
      let tag = page.elements[element].tag
      isHiddenByTag[element] = isHiddenByTag[parent] || tag.hidesText
      isLink[element] = isLink[parent] || tag == .a
      articleDepth[element] = min(200, articleDepth[parent] + (tag == .article ? 1 : 0))
      isStrong[element] = isStrong[parent] || tag == .strong || tag == .b || tag == .em || tag == .i
      inherit(element, parent, page, marks, mayBeFurniture: share(element))
      // Like siblings: the parent's last few groups are looked at.
      let shape = marks.shapes[element]
      var found: Int32 = -1
      for lane in 0..<4 {
        let other = recent[parent][lane]
        if other >= 0, shapeOfGroup[Int(other)] == shape { found = other }
      }
      if found < 0 {
        found = Int32(groupCounts.count)
        groupCounts.append(0)
        shapeOfGroup.append(shape)
        let old = recent[parent]
        recent[parent] = SIMD4(found, old[0], old[1], old[2])
      }
      group[element] = found
      groupPlace[element] = groupCounts[Int(found)]
      groupCounts[Int(found)] += 1
    }
  }

  private mutating func inherit(
    _ element: Int, _ parent: Int, _ page: HTMLPage, _ marks: ElementMarks, mayBeFurniture: Bool
  ) {
    let tag = page.elements[element].tag
    // One level more, and 15 (`far`) stays 15: only 16 has the fifth bit.
    var names = nameDistance[parent] &+ SIMD64(repeating: 1)
    names = names &- (names &>> 4)
    var bits = marks.groups[element]
    if tag == .body || tag == .html { bits = 0 }
    if !mayBeFurniture { bits &= ~NameGroups.furniture }
    while bits != 0 {
      names[bits.trailingZeroBitCount] = 0
      bits &= bits - 1
    }
    nameDistance[element] = names
    var tags = tagDistance[parent] &+ SIMD32(repeating: 1)
    tags = tags &- (tags &>> 4)
    var kinds = Self.kindBits[Int(tag.rawValue)]
    while kinds != 0 {
      tags[kinds.trailingZeroBitCount] = 0
      kinds &= kinds - 1
    }
    tagDistance[element] = tags
    let shown: ElementMarks.Flags = [.hiddenAttribute, .ariaHidden, .notDisplayed]
    let own = marks.flags[element]
    inherited[element] = inherited[parent].union(mayBeFurniture ? own : own.subtracting(shown))
  }
}
