import StageKit

extension BlockModel {
  /// Reads the table of the model: `#` lines say where it comes from; `columns NAME ...` says which features, `forest BASE` begins a pass, then
  /// a line for each tree, its nodes in order: `COLUMN:THRESHOLD` or `=VALUE`, the node for "at most" next,
  /// each followed by what is below it. `cut-off LOWEST HIGHEST FACTOR`.
  ///
  /// - Throws: `StageError` "bad-model", with the line.
  init(_ bytes: [UInt8]) throws(StageError) {
    let names = FeatureTable.names + ScoreContext.names
    var numbers: [String: Int16] = [:]
    for (i, name) in names.enumerated() { numbers[name] = Int16(i) }
    var columns: [Int16] = []
    var forests: [Forest] = []
    for (i, line) in bytes.split(separator: 0x0A).enumerated() {
      guard line.first != 0x23, !line.isEmpty else { continue }
      let words = String(decoding: line, as: UTF8.self).split(separator: " ")
      switch words[0] {
      case "columns":
        columns = []
        for word in words.dropFirst() {
          guard let number = numbers[String(word)] else { throw Self.bad(i, "no feature '\(word)'") }
          columns.append(number)
        }
      case "forest":
        guard words.count == 2, let base = Int32(words[1]) else { throw Self.bad(i, "'forest BASE' expected") }
        forests.append(Forest(base: base))
      case "cut-off":
        let values = words.dropFirst().compactMap { Int32($0) }
        guard values.count == 3 else { throw Self.bad(i, "three numbers expected after 'cut-off'") }
        cutOff = CutOff(lowest: values[0], highest: values[1], factor: values[2])
      default:
        guard !forests.isEmpty else { throw Self.bad(i, "a tree before 'forest'") }
        do { try forests[forests.count - 1].add(words, columns) } catch { throw Self.bad(i, error.message) }
      }
    }
    guard (1...2).contains(forests.count) else { throw Self.bad(0, "one or two forests expected") }
    first = forests[0]
    if forests.count > 1 { second = forests[1] }
  }

  private static func bad(_ line: Int, _ message: String) -> StageError {
    StageError("bad-model", "line \(line + 1) of the block model: \(message)")
  }
}

extension BlockModel.Forest {
  /// Adds a tree, written node by node, the branch for "at most" first.
  fileprivate mutating func add(_ words: [Substring], _ columns: [Int16]) throws(StageError) {
    roots.append(Int32(nodes.count))
    /// Nodes whose branch for "more" is to come.
    var open: [Int] = []
    var isDone = false
    for word in words {
      guard !isDone else { throw StageError("bad-model", "more than one tree in a line") }
      if word.first == "=" {
        guard let value = Int32(word.dropFirst()) else { throw StageError("bad-model", "no number in '\(word)'") }
        nodes.append(BlockModel.Node(column: -1, threshold: value, right: 0))
        if let node = open.popLast() { nodes[node].right = Int32(nodes.count) } else { isDone = true }
      } else {
        let parts = word.split(separator: ":")
        guard parts.count == 2, let column = Int(parts[0]), columns.indices.contains(column),
          let threshold = Int32(parts[1])
        else { throw StageError("bad-model", "'\(word)' is no node") }
        open.append(nodes.count)
        nodes.append(BlockModel.Node(column: columns[column], threshold: threshold, right: 0))
      }
    }
    guard isDone else { throw StageError("bad-model", "a tree ends too early") }
  }
}
