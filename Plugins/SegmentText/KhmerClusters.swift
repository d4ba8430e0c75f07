import UnicodeText

/// A Khmer text as clusters: the units that the weights were learnt over.
///
/// A cluster begins at a consonant, an independent vowel, a digit or a sign, but not after coeng (U+17D2);
/// digits stay together, and so do letters of other scripts. Invisible characters are left out.
struct KhmerClusters {
  struct Cluster {
    /// Of `KhmerClusters.bytes`.
    var bytes: Range<Int>
    /// Hash of the name of its type: C, W, S, D, NS for a single character by its class, K and the number of
    /// characters otherwise.
    var typeHash: UInt64
    /// Begins with no Khmer letter, sign or digit class of its own.
    var isUnspaced: Bool
  }

  /// A stretch of a cluster that is of one kind, in bytes of the text.
  struct Part {
    enum Kind { case khmer, other, punctuation, blank }
    var range: Range<Int>
    var kind: Kind
  }

  /// The text without invisible characters.
  private(set) var bytes: [UInt8] = []
  private(set) var clusters: [Cluster] = []
  /// Whether an invisible break stands before the cluster.
  private(set) var endsWord: [Bool] = []
  /// For each scalar of `bytes`: its place in `bytes` and in the text.
  private var scalars: [(value: UInt32, byte: Int, source: Int)] = []
  private var firstScalars: [Int] = []
  private let text: [UInt8]

  init(_ text: [UInt8], in range: Range<Int>) {
    self.text = text
    var breaks: [Bool] = []
    var hasBreak = false
    var offset = range.lowerBound
    while offset < range.upperBound {
      let (scalar, length) = UTF8Text.scalar(in: text, at: offset, before: range.upperBound)
      if scalar >= 0x80, CodePoint.isDefaultIgnorable(scalar), !KhmerClass.isKhmer(scalar) {
        if scalar == 0x200B { hasBreak = true }
      } else {
        scalars.append((scalar, bytes.count, offset))
        breaks.append(hasBreak)
        hasBreak = false
        bytes += text[offset..<offset + length]
      }
      offset += length
    }
    cut(breaks)
  }

  private mutating func cut(_ breaks: [Bool]) {
    var first = 0
    for i in scalars.indices {
      guard i + 1 == scalars.count || breaks[i + 1] || isEnd(scalars[i].value, scalars[i + 1].value) else {
        continue
      }
      add(first..<i + 1, hasBreak: breaks[first])
      first = i + 1
    }
  }

  private func isEnd(_ scalar: UInt32, _ next: UInt32) -> Bool {
    let (isKhmer, nextIsKhmer) = (KhmerClass.isKhmer(scalar), KhmerClass.isKhmer(next))
    if !isKhmer, !nextIsKhmer { return false }
    if KhmerClass.isDigit(scalar), KhmerClass.isDigit(next) { return false }
    if !isKhmer || next == 0x20 { return true }
    return KhmerClass.beginsCluster(next) && scalar != 0x17D2
  }

  private mutating func add(_ range: Range<Int>, hasBreak: Bool) {
    let end = range.upperBound < scalars.count ? scalars[range.upperBound].byte : bytes.count
    let first = KhmerClass.name(scalars[range.lowerBound].value)
    let type = range.count == 1 ? first : "K\(range.count)"
    clusters.append(
      Cluster(
        bytes: scalars[range.lowerBound].byte..<end, typeHash: TextHash.hash(type.utf8),
        isUnspaced: first == "NS"))
    endsWord.append(hasBreak)
    firstScalars.append(range.lowerBound)
  }

  /// The stretches of a cluster by kind.
  func parts(of cluster: Cluster) -> [Part] {
    var parts: [Part] = []
    var offset = cluster.bytes.lowerBound
    var i = index(ofByte: offset)
    while i < scalars.count, offset < cluster.bytes.upperBound {
      let length = (i + 1 < scalars.count ? scalars[i + 1].byte : bytes.count) - offset
      let kind = KhmerClass.kind(scalars[i].value)
      let range = scalars[i].source..<scalars[i].source + length
      if let last = parts.indices.last, parts[last].kind == kind, kind != .punctuation {
        parts[last].range = parts[last].range.lowerBound..<range.upperBound
      } else {
        parts.append(Part(range: range, kind: kind))
      }
      offset += length
      i += 1
    }
    return parts
  }

  private func index(ofByte byte: Int) -> Int {
    var (low, high) = (0, scalars.count)
    while low < high {
      let middle = (low + high) / 2
      if scalars[middle].byte < byte { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Classes of characters, as the weights know them.
enum KhmerClass {
  static func isKhmer(_ scalar: UInt32) -> Bool {
    CodePoint.isKhmer(scalar) || scalar == 0x20 || scalar == 0x2C || scalar == 0x2E || scalar == 0x3F
  }

  static func isDigit(_ scalar: UInt32) -> Bool {
    (0x17E0...0x17E9).contains(scalar) || (0x30...0x39).contains(scalar)
  }

  static func beginsCluster(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x1780...0x17B3, 0x17D4, 0x17D5, 0x17D7...0x17DB, 0x17E0...0x17E9, 0x19E0...0x19FF: true
    default: !CodePoint.isKhmer(scalar)
    }
  }

  /// C for letters, W for vowel signs, S for coeng, D for marks, NS for all else.
  static func name(_ scalar: UInt32) -> String {
    switch scalar {
    case 0x1780...0x17B3: "C"
    case 0x17B4...0x17C8: "W"
    case 0x17D2: "S"
    case 0x17C9...0x17D0: "D"
    default: "NS"
    }
  }

  static func kind(_ scalar: UInt32) -> KhmerClusters.Part.Kind {
    if Characters.isBlank(scalar), !CodePoint.isKhmer(scalar) { return .blank }
    switch scalar {
    case 0x17D4...0x17D6, 0x17D8...0x17DB: return .punctuation
    case 0x1780...0x17FF, 0x19E0...0x19FF: return .khmer
    default: return Characters.isWordPart(scalar) ? .other : .punctuation
    }
  }
}
