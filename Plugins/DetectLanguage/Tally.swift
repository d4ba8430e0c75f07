/// Words of one kind, with what their letters cost in each language.
struct Tally: Equatable {
  var costs = LetterSequences.Costs.zero
  var words = 0
  var letters = 0

  static func += (left: inout Tally, right: Tally) {
    left.costs &+= right.costs
    left.words += right.words
    left.letters += right.letters
  }

  static func -= (left: inout Tally, right: Tally) {
    left.costs &-= right.costs
    left.words -= right.words
    left.letters -= right.letters
  }

  /// The same with a weight of one in four.
  var quarter: Tally { Tally(costs: costs &>> 2, words: words, letters: letters) }
}

/// The lanes of a table's languages: those that are given out, and rivals, that others be not taken for them.
struct Lanes: Sendable {
  /// Tags that are given out, in alphabetical order, and their lanes; two names in the table may have one tag.
  let tags: [String]
  let known: [[Int]]
  let rivals: [Int]
  /// What a rival must be cheaper by: the known languages are what is expected.
  let advantage: Int

  /// - Parameter tagged: tags that are given out, by the names in the table.
  init(_ languages: [String], tagged: [String: String], advantage: Int) {
    let tags = Set(tagged.values).sorted()
    self.tags = tags
    known = tags.map { tag in languages.indices.filter { tagged[languages[$0]] == tag } }
    rivals = languages.indices.filter { tagged[languages[$0]] == nil }
    self.advantage = advantage
  }
}

/// Which language the letters speak for.
struct Ranking {
  /// Tag of the cheapest language; nil for a rival.
  let tag: String?
  /// How far the next is: the next of all where the best is known, else the next of those that are known. In
  /// the steps of the table.
  let margin: Int

  /// - Parameter except: a lane that is left out.
  /// - Complexity: O(1), languages being few.
  init(_ costs: LetterSequences.Costs, _ lanes: Lanes, except: Int? = nil) {
    var (best, next, index) = (Int.max, Int.max, 0)
    for (place, own) in lanes.known.enumerated() {
      var cost = Int.max
      for lane in own where lane != except { cost = min(cost, Int(costs[lane])) }
      if cost < best {
        (best, next, index) = (cost, best, place)
      } else {
        next = min(next, cost)
      }
    }
    var rival = Int.max
    for lane in lanes.rivals { rival = min(rival, Int(costs[lane]) + lanes.advantage) }
    tag = best <= rival && best < Int.max ? lanes.tags[index] : nil
    margin = best <= rival ? min(rival, next) - best : best - rival
  }
}
