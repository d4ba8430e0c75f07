/// Tags, classes, ids and structures of many pages, by host. Memory does not grow with the number of pages.
struct SurveyTable {
  struct Count: Equatable {
    var pages = 0
    var elements = 0
    var letters = SurveyLetters()
    /// The first pages.
    var examples: [String] = []
  }

  struct Host: Equatable {
    var pages = 0
    var letters = SurveyLetters()
    var examples: [String] = []
    var selectors: [String: Count] = [:]
  }

  /// Host of pages that nobody knows an address of.
  static let unknown = "(unknown)"
  /// Where hosts are put together when there are too many.
  static let others = "(other hosts)"

  private(set) var hosts: [String: Host] = [:]
  /// Whether rare selectors were dropped on the way: what is counted of rare ones is then too low.
  private(set) var isPruned = false

  private var entries = 0
  private let maxEntries: Int
  private let maxHosts: Int
  static let maxExamples = 3

  /// - Parameter maxEntries: most selectors that are held, over all hosts; about 400 bytes each.
  init(maxEntries: Int = 300_000, maxHosts: Int = 10_000) {
    self.maxEntries = maxEntries
    self.maxHosts = maxHosts
  }

  /// Counts a page.
  mutating func add(_ page: SurveyPage, host: String, file: String) {
    let name = hosts[host] != nil || hosts.count < maxHosts ? host : Self.others
    var count = hosts.removeValue(forKey: name) ?? Host()
    count.pages += 1
    count.letters += page.letters
    if count.examples.count < Self.maxExamples { count.examples.append(file) }
    for (selector, own) in page.counts {
      if count.selectors[selector] == nil { entries += 1 }
      count.selectors[selector, default: Count()].add(own, file)
    }
    hosts[name] = count
    if page.isCapped { isPruned = true }
    if entries > maxEntries { prune() }
  }

  /// Drops the rarest half.
  private mutating func prune() {
    isPruned = true
    var all: [(pages: Int, host: String, selector: String)] = []
    all.reserveCapacity(entries)
    for (host, count) in hosts {
      for (selector, own) in count.selectors { all.append((own.pages, host, selector)) }
    }
    all.sort { left, right in
      if left.pages != right.pages { return left.pages > right.pages }
      return left.host == right.host
        ? left.selector.utf8.lexicographicallyPrecedes(right.selector.utf8)
        : left.host.utf8.lexicographicallyPrecedes(right.host.utf8)
    }
    for entry in all.dropFirst(maxEntries / 2) { hosts[entry.host]?.selectors[entry.selector] = nil }
    entries = min(entries, maxEntries / 2)
  }

  /// Hosts, those with most pages first.
  var hostNames: [String] {
    hosts.sorted { left, right in
      left.value.pages == right.value.pages
        ? left.key.utf8.lexicographicallyPrecedes(right.key.utf8) : left.value.pages > right.value.pages
    }.map(\.key)
  }
}

extension SurveyTable.Count {
  fileprivate mutating func add(_ page: SurveyPage.Count, _ file: String) {
    pages += 1
    elements += page.elements
    letters += page.letters
    if examples.count < SurveyTable.maxExamples { examples.append(file) }
  }
}

extension SurveyTable.Host {
  /// Selectors, those of most pages first.
  var selectorNames: [String] {
    selectors.sorted { left, right in
      left.value.pages == right.value.pages
        ? left.key.utf8.lexicographicallyPrecedes(right.key.utf8) : left.value.pages > right.value.pages
    }.map(\.key)
  }
}
