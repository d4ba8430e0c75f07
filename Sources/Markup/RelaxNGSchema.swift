internal import CLibXML2
import Synchronization

/// Something in a document that a schema does not allow.
public struct ValidationProblem: Sendable, Equatable, CustomStringConvertible {
  /// 1-based line in the document; 0 when it has none.
  public let line: Int
  /// 1-based column in characters, where libxml2 knows it (for well-formedness, not for the schema).
  public let column: Int?
  /// libxml2's wording, on one line.
  public let message: String

  public init(line: Int, column: Int?, message: String) {
    self.line = line
    self.column = column
    self.message = message
  }

  public var description: String { "\(line)\(column.map { ":\($0)" } ?? ""): \(message)" }
}

/// A RELAX NG schema (XML syntax) that any number of threads may validate with at once.
///
/// It is compiled at the first use, once (seconds for a schema like tei_all), and then shared: each
/// validation has a context of its own. Nothing is printed, nothing is loaded from outside: a schema that
/// includes another file does not compile.
public final class RelaxNGSchema: Sendable {
  private let bytes: [UInt8]
  private let name: String
  /// The compiled schema. libxml2 only reads it during validation, which is what lets threads share it.
  private struct Compiled: @unchecked Sendable { let pointer: xmlRelaxNGPtr }
  private let state = Mutex<Result<Compiled, MarkupError>?>(nil)

  /// - Parameters:
  ///   - bytes: the schema in RELAX NG's XML syntax.
  ///   - name: what messages call it.
  public init(_ bytes: [UInt8], name: String) {
    self.bytes = bytes
    self.name = name
  }

  deinit {
    state.withLock { state in
      if case .success(let compiled) = state { xmlRelaxNGFree(compiled.pointer) }
    }
  }

  /// What in a document the schema does not allow, in the order in which libxml2 finds it; empty when the
  /// document is valid. A document that is not well-formed, or nests deeper than 1,000 elements (validation
  /// recurses), is a problem, not an error.
  ///
  /// - Throws: `MarkupError` "bad-schema" when the schema does not compile, "too-large" for 2 GB and more.
  public func validate(_ document: [UInt8]) throws(MarkupError) -> [ValidationProblem] {
    guard document.count < Int(Int32.max) else {
      throw MarkupError(code: "too-large", message: "the document has 2 GB or more", offset: 0)
    }
    let schema = try compiled().pointer
    let collector = ProblemCollector()
    collector.catchAll {
      guard let tree = DocumentTree(document, collector) else {
        if collector.problems.isEmpty { collector.add(0, nil, "the document is not well-formed") }
        return
      }
      guard let context = xmlRelaxNGNewValidCtxt(schema) else { return }
      defer { xmlRelaxNGFreeValidCtxt(context) }
      xmlRelaxNGSetValidStructuredErrors(context, ProblemCollector.handler, collector.opaque)
      let result = xmlRelaxNGValidateDoc(context, tree.pointer)
      if result != 0, collector.problems.isEmpty { collector.add(0, nil, "not valid against \(name)") }
    }
    return collector.problems
  }

  private func compiled() throws(MarkupError) -> Compiled {
    let result = state.withLock { state in
      if let state { return state }
      let result = compile()
      state = result
      return result
    }
    return try result.get()
  }

  private func compile() -> Result<Compiled, MarkupError> {
    LibXML2.prepare()
    let collector = ProblemCollector()
    var schema: xmlRelaxNGPtr?
    // libxml2 keeps the pointer until the parser context is freed: all of it happens inside this closure.
    collector.catchAll {
      bytes.withUnsafeBufferPointer { buffer in
        buffer.withMemoryRebound(to: CChar.self) { characters in
          guard let start = characters.baseAddress,
            let parser = xmlRelaxNGNewMemParserCtxt(start, Int32(characters.count))
          else { return }
          defer { xmlRelaxNGFreeParserCtxt(parser) }
          xmlRelaxNGSetParserStructuredErrors(parser, ProblemCollector.handler, collector.opaque)
          schema = xmlRelaxNGParse(parser)
        }
      }
    }
    if let schema { return .success(Compiled(pointer: schema)) }
    let first = collector.problems.first
    let message = "\(name) does not compile: \(first?.message ?? "no reason given")"
    return .failure(
      MarkupError(code: "bad-schema", message: message, line: first?.line, column: first?.column))
  }
}

/// Takes what libxml2 would print.
final class ProblemCollector {
  private(set) var problems: [ValidationProblem] = []
  private static let limit = 1_000

  var opaque: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  static let handler: xmlStructuredErrorFunc = { user, error in
    guard let user, let error = error?.pointee, error.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
    let column = error.domain == Int32(XML_FROM_PARSER.rawValue) && error.int2 > 0 ? Int(error.int2) : nil
    Unmanaged<ProblemCollector>.fromOpaque(user).takeUnretainedValue()
      .add(Int(error.line), column, LibXML2.message(error))
  }

  func add(_ line: Int, _ column: Int?, _ message: String) {
    guard problems.count < Self.limit else { return }
    problems.append(ValidationProblem(line: line, column: column, message: message))
  }

  /// Runs the body with this thread's errors of libxml2 coming here: parts of it (patterns of datatypes) know
  /// no context and print otherwise.
  func catchAll(_ body: () -> Void) {
    xmlSetStructuredErrorFunc(opaque, Self.handler)
    body()
    xmlSetStructuredErrorFunc(nil, nil)
  }
}

/// A document as libxml2's tree, for validation only.
private struct DocumentTree: ~Copyable {
  let pointer: xmlDocPtr
  private static let maxDepth: Int32 = 1_000

  init?(_ bytes: [UInt8], _ collector: ProblemCollector) {
    let tree: xmlDocPtr? = bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { characters in
        guard let start = characters.baseAddress, !characters.isEmpty,
          let context = xmlCreateMemoryParserCtxt(start, Int32(characters.count))
        else { return nil }
        defer { xmlFreeParserCtxt(context) }
        return Self.parse(context, collector)
      }
    }
    guard let tree else { return nil }
    pointer = tree
  }

  deinit { xmlFreeDoc(pointer) }

  private static func parse(_ context: xmlParserCtxtPtr, _ collector: ProblemCollector) -> xmlDocPtr? {
    let options = XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue | XML_PARSE_BIG_LINES.rawValue
    xmlCtxtUseOptions(context, Int32(options))
    context.pointee.sax?.pointee.startElementNs = {
      user, name, prefix, uri, n, namespaces, count, defaulted, list in
      let context = user?.assumingMemoryBound(to: xmlParserCtxt.self)
      if let context, context.pointee.nameNr > DocumentTree.maxDepth { return xmlStopParser(context) }
      xmlSAX2StartElementNs(user, name, prefix, uri, n, namespaces, count, defaulted, list)
    }
    // Entities are declared by nobody, so none is expanded.
    context.pointee.sax?.pointee.entityDecl = nil
    _ = xmlParseDocument(context)
    // A parser that was stopped calls the rest well-formed; one that met an error does not.
    let isDeep = context.pointee.disableSAX != 0 && context.pointee.wellFormed != 0
    let tree = context.pointee.myDoc
    context.pointee.myDoc = nil
    if context.pointee.wellFormed != 0, !isDeep { return tree }
    if isDeep { collector.add(0, nil, "elements nest deeper than \(maxDepth)") }
    if let tree { xmlFreeDoc(tree) }
    return nil
  }
}
