internal import CICU

/// A regular expression for UTF-8 text, with a limit on the work a search may do.
///
/// Immutable and shared between threads; each search has a state of its own.
/// - Source: the syntax is ICU's, https://unicode-org.github.io/icu/userguide/strings/regexp.html
public final class Pattern: Sendable {
  /// One match.
  public struct Match: Sendable, Equatable {
    /// UTF-8 bytes of the whole match and of each group, nil for a group that took no part.
    public var groups: [Range<Int>?]

    /// UTF-8 bytes of the named groups that took part.
    public var named: [String: Range<Int>]

    /// UTF-8 bytes of the whole match.
    public var range: Range<Int>

    public init(range: Range<Int>, groups: [Range<Int>?], named: [String: Range<Int>]) {
      self.range = range
      self.groups = groups
      self.named = named
    }
  }

  /// The names of the groups that have one, and their numbers, in the order of the numbers.
  public let groupNames: [(name: String, number: Int)]

  /// Engine steps a search may take, counted in ten thousands, over all its matches.
  public let stepLimit: Int

  // ICU never changes a compiled pattern through a clone of it, and counts its owners atomically.
  nonisolated(unsafe) private let pattern: OpaquePointer
  private let groupCount: Int32

  /// - Parameter stepLimit: about one million steps take 10 ms.
  /// - Throws: `UnicodeTextError.badPattern` with the place where reading stopped.
  public init(
    _ source: String, ignoringCase: Bool = false, stepLimit: Int = 10_000_000
  ) throws(UnicodeTextError) {
    let bytes = Array(source.utf8)
    guard let length = Int32(exactly: bytes.count) else { throw .tooLong(bytes: bytes.count) }
    if bytes.isEmpty { throw .badPattern(reason: "an empty pattern", offset: 0) }
    var error = cicu_pattern_error()
    let compiled = bytes.withUnsafeBufferPointer { bytes in
      withUnsafeMutablePointer(to: &error) {
        cicu_pattern_compile(bytes.baseAddress, length, ignoringCase, $0)
      }
    }
    guard let compiled else {
      let reason = error.name.map { String(cString: $0) } ?? "unknown"
      throw .badPattern(
        reason: Self.words(for: reason),
        offset: Self.offset(line: Int(error.line), column: Int(error.column), in: bytes))
    }
    pattern = compiled
    groupCount = cicu_pattern_group_count(compiled) + 1
    self.stepLimit = stepLimit
    var names: [(name: String, number: Int)] = []
    for name in Self.possibleNames(in: bytes) {
      let number = Int(cicu_pattern_group_number(compiled, name))
      if number > 0 && !names.contains(where: { $0.number == number }) { names.append((name, number)) }
    }
    groupNames = names.sorted { $0.number < $1.number }
  }

  deinit { cicu_pattern_close(pattern) }

  /// All matches in the range, from left to right, not overlapping.
  ///
  /// - Parameter range: UTF-8 bytes, whole scalars; all of `bytes` when nil. `^` and `$` match at its ends;
  ///   look-around and `\b` see the bytes around it. Ill-formed bytes are read as U+FFFD.
  /// - Throws: `UnicodeTextError.limit` past `stepLimit` or past 8 MiB of stack for backtracking; no matches
  ///   then.
  /// - Complexity: depends on the pattern; `stepLimit` bounds each match, and the search but for steps of
  ///   less than ten thousand between two matches.
  public func matches(in bytes: [UInt8], range: Range<Int>? = nil) throws(UnicodeTextError) -> [Match] {
    let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
    let result: Result<[Match], UnicodeTextError> = bytes.withUnsafeBufferPointer { bytes in
      var noBytes: UInt8 = 0
      return withUnsafePointer(to: &noBytes) { nothing in
        let text = UnsafeBufferPointer(start: bytes.baseAddress ?? nothing, count: bytes.count)
        return search(text, range)
      }
    }
    return try result.get()
  }

  private func search(
    _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
  ) -> Result<[Match], UnicodeTextError> {
    guard
      let search = cicu_search_open(
        pattern, text.baseAddress, Int64(text.count), Int64(range.lowerBound), Int64(range.upperBound),
        Int64(stepLimit))
    else { return .failure(.failed("opening a search")) }
    defer { cicu_search_close(search) }
    var offsets = [Int64](repeating: -1, count: Int(groupCount) * 2)
    var matches: [Match] = []
    while true {
      var found = false
      switch cicu_search_next(search, &found, &offsets, groupCount) {
      case CICU_OK: break
      case CICU_LIMIT: return .failure(.limit)
      default: return .failure(.failed("search"))
      }
      guard found else { return .success(matches) }
      matches.append(match(at: offsets))
    }
  }

  private func match(at offsets: [Int64]) -> Match {
    let groups = (0..<Int(groupCount)).map { group -> Range<Int>? in
      offsets[2 * group] < 0 ? nil : Int(offsets[2 * group])..<Int(offsets[2 * group + 1])
    }
    var named: [String: Range<Int>] = [:]
    for (name, number) in groupNames { named[name] = groups[number] }
    return Match(range: Int(offsets[0])..<Int(offsets[1]), groups: groups, named: named)
  }
}

extension Pattern {
  /// Whatever follows "(?<" and could be a name: the engine is asked which of them are.
  private static func possibleNames(in pattern: [UInt8]) -> [String] {
    var names: [String] = []
    var offset = 0
    while offset + 3 < pattern.count {
      if pattern[offset] == 0x28, pattern[offset + 1] == 0x3F, pattern[offset + 2] == 0x3C {
        let name = pattern[(offset + 3)...].prefix { 0x30...0x39 ~= $0 || 0x61...0x7A ~= $0 | 0x20 }
        if !name.isEmpty { names.append(String(decoding: name, as: UTF8.self)) }
        offset += 2 + name.count
      }
      offset += 1
    }
    return names
  }

  private static func offset(line: Int, column: Int, in pattern: [UInt8]) -> Int {
    var offset = 0
    var linesLeft = line - 1
    while linesLeft > 0 && offset < pattern.count {
      if pattern[offset] == 0x0A { linesLeft -= 1 }
      offset += 1
    }
    for _ in 0..<Swift.max(0, column) where offset < pattern.count {
      offset += UTF8Text.scalar(in: pattern, at: offset, before: pattern.count).length
    }
    return offset
  }

  private static func words(for error: String) -> String {
    switch error {
    case "U_REGEX_MISMATCHED_PAREN": "a parenthesis without its partner"
    case "U_REGEX_MISSING_CLOSE_BRACKET": "a '[' without ']'"
    case "U_REGEX_BAD_ESCAPE_SEQUENCE": "an unknown escape sequence"
    case "U_REGEX_PROPERTY_SYNTAX": "an unknown character property"
    case "U_REGEX_BAD_INTERVAL", "U_REGEX_NUMBER_TOO_BIG": "a malformed interval {min,max}"
    case "U_REGEX_MAX_LT_MIN": "an interval whose maximum is below its minimum"
    case "U_REGEX_INVALID_BACK_REF": "a reference to a group that does not exist"
    case "U_REGEX_INVALID_CAPTURE_GROUP_NAME": "a group name that is not letters and digits, or used twice"
    case "U_REGEX_LOOK_BEHIND_LIMIT": "a look-behind without a longest length"
    case "U_REGEX_INVALID_RANGE": "a character range whose end is below its start"
    case "U_REGEX_PATTERN_TOO_BIG": "a pattern that is too large"
    case "U_REGEX_RULE_SYNTAX": "a quantifier or sign where none is allowed"
    default: "not a regular expression (\(error))"
    }
  }
}
