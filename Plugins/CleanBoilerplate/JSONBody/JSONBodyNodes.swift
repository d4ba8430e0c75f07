/// The values of the JSON in a script, flat, in the order in which they begin.
///
/// Read leniently, as programs write it: control characters may stand in texts, a comma at the end of a list,
/// `undefined` where a value should be. What stands in a program beside JSON is passed over.
struct JSONNodes {
  enum Kind { case object, array, text, other }

  struct Node {
    var kind: Kind
    /// The bytes of the member's name between its quotes; empty for an element of a list.
    var name: Range<Int>
    /// The bytes of a text between its quotes, escapes and all; of all else from its first byte to its last.
    var range: Range<Int>
    /// Index of the value around it; -1 for the outermost.
    var parent: Int
    /// Index after the last value inside it.
    var end: Int
  }

  private(set) var nodes: [Node] = []
  private let bytes: [UInt8]
  /// Deeper values are no data that a program wrote for itself; the value around them all is passed over.
  private static let maxDepth = 400
  /// Values of one page: what is past them is not looked at, so that memory stays near that of the page.
  private static let maxNodes = 2_000_000

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Takes in the JSON values of a script.
  ///
  /// - Parameter isData: whether the script is JSON as a whole; else it is a program, and a value begins
  ///   after `=` or `(`.
  /// - Complexity: O(n) in bytes of the range: after a value that is none, the search goes on where it ended.
  mutating func read(_ range: Range<Int>, isData: Bool) {
    var i = range.lowerBound
    var previous: UInt8 = isData ? 0x3D : 0
    while i < range.upperBound {
      let byte = bytes[i]
      if byte == 0x7B || byte == 0x5B, isData || previous == 0x3D || previous == 0x28 {
        let count = nodes.count
        let (end, isWhole) = value(from: i, before: range.upperBound)
        if !isWhole { nodes.removeSubrange(count...) }
        i = max(end, i + 1)
        previous = 0
        if nodes.count > Self.maxNodes { return }
        continue
      }
      if !WhiteSpace.isSpace(byte) { previous = byte }
      i += 1
    }
  }

  // MARK: One value

  /// Reads a value; returns where it ends, or where it stops being JSON.
  private mutating func value(from start: Int, before end: Int) -> (end: Int, isWhole: Bool) {
    var open: [Int] = []
    var i = start
    var name = start..<start
    while nodes.count <= Self.maxNodes {
      i = skipSpace(i, end)
      guard i < end else { break }
      let byte = bytes[i]
      let node = nodes.count
      let parent = open.last ?? -1
      if byte == 0x7B || byte == 0x5B {
        guard open.count < Self.maxDepth else { break }
        nodes.append(
          Node(kind: byte == 0x7B ? .object : .array, name: name, range: i..<i, parent: parent, end: 0))
        open.append(node)
        i += 1
      } else if byte == 0x22 {
        guard let close = textEnd(i + 1, end) else { return (end, false) }
        nodes.append(Node(kind: .text, name: name, range: i + 1..<close, parent: parent, end: node + 1))
        i = close + 1
      } else {
        let close = wordEnd(i, end)
        guard close > i else { break }
        nodes.append(Node(kind: .other, name: name, range: i..<close, parent: parent, end: node + 1))
        i = close
      }
      guard let next = afterValue(i, end, &open, &name) else { break }
      i = next
      if open.isEmpty { return (i, true) }
    }
    return (i, false)
  }

  /// Passes over ends of lists and objects, a comma, and the name of the next member; nil where something
  /// else stands.
  private mutating func afterValue(
    _ start: Int, _ end: Int, _ open: inout [Int], _ name: inout Range<Int>
  ) -> Int? {
    var i = start
    while let container = open.last {
      i = skipSpace(i, end)
      guard i < end else { return nil }
      let isObject = nodes[container].kind == .object
      let isFirst = nodes.count == container + 1
      if bytes[i] == (isObject ? 0x7D : 0x5D) {
        i += 1
        close(container, at: i)
        open.removeLast()
        continue
      }
      if !isFirst {
        guard bytes[i] == 0x2C else { return nil }
        i = skipSpace(i + 1, end)
        if i < end, bytes[i] == (isObject ? 0x7D : 0x5D) { continue }
      }
      guard isObject else {
        name = i..<i
        return i
      }
      guard i < end, bytes[i] == 0x22, let close = textEnd(i + 1, end) else { return nil }
      name = i + 1..<close
      i = skipSpace(close + 1, end)
      guard i < end, bytes[i] == 0x3A else { return nil }
      return i + 1
    }
    return i
  }

  private mutating func close(_ node: Int, at end: Int) {
    nodes[node].range = nodes[node].range.lowerBound..<end
    nodes[node].end = nodes.count
  }

  private func skipSpace(_ start: Int, _ end: Int) -> Int {
    var i = start
    while i < end, WhiteSpace.isSpace(bytes[i]) { i += 1 }
    return i
  }

  /// The closing quote of a text.
  private func textEnd(_ start: Int, _ end: Int) -> Int? {
    var i = start
    while i < end {
      if bytes[i] == 0x22 { return i }
      i += bytes[i] == 0x5C ? 2 : 1
    }
    return nil
  }

  /// The end of a number or of a word like `true`.
  private func wordEnd(_ start: Int, _ end: Int) -> Int {
    var i = start
    while i < end,
      Letters.isASCIILetter(bytes[i])
        || (0x2B...0x39).contains(bytes[i]) && bytes[i] != 0x2C
          && bytes[i] != 0x2F
    {
      i += 1
    }
    return i
  }

  // MARK: Questions

  /// The hash of the name of a value: ASCII letters in lower case, all else left out: `content_elements` is
  /// `contentelements`. A long one has none.
  func nameHash(of node: Int) -> UInt64 {
    let name = nodes[node].name
    guard name.count <= 40 else { return WordHash.start }
    var hash = WordHash.start
    for i in name {
      if Letters.isASCIILetter(bytes[i]) {
        hash = WordHash.add(bytes[i] | 0x20, to: hash)
      } else if bytes[i] == 0x40 {
        hash = WordHash.add(bytes[i], to: hash)
      }
    }
    return hash
  }

  /// The name whose hash `nameHash` is.
  func name(of node: Int) -> String {
    let name = nodes[node].name
    guard name.count <= 40 else { return "" }
    return String(
      decoding: bytes[name].filter { Letters.isASCIILetter($0) || $0 == 0x40 }.map {
        $0 | ($0 == 0x40 ? 0 : 0x20)
      },
      as: UTF8.self)
  }
}
