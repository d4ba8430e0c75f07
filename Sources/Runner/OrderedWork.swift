import StageKit

/// An item and what is known of it before it is loaded.
struct WorkItem: Sendable {
  let item: ReadItem
  /// What the ledger knows of its document.
  var known: Ledger.Known?
  var stamp = ""

  init(_ item: ReadItem, known: Ledger.Known? = nil, stamp: String = "") {
    self.item = item
    self.known = known
    self.stamp = stamp
  }
}

/// What becomes of an item before it is worked on.
enum Prepared {
  case work(WorkItem)
  case done(WorkResult)
  /// It takes no part.
  case skip
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

  let workers: [any DocumentWorker]

  /// Works on every item and hands the results on.
  ///
  /// - Parameters:
  ///   - items: offers the items one after another, as a reader does.
  ///   - isOver: asked before each item; true to take no more.
  ///   - prepare: says whether an item needs work.
  ///   - handOn: called once for each item, in the order of the offers.
  func run(
    _ items: ((ReadItem) async throws -> Void) async throws -> Void, isOver: @escaping () -> Bool = { false },
    prepare: @escaping (ReadItem) throws -> Prepared = { .work(WorkItem($0)) },
    handOn: @escaping (WorkResult) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: (Int, Int, WorkResult).self) { group in
      var state = State(free: Array(workers.indices))
      func collectOne() async throws {
        guard let (sequence, worker, result) = try await group.next() else { return }
        state.free.append(worker)
        state.waiting[sequence] = result
        try await drain()
      }
      func drain() async throws {
        while let result = state.waiting.removeValue(forKey: state.nextToHandOn) {
          state.bytes -= state.sizes.removeValue(forKey: state.nextToHandOn) ?? 0
          state.nextToHandOn += 1
          try await handOn(result)
        }
      }
      do {
        try await items { item in
          if isOver() { throw Enough() }
          let work: WorkItem
          switch try prepare(item) {
          case .skip: return
          case .work(let prepared): work = prepared
          case .done(let result) where !state.isBusy:
            state.passOne()
            return try await handOn(result)
          case .done(let result):
            while state.waiting.count >= Self.maxWaiting { try await collectOne() }
            state.waiting[state.nextToAdmit] = result
            state.nextToAdmit += 1
            return try await drain()
          }
          while !state.hasRoom(
            for: item, window: workers.count * Self.windowPerWorker, maxBytes: Self.maxWindowBytes)
          {
            try await collectOne()
          }
          let sequence = state.admit(item)
          let lane = state.free.removeLast()
          let worker = workers[lane]
          group.addTask { (sequence, lane, await worker.work(on: work)) }
        }
      } catch is Enough {}
      while state.isBusy { try await collectOne() }
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
    var waiting: [Int: WorkResult] = [:]

    init(free: [Int]) { self.free = free }

    var isBusy: Bool { nextToHandOn < nextToAdmit }

    func hasRoom(for item: ReadItem, window: Int, maxBytes: Int) -> Bool {
      if !isBusy { return true }
      return !free.isEmpty && sizes.count < window && bytes + item.byteCount <= maxBytes
    }

    /// Counts an item that waits for nothing and for which nothing waits.
    mutating func passOne() {
      nextToAdmit += 1
      nextToHandOn += 1
    }

    mutating func admit(_ item: ReadItem) -> Int {
      defer { nextToAdmit += 1 }
      bytes += item.byteCount
      sizes[nextToAdmit] = item.byteCount
      return nextToAdmit
    }
  }
}
