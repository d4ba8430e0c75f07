/// Pages that may be parts of one article, by their addresses alone.
///
/// An address has a page's number at its end, before an extension: `-2.html`, `_p2`, `-page-2`, `-trang-2`,
/// `/page/2`, `/2`, `?page=2`. The first page has the number 1 or none. Whether the pages belong together is
/// said by their links: see `PageLinks`.
struct PageSeries {
  /// Highest number that counts as a page's: what is above is a year or an article's own.
  static let maxPages = 200

  /// Indices of the pages of each series, the first page first, by that of the first page. What comes after a
  /// number that is missing is in none.
  ///
  /// - Parameter addresses: nil for what is no page.
  /// - Complexity: O(addresses · length).
  static func proposed(_ addresses: [String?]) -> [Int: [Int]] {
    var indices: [[UInt8]: Int] = [:]
    for (index, address) in addresses.enumerated() {
      guard let address else { continue }
      // Of two pages at one address none is certain to be meant.
      if indices.updateValue(index, forKey: Array(address.utf8)) != nil { indices[Array(address.utf8)] = -1 }
    }
    var series: [Int: [Int]] = [:]
    for (second, address) in addresses.enumerated() {
      guard let place = address.flatMap(NumberPlace.init), place.number == 2,
        indices[place.address(2)] == second
      else { continue }
      let firsts = place.firstPages.compactMap { indices[$0] }.filter { $0 >= 0 }
      guard firsts.count == 1, series[firsts[0]] == nil else { continue }
      var members = [firsts[0], second]
      while members.count < maxPages, let next = indices[place.address(members.count + 1)], next >= 0 {
        members.append(next)
      }
      series[firsts[0]] = members
    }
    return series
  }
}

/// Where in an address the number of a page stands: `stem`, `mark` (`-page-`), the number, `rest`.
struct NumberPlace {
  let number: Int
  private let stem: String
  private let mark: String
  private let rest: String

  /// Nil where there is none.
  init?(_ address: String) {
    // A member of the query: `?id=7&page=2`.
    let query = /(.*)([?&](?:page|p|pg|paged|trang)=)([1-9][0-9]{0,2})((?:&.*)?)/
    // The end of the path: `/bai-viet-trang-2.html`, `/page/2/`, `/2`.
    let path =
      /([^?]*?)(\/(?:page|trang|p)\/|\/|[-_](?:p|page|trang)?[-_]?)([1-9][0-9]{0,2})((?:\.[A-Za-z0-9.]*)?\/?)/
    guard
      let match = try? query.matchingSemantics(.unicodeScalar).wholeMatch(in: address)
        ?? path.matchingSemantics(.unicodeScalar).wholeMatch(in: address),
      let number = Int(match.3), number <= PageSeries.maxPages
    else { return nil }
    self.number = number
    (stem, mark, rest) = (String(match.1), String(match.2), String(match.4))
  }

  /// The address of a page of the series, in bytes.
  func address(_ number: Int) -> [UInt8] { Array("\(stem)\(mark)\(number)\(rest)".utf8) }

  /// Addresses that the first page may have: with the number 1, or without a number.
  var firstPages: [[UInt8]] {
    let isFirstMember = mark.utf8.first == UInt8(ascii: "?") && rest.utf8.first == UInt8(ascii: "&")
    let bare = Array((isFirstMember ? stem + "?" + rest.dropFirst() : stem + rest).utf8)
    guard mark.utf8.first == UInt8(ascii: "/") else { return [address(1), bare] }
    let other = bare.last == UInt8(ascii: "/") ? Array(bare.dropLast()) : bare + [UInt8(ascii: "/")]
    return [address(1), bare, other]
  }
}
