import Markup

/// Finds the elements of a page that some selectors name, all selectors in one walk.
///
/// Each part of each selector has a bit. On the way down an element's bits are those parts that it fulfils
/// together with the parts before them; what its parent, its ancestors and its siblings fulfilled says which
/// parts may come next. So no walk is ever repeated.
struct SelectorMatcher: Sendable {
  private var compounds: [Selector.Compound?] = []
  /// Index of the selector that ends with a part.
  private var owners: [Int: Int] = [:]
  private let selectorCount: Int

  /// Masks, a word for each 64 parts.
  private var first: [UInt64] = []
  private var child: [UInt64] = []
  private var descendant: [UInt64] = []
  private var nextSibling: [UInt64] = []
  private var laterSibling: [UInt64] = []
  private var final: [UInt64] = []
  private var unkeyed: [UInt64] = []

  /// Parts that only an element with this tag, class or id can fulfil.
  private var byType: [String: [Int]] = [:]
  private var byClass: [String: [Int]] = [:]
  private var byID: [String: [Int]] = [:]

  init(_ selectors: [Selector]) {
    selectorCount = selectors.count
    for (index, selector) in selectors.enumerated() {
      for chain in selector.alternatives { add(chain, of: index) }
    }
  }

  /// Gives a chain's parts neighbouring bits in one word.
  private mutating func add(_ chain: Selector.Chain, of selector: Int) {
    if compounds.count % 64 + chain.parts.count > 64 {
      while compounds.count % 64 != 0 { compounds.append(nil) }
    }
    for (place, (combinator, compound)) in chain.parts.enumerated() {
      let bit = compounds.count
      compounds.append(compound)
      if bit / 64 == first.count {
        for path in [
          \Self.first, \.child, \.descendant, \.nextSibling, \.laterSibling, \.final, \.unkeyed,
        ] { self[keyPath: path].append(0) }
      }
      let mask = UInt64(1) << UInt64(bit % 64)
      if place == 0 {
        first[bit / 64] |= mask
      } else {
        switch combinator {
        case .child: child[bit / 64] |= mask
        case .descendant: descendant[bit / 64] |= mask
        case .next: nextSibling[bit / 64] |= mask
        case .later: laterSibling[bit / 64] |= mask
        }
      }
      if place == chain.parts.count - 1 {
        final[bit / 64] |= mask
        owners[bit] = selector
      }
      enterKey(of: compound, bit)
    }
  }

  private mutating func enterKey(of compound: Selector.Compound, _ bit: Int) {
    var (id, name): (String?, String?)
    for case .attribute(let test) in compound.tests where !test.ignoresCase {
      if test.name == "id", test.comparison == .equals { id = String(decoding: test.value, as: UTF8.self) }
      if test.name == "class", test.comparison == .word {
        name = String(decoding: test.value, as: UTF8.self)
      }
    }
    if let id {
      byID[id, default: []].append(bit)
    } else if let name, !name.contains(where: \.isWhitespace) {
      byClass[name, default: []].append(bit)
    } else if let type = compound.type {
      byType[type, default: []].append(bit)
    } else {
      unkeyed[bit / 64] |= 1 << UInt64(bit % 64)
    }
  }

  /// The elements that each selector names, in the order of their start tags.
  ///
  /// - Complexity: O(bytes of tags + elements · parts / 64) for a fixed set of selectors.
  func matches(in page: HTMLPage) -> [[Int]] {
    var walk = Walk(words: first.count, results: selectorCount)
    for element in page.elements.indices.dropFirst() { walk.enter(element, of: page, self) }
    return walk.results
  }

  /// What is known of the open elements and their earlier siblings, by depth.
  private struct Walk {
    let words: Int
    var results: [[Int]]
    private var own: [UInt64] = []
    private var around: [UInt64] = []
    private var previous: [UInt64] = []
    private var earlier: [UInt64] = []
    private var places: [Int] = []
    private var depths = 0

    init(words: Int, results: Int) {
      self.words = words
      self.results = Array(repeating: [], count: results)
      // The document itself is at depth 0, its element at 1.
      grow(to: 1)
    }

    private mutating func grow(to depth: Int) {
      while depths <= depth {
        let none = [UInt64](repeating: 0, count: words)
        own += none
        around += none
        previous += none
        earlier += none
        places.append(0)
        depths += 1
      }
    }

    mutating func enter(_ element: Int, of page: HTMLPage, _ matcher: SelectorMatcher) {
      let depth = page.elements[element].depth
      grow(to: depth + 1)
      places[depth] += 1
      let (here, above, below) = (depth * words, (depth - 1) * words, (depth + 1) * words)
      var candidates = matcher.unkeyed
      matcher.addCandidates(for: element, of: page, to: &candidates)
      for word in 0..<words {
        let allowed =
          matcher.first[word] | own[above + word] << 1 & matcher.child[word]
          | around[above + word] << 1 & matcher.descendant[word]
          | previous[here + word] << 1 & matcher.nextSibling[word]
          | earlier[here + word] << 1 & matcher.laterSibling[word]
        let found = fulfilled(allowed & candidates[word], word, element, page, matcher)
        own[here + word] = found
        around[here + word] = around[above + word] | found
        previous[here + word] = found
        earlier[here + word] |= found
        previous[below + word] = 0
        earlier[below + word] = 0
      }
      places[depth + 1] = 0
    }

    private mutating func fulfilled(
      _ bits: UInt64, _ word: Int, _ element: Int, _ page: HTMLPage, _ matcher: SelectorMatcher
    ) -> UInt64 {
      var (rest, found) = (bits, UInt64(0))
      let place = places[page.elements[element].depth]
      while rest != 0 {
        let bit = rest.trailingZeroBitCount
        rest &= rest - 1
        guard let compound = matcher.compounds[word * 64 + bit],
          compound.holds(for: element, of: page, place: place)
        else { continue }
        found |= 1 << UInt64(bit)
        if let owner = matcher.owners[word * 64 + bit], results[owner].last != element {
          results[owner].append(element)
        }
      }
      return found
    }
  }

  private func addCandidates(for element: Int, of page: HTMLPage, to candidates: inout [UInt64]) {
    func add(_ bits: [Int]?) {
      for bit in bits ?? [] { candidates[bit / 64] |= 1 << UInt64(bit % 64) }
    }
    if !byType.isEmpty { add(byType[page.name(of: element)]) }
    for attribute in page.attributes(of: element) {
      if attribute.name == "id" {
        if !byID.isEmpty { add(byID[attribute.value]) }
      } else if attribute.name == "class", !byClass.isEmpty {
        for name in attribute.value.utf8.split(whereSeparator: WhiteSpace.isSpace) {
          add(byClass[String(Substring(name))])
        }
      }
    }
  }
}

extension Selector.Compound {
  /// - Parameter place: of the element among its siblings, 1 for the first.
  func holds(for element: Int, of page: HTMLPage, place: Int) -> Bool {
    if let type, !type.utf8.elementsEqual(page.name(of: element).utf8) { return false }
    return tests.allSatisfy { test in
      switch test {
      case .attribute(let test):
        return page.attribute(test.name, of: element).map { test.holds(for: $0) } ?? false
      case .place(let step, let offset):
        let distance = place - offset
        return step == 0 ? distance == 0 : distance % step == 0 && distance / step >= 0
      case .last:
        let parent = page.elements[element].parent
        return parent >= 0 && page.elements[element].end == page.elements[parent].end
      case .not(let compounds):
        return !compounds.contains { $0.holds(for: element, of: page, place: place) }
      }
    }
  }
}
