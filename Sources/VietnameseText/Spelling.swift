/// The letters of a word as they are read, as much of them as tells what syllable they spell.
public struct Spelling: Equatable, Sendable {
  /// Number of letters.
  public private(set) var count = 0
  /// Number of letters with a tone mark.
  public private(set) var tones = 0
  /// Whether there is a grave, hook or tilde.
  private(set) var hasOpenTone = false
  /// The first letters without tone and case, six bits each; see `Letter.code`.
  private(set) var key: UInt64 = 0

  public init() {}

  /// - Complexity: O(letters).
  public init(_ letters: [Letter]) {
    for letter in letters { append(letter) }
  }

  /// Takes the next letter.
  ///
  /// - Complexity: O(1).
  public mutating func append(_ letter: Letter) {
    count += 1
    if count <= Syllable.maxLetters { key = key << 6 | letter.code }
    guard letter.tone != .none else { return }
    tones += 1
    if letter.tone != .acute, letter.tone != .dot { hasOpenTone = true }
  }
}

extension Spelling {
  /// Whether it may be a Vietnamese syllable, well spelt or not: any onset with any rhyme, no more than one
  /// tone, and a stop at the end only with an acute, a dot below or no mark.
  ///
  /// Unlike `Syllable.spelt(by:)` it lets "nghành" and "kách" pass, which people do write.
  /// - Complexity: O(1).
  public var isPlausible: Bool { tones <= 1 && Syllable.entry(for: self) != nil }
}
