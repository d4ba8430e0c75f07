internal import CLibXML2

/// What libxml2 needs once a process: its tables, and no entity from outside, file or network.
enum LibXML2 {
  private static let once: Void = {
    xmlInitParser()
    clibxml2_refuse_external_entities()
  }()

  static func prepare() { _ = once }

  /// Whether a byte is white space of HTML and XML: space, tab, line feed, form feed, carriage return.
  @inline(__always) static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0D && byte != 0x0B)
  }

  @inline(__always) static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
  }
}

extension LibXML2 {
  /// What an error of libxml2 says, on one line and without a full stop of its own.
  static func message(_ error: xmlError) -> String {
    guard let text = error.message.map({ String(cString: $0) }) else { return "error \(error.code)" }
    return text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
