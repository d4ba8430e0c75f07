import Foundation
import Markup
import StageKit
import UnicodeText

/// Makes strings of a page's bytes: decodes them, and resolves character references.
struct PageText: Sendable {
  enum Encoding: Equatable {
    case utf8
    /// Another encoding of the web, decoded a piece at a time.
    case web(WebEncoding)
    /// One byte a character, as `Document` decodes provisionally.
    case western
    /// Bytes below 0x80 mean ASCII; what the others mean cannot be told here.
    case ascii
    /// As `ascii`, and marks of letters are written in ASCII too.
    case asciiMarks
  }

  let encoding: Encoding

  /// - Parameter name: the encoding by its IANA or customary name.
  init(encoding name: String) {
    let name = name.lowercased()
    if ["utf-8", "utf8", "us-ascii"].contains(name) || name.hasPrefix("utf-16") {
      encoding = .utf8
    } else if ["windows-1252", "iso-8859-1", "latin1"].contains(name) {
      encoding = .western
    } else if case .encoding(let web) = EncodingLabel(name) {
      encoding = .web(web)
    } else {
      encoding = name.contains("viqr") ? .asciiMarks : .ascii
    }
  }

  /// The text of some bytes; nil where the encoding does not allow to read them.
  func string(_ bytes: some Collection<UInt8>, references: Bool = true) -> String? {
    var decoded: [UInt8]
    if encoding == .utf8 || bytes.allSatisfy({ $0 < 0x80 }) {
      decoded = Array(bytes)
    } else if case .web(let web) = encoding {
      decoded = TextDecoder.decode(Array(bytes), as: web).text
    } else {
      guard encoding == .western,
        let document = try? Document(id: "", bytes: Array(bytes), contentType: "text/plain")
      else { return nil }
      decoded = document.text
    }
    if references, decoded.contains(0x26) { decoded = Self.resolved(decoded) }
    let text = String(decoding: decoded, as: UTF8.self)
    if encoding == .asciiMarks, !Plain.isAddress(text), DateReading.machine(text) == nil { return nil }
    return text
  }

  /// Bytes with character references resolved; tags are left as they are.
  private static func resolved(_ bytes: [UInt8]) -> [UInt8] {
    // A parse of a title's content knows references and nothing else.
    let page = Array("<title>".utf8) + bytes
    var text: [UInt8] = []
    do throws(MarkupError) {
      try HTMLEvents.parse(page) { event in
        if case .text(let range, let replacement) = event { text += replacement ?? Array(page[range]) }
      }
    } catch { return bytes }
    return text
  }
}
