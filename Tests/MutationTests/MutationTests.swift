import Foundation
import Testing

/// Broken pages of all kinds, run as a user's pages would run.
///
/// How long is said by `SASTRA_MUTATION_SECONDS`, one second where it is not set; which by
/// `SASTRA_MUTATION_SEED`, the number of the first page. With it and no seconds one page is run. What is run
/// now stands in the file that `SASTRA_MUTATION_LOG` names, so that a crash or a hang has its number.
@Suite(.serialized) struct MutationTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let seconds = environment["SASTRA_MUTATION_SECONDS"].flatMap { Double($0) }
  private static let firstSeed = environment["SASTRA_MUTATION_SEED"].flatMap { UInt64($0) }
  /// Processor time of one page, in seconds: what a page may take of optimised code, and ten times that where
  /// nothing is optimised and other tests run beside it, which still tells a hang.
  #if DEBUG
    private static let maxSeconds = 20.0
  #else
    private static let maxSeconds = 2.0
  #endif

  @Test func brokenPagesNeitherStopTheRunNorLoseText() throws {
    let check = try PageCheck()
    let pages = PageSeeds.load()
    let limit = Self.seconds ?? (Self.firstSeed == nil ? 1 : 0)
    let log = Self.environment["SASTRA_MUTATION_LOG"].flatMap { fopen($0, "w") }
    defer { if let log { fclose(log) } }
    var memory = MemoryWatch()
    var seed = Self.firstSeed ?? 1
    let first = seed
    let start = ContinuousClock.now
    repeat {
      if let log {
        fseek(log, 0, SEEK_SET)
        fputs("\(seed)\n", log)
        fflush(log)
      }
      run(seed, pages, check, &memory)
      seed += 1
    } while start.duration(to: .now) < .seconds(limit)
    if Self.seconds != nil { print("\(seed - first) broken pages, from number \(first)") }
  }

  private func run(_ seed: UInt64, _ pages: [[UInt8]], _ check: PageCheck, _ memory: inout MemoryWatch) {
    var mutator = Mutator(seed: seed)
    let page = mutator.page(from: pages)
    // The runs of other tests count as memory of the process, so that it is measured only when asked for.
    let isWatched = Self.seconds != nil && seed % 8 == 0
    if isWatched { memory.begin() }
    let start = processorSeconds()
    let fault = check.fault(of: page, asHTML: seed % 4 != 0, options: Int(seed / 4 % 2))
    let time = processorSeconds() - start
    #expect(fault == nil, "page \(seed), \(page.count) bytes")
    #expect(time < Self.maxSeconds, "page \(seed), \(page.count) bytes")
    // A text of nothing but marks has a token for nearly each byte.
    let limit = 160 * page.count
    if isWatched, page.count >= 4_096, let growth = memory.growth(), growth >= limit {
      // Code and tables that this page touched first are not its own, and are there when it is run again.
      memory.begin()
      _ = check.fault(of: page, asHTML: seed % 4 != 0, options: Int(seed / 4 % 2))
      if let growth = memory.growth() {
        #expect(growth < limit, "memory of page \(seed), \(page.count) bytes")
      }
    }
  }

  private func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// The peak of this process's memory, from /proc; nothing elsewhere, or when a sanitizer holds freed memory.
struct MemoryWatch {
  private var start: Int?
  private static let isSanitized = dlsym(dlopen(nil, RTLD_NOW), "__asan_init") != nil

  /// glibc's `malloc_trim`, which gives freed memory back, so that the next page must ask for its own.
  private static let trim = dlsym(dlopen(nil, RTLD_NOW), "malloc_trim").map {
    unsafeBitCast($0, to: (@convention(c) (Int) -> Int32).self)
  }

  mutating func begin() {
    start = nil
    guard !Self.isSanitized, let file = fopen("/proc/self/clear_refs", "w") else { return }
    _ = Self.trim?(0)
    // Writing 5 sets the peak back to what is used now.
    fputs("5", file)
    if fclose(file) == 0 { start = Self.peak() }
  }

  /// Bytes by which the peak grew since `begin`.
  func growth() -> Int? {
    guard let start, let peak = Self.peak() else { return nil }
    return peak - start
  }

  private static func peak() -> Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) })
    else { return nil }
    return kilobytes * 1_024
  }
}
