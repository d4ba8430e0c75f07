/// The features of one token, in memory that is used again for the next.
struct FeatureBuffer {
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

  @inline(__always) mutating func append(_ feature: UInt64) {
    memory[count] = feature
    count &+= 1
  }

  mutating func removeAll() { count = 0 }

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
