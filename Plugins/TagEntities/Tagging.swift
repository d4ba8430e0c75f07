import StageKit

/// Referents that lists gave a document, by list and number.
private final class ListedReferents {
  var referents = WordTable<Referent>()
}

/// The work on one document.
struct Tagging {
  let stage: TagEntities
  let document: Document
  let regions: [Region]
  private let khmerWords = KhmerWords()
  private(set) var dates: [DateMention] = []
  private(set) var grounds: [RegionNames] = []
  private var selection: Selection
  private var names: DocumentNames
  private(set) var accepted: [Candidate] = []
  private(set) var guesses: [Candidate] = []
  /// Runs in another language than the block around them.
  private let foreignRuns: DisjointRanges
  private var acronyms: [(name: String, referent: Referent)] = []
  private let listed = ListedReferents()

  /// Whether guesses can be made in the language of the document; of blocks by their language.
  private let isTaughtLanguage: Bool

  init(stage: TagEntities, document: Document) {
    self.stage = stage
    isTaughtLanguage = document.language.map(Self.isTaught) ?? true
    self.document = document
    regions = Region.regions(of: document, vocabulary: stage.rules.vocabulary)
    selection = Selection(document)
    names = DocumentNames(stage.sharedRules)
    foreignRuns = DisjointRanges(document.spans.filter { $0.layer == Layer.language }.map(\.range))
  }

  private func has(_ layer: TagEntities.EntityLayer) -> Bool { stage.options.layers.contains(layer) }

  mutating func run() {
    if has(.dates) { findDates() }
    findNames()
    names.callByGivenNames(&accepted, stage.rules.vocabulary)
    names.link(&accepted, document.text, acronyms: acronyms)
    names.doubtAcronyms(&accepted)
    if has(.propagation) { propagate() }
    // Guesses come last: a name that the document has elsewhere is sooner that name.
    selection.add(tenable(guesses))
    accepted += selection.accepted[accepted.count...]
  }

  // MARK: Dates

  private mutating func findDates() {
    var finder = DateFinder()
    let relative =
      stage.options.relativeDates
      ? RelativeDates(document.metadata[MetadataKey.contentDate] ?? document.metadata[MetadataKey.date]) : nil
    for (index, region) in regions.enumerated() {
      let isCaption =
        region.tokens.count < 60 && index + 1 < regions.count && Narration.isCredit(regions[index + 1])
      let (count, kind) = (finder.mentions.count, kind(of: region))
      finder.add(region, isNarration: !isCaption && Narration.isNarration(region, kind))
      if let relative { finder.add(relative: relative.mentions(in: region), after: count) }
    }
    dates = finder.mentions.filter { selection.allows($0.range) }
    for date in dates { selection.block(date.blocked) }
  }

  // MARK: Names

  private mutating func findNames() {
    let heads = Voices.heads(of: document).map {
      ($0.head, document.blocks[$0.voice].attributes["author"] ?? "")
    }
    let authors = Dictionary(heads, uniquingKeysWith: { first, _ in first })
    var inCapitals: [Candidate] = []
    for region in regions {
      let listed = listedNames(of: region)
      for candidate in listed where candidate.needsSupport { inCapitals.append(candidate) }
      let author = authors.isEmpty ? nil : region.block.flatMap { authors[$0] }
      let ground = ground(of: region, known: listed, author: author)
      var sure = ground.known
      for var candidate in ground.found {
        if let name = candidate.listedName, let referent = listedReferent(name, candidate.kind) {
          candidate.referent = referent
        }
        if candidate.rule == .statistical { guesses.append(candidate) } else { sure.append(candidate) }
      }
      selection.add(sure)
      acronyms += ground.acronyms
      grounds.append(ground)
    }
    if !inCapitals.isEmpty {
      var keys = WordTable<Bool>()
      for index in selection.accepted.indices {
        let key = Word(selection.accepted[index].referent.key)
        if keys[key] == nil { keys[key] = true }
      }
      selection.add(inCapitals.filter { keys[Word($0.referent.key)] != nil })
    }
    accepted = selection.accepted
  }

