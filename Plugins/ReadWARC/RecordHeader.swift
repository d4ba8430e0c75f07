import StageKit

/// Named fields, as WARC and HTTP write them: `Name: value`, with values that go on in the next line.
///
/// Source: ISO 28500:2017 (WARC 1.1), section 4; RFC 9112, section 5.
struct NamedFields: Sendable {
  private var fields: [(name: String, value: [UInt8])] = []

  /// - Parameter lines: without their ends.
  init(_ lines: some Sequence<some Collection<UInt8>>) {
    for line in lines {
      if line.first == 0x20 || line.first == 0x09 {
        guard !fields.isEmpty else { continue }
        fields[fields.count - 1].value += [0x20] + Self.trimmed(line)
      } else if let colon = line.firstIndex(of: 0x3A) {
        let name = String(decoding: Self.trimmed(line[..<colon]), as: UTF8.self).lowercased()
        fields.append((name, Self.trimmed(line[line.index(after: colon)...])))
      }
    }
  }

  private static func trimmed(_ bytes: some Collection<UInt8>) -> [UInt8] {
    let start = Array(bytes.drop { $0 == 0x20 || $0 == 0x09 })
    return Array(start.prefix((start.lastIndex { $0 != 0x20 && $0 != 0x09 } ?? -1) + 1))
  }

  /// The values under a name, in lower case; empty ones are none. Bytes that are not UTF-8 are written `%XX`.
  func all(_ name: String) -> [String] {
    fields.filter { $0.name.utf8.elementsEqual(name.utf8) && !$0.value.isEmpty }.map {
      PercentText.text($0.value)
    }
  }

  func first(_ name: String) -> String? { all(name).first }

  /// The value without the pointed brackets that WARC puts around addresses.
  func address(_ name: String) -> String? {
    guard let text = first(name) else { return nil }
    let bare = text.hasPrefix("<") && text.hasSuffix(">") ? String(text.dropFirst().dropLast()) : text
    return bare.isEmpty ? nil : bare
  }
}

/// What stands before the block of a record.
struct RecordHeader: Sendable {
  static let maxBytes = 1 << 20

  let fields: NamedFields
  /// In lower case.
  let type: String
  /// Number of bytes of the block.
  let length: Int

  /// Takes a header from the stream.
  ///
  /// - Throws: `StageError` "bad-header", "record-cut-short".
  init(_ stream: ArchiveStream) throws(StageError) {
    func bad(_ reason: String) -> StageError { StageError("bad-header", "the header of a record \(reason)") }
    var lines: [[UInt8]] = []
    var bytes = 0
    while true {
      guard let line = stream.line(maxBytes: Self.maxBytes) else {
        if stream.peek(1).isEmpty || stream.ending != nil {
          throw StageError("record-cut-short", "the file ends in the header of a record; fetch it anew")
        }
        throw bad("has a line of more than \(Self.maxBytes) bytes")
      }
      if line.isEmpty { break }
      bytes += line.count
      guard bytes <= Self.maxBytes else { throw bad("has more than \(Self.maxBytes) bytes") }
      lines.append(line)
    }
    guard Self.isVersion(lines[0]) else { throw bad("does not begin with the version of WARC") }
    fields = NamedFields(lines.dropFirst())
    guard let type = fields.first("warc-type")?.lowercased() else { throw bad("has no WARC-Type") }
    self.type = String(type.prefix(40))
    let lengths = fields.all("content-length")
    guard let stated = lengths.first, let length = Self.length(stated),
      lengths.allSatisfy({ Self.length($0) == length })
    else {
      throw bad("has the Content-Length '\(lengths.joined(separator: ", ").prefix(40))', which is none")
    }
    self.length = length
  }

  /// `WARC/1.0`; what is under 1.0 are drafts that real files hold.
  private static func isVersion(_ line: [UInt8]) -> Bool {
    let number = line.dropFirst(5).split(separator: 0x2E, omittingEmptySubsequences: false)
    let isNumber =
      number.count == 2
      && number.allSatisfy { part in
        (1...3).contains(part.count) && part.allSatisfy { (0x30...0x39).contains($0) }
      }
    return line.starts(with: "WARC/".utf8) && isNumber
  }

  private static func length(_ text: String) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }
}

/// Bytes as text, where some may be no UTF-8.
enum PercentText {
  /// A byte that is not part of a well-formed sequence is written `%XX`.
  static func text(_ bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = ""
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var position = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let scalar):
        text.unicodeScalars.append(Unicode.UTF8.decode(scalar))
        position += scalar.count
      case .error(let length):
        for byte in bytes[position..<position + length] { text += escaped(byte) }
        position += length
      case .emptyInput: return text
      }
    }
  }

  static func escaped(_ byte: UInt8) -> String { "%" + digits(byte, isUpper: true) }

  /// Two hexadecimal digits.
  static func digits(_ byte: UInt8, isUpper: Bool) -> String {
    let digits = String(byte, radix: 16, uppercase: isUpper)
    return (digits.utf8.count == 1 ? "0" : "") + digits
  }
}
