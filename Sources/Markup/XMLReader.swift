internal import CLibXML2

/// An attribute of an XML element, its name with the prefix as written.
public struct XMLAttribute: Sendable, Equatable {
  public let name: String
  public let namespace: String?
  public let value: String

  public init(name: String, namespace: String?, value: String) {
    self.name = name
    self.namespace = namespace
    self.value = value
  }
}

/// What an XML parse reports. Line and column are 1-based, the column in characters
/// as libxml2 counts them, at the end of the construct.
public enum XMLEvent: Sendable, Equatable {
  case start(name: String, namespace: String?, attributes: [XMLAttribute], line: Int, column: Int)
  case end(name: String, line: Int, column: Int)
  /// Text, references resolved; a long one comes in several pieces.
  case text([UInt8], line: Int, column: Int)
  case comment([UInt8], line: Int, column: Int)
  case processingInstruction(target: String, content: String, line: Int, column: Int)
  /// A document type. What it declares is not used: a reference to an entity of its own is an error.
  case documentType(name: String, publicId: String?, systemId: String?, line: Int, column: Int)
}

/// Well-formed XML as a stream of events.
///
/// No DTD is loaded, no entity but the five of XML is expanded, no XInclude is followed, and nothing is taken
/// from the network. Depth and length are not limited.
public enum XMLReader {
  /// Parses a document and hands each event to the handler.
  ///
  /// - Parameter bytes: the document, in UTF-8 or in an encoding that it declares and libxml2 knows.
  /// - Throws: `MarkupError` "not-well-formed" with line and column of the first error, "entity" for a
  ///   reference to an entity that is not of the five, "too-large" for 2 GB and more. Events before the error
  ///   have been reported.
  /// - Complexity: O(n) in bytes.
  public static func parse(_ bytes: [UInt8], _ handler: (XMLEvent) -> Void) throws(MarkupError) {
    guard bytes.count < Int(Int32.max) else {
      throw MarkupError(code: "too-large", message: "the document has 2 GB or more", offset: 0)
    }
    LibXML2.prepare()
    let problem = withoutActuallyEscaping(handler) { handler in
      let events = XMLEventSource(handler)
      events.run(over: bytes)
      return events.problem
    }
    if let problem { throw problem }
  }
}

/// Holds the libxml2 side of one parse.
private final class XMLEventSource {
  private let handler: (XMLEvent) -> Void
  private var context: xmlParserCtxtPtr?
  private(set) var problem: MarkupError?

  init(_ handler: @escaping (XMLEvent) -> Void) { self.handler = handler }

