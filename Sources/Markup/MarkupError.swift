/// Why markup could not be read or written.
public struct MarkupError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Stable, in kebab-case.
  public let code: String
  /// For people.
  public let message: String
  /// Byte offset in the input that the error is about, where there is one.
  public let offset: Int?
  /// 1-based line in the input, where the parser knows it.
  public let line: Int?
  /// 1-based column in characters, as libxml2 counts them, where it knows it.
  public let column: Int?

  public init(code: String, message: String, offset: Int? = nil, line: Int? = nil, column: Int? = nil) {
    self.code = code
    self.message = message
    self.offset = offset
    self.line = line
    self.column = column
  }

  public var description: String {
    let place = line.map { "line \($0)\(column.map { ", column \($0)" } ?? ""): " } ?? ""
    return place + message
  }
}
