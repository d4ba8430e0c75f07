import Foundation

/// What a function gives for each of some numbers, in their order; asked in some lanes at the same time.
///
/// - Parameter minLaneLength: fewer are not worth a lane.
public func concurrently<Result: Sendable>(
  _ range: Range<Int>, lanes: Int, minLaneLength: Int, _ function: @Sendable (Int) -> Result
) -> [Result] {
  let laneLength = max(minLaneLength, (range.count + lanes - 1) / max(1, lanes))
  guard range.count > laneLength else { return range.map(function) }
  return [Result](unsafeUninitializedCapacity: range.count) { buffer, count in
    nonisolated(unsafe) let results = buffer
    DispatchQueue.concurrentPerform(iterations: (range.count + laneLength - 1) / laneLength) { lane in
      let start = lane * laneLength
      for index in start..<min(start + laneLength, range.count) {
        results.initializeElement(at: index, to: function(range.lowerBound + index))
      }
    }
    count = range.count
  }
}

/// What two functions give that are called at the same time.
///
/// - Throws: what the first throws; else what the other does.
public func both<One: Sendable, Other: Sendable, Failure: Error>(
  _ one: @Sendable () throws(Failure) -> One, _ other: @Sendable () throws(Failure) -> Other
) throws(Failure) -> (One, Other) {
  // Each is set by one lane, and read when both are done.
  nonisolated(unsafe) var first: Result<One, Failure>?
  nonisolated(unsafe) var second: Result<Other, Failure>?
  DispatchQueue.concurrentPerform(iterations: 2) { lane in
    if lane == 0 {
      first = Result { () throws(Failure) in try one() }
    } else {
      second = Result { () throws(Failure) in try other() }
    }
  }
  // `concurrentPerform` waits for both.
  guard let first, let second else { preconditionFailure() }
  return (try first.get(), try second.get())
}
