import Foundation
import Markup

/// The links of a page that lead on to its next page.
struct PageLinks {
  /// Number of the next page.
  private let number: Int
  /// Where the links to the next page lead, as the page writes it.
  private var targets: [String] = []
  private var base: String?
  /// The link that is open: where it leads, and its text so far.
  private var open: (target: String, text: [UInt8])?

  /// Whether a page links to another as its next one: with `rel="next"`, or with the other's number or a word
  /// for "next" as the link's text.
  ///
  /// - Parameters:
  ///   - page: HTML in UTF-8.
  ///   - address: that of the page; relative links are resolved against it.
  ///   - next: the address of the other page, which has the given number.
  /// - Complexity: O(page).
  static func lead(from page: [UInt8], at address: String, to next: String, number: Int) -> Bool {
    var links = PageLinks(number: number)
    do {
      try HTMLEvents.parse(page) { event in
        switch event {
        case .start(let name, let attributes, _): links.begin(name, attributes)
        case .text(let range, let replacement): links.open?.text += replacement.map { $0[...] } ?? page[range]
        case .end(name: "a", _): links.close()
        case .end, .comment: break
        }
      }
    } catch { return false }
    let here = URL(string: address)
    let base = links.base.flatMap { URL(string: $0, relativeTo: here) } ?? here
    let wanted = comparable(URL(string: next))
    return wanted != nil && links.targets.contains { comparable(URL(string: $0, relativeTo: base)) == wanted }
  }

  private init(number: Int) { self.number = number }

  private mutating func begin(_ name: String, _ attributes: [HTMLAttribute]) {
    func value(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
    guard name == "a" || name == "link" || name == "base", let target = value("href") else { return }
    let isNext = value("rel")?.lowercased().split(whereSeparator: \.isWhitespace).contains("next") ?? false
    if name == "base" {
      if base == nil { base = target }
    } else if isNext {
      targets.append(target)
    } else if name == "a" {
      close()
      open = (target, Array((value("aria-label") ?? "").utf8))
    }
  }

  private mutating func close() {
    guard let (target, text) = open else { return }
    open = nil
    let words = String(decoding: text.prefix(200), as: UTF8.self).lowercased()
      .split { $0.isWhitespace || $0.isPunctuation || $0.isSymbol }.joined(separator: " ")
    if Self.next.contains(words) || words == String(number) { targets.append(target) }
  }

  /// Words for "next" in the languages of the pages, without signs around them.
  private static let next: Set<String> = [
    "next", "next page", "continue", "continue reading", "tiếp", "tiếp theo", "trang sau", "trang tiếp",
    "trang tiếp theo", "trang kế", "xem tiếp", "បន្ទាប់", "ទំព័របន្ទាប់", "suite", "suivant", "page suivante",
  ]

  /// An address without what does not tell pages apart: the scheme, `www.`, the fragment, a slash at the end.
  private static func comparable(_ url: URL?) -> String? {
    guard let url = url?.absoluteURL, let host = url.host() else { return nil }
    let name = host.lowercased()
    var path = url.path()
    if path.hasSuffix("/") { path.removeLast() }
    return (name.hasPrefix("www.") ? String(name.dropFirst(4)) : name) + path
      + (url.query().map { "?" + $0 } ?? "")
  }
}
