import StageKit

/// An item and what is known of it before it is loaded.
struct WorkItem: Sendable {
  let item: ReadItem
  /// What the ledger knows of its document.
  var known: Ledger.Known?
  /// What the item was told by, with the reader; nil where it must be loaded.
  var stamp: Stamp?
  /// Bytes that it holds in memory, or will.
  let byteCount: Int

  init(_ item: ReadItem, _ look: ReadItem.Look? = nil, known: Ledger.Known? = nil, stamp: Stamp? = nil) {
    self.item = item
    self.known = known
    self.stamp = stamp
    byteCount = item.byteCount + (look?.byteCount ?? 0)
  }
}

/// What becomes of an item before it is worked on.
enum Prepared {
  case work(WorkItem)
  case unchanged(UnchangedDocument)
  /// It takes no part.
  case skip
}

/// What becomes of an item, in the end.
enum HandedOn {
  case unchanged(UnchangedDocument)
  case done(WorkResult)
}

/// A document of which the ledger has the result.
struct UnchangedDocument: Sendable {
  var number: Int64
  var outcome: Outcome
  /// What the ledger is to have of it from now on, where that is something else.
  var renewal: Ledger.Renewal?
  /// Its files that somebody changed.
  var edited: [String] = []

  /// - Parameters:
  ///   - verdict: what was found of its files.
  ///   - stamp: what its item is told by now; nil where that is not known.
  init(_ known: Ledger.Known, _ verdict: Verdict, stamp: Stamp?) {
    number = known.number
    outcome = known.outcome
    var files: [WrittenFile]?
    if case .unchanged(let found, let edited) = verdict { (files, self.edited) = (found, edited) }
    if files != nil || stamp != nil && stamp != known.stamp {
      renewal = Ledger.Renewal(
        number: known.number, stamp: stamp ?? known.stamp, files: files ?? known.files)
    }
  }
}

/// Bounded parallel work on what a reader offers, with results in the order of the offers.
///
/// At most one document a worker is in work, and at most `windowPerWorker` times as many wait for an earlier
/// one to be handed on; the reader waits meanwhile. Memory does not depend on the number of documents.
struct OrderedWork {
  private static let windowPerWorker = 4
  /// Bytes of loaded input that may be in the window at once; a single larger item goes through alone.
  private static let maxWindowBytes = 256 << 20
  /// Items that need no work and wait for an earlier one.
  private static let maxWaiting = 10_000
  /// Items that are looked at together. They hold nothing in memory yet.
  private static let maxLookedAt = 256

  let workers: [any DocumentWorker]

  /// Works on every item and hands the results on.
  ///
  /// - Parameters:
  ///   - items: offers the items one after another, as a reader does.
  ///   - isOver: asked before each item; true to take no more.
  ///   - prepare: says of some items, one after another, whether they need work.
  ///   - handOn: called once for each item, in the order of the offers.
  func run(
    _ items: ((ReadItem) async throws -> Void) async throws -> Void, isOver: @escaping () -> Bool = { false },
    prepare: @escaping ([ReadItem]) throws -> [Prepared] = { $0.map { .work(WorkItem($0)) } },
    handOn: @escaping (HandedOn) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: LaneResult.self) { group in
      var state = State(free: Array(workers.indices))
      var waiting: [ReadItem] = []
      func take() async throws {
        let items = waiting
        waiting.removeAll(keepingCapacity: true)
        for prepared in try prepare(items) {
          if isOver() { throw Enough() }
          switch prepared {
          case .skip: continue
          case .unchanged(let document): try await pass(.unchanged(document), &state, &group, handOn)
          case .work(let work): try await start(work, &state, &group, handOn)
          }
        }
      }
      do {
        try await items { item in
          waiting.append(item)
          if item.look == nil || waiting.count >= Self.maxLookedAt { try await take() }
        }
        try await take()
      } catch is Enough {}
      while state.isBusy { try await collectOne(&state, &group, handOn) }
    }
  }

  private typealias LaneResult = (sequence: Int, lane: Int, result: WorkResult)
  private typealias HandOn = (HandedOn) async throws -> Void

  /// Hands on an item that needs no work, when its turn comes.
  private func pass(
    _ result: HandedOn, _ state: inout State, _ group: inout ThrowingTaskGroup<LaneResult, any Error>,
    _ handOn: HandOn
  ) async throws {
    guard state.isBusy else {
      state.passOne()
      return try await handOn(result)
    }
    while state.waiting.count >= Self.maxWaiting { try await collectOne(&state, &group, handOn) }
    state.waiting[state.nextToAdmit] = result
    state.nextToAdmit += 1
    try await drain(&state, handOn)
  }

  /// Gives an item to a free lane, as soon as there is one and room in the window.
  private func start(
    _ work: WorkItem, _ state: inout State, _ group: inout ThrowingTaskGroup<LaneResult, any Error>,
    _ handOn: HandOn
  ) async throws {
    let window = workers.count * Self.windowPerWorker
    while !state.hasRoom(for: work, window: window, maxBytes: Self.maxWindowBytes) {
      try await collectOne(&state, &group, handOn)
    }
    let sequence = state.admit(work)
    let lane = state.free.removeLast()
    let worker = workers[lane]
    group.addTask { (sequence, lane, await worker.work(on: work)) }
  }

  private func collectOne(
    _ state: inout State, _ group: inout ThrowingTaskGroup<LaneResult, any Error>, _ handOn: HandOn
  ) async throws {
    guard let done = try await group.next() else { return }
    state.free.append(done.lane)
    state.waiting[done.sequence] = .done(done.result)
    try await drain(&state, handOn)
  }

  /// Hands on what no earlier item keeps waiting.
  private func drain(_ state: inout State, _ handOn: HandOn) async throws {
    while let result = state.waiting.removeValue(forKey: state.nextToHandOn) {
      state.bytes -= state.sizes.removeValue(forKey: state.nextToHandOn) ?? 0
      state.nextToHandOn += 1
      try await handOn(result)
    }
  }

  /// Thrown into a reader to make it stop.
  private struct Enough: Error {}

  private struct State {
    var free: [Int]
    var nextToAdmit = 0
    var nextToHandOn = 0
    var bytes = 0
    var sizes: [Int: Int] = [:]
    var waiting: [Int: HandedOn] = [:]

    init(free: [Int]) { self.free = free }

    var isBusy: Bool { nextToHandOn < nextToAdmit }

    func hasRoom(for item: WorkItem, window: Int, maxBytes: Int) -> Bool {
      if !isBusy { return true }
      return !free.isEmpty && sizes.count < window && bytes + item.byteCount <= maxBytes
    }

    /// Counts an item that waits for nothing and for which nothing waits.
    mutating func passOne() {
      nextToAdmit += 1
      nextToHandOn += 1
    }

    mutating func admit(_ item: WorkItem) -> Int {
      defer { nextToAdmit += 1 }
      bytes += item.byteCount
      sizes[nextToAdmit] = item.byteCount
      return nextToAdmit
    }
  }
}
