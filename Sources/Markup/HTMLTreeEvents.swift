internal import CLibXML2

/// The structural half of the HTML parse: libxml2's SAX events, put on the tokens of the scan.
///
/// An event belongs to the token in which libxml2's cursor stands. Text never comes from libxml2: each text
/// token that the cursor has passed is handed on from the input itself.
final class HTMLTreeEvents {
  private let input: [UInt8]
  private let tokens: [HTMLScan.Token]
  private let handler: (HTMLEvent) -> Void
  private var context: htmlParserCtxtPtr?

  /// The first token that is not yet handed on.
  private var next = 0
  /// Whether the tag in `next` has had its event.
  private var isClaimed = false
  private var open: [String] = []
  private var isHalted = false
  /// Elements that libxml2 looked through for the partner of an end tag of nothing.
  private var wastedSteps = 0
  private static let maxWastedSteps = 200_000_000
  private var names: [UnsafePointer<xmlChar>: String] = [:]

  init(_ input: [UInt8], _ tokens: [HTMLScan.Token], _ handler: @escaping (HTMLEvent) -> Void) {
    self.input = input
    self.tokens = tokens
    self.handler = handler
  }

  /// Parses the sanitised copy of the input and reports every event.
  func run(over sanitised: [UInt8]) {
    sanitised.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { characters in
        guard !characters.isEmpty, let start = characters.baseAddress,
          let context = htmlCreateMemoryParserCtxt(start, Int32(characters.count))
        else { return }
        parse(context)
      }
    }
    finish()
  }

  private func parse(_ context: htmlParserCtxtPtr) {
    self.context = context
    let options =
      HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NONET.rawValue | HTML_PARSE_NOIMPLIED.rawValue
      | HTML_PARSE_IGNORE_ENC.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
    htmlCtxtUseOptions(context, Int32(options))
    context.pointee.options |= Int32(XML_PARSE_HUGE.rawValue)
    context.pointee.charset = Int32(XML_CHAR_ENCODING_UTF8.rawValue)
    // The context keeps the object only while this function runs.
    context.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
    if let sax = context.pointee.sax { setHandlers(&sax.pointee) }
    _ = htmlParseDocument(context)
    self.context = nil
    if let document = context.pointee.myDoc { xmlFreeDoc(document) }
    context.pointee.myDoc = nil
    htmlFreeParserCtxt(context)
  }

  private func setHandlers(_ sax: inout htmlSAXHandler) {
    sax = htmlSAXHandler()
    sax.initialized = UInt32(XML_SAX2_MAGIC)
    sax.startElement = { user, name, attributes in
      HTMLTreeEvents.from(user)?.start(name, attributes)
    }
    sax.endElement = { user, name in
      HTMLTreeEvents.from(user)?.end(name)
    }
    sax.serror = { user, error in
      HTMLTreeEvents.from(user)?.problem(error)
    }
  }

  private static func from(_ user: UnsafeMutableRawPointer?) -> HTMLTreeEvents? {
    user.map { Unmanaged<HTMLTreeEvents>.fromOpaque($0).takeUnretainedValue() }
  }

  // MARK: Events of libxml2

  private func start(
    _ name: UnsafePointer<xmlChar>?, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    guard let name, let cursor = cursor() else { return }
    let element = string(name)
    advance(to: cursor)
    open.append(element)
    guard next < tokens.count, tokens[next].kind == .startTag, !isClaimed, isName(element, of: tokens[next])
    else {
      let place = next < tokens.count ? Int(tokens[next].lower) : input.count
      handler(.start(name: element, attributes: [], range: place..<place))
      return
    }
    isClaimed = true
    handler(.start(name: element, attributes: list(attributes), range: tokens[next].range))
  }

  private func end(_ name: UnsafePointer<xmlChar>?) {
    guard let name, let cursor = cursor() else { return }
    let element = string(name)
    advance(to: cursor)
    // Only at the end of the page does libxml2 close elements while it stands at the end of a text.
    if next < tokens.count, tokens[next].kind == .text || tokens[next].kind == .rawText,
      Int(tokens[next].upper) == cursor
    {
      handOn()
    }
    close(element, at: placeOfEnd(element))
  }

  private func placeOfEnd(_ element: String) -> Range<Int> {
    guard next < tokens.count else { return input.count..<input.count }
    let token = tokens[next]
    if token.kind == .endTag, !isClaimed, isName(element, of: token) {
      isClaimed = true
      return token.range
    }
    let place = Int(isClaimed ? token.upper : token.lower)
    return place..<place
  }

  /// Reports the end of the innermost element of this name, and of what is open inside it.
  private func close(_ element: String, at range: Range<Int>) {
    guard let index = open.lastIndex(of: element) else { return }
    while open.count > index + 1 {
      handler(.end(name: open.removeLast(), range: range.lowerBound..<range.lowerBound))
    }
    handler(.end(name: open.removeLast(), range: range))
  }

  private func problem(_ error: UnsafeMutablePointer<xmlError>?) {
    guard let error, let context, !isHalted, error.pointee.code == Int32(XML_ERR_TAG_NAME_MISMATCH.rawValue)
    else { return }
    wastedSteps += open.count
    if wastedSteps > Self.maxWastedSteps {
      isHalted = true
      xmlStopParser(context)
    }
  }

  private func cursor() -> Int? {
    guard !isHalted, let context else { return nil }
    let cursor = Int(clibxml2_cursor(context))
    return cursor >= 0 ? min(cursor, input.count) : nil
  }

  // MARK: Tokens of the scan

  /// Hands on every token that ends before the cursor.
  private func advance(to cursor: Int) {
    while next < tokens.count, Int(tokens[next].upper) < cursor { handOn() }
  }

  /// Hands on the token in `next`; a tag has had its event or is thrown away.
  private func handOn() {
    let token = tokens[next]
    switch token.kind {
    case .text: text(token.range)
    case .rawText: handler(.text(range: token.range, replacement: nil))
    case .comment: handler(.comment(range: token.range))
    case .startTag, .endTag: if isHalted && !isClaimed { tagAsItStands(token) }
    }
    next += 1
    isClaimed = false
  }

  private func finish() {
    while next < tokens.count { handOn() }
    while let element = open.popLast() {
      handler(.end(name: element, range: input.count..<input.count))
    }
  }

  /// Reports a tag without libxml2, after the work on a hostile page was cut short.
  private func tagAsItStands(_ token: HTMLScan.Token) {
    let isEnd = token.kind == .endTag
    var name: [UInt8] = []
    for byte in input[(token.range.lowerBound + (isEnd ? 2 : 1))..<token.range.upperBound] {
      if LibXML2.isSpace(byte) || byte == 0x2F || byte == 0x3E || name.count == 100 { break }
      name.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
    }
    let element = String(decoding: name, as: UTF8.self)
    if isEnd {
      guard let depth = open.suffix(256).lastIndex(of: element) else { return }
      while open.count > depth {
        let place = open.count == depth + 1 ? token.range : token.range.lowerBound..<token.range.lowerBound
        handler(.end(name: open.removeLast(), range: place))
      }
      return
    }
    handler(.start(name: element, attributes: [], range: token.range))
    if HTMLElements.void.contains(element) {
      handler(.end(name: element, range: token.range.upperBound..<token.range.upperBound))
    } else {
      open.append(element)
    }
  }

  /// Reports text, each character reference by itself.
  private func text(_ range: Range<Int>) {
    var plain = range.lowerBound
    var i = plain
    while i < range.upperBound {
      guard input[i] == 0x26,
        let reference = CharacterReferences.reference(in: input, at: i, before: range.upperBound)
      else {
        i += 1
        continue
      }
      if i > plain { handler(.text(range: plain..<i, replacement: nil)) }
      handler(.text(range: i..<reference.end, replacement: reference.text))
      i = reference.end
      plain = i
    }
    if i > plain { handler(.text(range: plain..<i, replacement: nil)) }
  }

  // MARK: Names

  private func string(_ name: UnsafePointer<xmlChar>) -> String {
    if let known = names[name] { return known }
    let string = String(cString: name)
    names[name] = string
    return string
  }

  private func list(
    _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) -> [HTMLAttribute] {
    guard let attributes else { return [] }
    var list: [HTMLAttribute] = []
    var i = 0
    while let name = attributes[i] {
      list.append(
        HTMLAttribute(name: string(name), value: attributes[i + 1].map { String(cString: $0) } ?? ""))
      i += 2
    }
    return list
  }

  private func isName(_ name: String, of token: HTMLScan.Token) -> Bool {
    var i = Int(token.lower) + (token.kind == .endTag ? 2 : 1)
    for byte in name.utf8 {
      guard i < Int(token.upper) else { return false }
      let own = input[i] >= 0x41 && input[i] <= 0x5A ? input[i] | 0x20 : input[i]
      guard own == byte else { return false }
      i += 1
    }
    return true
  }
}
