/// Names by their folded bytes: a trie in flat arrays, walked from the start of a word.
struct NameIndex: Sendable {
  /// Edges of node n: `edgeStart[n]..<edgeStart[n + 1]` of the two arrays below, ascending by byte.
  private var edgeStart: [Int32] = []
  private var edgeByte: [UInt8] = []
  private var edgeTarget: [Int32] = []
  /// Values of node n: `valueStart[n]..<valueStart[n + 1]` of `values`.
  private var valueStart: [Int32] = []
  private var values: [Int32] = []

  /// - Parameter entries: folded names with a number each; a name may stand several times.
  /// - Complexity: O(bytes · log names).
  init(_ entries: [(name: [UInt8], value: Int)]) {
    let sorted = entries.filter { !$0.name.isEmpty }.sorted { left, right in
      left.name == right.name ? left.value < right.value : left.name.lexicographicallyPrecedes(right.name)
    }
    // Breadth first: the nodes of a queue are ranges of the sorted names with a common beginning.
    var queue: [(range: Range<Int>, depth: Int)] = [(0..<sorted.count, 0)]
    var head = 0
    while head < queue.count {
      let (range, depth) = queue[head]
      head += 1
      edgeStart.append(Int32(edgeByte.count))
      valueStart.append(Int32(values.count))
      var index = range.lowerBound
      while index < range.upperBound, sorted[index].name.count == depth {
        if values.count == Int(valueStart[head - 1]) || values.last != Int32(sorted[index].value) {
          values.append(Int32(sorted[index].value))
        }
        index += 1
      }
      while index < range.upperBound {
        let byte = sorted[index].name[depth]
        var end = index + 1
        while end < range.upperBound, sorted[end].name[depth] == byte { end += 1 }
        edgeByte.append(byte)
        edgeTarget.append(Int32(queue.count))
        queue.append((index..<end, depth + 1))
        index = end
      }
    }
    edgeStart.append(Int32(edgeByte.count))
    valueStart.append(Int32(values.count))
  }

  /// Calls `body` with the end and the values of every name that begins at an offset, shorter ones first.
  ///
  /// - Complexity: O(longest name).
  func forEachMatch(in bytes: [UInt8], at start: Int, _ body: (_ end: Int, _ values: ArraySlice<Int32>) -> Void) {
    var node = 0
    var position = start
    while true {
      let found = Int(valueStart[node])..<Int(valueStart[node + 1])
      if !found.isEmpty { body(position, values[found]) }
      guard position < bytes.count, let next = child(of: node, bytes[position]) else { return }
      node = next
      position += 1
    }
  }

  private func child(of node: Int, _ byte: UInt8) -> Int? {
    var low = Int(edgeStart[node])
    var high = Int(edgeStart[node + 1])
    while low < high {
      let middle = (low + high) / 2
      if edgeByte[middle] < byte { low = middle + 1 } else { high = middle }
    }
    guard low < Int(edgeStart[node + 1]), edgeByte[low] == byte else { return nil }
    return Int(edgeTarget[low])
  }
}
