import Foundation
import NormalizeKhmer
import NormalizeVietnamese
import StageKit
import Testing

/// Random texts and the texts of the development data, through either normaliser: a second pass finds nothing,
/// and the way back to the source is exact.
///
/// `SASTRA_RANDOM_TEXTS` says how many random texts for each, 1,500 where it is not set; with it the corpora are
/// read in full, else a little of each.
@Suite struct RandomTextTests {
  private static let count = ProcessInfo.processInfo.environment["SASTRA_RANDOM_TEXTS"].flatMap { Int($0) }

  @Test func vietnameseIsDoneAtOnceAndTheSourceComesBack() throws {
    let stages = try Self.vietnameseOptions().map { try NormalizeVietnamese(options: $0) }
    Self.check(stages, languages: ["vi", "vi", "vi", "en", nil]) { try $0.process(&$1) }
  }

  @Test func khmerIsDoneAtOnceAndTheSourceComesBack() throws {
    let stages = try Self.khmerOptions().map { try NormalizeKhmer(options: $0) }
    Self.check(stages, languages: ["km", "km", "km", "xhm", "en", nil]) { try $0.process(&$1) }
  }

  @Test(.enabled(if: Corpora.folder != nil, "no ../shared beside the package"))
  func theCorporaOfTheDevelopmentDataComeBack() throws {
    let vietnamese = try Self.vietnameseOptions().map { try NormalizeVietnamese(options: $0) }
    let khmer = try Self.khmerOptions().map { try NormalizeKhmer(options: $0) }
    let texts = Corpora.texts(whole: Self.count != nil)
    #expect(!texts.isEmpty)
    for (name, text) in texts {
      for stage in Self.chosen(vietnamese) {
        #expect(Replay.fault(text, language: "vi") { try stage.process(&$0) } == nil, "\(name)")
      }
      for stage in Self.chosen(khmer) {
        #expect(Replay.fault(text, language: "km") { try stage.process(&$0) } == nil, "\(name)")
      }
    }
  }

  /// The stages of the first and the last set of options, where the corpora are read in full; else of the first.
  private static func chosen<S>(_ stages: [S]) -> [S] {
    count == nil ? [stages[0]] : [stages[0], stages[stages.count - 1]]
  }

  private static func check<S>(
    _ stages: [S], languages: [String?], process: (S, inout Document) throws -> Void
  ) {
    for seed in 0..<(count ?? 1_500) {
      var random = RandomText(seed: UInt64(seed))
      let stage = stages[random.below(stages.count)]
      let language = languages[random.below(languages.count)]
      let fault = Replay.fault(random.text(), language: language) { try process(stage, &$0) }
      guard fault == nil else {
        Issue.record("text \(seed), \(language ?? "no language"): \(fault ?? "")")
        return
      }
    }
  }

  private static func vietnameseOptions() -> [NormalizeVietnamese.Options] {
    var sets = [NormalizeVietnamese.Options()]
    for tone in NormalizeVietnamese.Tone.allCases {
      for number in 0..<16 {
        var options = NormalizeVietnamese.Options()
        options.tone = tone
        options.confusables = number & 1 == 0 ? .off : .vi
        options.invisibles = number & 2 == 0 ? .keep : .strip
        options.iy = number & 4 == 0 ? .off : .i
        options.spaces = number & 8 == 0 ? .keep : .fold
        sets.append(options)
      }
    }
    return sets
  }

  private static func khmerOptions() -> [NormalizeKhmer.Options] {
    var sets: [NormalizeKhmer.Options] = []
    for zwsp in NormalizeKhmer.Options.ZeroWidthSpace.allCases {
      for repair in NormalizeKhmer.Options.Repair.allCases {
        var options = NormalizeKhmer.Options()
        (options.zwsp, options.repair) = (zwsp, repair)
        if zwsp == .collapse { sets.insert(options, at: 0) } else { sets.append(options) }
        (options.coengDT, options.deprecated, options.digits) = (.ta, .map, .ascii)
        sets.append(options)
      }
    }
    return sets
  }
}