  func run(over bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { characters in
        guard let start = characters.baseAddress, !characters.isEmpty,
          let context = xmlCreateMemoryParserCtxt(start, Int32(characters.count))
        else {
          problem = MarkupError(
            code: "not-well-formed", message: "the document is empty", offset: 0, line: 1, column: 1)
          return
        }
        parse(context)
      }
    }
  }

  private func parse(_ context: xmlParserCtxtPtr) {
    self.context = context
    let options =
      XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue | XML_PARSE_NOENT.rawValue
      | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
    xmlCtxtUseOptions(context, Int32(options))
    context.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
    if let sax = context.pointee.sax { setHandlers(&sax.pointee) }
    _ = xmlParseDocument(context)
    if problem == nil, context.pointee.wellFormed == 0 {
      problem = MarkupError(code: "not-well-formed", message: "the document is not well-formed")
    }
    self.context = nil
    if let document = context.pointee.myDoc { xmlFreeDoc(document) }
    context.pointee.myDoc = nil
    xmlFreeParserCtxt(context)
  }

  private func setHandlers(_ sax: inout xmlSAXHandler) {
    sax = xmlSAXHandler()
    sax.initialized = UInt32(XML_SAX2_MAGIC)
    sax.startElementNs = { user, name, prefix, uri, _, _, count, _, attributes in
      XMLEventSource.from(user)?.start(name, prefix, uri, Int(count), attributes)
    }
    sax.endElementNs = { user, name, prefix, _ in XMLEventSource.from(user)?.end(name, prefix) }
    sax.characters = { user, bytes, count in XMLEventSource.from(user)?.text(bytes, Int(count)) }
    sax.ignorableWhitespace = { user, bytes, count in XMLEventSource.from(user)?.text(bytes, Int(count)) }
    sax.cdataBlock = { user, bytes, count in XMLEventSource.from(user)?.text(bytes, Int(count)) }
    sax.comment = { user, text in XMLEventSource.from(user)?.comment(text) }
    sax.processingInstruction = { user, target, content in
      XMLEventSource.from(user)?.instruction(target, content)
    }
    sax.internalSubset = { user, name, publicId, systemId in
      XMLEventSource.from(user)?.documentType(name, publicId, systemId)
    }
    sax.serror = { user, error in XMLEventSource.from(user)?.note(error) }
  }

  private static func from(_ user: UnsafeMutableRawPointer?) -> XMLEventSource? {
    user.map { Unmanaged<XMLEventSource>.fromOpaque($0).takeUnretainedValue() }
  }

  private var line: Int { Int(context?.pointee.input?.pointee.line ?? 0) }
  private var column: Int { Int(context?.pointee.input?.pointee.col ?? 0) }

  private func start(
    _ name: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?,
    _ count: Int, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    var list: [XMLAttribute] = []
    for i in 0..<count {
      guard let fields = attributes.map({ $0 + 5 * i }), let local = fields[0], let from = fields[3],
        let to = fields[4]
      else { continue }
      let value = String(decoding: UnsafeBufferPointer(start: from, count: to - from), as: UTF8.self)
      list.append(
        XMLAttribute(
          name: qualified(local, fields[1]), namespace: fields[2].map { String(cString: $0) }, value: value))
    }
    guard let name else { return }
    handler(
      .start(
        name: qualified(name, prefix), namespace: uri.map { String(cString: $0) }, attributes: list,
        line: line,
        column: column))
  }

  private func end(_ name: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?) {
    guard let name else { return }
    handler(.end(name: qualified(name, prefix), line: line, column: column))
  }

  private func text(_ bytes: UnsafePointer<xmlChar>?, _ count: Int) {
    guard let bytes, count > 0 else { return }
    handler(.text(Array(UnsafeBufferPointer(start: bytes, count: count)), line: line, column: column))
  }

  private func comment(_ text: UnsafePointer<xmlChar>?) {
    handler(.comment(text.map { Array(String(cString: $0).utf8) } ?? [], line: line, column: column))
  }

  private func instruction(_ target: UnsafePointer<xmlChar>?, _ content: UnsafePointer<xmlChar>?) {
    guard let target else { return }
    handler(
      .processingInstruction(
        target: String(cString: target), content: content.map { String(cString: $0) } ?? "", line: line,
        column: column))
  }

  private func documentType(
    _ name: UnsafePointer<xmlChar>?, _ publicId: UnsafePointer<xmlChar>?, _ systemId: UnsafePointer<xmlChar>?
  ) {
    handler(
      .documentType(
        name: name.map { String(cString: $0) } ?? "", publicId: publicId.map { String(cString: $0) },
        systemId: systemId.map { String(cString: $0) }, line: line, column: column))
  }

  private func note(_ error: UnsafeMutablePointer<xmlError>?) {
    guard problem == nil, let error = error?.pointee else { return }
    let isEntity =
      error.code == Int32(XML_ERR_UNDECLARED_ENTITY.rawValue)
      || error.code == Int32(XML_WAR_UNDECLARED_ENTITY.rawValue)
    guard isEntity || error.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
    problem = MarkupError(
      code: isEntity ? "entity" : "not-well-formed", message: LibXML2.message(error), line: Int(error.line),
      column: error.int2 > 0 ? Int(error.int2) : nil)
    if let context { xmlStopParser(context) }
  }

  private func qualified(_ name: UnsafePointer<xmlChar>, _ prefix: UnsafePointer<xmlChar>?) -> String {
    guard let prefix else { return String(cString: name) }
    return "\(String(cString: prefix)):\(String(cString: name))"
  }
}
