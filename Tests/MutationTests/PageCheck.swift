import CleanBoilerplate
import DecodeLegacy
import ExtractMetadata
import Markup
import StageKit

/// Runs a page as a user's page would run, and says what is wrong with what comes out.
struct PageCheck {
  private let decode: DecodeLegacy
  private let clean: [CleanBoilerplate]
  private let metadata: ExtractMetadata

  init() throws {
    decode = try DecodeLegacy()
    var dropping = CleanBoilerplate.Options()
    dropping.comments = .drop
    dropping.captions = .drop
    dropping.frontMatter = .drop
    clean = [try CleanBoilerplate(), try CleanBoilerplate(options: dropping)]
    metadata = try ExtractMetadata()
  }

  /// What is wrong; nil where nothing is. An error of a stage is an answer, not a fault.
  func fault(of bytes: [UInt8], asHTML: Bool, options: Int) -> String? {
    do {
      var document = try Document(id: "d", bytes: bytes, contentType: asHTML ? "text/html" : nil)
      if let fault = fault(document, "reading") { return fault }
      document.begin(stage: DecodeLegacy.name, version: DecodeLegacy.version)
      try decode.process(&document)
      if let fault = fault(document, "decode-legacy") { return fault }
      // Of a flattened text the tags that were left in it go without a trace.
      let isWhole = document.form == .markup || !document.text.contains(0x3C)
      let visible = document.form == .markup ? try Ink(ofPage: document.text) : Ink(document.text)
      document.begin(stage: CleanBoilerplate.name, version: CleanBoilerplate.version)
      try clean[options % clean.count].process(&document)
      if let fault = fault(document, "clean-boilerplate") { return fault }
      let cleaned = Ink(document.text, document.removed.map(\.text))
      if isWhole, let loss = visible.difference(to: cleaned) { return "clean-boilerplate: \(loss)" }
      document.begin(stage: ExtractMetadata.name, version: ExtractMetadata.version)
      try metadata.process(&document)
      return fault(document, "extract-metadata")
    } catch let error as StageError {
      return error.message.isEmpty ? "an error without a message: \(error.code)" : nil
    } catch let error as MarkupError {
      return "an error of the parser got out: \(error.message)"
    } catch {
      return "an error that is no stage's: \(error)"
    }
  }

  private func fault(_ document: Document, _ stage: String) -> String? {
    guard (try? UTF8Span(validating: document.text.span)) != nil else { return "\(stage): not UTF-8" }
    guard document.replayedSource() == document.source.bytes else { return "\(stage): another source" }
    let count = document.text.count
    guard document.blocks.allSatisfy({ $0.range.upperBound <= count }),
      document.spans.allSatisfy({ $0.range.upperBound <= count })
    else { return "\(stage): a mark outside of the text" }
    return nil
  }
}

/// How often each byte but white space is there, no-break spaces included: a block of nothing else is blank.
/// What cleaning may not change in sum.
struct Ink {
  private var counts = [Int](repeating: 0, count: 256)

  init(_ texts: [UInt8]..., others: [[UInt8]] = []) {
    for text in texts + others { add(text[...]) }
  }

  init(_ text: [UInt8], _ others: [[UInt8]]) { self.init(text, others: others) }

  /// What a reader could see of a page: all but scripts, styles, templates and the title.
  init(ofPage page: [UInt8]) throws(MarkupError) {
    var ink = Ink()
    var hidden = 0
    try HTMLEvents.parse(page) { event in
      switch event {
      case .start(let name, _, _): if Self.notText.contains(name) { hidden += 1 }
      case .end(let name, _): if Self.notText.contains(name) { hidden -= 1 }
      case .text(let range, let replacement):
        if hidden == 0 { ink.add(replacement.map { $0[...] } ?? page[range]) }
      case .comment: break
      }
    }
    self = ink
  }

  private static let notText: Set<String> = ["script", "style", "template", "title"]

  private mutating func add(_ bytes: ArraySlice<UInt8>) {
    var last: UInt8 = 0
    for byte in bytes where byte != 0x20 && !(byte >= 0x09 && byte <= 0x0D) {
      counts[Int(byte)] += 1
      if last == 0xC2, byte == 0xA0 {
        counts[0xC2] -= 1
        counts[0xA0] -= 1
      }
      last = byte
    }
  }

  /// The first byte whose number differs; nil where none does.
  func difference(to other: Ink) -> String? {
    for byte in counts.indices where counts[byte] != other.counts[byte] {
      return "byte \(byte) was there \(counts[byte]) times and is kept or removed \(other.counts[byte]) times"
    }
    return nil
  }
}
