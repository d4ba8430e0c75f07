/// For each element what is inside it and around it, as the block model needs it: one walk down, and one up
/// from each element that is asked for.
struct ElementContext {
  /// The groups of each element's own names that count (`NameGroups`).
  private var names: [UInt64]
  /// The kinds of each element (`kinds`).
  private var tags: [UInt32]
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

  /// Levels that are not told apart from more.
  static let far = 15
  /// Kinds of elements whose distance is a feature.
  static let kinds: [(name: String, tags: [Tag])] = [
    ("article", [.article]), ("section", [.section]), ("main", [.main]), ("aside", [.aside]),
    ("header", [.header, .hgroup]), ("footer", [.footer]), ("nav", [.nav, .menu]),
    ("form", [.form, .fieldset]),
    ("list", [.ul, .ol]), ("ordered", [.ol]), ("li", [.li]), ("dl", [.dl]), ("table", [.table]),
    ("td", [.td, .th]), ("quotation", [.blockquote, .q]), ("pre", [.pre, .code]),
    ("figure", [.figure, .figcaption]), ("details", [.details]), ("a", [.a]),
    ("heading", [.h1, .h2, .h3, .h4, .h5, .h6]), ("p", [.p]), ("strong", [.strong, .b]), ("em", [.em, .i]),
    ("small", [.small]), ("address", [.address]), ("label", [.label]), ("time", [.time]), ("span", [.span]),
  ]
  private static let headingBit: UInt32 = kindBits[Int(Tag.h1.rawValue)]
  private static let kindBits: [UInt32] = {
    var bits = [UInt32](repeating: 0, count: Int(UInt8.max) + 1)
    for (i, kind) in kinds.enumerated() {
      for tag in kind.tags { bits[Int(tag.rawValue)] |= 1 << UInt32(i) }
    }
    return bits
  }()

  init(_ page: HTMLPage, share: (Int) -> Bool) {
    let marks = page.marks
    let count = page.elements.count
    names = Array(repeating: 0, count: count)
    tags = Array(repeating: 0, count: count)
    let kindBits = Self.kindBits
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
      tags[element] = kindBits[Int(tag.rawValue)]
      inherit(element, parent, tag, marks, mayBeFurniture: share(element))
      join(element, parent, marks.shapes[element], &recent, &shapeOfGroup)
    }
  }

  /// Puts an element into a group of like siblings: the parent's last few groups are looked at.
  private mutating func join(
    _ element: Int, _ parent: Int, _ shape: UInt64, _ recent: inout [SIMD4<Int32>],
    _ shapeOfGroup: inout [UInt64]
  ) {
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

  private mutating func inherit(
    _ element: Int, _ parent: Int, _ tag: Tag, _ marks: ElementMarks, mayBeFurniture: Bool
  ) {
    let bits = tag == .body || tag == .html ? 0 : marks.groups[element]
    names[element] = mayBeFurniture ? bits : bits & ~NameGroups.furniture
    let shown: ElementMarks.Flags = [.hiddenAttribute, .ariaHidden, .notDisplayed]
    let own = marks.flags[element]
    inherited[element] = inherited[parent].union(mayBeFurniture ? own : own.subtracting(shown))
  }

  /// Writes how many levels up from an element the nearest one of each kind is, and then the nearest one with
  /// a name of each group; `far` where none is nearer.
  ///
  /// - Complexity: O(kinds + groups).
  func takeDistances(of element: Int, in page: HTMLPage, to values: UnsafeMutableBufferPointer<Int32>) {
    let firstName = Self.kinds.count
    values.update(repeating: Int32(Self.far))
    var (seenTags, seenNames) = (UInt32(0), UInt64(0))
    var (i, level) = (element, 0)
    while i > 0, level < Self.far {
      var kinds = tags[i] & ~seenTags
      seenTags |= kinds
      while kinds != 0 {
        values[kinds.trailingZeroBitCount] = Int32(level)
        kinds &= kinds - 1
      }
      var groups = names[i] & ~seenNames
      seenNames |= groups
      while groups != 0 {
        values[firstName + groups.trailingZeroBitCount] = Int32(level)
        groups &= groups - 1
      }
      i = page.elements[i].parent
      level += 1
    }
  }

  /// Whether an element, or one of the two around it, is a heading.
  func isHeading(_ element: Int, in page: HTMLPage) -> Bool {
    var i = element
    for _ in 0..<3 where i > 0 {
      if tags[i] & Self.headingBit != 0 { return true }
      i = page.elements[i].parent
    }
    return false
  }
}
