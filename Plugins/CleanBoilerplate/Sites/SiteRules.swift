/// What a rule says that its elements are.
enum SiteRole: String, Sendable, CaseIterable {
  case title, byline, date, lead, caption, body, comments, comment, remove
  case commentAuthor = "comment-author"
  case commentDate = "comment-date"

  /// Order in which the roles of one element count: the first wins.
  static let byStrength: [SiteRole] = [.remove, .comments, .title, .byline, .date, .lead, .caption, .body]

  /// Whether it says what a comment is made of, and nothing of its own.
  var isPartOfComments: Bool { self == .comment || self == .commentAuthor || self == .commentDate }
}

/// One line of a rules file: a role, and what has it.
struct SiteRule: Sendable, Equatable {
  var role: SiteRole
  var selector: Selector
  var line: Int

  /// The rule as it is written: `body div.fck_detail`.
  var written: String { "\(role.rawValue) \(selector.text)" }
}

/// The rules for some hosts.
struct SiteSection: Sendable {
  /// Name of the file without its folder, and the line of `host`.
  var file: String
  var line: Int
  var hosts: [HostPattern] = []
  var paths: [PathPattern] = []
  var rules: [SiteRule] = []
  private(set) var matcher = SelectorMatcher([])

  init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  mutating func compile() { matcher = SelectorMatcher(rules.map(\.selector)) }

  /// The place of a rule in its file: `portals.txt:6`.
  func place(of rule: Int) -> String { "\(file):\(rules[rule].line)" }

  /// `portals.txt:6 body div.fck_detail`
  func name(of rule: Int) -> String { "\(place(of: rule)) \(rules[rule].written)" }
}

/// Hosts that rules are for: one, all below one, or all.
enum HostPattern: Sendable, Hashable {
  case exactly(String)
  /// Every host that ends in a dot and this name.
  case below(String)
  case any

  init?(_ text: String) {
    if text == "*" {
      self = .any
    } else if text.hasPrefix("*.") {
      guard let name = HostName.normalized(String(text.dropFirst(2))) else { return nil }
      self = .below(name)
    } else {
      guard let name = HostName.normalized(text) else { return nil }
      self = .exactly(name)
    }
  }

  /// The pattern in the spelling that hosts are compared in.
  var written: String {
    switch self {
    case .exactly(let name): name
    case .below(let name): "*." + name
    case .any: "*"
    }
  }

  /// The patterns that a host fits, the narrowest first; nil for a host that nobody knows.
  static func patterns(for host: String?) -> [HostPattern] {
    guard let host else { return [.any] }
    var patterns = [HostPattern.exactly(host)]
    var rest = host[...]
    while let dot = rest.firstIndex(of: ".") {
      rest = rest[rest.index(after: dot)...]
      patterns.append(.below(String(rest)))
    }
    return patterns + [.any]
  }
}

/// Paths that rules are for: `/thoi-su/*`, `*.html`, `/index.php?option=com_content*`.
struct PathPattern: Sendable, Equatable {
  /// What stands between the asterisks, percent escapes resolved.
  private let pieces: [[UInt8]]
  /// Whether the query counts.
  private let hasQuery: Bool
  /// The pattern with more of them is the narrower one.
  let letters: Int

  init(_ text: String) {
    let bytes = Array(text.utf8)
    pieces = bytes.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(
      PageAddress.unescaped)
    hasQuery = bytes.contains(UInt8(ascii: "?"))
    letters = pieces.reduce(0) { $0 + $1.count }
  }

  /// - Complexity: O(path · pattern).
  func matches(_ address: PageAddress) -> Bool {
    let path = hasQuery ? address.pathAndQuery : address.path
    guard let head = pieces.first, let tail = pieces.last, path.starts(with: head) else { return false }
    if pieces.count == 1 { return path.count == head.count }
    guard path.count >= head.count + tail.count, path.suffix(tail.count).elementsEqual(tail) else {
      return false
    }
    var rest = path[head.count..<(path.count - tail.count)]
    for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
      guard let place = rest.indices.first(where: { rest[$0...].starts(with: piece) }) else { return false }
      rest = rest[(place + piece.count)...]
    }
    return true
  }
}

/// The rules of all files, found by host and path.
struct SiteRules: Sendable {
  private(set) var sections: [SiteSection] = []
  /// For each pattern of hosts its sections, the narrowest path first, those for all paths last.
  private var byHost: [HostPattern: [(section: Int, path: PathPattern?)]] = [:]

  var isEmpty: Bool { sections.isEmpty }

  /// - Returns: the place of rules that are for the same pages; the section is not added then.
  mutating func add(_ section: SiteSection) -> String? {
    let paths: [PathPattern?] = section.paths.isEmpty ? [nil] : section.paths
    for host in section.hosts {
      for path in paths {
        if let other = byHost[host]?.first(where: { $0.path == path }) {
          return "\(sections[other.section].file):\(sections[other.section].line)"
        }
      }
    }
    for host in Set(section.hosts) {
      byHost[host, default: []] += paths.map { (sections.count, $0) }
      byHost[host]?.sort { left, right in
        let (a, b) = (left.path?.letters ?? -1, right.path?.letters ?? -1)
        return a == b ? left.section < right.section : a > b
      }
    }
    sections.append(section)
    return nil
  }

  /// The section for a page: that of the narrowest host, among those of the narrowest path.
  ///
  /// - Parameter address: nil where nobody knows it; only rules for all hosts and paths count then.
  func section(for address: PageAddress?) -> Int? {
    for pattern in HostPattern.patterns(for: address?.host) {
      for entry in byHost[pattern] ?? [] {
        guard let path = entry.path else { return entry.section }
        if let address, path.matches(address) { return entry.section }
      }
    }
    return nil
  }
}
