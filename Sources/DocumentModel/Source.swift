/// The bytes a document came from, exactly as they were read, and what is known of where they came from.
public struct Source: Sendable, Equatable {
  /// The bytes as read; never changed after reading.
  public let bytes: [UInt8]
  /// The address the bytes were harvested from, where the input says so.
  public var url: String?
  /// The media type that the input states or the reader recognised: `text/html` or `text/plain`, with the
  /// charset that the input states: `text/html; charset=gbk`.
  public var contentType: String
  /// The charset that the input states in its media type, as a server does; nil where it states none.
  public var charset: String? { ContentType.charset(of: contentType) }
  /// The character encoding the text was decoded from, by its IANA or customary name: `UTF-8`,
  /// `windows-1258`.
  public var encoding: String
  /// SHA-256 of `bytes` in lower-case hexadecimal; set by the runner before the first stage.
  public var sha256: String?

  /// A source whose bytes are `bytes`; plain UTF-8 text unless said otherwise.
  public init(
    bytes: [UInt8], url: String? = nil, contentType: String = "text/plain", encoding: String = "UTF-8",
    sha256: String? = nil
  ) {
    self.bytes = bytes
    self.url = url
    self.contentType = contentType
    self.encoding = encoding
    self.sha256 = sha256
  }
}

/// What the text of a document is at the moment.
public enum TextForm: String, Sendable, Equatable {
  /// HTML as harvested: tags, entity references and all.
  case markup
  /// Text that a person reads.
  case plain
}