  /// A region with what lists, rules and models propose there.
  private func ground(of region: Region, known: consuming [Candidate], author: String?) -> RegionNames {
    var ground = RegionNames(region, rules: stage.sharedRules, known: known)
    if has(.rules) {
      ground.findPersons(document.text, isLabel: kind(of: region) == .speaker)
      ground.findUnspacedPersons(khmerWords)
      ground.findUnspacedPlacesAndBodies(khmerWords)
      ground.findPlaces(document.text)
      ground.findOrganisations(document.text)
      ground.findAcronyms(document.text)
      ground.findByPatterns(document.text)
      ground.findWriters(document, author: author)
    }
    if !isTaught(region) {
      ground.takeBackGuesses()
    } else if has(.statistical) {
      ground.findStatistically(stage.models, document.text, foreign: foreignRuns)
    }
    return ground
  }

  /// What the lists have in a region.
  private func listedNames(of region: Region) -> [Candidate] {
    var listed = candidates(of: stage.matcher.matches(in: region, document.text))
    for index in listed.indices where listed[index].needsSupport {
      if region.bearsOut(listed[index], among: stage.rules.vietnameseWords) {
        listed[index].needsSupport = false
      }
    }
    return listed
  }

  /// The regions with what lists and rules propose, as the statistical layer sees them.
  func trainingGrounds() -> [RegionNames] {
    regions.map { region in
      let listed = candidates(of: stage.matcher.matches(in: region, document.text))
      var ground = RegionNames(region, rules: stage.sharedRules, known: listed)
      ground.findPersons(document.text, isLabel: false)
      ground.findPlaces(document.text)
      ground.findOrganisations(document.text)
      ground.findAcronyms(document.text)
      return ground
    }
  }

  /// Whether guesses can be made in the language of a region, as far as the document tells it: where nouns have
  /// capitals, and in languages that nothing was learnt from, they are mostly wrong.
  private func isTaught(_ region: Region) -> Bool {
    if let own = region.block.flatMap({ document.blocks[$0].language }), own != "und" {
      return own == document.language ? isTaughtLanguage : Self.isTaught(own)
    }
    return isTaughtLanguage
  }

  private static func isTaught(_ language: String) -> Bool {
    ["en", "vi", "km"].contains(language.split(separator: "-").first ?? "")
  }

  private func kind(of region: Region) -> BlockKind? { region.block.map { document.blocks[$0].kind } }

  /// Joins the matches of one range; where rows of one list compete there is no link.
  func candidates(of matches: [NameMatch]) -> [Candidate] {
    guard !matches.isEmpty else { return [] }
    var candidates: [Candidate] = []
    candidates.reserveCapacity(matches.count)
    var index = 0
    while index < matches.count {
      var end = index
      while end < matches.count, matches[end].range == matches[index].range { end += 1 }
      if let candidate = candidate(matches[index..<end]) { candidates.append(candidate) }
      index = end
    }
    return candidates
  }

  /// What the matches of one range make together.
  private func candidate(_ matches: ArraySlice<NameMatch>) -> Candidate? {
    if matches.count == 1, let match = matches.first {
      return referent(of: match).map { candidate(match, $0, .high) }
    }
    let best = matches.filter { !$0.isBare && !$0.isAllCaps }
    let fitting = best.isEmpty ? Array(matches) : best
    let rank = fitting.map(\.rank).max()
    let chosen = fitting.filter { $0.rank == rank }
    var referents: [Referent] = []
    for match in chosen {
      guard let referent = referent(of: match) else { continue }
      if !referents.contains(where: { $0.key == referent.key }) { referents.append(referent) }
    }
    guard var referent = referents.first else { return nil }
    let isUnsure = referents.count > 1
    if isUnsure {
      let written = stage.gazetteer.spelling(of: chosen[0])
      referent = Referent(
        key: referent.kind.keyPrefix + NameKey.slug(written), name: written, kind: referent.kind,
        source: referent.source)
    }
    return candidate(chosen[0], referent, isUnsure ? .low : .high)
  }

