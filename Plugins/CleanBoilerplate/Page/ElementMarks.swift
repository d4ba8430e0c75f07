import Markup

/// What the block model reads from the attributes of elements, once for each page.
///
/// This is the only place of the model that looks at attributes.
struct ElementMarks {
  /// Words of class and id of each element, as groups (`NameGroups`).
  private(set) var groups: [UInt64] = []
  /// Hash of tag and first class word: elements that look the same.
  private(set) var shapes: [UInt64] = []
  private(set) var flags: [Flags] = []

  struct Flags: OptionSet {
    let rawValue: UInt16
    static let hiddenAttribute = Flags(rawValue: 1)
    static let ariaHidden = Flags(rawValue: 2)
    static let notDisplayed = Flags(rawValue: 4)
    static let articleBody = Flags(rawValue: 8)
    static let itemDescription = Flags(rawValue: 16)
    static let itemText = Flags(rawValue: 32)
    static let roleNavigation = Flags(rawValue: 64)
    static let roleMain = Flags(rawValue: 128)
    static let roleOther = Flags(rawValue: 256)
    static let roleTab = Flags(rawValue: 512)
    static let hasAddress = Flags(rawValue: 1024)
    static let ownAnchor = Flags(rawValue: 2048)
  }

  init(_ page: HTMLPage) {
    groups.reserveCapacity(page.elements.count)
    shapes.reserveCapacity(page.elements.count)
    flags.reserveCapacity(page.elements.count)
    for element in page.elements.indices { add(element, page) }
  }

  private mutating func add(_ element: Int, _ page: HTMLPage) {
    var found: UInt64 = 0
    var flag: Flags = []
    var shape = WordHash.add(page.elements[element].tag.rawValue, to: WordHash.start)
    page.forEachAttribute(of: element) { key, value in
      switch key {
      case .class:
        found |= Self.groups(of: value)
        shape = Self.addFirstWord(of: value, to: shape)
      case .id: found |= Self.groups(of: value)
      case .hidden: flag.insert(.hiddenAttribute)
      case .ariaHidden: if value.elementsEqual("true".utf8) { flag.insert(.ariaHidden) }
      case .style: if Self.hides(value) { flag.insert(.notDisplayed) }
      case .role: flag.formUnion(Self.role(String(decoding: value, as: UTF8.self)))
      case .itemprop: flag.formUnion(Self.property(String(decoding: value, as: UTF8.self)))
      case .href: flag.insert(value.first == 0x23 ? .ownAnchor : .hasAddress)
      case .rel, .other: break
      }
    }
    groups.append(found)
    shapes.append(shape)
    flags.append(flag)
  }

  private static func hides(_ style: ArraySlice<UInt8>) -> Bool {
    guard style.count < 2_000 else { return false }
    let bytes = style.filter { $0 != 0x20 }.map { Letters.isASCIILetter($0) ? $0 | 0x20 : $0 }
    return Letters.contains(bytes, displayNone) || Letters.contains(bytes, invisible)
  }

  private static let displayNone = Array("display:none".utf8)
  private static let invisible = Array("visibility:hidden".utf8)

  private static func role(_ value: String) -> Flags {
    switch value.lowercased() {
    case "main", "article": .roleMain
    case "navigation", "menu", "menubar", "menuitem", "banner", "contentinfo", "search", "toolbar":
      .roleNavigation
    case "complementary", "dialog", "alertdialog", "alert", "button", "status": .roleOther
    case "tab", "tabpanel", "region", "group", "listitem", "list": .roleTab
    default: []
    }
  }

  private static func property(_ value: String) -> Flags {
    switch value.lowercased() {
    case "articlebody", "mainentityofpage": .articleBody
    case "description", "reviewbody": .itemDescription
    case "text", "commenttext": .itemText
    default: []
    }
  }

  private static func addFirstWord(of names: ArraySlice<UInt8>, to hash: UInt64) -> UInt64 {
    var hash = hash
    var isInside = false
    for byte in names {
      // A number in a class (post-123) differs from sibling to sibling.
      if byte == 0x20 || byte == 0x0A || (byte >= 0x30 && byte <= 0x39) {
        if isInside { break }
      } else {
        isInside = true
        hash = WordHash.add(byte, to: hash)
      }
    }
    return hash
  }

  /// The groups of the words of a class or id: split at every character that is no letter, and before
  /// capitals.
  static func groups(of names: ArraySlice<UInt8>) -> UInt64 {
    let table = NameGroups.table
    var found: UInt64 = 0
    var hash = WordHash.start
    var length = 0
    var previousIsLower = false
    func end() {
      if length > 1 { found |= table[hash] }
      hash = WordHash.start
      length = 0
    }
    for byte in names.prefix(2_000) {
      let isLetter = Letters.isASCIILetter(byte)
      let isUpper = byte >= 0x41 && byte <= 0x5A
      if !isLetter || (isUpper && previousIsLower) { end() }
      if isLetter {
        hash = WordHash.add(byte | 0x20, to: hash)
        length += 1
      }
      previousIsLower = isLetter && !isUpper
    }
    end()
    return found
  }
}
