/// An option that names a file or folder inside the run's folder.
///
/// What leads outside, has an empty part or a name that no file system takes is no such path.
public struct RunPath: OptionValue, Hashable {
  /// Relative to the run's folder, `/` between its parts.
  public let path: String

  /// - Precondition: `path` is a path inside the folder; for defaults.
  public init(_ path: StaticString) { self.path = path.description }

  public init(_ input: OptionInput) throws(OptionProblem) {
    guard case .scalar(let text) = input, Self.isInside(text) else {
      throw OptionProblem(expected: "a path inside the run's folder, as 'a/b'")
    }
    path = text
  }

  private static func isInside(_ path: String) -> Bool {
    path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
      !["", ".", ".."].contains($0) && $0.utf8.count <= 255
    } && !path.unicodeScalars.contains { $0.value < 0x20 || 0x7F...0x9F ~= $0.value }
  }

  public static var typeName: String { "path in the run's folder" }
  public static var schema: JSONValue { .object(["type": .string("string")]) }
  public var written: String { path }
}
