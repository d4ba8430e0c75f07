/// An option that names a file or folder inside the run's folder.
///
/// What leads outside, has an empty part, a name that no file system takes or one that the run needs for itself is no
/// such path.
public struct RunPath: OptionValue, Hashable {
  /// Relative to the run's folder, `/` between its parts.
  public let path: String

  /// - Precondition: `path` is a path inside the folder; for defaults.
  public init(_ path: StaticString) { self.path = path.description }

  public init(_ input: OptionInput) throws(OptionProblem) {
    guard case .scalar(let text) = input, Self.isInside(text) else {
      throw OptionProblem(expected: "a path inside the run's folder, as 'a/b'")
    }
    guard !Self.isReserved(text) else {
      throw OptionProblem(expected: "a path that the run does not need for itself, as its ledger")
    }
    path = text
  }

  private static func isInside(_ path: String) -> Bool {
    path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
      !["", ".", ".."].contains($0) && $0.utf8.count <= 255
    } && !path.unicodeScalars.contains { $0.value < 0x20 || 0x7F...0x9F ~= $0.value }
  }

  /// File name of a run's ledger: a folder that has it is a run's.
  public static let ledgerName = "ledger.sqlite"
  /// Folder of files that are being written.
  public static let temporaryName = ".sastra-tmp"
  /// Folder of documents that are kept between stages.
  public static let cacheName = ".sastra-cache"

  /// Whether a path is the run's own: its ledger, files beside that, temporary files, the cache.
  public static func isReserved(_ path: String) -> Bool {
    let first = path.utf8.prefix { $0 != UInt8(ascii: "/") }
    return first.starts(with: ledgerName.utf8)
      || [temporaryName, cacheName].contains { $0.utf8.elementsEqual(first) }
  }

  public static var typeName: String { "path in the run's folder" }
  public static var schema: JSONValue { .object(["type": .string("string")]) }
  public var written: String { path }
}
