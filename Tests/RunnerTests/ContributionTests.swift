import Foundation
import Testing

@testable import Runner

/// What documents left, beside the ledger.
@Suite struct ContributionTests {
  /// Of some documents, some of them very long, and none of them to every step.
  private func documents(_ count: Int) -> [[Int: [UInt8]]] {
    (0..<count).map { number in
      var contributions: [Int: [UInt8]] = [:]
      for step in 1...4 where (number + step) % 3 != 0 {
        let length = number % 7 == 0 ? 400_000 : (number * 37 + step) % 2000
        contributions[step] = (0..<length).map { UInt8(truncatingIfNeeded: ($0 * step) ^ number) }
      }
      return contributions
    }
  }

  @Test func theyAreReadAsTheyWereWrittenInAnyOrder() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/ledger.sqlite"
    let documents = documents(60)
    var kept: [KeptContributions] = []
    let writer = ContributionWriter(ledgerPath: path, run: 1)
    for part in stride(from: 0, to: 60, by: 25) {
      kept += writer.append(Array(documents[part..<min(part + 25, 60)]))
      try writer.flush()
    }
    let reader = ContributionReader(ledgerPath: path)
    for order in [Array(0..<60), Array((0..<60).reversed()), (0..<60).map { $0 * 23 % 60 }] {
      for number in order {
        let places = ContributionPlace.decoded(Data(ContributionPlace.encoded(kept[number].places)))
        #expect(places == kept[number].places)
        let pairs = try places.map { ($0.step, Array(try reader.bytes($0))) }
        #expect(Dictionary(uniqueKeysWithValues: pairs) == documents[number])
      }
    }
    let size = try #require(FileBytesCount.of(ContributionWriter.path(path, 1)))
    let shares = kept.reduce(0) { $0 + $1.byteCount }
    #expect(abs(shares - size) < size / 5)
  }

  @Test func nothingElseIsReadWhereAByteIsAnother() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/ledger.sqlite"
    let writer = ContributionWriter(ledgerPath: path, run: 1)
    let documents = [bytes("Hà Nội"), bytes("Phnom Penh")]
    let kept = writer.append(documents.map { [1: $0] })
    try writer.flush()
    let file = URL(filePath: ContributionWriter.path(path, 1))
    let whole = try Data(contentsOf: file)
    var refused = 0
    for place in whole.indices {
      var damaged = whole
      damaged[place] ^= 1
      try damaged.write(to: file)
      for (kept, document) in zip(kept, documents) {
        let got = try? ContributionReader(ledgerPath: path).bytes(kept.places[0])
        #expect(got == nil || got == document[...], "byte \(place)")
        refused += got == nil ? 1 : 0
      }
    }
    #expect(refused > whole.count)
  }

  @Test func aPlaceOutsideItsFrameIsNoCrash() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/ledger.sqlite"
    let writer = ContributionWriter(ledgerPath: path, run: 1)
    let place = writer.append([[1: bytes("Hà Nội")]])[0].places[0]
    try writer.flush()
    let reader = ContributionReader(ledgerPath: path)
    for change: (inout ContributionPlace) -> Void in [
      { $0.offset = 7 }, { $0.length = 10 }, { $0.offset = -1 }, { $0.length = -1 }, { $0.length = .max },
      { $0.frameOffset = -8 }, { $0.frameOffset = 3 }, { $0.frameOffset = 1 << 40 },
      { $0.frameOffset = .max }, { $0.frameOffset = .min }, { $0.segment = 2 },
    ] {
      var other = place
      change(&other)
      #expect(throws: ContributionReader.Missing.self) { try reader.bytes(other) }
    }
    #expect(Array(try reader.bytes(place)) == bytes("Hà Nội"))
  }
}
