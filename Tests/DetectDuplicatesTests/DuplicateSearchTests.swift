import StageKit
import Testing

@testable import DetectDuplicates

@Suite struct DuplicateSearchTests {
  /// Fingerprints of made-up values: about one of five has some of its values from an earlier one.
  private func fingerprints(_ count: Int, seed: UInt64) throws -> [[UInt8]] {
    var generator = SeededGenerator(seed)
    var all: [[UInt8]] = []
    for number in 0..<count {
      var bytes = (0..<144).map { _ in UInt8.random(in: 0...255, using: &generator) }
      bytes[8...15] = [0, 1, 0, 0, 0, 0, 0, 0]
      if number > 0, Int.random(in: 0..<5, using: &generator) == 0 {
        let earlier = all[Int.random(in: 0..<number, using: &generator)]
        let kept = Int.random(in: 40...128, using: &generator)
        for place in 0..<128 where Int.random(in: 0..<128, using: &generator) < kept {
          bytes[16 + place] = earlier[16 + place]
        }
        if kept > 120 { bytes = earlier }
      }
      all.append(bytes)
    }
    return all
  }

  private func contributions(_ all: [[UInt8]]) -> Contributions<Fingerprint> {
    Contributions { body throws(StageError) in
      for (number, bytes) in all.enumerated() { try body("\(number)", bytes) }
    }
  }

  /// The rule, word for word: the earliest that is no duplicate, shares a band and is like enough.
  private func firstsByTheRule(_ all: [[UInt8]], minSimilarity: Double) throws -> [UInt32] {
    let enough = Fingerprint.Likeness(ofAtLeast: minSimilarity)
    let prints = try all.map { try Fingerprint(encoded: $0[...]).words }
    var firsts = [UInt32](repeating: DuplicateSearch.none, count: all.count)
    for number in prints.indices {
      for earlier in 0..<number where firsts[earlier] == DuplicateSearch.none {
        let isLike = prints[number].withUnsafeBufferPointer { one in
          prints[earlier].withUnsafeBufferPointer { other in
            (0...Fingerprint.bandCount).contains {
              Fingerprint.key(ofBand: $0, one.baseAddress!) == Fingerprint.key(ofBand: $0, other.baseAddress!)
            } && Fingerprint.likeness(one.baseAddress!, other.baseAddress!) >= enough
          }
        }
        if isLike {
          firsts[number] = UInt32(earlier)
          break
        }
      }
    }
    return firsts
  }

  @Test(arguments: [0.5, 0.6, 0.8, 1])
  func theFirstsAreThoseOfTheRule(minSimilarity: Double) throws {
    let all = try fingerprints(250, seed: 1)
    let search = try DuplicateSearch(contributions(all), minSimilarity: minSimilarity)
    let expected = try firstsByTheRule(all, minSimilarity: minSimilarity)
    #expect(search.firsts == expected)
    #expect(expected.contains { $0 != DuplicateSearch.none })
  }

  @Test func howMuchMemoryItMayTakeDoesNotChangeWhatIsFound() throws {
    let all = try fingerprints(300, seed: 2)
    let whole = try DuplicateSearch(contributions(all), minSimilarity: 0.6)
    for maxKeptBytes in [1, 20_000, 1 << 20] {
      let small = try DuplicateSearch(
        contributions(all), minSimilarity: 0.6, maxKeyBytes: 1, batchSize: 1, maxKeptBytes: maxKeptBytes)
      #expect(small.firsts == whole.firsts)
      #expect(small.likenesses == whole.likenesses)
    }
  }

  @Test func manyCopiesOfOneTextTakeNoLongerThanTheirNumber() throws {
    let one = try fingerprints(1, seed: 3)[0]
    let search = try DuplicateSearch(
      contributions([[UInt8]](repeating: one, count: 3000)), minSimilarity: 0.6)
    #expect(search.firsts == [DuplicateSearch.none] + [UInt32](repeating: 0, count: 2999))
  }

  @Test func ofManyWithTheSameBandSomeAreCompared() throws {
    var all = try fingerprints(1, seed: 4)
    var generator = SeededGenerator(5)
    for _ in 0..<600 {
      var bytes = (0..<144).map { _ in UInt8.random(in: 0...255, using: &generator) }
      bytes[8...15] = [0, 1, 0, 0, 0, 0, 0, 0]
      bytes[16..<20] = all[0][16..<20]
      all.append(bytes)
    }
    all.append(all[0])
    all.append(all[600])
    let search = try DuplicateSearch(contributions(all), minSimilarity: 0.6)
    #expect(search.firsts.suffix(2) == [0, 600])
    #expect(search.firsts.dropLast(2).allSatisfy { $0 == DuplicateSearch.none })
  }
}
