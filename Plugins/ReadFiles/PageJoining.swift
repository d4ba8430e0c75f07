import StageKit

/// Decides which pages are read as one document: addresses propose, links decide.
///
/// A series is decided when its first member comes up, in the order of the pages; only pages of proposed series
/// are opened for it, one after another.
struct PageJoining {
  private let pages: [PageFile]
  private let addresses: [String?]
  private let series: [Int: [Int]]
  /// The first pages of the series that a page is proposed for.
  private var firstPages: [Int: [Int]] = [:]
  private var decided: [Int: [Int]] = [:]
  private var isTaken: Set<Int> = []

  init(_ pages: [PageFile]) {
    self.pages = pages
    addresses = pages.map(\.address)
    series = PageSeries.proposed(addresses)
    for (first, members) in series {
      for member in members { firstPages[member, default: []].append(first) }
    }
  }

  /// The pages to be read as one document at the place of a page: empty where it is read alone, nil where it
  /// is read with another.
  mutating func members(at index: Int) -> [Int]? {
    for first in firstPages[index, default: []].sorted() where decided[first] == nil { decide(first) }
    if let members = decided[index], !members.isEmpty { return members }
    return isTaken.contains(index) ? nil : []
  }

  private mutating func decide(_ first: Int) {
    decided[first] = []
    guard !isTaken.contains(first), let members = series[first] else { return }
    var linked = [first]
    var page = markup(of: first)
    for (number, next) in members.dropFirst().enumerated() {
      guard !isTaken.contains(next), let text = page, let here = addresses[linked[number]],
        let there = addresses[next],
        PageLinks.lead(from: text, at: here, to: there, number: number + 2)
      else { break }
      // A page that cannot be read is quarantined alone, and so is not joined.
      page = markup(of: next)
      guard page != nil else { break }
      linked.append(next)
    }
    guard linked.count > 1 else { return }
    decided[first] = linked
    isTaken.formUnion(linked)
  }

  /// The page in UTF-8; nil where it is no HTML or cannot be read.
  private func markup(of index: Int) -> [UInt8]? {
    guard let document = try? pages[index].document(), document.form == .markup else { return nil }
    return document.text
  }
}
