import Markup

/// Attributes by which elements are judged, told apart once for each name of a page.
enum AttributeKey: UInt8 {
  case other
  case `class`, id, itemprop, rel
  case style, hidden, ariaHidden, role, href
  case property, name, content, type, lang, xmlLang

  /// Whether it says something of any element.
  var isOfAny: Bool { rawValue > Self.other.rawValue && rawValue < Self.property.rawValue }

  static let named: [String: AttributeKey] = [
    "class": .class, "id": .id, "itemprop": .itemprop, "rel": .rel, "style": .style, "hidden": .hidden,
    "aria-hidden": .ariaHidden, "role": .role, "href": .href, "property": .property, "name": .name,
    "content": .content, "type": .type,
    "lang": .lang, "xml:lang": .xmlLang,
  ]
}

/// What an element's attributes say of it, as bits.
struct AttributeMarks: OptionSet {
  let rawValue: UInt8
  /// Attribute `hidden`, whatever its value.
  static let hidden = AttributeMarks(rawValue: 1)
  static let ariaHidden = AttributeMarks(rawValue: 2)
  /// A style that shows nothing of it.
  static let notDisplayed = AttributeMarks(rawValue: 4)
  /// A style that says how it is displayed, and one that makes a line of its own of it.
  static let displayedAsLine = AttributeMarks(rawValue: 8)
  /// A name of what stands apart in a byline, and of a byline.
  static let apart = AttributeMarks(rawValue: 16)
  static let byline = AttributeMarks(rawValue: 32)
  static let hasRole = AttributeMarks(rawValue: 64)
}

/// The attributes of a page's elements, read from the page itself when they are asked for.
struct PageAttributes {
  private let text: [UInt8]
  private let list: [HTMLStream.Attribute]
  private let names: [String]
  private let keys: [AttributeKey]

  init(_ stream: HTMLStream) {
    text = stream.input
    list = stream.attributes
    names = stream.attributeNames
    keys = names.map { AttributeKey.named[$0] ?? .other }
  }

  func value(of name: String, in range: Range<Int>) -> String? {
    for i in range where names[list[i].nameIndex] == name { return string(list[i]) }
    return nil
  }

  func value(of key: AttributeKey, in range: Range<Int>) -> ArraySlice<UInt8>? {
    for i in range where keys[list[i].nameIndex] == key { return HTMLStream.value(of: list[i], in: text) }
    return nil
  }

  func described(_ range: Range<Int>) -> [HTMLAttribute] {
    list[range].map { HTMLAttribute(name: names[$0.nameIndex], value: string($0)) }
  }

  private func string(_ attribute: HTMLStream.Attribute) -> String {
    String(decoding: HTMLStream.value(of: attribute, in: text), as: UTF8.self)
  }

  /// What the attributes say, and the words of those that hold names; what the block model takes from them
  /// goes into `look`.
  func marks(
    of range: Range<Int>, words: inout [NameWord], look: inout ElementMarks.Look
  ) -> AttributeMarks {
    var marks: AttributeMarks = []
    let first = words.count
    for i in range {
      let attribute = list[i]
      let key = keys[attribute.nameIndex]
      guard key.isOfAny else { continue }
      if key == .href {
        look.takeAddress(text[attribute.range], attribute, in: text)
        continue
      }
      let value = HTMLStream.value(of: attribute, in: text)
      switch key {
      case .other, .href, .property, .name, .content, .type, .lang, .xmlLang: break
      case .class: addWords(of: value, .class, first, &words, &marks, &look)
      case .id: addWords(of: value, .id, first, &words, &marks, &look)
      case .itemprop: addWords(of: value, .itemprop, first, &words, &marks, &look)
      case .rel: addWords(of: value, .rel, first, &words, &marks, &look)
      case .style: marks.formUnion(StyleText.marks(of: value))
      case .hidden: marks.insert(.hidden)
      case .ariaHidden:
        if text[attribute.range].elementsEqual("true".utf8) { marks.insert(.ariaHidden) }
      case .role: marks.insert(.hasRole)
      }
      look.take(key, value, marks)
    }
    return marks
  }

  private func addWords(
    of value: ArraySlice<UInt8>, _ key: NameKeys, _ first: Int, _ words: inout [NameWord],
    _ marks: inout AttributeMarks, _ look: inout ElementMarks.Look
  ) {
    let start = words.count
    var groups: UInt64 = 0
    KnownWords.add(value, key, to: &words, from: first, groups: &groups)
    look.take(groups, of: value, key)
    guard key != .id else { return }
    for i in start..<words.count {
      if words[i].families.contains(.apart) { marks.insert(.apart) }
      if words[i].families.contains(.byline) { marks.insert(.byline) }
    }
  }
}

/// What a `style` attribute says of how an element is shown.
enum StyleText {
  /// - Complexity: O(length).
  static func marks(of value: ArraySlice<UInt8>) -> AttributeMarks {
    var marks: AttributeMarks = []
    // `display` and `visibility` have a letter that few other properties have.
    guard value.contains(where: { $0 | 0x20 == 0x79 }) else { return marks }
    let style = value.filter { $0 != 0x20 }.map { Letters.isASCIILetter($0) ? $0 | 0x20 : $0 }
    if Letters.contains(style, displayNone) || Letters.contains(style, notVisible) {
      marks.insert(.notDisplayed)
    }
    guard Letters.contains(style, display) else { return marks }
    for declaration in style.split(separator: 0x3B) {
      let parts = declaration.split(separator: 0x3A)
      // An inline block says nothing: drop caps are made with it.
      if parts.count == 2, parts[0].elementsEqual(display),
        lines.contains(where: { $0.elementsEqual(parts[1]) })
      {
        marks.insert(.displayedAsLine)
      }
    }
    return marks
  }

  private static let display = Array("display".utf8)
  private static let displayNone = Array("display:none".utf8)
  private static let notVisible = Array("visibility:hidden".utf8)
  private static let lines = ["block", "flex", "grid", "table", "list-item"].map { Array($0.utf8) }
}
