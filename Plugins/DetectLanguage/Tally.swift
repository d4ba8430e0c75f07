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

  /// The same with a weight of one in four.
  var quarter: Tally { Tally(costs: costs &>> 2, words: words, letters: letters) }
}

/// Which language the letters speak for.
struct Ranking {
  /// Tag of the cheapest language; nil for one that is only a rival, so that others are not taken for those
  /// that are known.
  var tag: String?
  /// How far the next is: the next of all where the best is known, else the next of those that are known. In
  /// the steps of the table.
  var margin: Int

  /// - Parameters:
  ///   - known: tags that are given out, by the names in the table; two names may have one tag.
  ///   - advantage: what a rival must be cheaper by: the known languages are what is expected.
  ///   - except: a name in the table that is left out.
  init(
    _ costs: LetterSequences.Costs, _ languages: [String], known: [String: String], advantage: Int,
    except: String? = nil
  ) {
    var cheapest: [(tag: String, cost: Int)] = []
    var rival = Int.max
    for (lane, name) in languages.enumerated() where name != except {
      let cost = Int(costs[lane])
      guard let tag = known[name] else {
        rival = min(rival, cost + advantage)
        continue
      }
      if let index = cheapest.firstIndex(where: { $0.tag == tag }) {
        cheapest[index].cost = min(cheapest[index].cost, cost)
      } else {
        cheapest.append((tag, cost))
      }
    }
    cheapest.sort { ($0.cost, $0.tag) < ($1.cost, $1.tag) }
    let best = cheapest.first?.cost ?? Int.max
    let isKnown = best <= rival
    tag = isKnown ? cheapest.first?.tag : nil
    margin = isKnown ? min(rival, cheapest.dropFirst().first?.cost ?? rival) - best : best - rival
  }
}
