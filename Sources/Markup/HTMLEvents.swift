/// An attribute of a start tag: its name in lower case, its value with character references resolved.
public struct HTMLAttribute: Sendable, Equatable {
  public let name: String
  public let value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// What an HTML parse reports, in the order of the input. Every range counts bytes of the input.
public enum HTMLEvent: Sendable, Equatable {
  /// An element begins. The range is that of its tag; empty where the parser implied the element.
  case start(name: String, attributes: [HTMLAttribute], range: Range<Int>)
  /// An element ends. The range is that of its tag; empty where the parser closed the element by itself.
  case end(name: String, range: Range<Int>)
  /// Text. With `replacement` nil it is a plain copy: exactly the bytes of the range. Else the range holds
  /// one character reference, and the text is the replacement.
  case text(range: Range<Int>, replacement: [UInt8]?)
  /// A comment, a document type, a processing instruction or another declaration, delimiters included.
  case comment(range: Range<Int>)
}

/// HTML as a stream of events over bytes that are UTF-8 already.
///
/// Start and end events are always balanced. The ranges of text, comments and tags ascend and never overlap;
/// what they leave out is only tags that the parser refused, such as a second `<body>` or an end tag of
/// nothing. The content of script and style elements is text. NUL and other control characters are text
/// like any other. Nothing is loaded, nothing expanded beyond the character references of HTML, and neither
/// depth nor the length of a text is limited.
public enum HTMLEvents {
  /// Parses a page and hands each event to the handler.
  ///
  /// - Parameter utf8: the page; a byte order mark at its start is reported as text, and so are bytes that
  ///   are not UTF-8.
  /// - Throws: `MarkupError` "too-large" for 2 GB and more.
  /// - Complexity: O(n) in bytes. Deep nesting with many end tags of nothing would cost more: that work is
  ///   bounded, and past the bound tags are reported as they stand.
  public static func parse(_ utf8: [UInt8], _ handler: (HTMLEvent) -> Void) throws(MarkupError) {
    let page = try HTMLStream(utf8)
    for event in page.events { handler(page.described(event)) }
  }
}

extension HTMLStream {
  fileprivate func described(_ event: Event) -> HTMLEvent {
    switch event.kind {
    case .start:
      .start(
        name: names[event.nameIndex], attributes: attributes[event.attributes].map(described),
        range: event.range)
    case .end: .end(name: names[event.nameIndex], range: event.range)
    case .text: .text(range: event.range, replacement: nil)
    case .reference: .text(range: event.range, replacement: event.replacement.bytes)
    case .comment: .comment(range: event.range)
    }
  }

  private func described(_ attribute: Attribute) -> HTMLAttribute {
    HTMLAttribute(
      name: attributeNames[attribute.nameIndex],
      value: String(decoding: Self.value(of: attribute, in: input), as: UTF8.self))
  }
}
