import StageKit
import Testing

@testable import TagEntities

/// What the statistical layer sums up.
@Suite struct FeatureTests {
  @Test func whatFewValuesTellWeighsAsItsFeaturesDo() throws {
    // Each feature of a place has a weight of its own for the second label.
    let places = [0, 100, FewValues.listed(34, at: -1), FewValues.names(7, nil), FewValues.label(3)]
    let features = places.flatMap { FewValues.features(at: $0) }
    var rows = ["labels\tO\tB-name\tI-name"]
    for (number, feature) in Set(features).sorted().enumerated() {
      rows.append(String(feature, radix: 16) + "\t1:\(number + 1)\t2:\(-number)")
    }
    let model = try NameModel(file: "model.tsv", Array(rows.joined(separator: "\n").utf8))
    for place in places {
      let single = FewValues.features(at: place)
      model.withFeatures { features in
        features.add(few: place)
        #expect(features.bestLabel() == 1)
        features.removeAll()
        for feature in single { features.add(feature) }
        #expect(features.bestLabel() == 1)
        features.removeAll()
        #expect(features.bestLabel() == 0)
      }
    }
  }

  @Test(arguments: [
    ("", 1), ("labels", 1), ("label\tO", 1), ("labels\tO\tB-name\n12\t1:5\n12", 3),
    ("labels\tO\n12\t0:5\t1:5", 2),
    ("labels\tO\nxyz\t0:5", 2), ("labels\tO\n12\t0:", 2), ("labels\tO\n12\t0:--5", 2),
    ("labels\tO\n12\t0:5 ", 2),
    ("labels\tO\n12\t0:32768", 2), ("labels\tO\n11112222333344445\t0:5", 2),
    ("labels\tO\n12\t18446744073709551616:5", 2), ("labels\tO\n\t0:5", 2),
  ])
  func aDamagedModelIsToldWithItsLine(text: String, line: Int) {
    #expect(throws: StageError.self) { try NameModel(file: "model.tsv", Array(text.utf8)) }
    do { _ = try NameModel(file: "model.tsv", Array(text.utf8)) } catch {
      #expect(error.code == "model-damaged" && error.message.hasPrefix("model.tsv:\(line): "))
    }
  }

  @Test func placesOfFewValuesStandForOtherFeaturesEach() {
    let own = (FewValues.listed(0, at: -1)..<FewValues.count).flatMap { FewValues.features(at: $0) }
    #expect(Set(own).count == own.count)
  }
}
