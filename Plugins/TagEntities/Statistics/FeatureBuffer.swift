/// Takes the features of one token after another.
protocol FeatureSink {
  /// Forgets those of the token before.
  mutating func removeAll()
  /// A feature that is one of very many.
  mutating func add(_ feature: UInt64)
  /// What few values tell: a place in `FewValues`.
  mutating func add(few place: Int)
}

/// The features of one token, in memory that is used again for the next.
struct FeatureBuffer: FeatureSink {
  /// More than a token has: some thirty by its words and shapes, and one for each rule that it or a word beside it has.
  private static let capacity = 48 + 3 * ContextRules.Rule.allCases.count

  private let memory: UnsafeMutableBufferPointer<UInt64>
  private(set) var count = 0

  /// Calls `body` with an empty buffer, which is not to be kept.
  @inline(__always) static func with(_ body: (inout FeatureBuffer) -> Void) {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: capacity) { memory in
      var features = FeatureBuffer(memory: memory)
      body(&features)
    }
  }

  private init(memory: UnsafeMutableBufferPointer<UInt64>) { self.memory = memory }

  /// All of them, to be kept.
  var features: [UInt64] { Array(memory[..<count]) }

  @inline(__always) mutating func add(_ feature: UInt64) {
    memory[count] = feature
    count &+= 1
  }

  mutating func add(few place: Int) { for feature in FewValues.features(at: place) { add(feature) } }

  @inline(__always) mutating func removeAll() { count = 0 }

  /// Puts those that pass first, in their order, without a branch, as none could be foreseen.
  @inline(__always) mutating func keep(_ passes: (UInt64) -> Bool) {
    var kept = 0
    for index in 0..<count {
      let feature = memory[index]
      memory[kept] = feature
      kept &+= passes(feature) ? 1 : 0
    }
    count = kept
  }

  @inline(__always) func forEach(_ body: (UInt64) -> Void) { for index in 0..<count { body(memory[index]) } }
}

/// The features of one token as a model weighs them.
struct WeighedFeatures: FeatureSink {
  /// A sum for each label.
  typealias Scores = SIMD8<Int32>

  private let model: NameModel.View
  private var features: FeatureBuffer
  private var scores = Scores(repeating: 0)

  init(_ model: NameModel.View, _ features: FeatureBuffer) {
    self.model = model
    self.features = features
  }

  @inline(__always) mutating func removeAll() {
    features.removeAll()
    scores = Scores(repeating: 0)
  }

  @inline(__always) mutating func add(_ feature: UInt64) { features.add(feature) }

  @inline(__always) mutating func add(few place: Int) { scores &+= model.fewValues[place] }

  /// The label with the highest sum of the weights that the features have for it, the first of equals.
  ///
  /// - Complexity: O(features).
  mutating func bestLabel() -> Int {
    let sums = scores &+ model.table.sum(&features)
    var best = 0
    for label in 0..<model.labels where sums[label] > sums[best] { best = label }
    return best
  }
}
