import Foundation
import StageKit
import Testing

@testable import DetectDuplicates

/// The search at the size of a large corpus. Not in the usual run: say how many documents in
/// `SASTRA_DUPLICATES_SCALE`, and build with `-c release -Xswiftc -enable-testing`.
@Suite struct ScaleTests {
  private static let count = ProcessInfo.processInfo.environment["SASTRA_DUPLICATES_SCALE"].flatMap {
    Int($0)
  }

  /// The values of a document: of ten, one is the copy of an earlier one, one an earlier one with a tenth of its
  /// values changed, one shares its site's template: three bands with many others.
  private static func bytes(of number: Int) -> [UInt8] {
    let kind = number < 10 ? 9 : number % 10
    if kind == 0 { return bytes(of: original(before: number)) }
    var generator = SeededGenerator(UInt64(number) << 20)
    var words = (0..<Fingerprint.wordCount).map { _ in generator.next() }
    words[1] = 1000
    if kind == 1 {
      let changed = words
      words = bytes(of: original(before: number)).withUnsafeBytes { Array($0.bindMemory(to: UInt64.self)) }
      words[0] = changed[0]
      for word in 2..<Fingerprint.wordCount {
        for byte in 0..<8 where generator.next() % 10 == 0 {
          let mask = UInt64(0xFF) << UInt64(8 * byte)
          words[word] = words[word] & ~mask | changed[word] & mask
        }
      }
    } else if kind == 2 {
      for word in 2..<4 { words[word] = Fingerprint.mixed(UInt64(number / 1000 * 20 + word)) }
    }
    return words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
  }

  /// A document that is no copy.
  private static func original(before number: Int) -> Int {
    Int(Fingerprint.mixed(UInt64(number)) % UInt64(number)) / 10 * 10 + 5
  }

  /// Highest memory so far, in MiB.
  private static func peak() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? ""
    return (line.split(separator: " ").compactMap { Int($0) }.first ?? 0) >> 10
  }

  @Test(.enabled(if: count != nil, "slow: set SASTRA_DUPLICATES_SCALE=1000000")) func aLargeCorpus() throws {
    let count = try #require(Self.count)
    var walks = 0
    let contributions = Contributions<Fingerprint> { body throws(StageError) in
      walks += 1
      for number in 0..<count { try body("", Self.bytes(of: number)) }
    }
    let clock = ContinuousClock()
    let before = try Self.peak()
    let walk = try clock.measure { try contributions.forEach { _, _ in } }
    var search: DuplicateSearch?
    let time = try clock.measure { search = try DuplicateSearch(contributions, minSimilarity: 0.6) }
    print(
      "\(count) documents: \(time), \(walks - 1) walks of \(walk) each; memory \(before) to \(try Self.peak()) MiB"
    )
    let firsts = try #require(search?.firsts)
    var wrong = 0
    for number in 10..<count {
      let original = number % 10 < 2 ? Self.original(before: number) : nil
      let expected = original.map { $0 < number ? UInt32($0) : DuplicateSearch.none } ?? DuplicateSearch.none
      if firsts[number] != expected { wrong += 1 }
    }
    // Copies of the few documents after their own place, and what chance makes of values that were changed.
    #expect(wrong < count / 1000, "\(wrong) of \(count)")
  }
}
