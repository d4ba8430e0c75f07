import StageKit

extension BlockModel {
  /// Reads the table of the model: `#` lines say where it comes from; `columns NAME ...` which features the
  /// next forests use, by their place; `forest NAME BASE` begins a forest (`content`, or the name of a
  /// profile), then a line for each tree, its nodes in order: `COLUMN:THRESHOLD` or `=VALUE`, the branch for
  /// "at most" before the one for "more". `cut-off LOWEST HIGHEST FACTOR [PROFILE]`.
  ///
  /// - Throws: `StageError` "bad-model", with the line.
  init(_ bytes: [UInt8]) throws(StageError) {
    var numbers: [String: Int16] = [:]
    for (i, name) in FeatureTable.names.enumerated() { numbers[name] = Int16(i) }
    var columns: [Int16] = []
    var forests: [Forest] = []
    for (i, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      guard line.first != 0x23, !line.isEmpty else { continue }
      let words = String(decoding: line, as: UTF8.self).split(separator: " ")
      switch words.first {
      case "columns": columns = try Self.columns(words.dropFirst(), numbers, line: i)
      case "forest":
        guard words.count == 3, let base = Int32(words[2]) else {
          throw Self.bad(i, "'forest NAME BASE' expected")
        }
        forests.append(Forest(name: String(words[1]), base: base))
      case "cut-off": cutOffs[words.count > 4 ? String(words[4]) : ""] = try Self.cutOff(words, line: i)
      default:
        guard !forests.isEmpty else { throw Self.bad(i, "a tree before 'forest'") }
        do { try forests[forests.count - 1].add(words, columns) } catch { throw Self.bad(i, error.message) }
      }
    }
    guard let content = forests.first(where: { $0.name == "content" }), !content.roots.isEmpty else {
      throw Self.bad(0, "the forest 'content' is missing")
    }
    setContent(content)
    profiles = forests.filter { $0.name != "content" }
  }

  private static func columns(
    _ words: ArraySlice<Substring>, _ numbers: [String: Int16], line: Int
  ) throws(StageError) -> [Int16] {
    var columns: [Int16] = []
    for word in words {
      guard let number = numbers[String(word)] else { throw bad(line, "no feature '\(word)'") }
      columns.append(number)
    }
    return columns
  }

  private static func cutOff(_ words: [Substring], line: Int) throws(StageError) -> CutOff {
    let values = words.dropFirst().prefix(3).compactMap { Int32($0) }
    guard values.count == 3, values.allSatisfy({ (0...10_000).contains($0) }) else {
      throw bad(line, "three numbers expected after 'cut-off'")
    }
    return CutOff(lowest: values[0], highest: values[1], factor: values[2])
  }

  private static func bad(_ line: Int, _ message: String) -> StageError {
    StageError("bad-model", "line \(line + 1) of the block model: \(message)")
  }
}

extension BlockModel.Forest {
  /// Adds a tree, written node by node.
  fileprivate mutating func add(_ words: [Substring], _ columns: [Int16]) throws(StageError) {
    roots.append(Int32(nodes.count))
    /// Nodes whose branch for "more" is to come.
    var open: [Int] = []
    var isDone = false
    for word in words {
      guard !isDone else { throw StageError("bad-model", "more than one tree in a line") }
      if word.first == "=" {
        guard let value = Int32(word.dropFirst()) else {
          throw StageError("bad-model", "no number in '\(word)'")
        }
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
