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
  /// The pages that the source is made of, where an article was harvested as several; empty for one page.
  public var parts: [SourcePart] = []
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

/// One of the pages that a source is made of, one after another.
public struct SourcePart: Sendable, Equatable {
  /// What the input calls the page: a path relative to its folder.
  public var path: String
  /// The address it was harvested from, where the input says so.
  public var url: String?
  /// Its bytes within those of the source.
  public var range: Range<Int>
  /// The character encoding its text was decoded from.
  public var encoding: String

  public init(path: String, url: String? = nil, range: Range<Int>, encoding: String = "UTF-8") {
    self.path = path
    self.url = url
    self.range = range
    self.encoding = encoding
  }
}

extension Source {
  /// Whether parts cover a number of bytes, one after another.
  static func tiles(_ parts: [SourcePart], _ count: Int) -> Bool {
    var end = 0
    for part in parts {
      guard part.range.lowerBound == end else { return false }
      end = part.range.upperBound
    }
    return end == count
  }
}

/// What the text of a document is at the moment.
public enum TextForm: String, Sendable, Equatable {
  /// HTML as harvested: tags, entity references and all.
  case markup
  /// Text that a person reads.
  case plain
}