  private func candidate(_ match: NameMatch, _ referent: Referent, _ certainty: Certainty) -> Candidate {
    Candidate(
      range: match.range, referent: referent,
      certainty: certainty == .high && (match.isAllCaps || match.isBare) ? .medium : certainty,
      rule: .gazetteer, priority: 5, needsSupport: match.isAllCaps, isBare: match.isBare,
      isAcronym: match.isAcronym
    )
  }

  /// What a match stands for, read from its list once for each document.
  private func referent(of match: NameMatch) -> Referent? {
    let number = Word(letters: UInt64(match.image << 32 | match.referent), count: 0)
    if let known = listed.referents[number] { return known }
    let referent = stage.gazetteer.referent(of: match)
    listed.referents[number] = referent
    return referent
  }

  // MARK: Over the document

  private mutating func propagate() {
    repeatNames()
    findMisspellings()
    accepted += selection.accepted[accepted.count...]
  }

  /// Finds the document's names in what no span holds: first those that may begin there, then, where one is found, all
  /// that the regions may have, as they cross each other.
  private mutating func repeatNames() {
    var words = NameBeginnings()
    for number in grounds.indices { words.add(grounds[number].region) { selection.isFree($0) } }
    let free = NameMatcher(names.namesToFind(acronyms: acronyms, at: words).names)
    let wanted = grounds.indices.filter {
      free.hasMatch(in: grounds[$0].region, document.text) { selection.isFree($0) }
    }
    guard !wanted.isEmpty else { return }
    words = NameBeginnings()
    for number in wanted { words.add(grounds[number].region) { _ in true } }
    let (list, targets) = names.namesToFind(acronyms: acronyms, at: words)
    let matcher = NameMatcher(list)
    for number in wanted {
      var found: [Candidate] = []
      for match in matcher.matches(in: grounds[number].region, document.text)
      where selection.isFree(match.range) {
        let target = targets[match.referent]
        guard stands(match.range, in: grounds[number], as: target) else { continue }
        found.append(
          Candidate(
            range: match.range, referent: target.referent,
            certainty: target.certainty == .high ? .medium : target.certainty, rule: target.rule, priority: 3
          ))
      }
      selection.add(found)
    }
  }

  private mutating func findMisspellings() {
    var keys = WordFilter()
    let words = grounds.indices.map { number in
      let words = Misspellings.words(of: grounds[number].region) { selection.isWhollyFree($0) }
      Misspellings.forEachKey(of: words, in: grounds[number].region) { keys.add($0) }
      return words
    }
    let misspellings = Misspellings(names, free: keys)
    var nearly: [Candidate] = []
    for number in grounds.indices where !words[number].isEmpty {
      nearly += misspellings.candidates(of: words[number], in: grounds[number]) { selection.isWhollyFree($0) }
    }
    selection.add(nearly)
  }

  private static let beforeDirections: WordSet = ["miền", "phía", "hướng"]

  /// A single word stands for a name only where no other word with a capital makes it a part of another name.
  private func stands(_ range: Range<Int>, in ground: RegionNames, as target: DocumentNames.Target) -> Bool {
    if ground.droppedNames.contains(range) { return false }
    guard target.rule == .shortForm || target.rule == .shortFormOfSeveral,
      let tokens = ground.tokenRange(range)
    else { return true }
    // "Ta" in "Ta Val", though the document has Ta Mok.
    if tokens.count == 1, ground.isTitle(tokens.lowerBound) { return false }
    // "miền Nam" is no Nguyễn Văn Nam.
    if tokens.lowerBound > 0, Self.beforeDirections.contains(ground.tokens[tokens.lowerBound - 1].word) {
      return false
    }
    func isRival(_ index: Int) -> Bool {
      guard index >= 0, ground.isNamePart(index), !ground.isTitle(index) else { return false }
      return selection.isFree(ground.tokens[index].range)
    }
    let isJoinedAfter =
      tokens.upperBound < ground.tokens.count && ground.tokens[tokens.upperBound].spaceBefore
    if isJoinedAfter, isRival(tokens.upperBound) { return false }
    return !(ground.tokens[tokens.lowerBound].spaceBefore && isRival(tokens.lowerBound - 1))
  }
}
