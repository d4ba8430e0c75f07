import Markup

/// What the block model takes from the attributes of elements, noted once while the page is read.
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

  /// What is noted of one element.
  struct Look {
    fileprivate var groups: UInt64 = 0
    fileprivate var shape: UInt64
    fileprivate var flags: Flags = []

    init(_ tag: Tag) { shape = WordHash.add(tag.rawValue, to: WordHash.start) }

    /// Takes in the groups of the words of a name.
    mutating func take(_ groups: UInt64, of value: ArraySlice<UInt8>, _ key: NameKeys) {
      guard key == .class || key == .id else { return }
      self.groups |= value.count <= ElementMarks.maxNameBytes ? groups : ElementMarks.groups(of: value)
      if key == .class { shape = ElementMarks.addFirstWord(of: value, to: shape) }
    }

    /// Takes in an attribute that holds no name.
    mutating func take(_ key: AttributeKey, _ value: ArraySlice<UInt8>, _ marks: AttributeMarks) {
      switch key {
      case .hidden: flags.insert(.hiddenAttribute)
      case .ariaHidden: if value.elementsEqual("true".utf8) { flags.insert(.ariaHidden) }
      case .style: if value.count < 2_000, marks.contains(.notDisplayed) { flags.insert(.notDisplayed) }
      case .role: flags.formUnion(ElementMarks.role(String(decoding: value, as: UTF8.self)))
      case .itemprop: flags.formUnion(ElementMarks.property(String(decoding: value, as: UTF8.self)))
      default: break
      }
    }

    /// Takes in the address of a link. Of its value only the beginning counts.
    mutating func takeAddress(_ raw: ArraySlice<UInt8>, _ attribute: HTMLStream.Attribute, in text: [UInt8]) {
      let first = raw.first == 0x26 ? HTMLStream.value(of: attribute, in: text).first : raw.first
      flags.insert(first == 0x23 ? .ownAnchor : .hasAddress)
    }
  }

  /// Bytes of a name whose groups count.
  fileprivate static let maxNameBytes = 2_000

  mutating func reserveCapacity(_ count: Int) {
    groups.reserveCapacity(count)
    shapes.reserveCapacity(count)
    flags.reserveCapacity(count)
  }

  /// Adds the next element.
  mutating func append(_ look: Look) {
    groups.append(look.groups)
    shapes.append(look.shape)
    flags.append(look.flags)
  }

  /// Takes an element for one of another tag.
  mutating func setTag(_ tag: Tag, of element: Int, named names: ArraySlice<UInt8>?) {
    let shape = WordHash.add(tag.rawValue, to: WordHash.start)
    shapes[element] = names.map { Self.addFirstWord(of: $0, to: shape) } ?? shape
  }

  fileprivate static func role(_ value: String) -> Flags {
    switch value.lowercased() {
    case "main", "article": .roleMain
    case "navigation", "menu", "menubar", "menuitem", "banner", "contentinfo", "search", "toolbar":
      .roleNavigation
    case "complementary", "dialog", "alertdialog", "alert", "button", "status": .roleOther
    case "tab", "tabpanel", "region", "group", "listitem", "list": .roleTab
    default: []
    }
  }

  fileprivate static func property(_ value: String) -> Flags {
    switch value.lowercased() {
    case "articlebody", "mainentityofpage": .articleBody
    case "description", "reviewbody": .itemDescription
    case "text", "commenttext": .itemText
    default: []
    }
  }

  fileprivate static func addFirstWord(of names: ArraySlice<UInt8>, to hash: UInt64) -> UInt64 {
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
  fileprivate static func groups(of names: ArraySlice<UInt8>) -> UInt64 {
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
    for byte in names.prefix(maxNameBytes) {
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
