import StageKit
import Testing

@testable import DetectDuplicates

@Suite struct FingerprintTests {
  private func likeness(_ one: Fingerprint, _ other: Fingerprint) -> Fingerprint.Likeness {
    one.words.withUnsafeBufferPointer { one in
      other.words.withUnsafeBufferPointer { other in
        Fingerprint.likeness(one.baseAddress!, other.baseAddress!)
      }
    }
  }

  @Test func itIsTheSameOnEveryMachineAndInEveryVersion() {
    let text = "Heng Samrin nói ở Phnôm Pênh: ភាសាខ្មែរ និងភាសាវៀតណាម."
    #expect(
      Fingerprint(Array(text.utf8)).words == [
        5_133_140_898_395_991_687, 45, 10_924_572_117_469_691_436, 13_002_817_852_287_499_212,
        8_230_585_384_474_769_144, 13_006_348_938_658_415_884, 10_782_467_315_597_313_107,
        6_387_603_562_406_085_510, 14_411_180_383_676_478_876, 16_753_062_879_561_381_245,
        4_979_204_028_082_564_114, 17_487_209_613_452_505_626, 4_429_808_366_354_680_861,
        17_170_268_132_453_925_375, 11_043_618_647_242_113_435, 2_209_053_395_191_992_856,
        7_650_480_078_929_529_768, 8_192_446_139_200_402_639,
      ])
  }

  @Test func itComesBackFromItsBytes() throws {
    let fingerprint = Fingerprint(Array(Prose.text(Prose.words(300, "km", seed: 9), "km").utf8))
    #expect(fingerprint.encoded().count == 144)
    #expect(try Fingerprint(encoded: ([7] + fingerprint.encoded())[1...]) == fingerprint)
    #expect(
      throws: StageError(
        "contribution-unreadable",
        "the ledger holds a fingerprint of another version; run again into a new folder")
    ) { try Fingerprint(encoded: [1, 2, 3]) }
  }

  /// Against the resemblance counted in full.
  @Test(arguments: ["vi", "km", "en"], [0, 0.1, 0.3, 0.6])
  func theEstimateIsNearTheShareOfCommonShingles(language: String, share: Double) {
    let words = Prose.words(500, language, seed: 10)
    let count = Int(share * 500)
    let other = Prose.words(count, language, seed: 11) + words[count...]
    func letters(_ words: [String]) -> [UInt32] {
      FoldedLetters(Array(Prose.text(words, language).utf8)).scalars
    }
    func shingles(_ letters: [UInt32]) -> Set<[UInt32]> {
      Set((0...letters.count - 8).map { Array(letters[$0..<$0 + 8]) })
    }
    let (one, two) = (shingles(letters(words)), shingles(letters(other)))
    let exact = Double(one.intersection(two).count) / Double(one.union(two).count)
    let estimate = likeness(
      Fingerprint(Array(Prose.text(words, language).utf8)),
      Fingerprint(Array(Prose.text(other, language).utf8))
    ).similarity
    #expect(abs(estimate - exact) < 0.13, "\(estimate) for \(exact)")
  }

  @Test func equalValuesAreCountedByteByByte() throws {
    var bytes = [UInt8](repeating: 0x80, count: 144)
    bytes[8...15] = [0, 1, 0, 0, 0, 0, 0, 0]
    let one = try Fingerprint(encoded: bytes[...])
    #expect(likeness(one, one) == .same)
    for (place, value) in [(16, 0x81), (17, 0x00), (30, 0x7F), (143, 0xFF)] as [(Int, UInt8)] {
      bytes[place] = value
    }
    #expect(likeness(one, try Fingerprint(encoded: bytes[...])) == Fingerprint.Likeness(equalValues: 124))
  }

  @Test func theLeastLikenessOfASimilarityIsTheFirstThatReachesIt() {
    #expect(Fingerprint.Likeness(ofAtLeast: 1) == .same)
    for hundredth in 50..<100 {
      let least = Fingerprint.Likeness(ofAtLeast: Double(hundredth) / 100)
      let below = Fingerprint.Likeness(equalValues: least.equalValues - 1)
      #expect((least.similarity * 100).rounded() >= Double(hundredth))
      #expect((below.similarity * 100).rounded() <= Double(hundredth))
    }
    #expect(Fingerprint.Likeness(equalValues: 128).similarity == 0.99)
    #expect(Fingerprint.Likeness.same.similarity == 1)
    #expect(Fingerprint.Likeness(equalValues: 0).similarity == 0)
  }

  @Test func aTextOfOneLetterAndAnEndlessOneAreNoTrouble() {
    let one = Fingerprint([0x61])
    #expect(one.words[1] == 1)
    let same = Fingerprint([UInt8](repeating: 0x61, count: 1 << 20))
    #expect(same.words[1] == 1 << 20)
    #expect(Fingerprint([]).words[1] == 0)
    #expect(Fingerprint([0xFF, 0xC0, 0x80]).words[1] == 0)
  }
}
