/// Bytes decoded into UTF-8, with the bytes that each run of characters came from.
public struct DecodedText: Sendable, Equatable {
  /// Characters one after another that are alike: each took as many bytes of source, and gave as many of text.
  public struct Run: Sendable, Equatable {
    /// UTF-8 bytes of each character; 0 for source bytes that stand for nothing: a byte order mark, an escape.
    public var text: Int { Int(textBytes) }
    /// Source bytes of each.
    public var source: Int { Int(sourceBytes) }
    /// Number of characters, 1 or more.
    public var count: Int { Int(characters) }
    /// Whether the bytes are the same on both sides.
    public var isCopy: Bool

    private var textBytes: UInt8
    private var sourceBytes: UInt8
    fileprivate var characters: UInt32

    /// - Parameters:
    ///   - text: 0...255; a character of an encoding is 8 at most.
    ///   - source: 0...255.
    public init(text: Int, source: Int, count: Int, isCopy: Bool = false) {
      textBytes = UInt8(clamping: text)
      sourceBytes = UInt8(clamping: source)
      characters = UInt32(clamping: count)
      self.isCopy = isCopy
    }
  }

  /// UTF-8.
  public internal(set) var text: [UInt8] = []
  /// From the first byte to the last, without gaps.
  public internal(set) var runs: [Run] = []
  /// Number of sequences that the encoding has not; each became U+FFFD.
  public internal(set) var malformed = 0

  public init() {}

  /// Adds characters to the last run, or a run after it.
  @inline(__always)
  mutating func add(text: Int, source: Int, count: Int = 1, isCopy: Bool = false) {
    let run = Run(text: text, source: source, count: count, isCopy: isCopy)
    if let last = runs.last, last.text == text, last.source == source, last.isCopy == isCopy,
      last.count + count < Int(UInt32.max)
    {
      runs[runs.count - 1].characters += UInt32(count)
    } else {
      runs.append(run)
    }
  }
}
