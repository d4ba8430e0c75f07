/// Names made from a document's id: a path for its files, a prefix for its xml:ids. Different ids give
/// different names.
public enum DocumentName {
  /// Longest part of a path, in bytes, that every file system takes, with room for an extension and a
  /// temporary suffix.
  static let maxPartBytes = 180

  /// A relative path for a file of the document, inside whatever folder it is put.
  ///
  /// The parts of the id between `/` become folders. Characters that file systems or URLs do not take, and
  /// format characters, are written `%XX` (bytes of their UTF-8, as in a URL); a part that begins with a dot
  /// or a mark or a folder that ends like a file has it written so; a part of more than 180 bytes goes on in
  /// a folder below (`%+` at its end).
  /// - Parameters:
  ///   - fileExtension: without the dot.
  ///   - reserved: file names without extension that the caller needs for itself.
  ///   - layout: whether folders made from a hash of the id come first.
  public static func path(
    for id: String, fileExtension: String, reserved: Set<String> = [], layout: FolderLayout = .named
  ) -> String {
    if isPlainPath(id), !reserved.contains(id) { return layout.folder(for: id) + id + "." + fileExtension }
    var parts = id.split(separator: "/", omittingEmptySubsequences: false).flatMap { pieces(of: String($0)) }
    if reserved.contains(parts.joined(separator: "/")), let first = parts[0].unicodeScalars.first {
      parts[0] = percentEncoded(Array(String(first).utf8)) + String(parts[0].unicodeScalars.dropFirst())
    }
    for index in parts.indices.dropLast() where parts[index].hasSuffix("." + fileExtension) {
      parts[index] = parts[index].dropLast(fileExtension.count + 1) + "%2E" + fileExtension
    }
    return layout.folder(for: id) + parts.joined(separator: "/") + "." + fileExtension
  }

  /// Whether each character of an id stands for itself in a path, as nearly all do: ASCII, with dots in the last part
  /// only.
  private static func isPlainPath(_ id: String) -> Bool {
    var (length, hasDot) = (0, false)
    for byte in id.utf8 {
      switch byte {
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x5F, 0x2D, 0x2C, 0x28, 0x29, 0x40, 0x2B, 0x3D: length += 1
      case 0x2E where length > 0: (length, hasDot) = (length + 1, true)
      case 0x2F where length > 0 && !hasDot: length = 0
      default: return false
      }
      guard length <= maxPartBytes else { return false }
    }
    return length > 0
  }

  /// One part of an id as one or more folder names.
  private static func pieces(of part: String) -> [String] {
    if part.isEmpty { return ["%-"] }
    var pieces = [""]
    for (index, scalar) in part.unicodeScalars.enumerated() {
      let isFirst = pieces[pieces.count - 1].isEmpty
      // A mark at the start would join the slash before it.
      let isSafe = isSafeInPath(scalar) && !(scalar == "." && index == 0) && !(isFirst && isMark(scalar))
      let encoded = isSafe ? String(Character(scalar)) : percentEncoded(Array(String(Character(scalar)).utf8))
      if pieces[pieces.count - 1].utf8.count + encoded.utf8.count > maxPartBytes {
        pieces[pieces.count - 1] += "%+"
        pieces.append("")
      }
      pieces[pieces.count - 1].unicodeScalars.append(contentsOf: encoded.unicodeScalars)
    }
    return pieces
  }

  private static func isSafeInPath(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-", ",", "(", ")", "@", "+", "=": return true
      default: return false
      }
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .decimalNumber:
      return true
    default: return false
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    [.nonspacingMark, .spacingMark].contains(scalar.properties.generalCategory)
  }

  private static func percentEncoded(_ bytes: [UInt8]) -> String {
    bytes.map { "%" + hex(UInt32($0), 2) }.joined()
  }

  private static func hex(_ value: UInt32, _ width: Int) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// The xml:id of the document and the prefix of the xml:ids inside it: an NCName of ASCII letters, digits,
  /// `_` and `-`, without a dot, so that `d001.p.1` is never another document's.
  ///
  /// `d`, then the id: letters, digits, single `_` and `-` as they are, `/` as `__`, any other character as
  /// `--` and its code point in hexadecimal and `-`.
  public static func xmlID(for id: String) -> String {
    if isPlain(id) { return "d" + id }
    let scalars = Array(id.unicodeScalars)
    var name = "d"
    for (index, scalar) in scalars.enumerated() {
      if isPlain(scalar) {
        name.unicodeScalars.append(scalar)
      } else if scalar == "/" {
        name += "__"
      } else if (scalar == "_" || scalar == "-"), index + 1 < scalars.count, isPlain(scalars[index + 1]),
        index > 0,
        isPlain(scalars[index - 1])
      {
        name.unicodeScalars.append(scalar)
      } else {
        name += "--" + hex(scalar.value, 1) + "-"
      }
    }
    return name
  }

  /// Whether an id is letters and digits with single `_` and `-` between them, so that nothing needs an escape.
  private static func isPlain(_ id: String) -> Bool {
    var wasPlain = false
    for byte in id.utf8 {
      let isPlain = isPlain(Unicode.Scalar(byte))
      guard isPlain || (wasPlain && (byte == 0x5F || byte == 0x2D)) else { return false }
      wasPlain = isPlain
    }
    return wasPlain
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": true
    default: false
    }
  }
}
