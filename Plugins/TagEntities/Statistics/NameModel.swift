import StageKit

/// Weights of a tagger that was trained: for each feature that it knows, a small whole number for each label.
///
/// The file is text: lines that begin with # tell source and licence, `labels` names the labels, and each other line
/// has a feature as sixteen hexadecimal digits and its weights as `LABEL:WEIGHT`.
struct NameModel: Sendable {
  struct Label: Sendable {
    /// Goes on with the name before it.
    var isInside: Bool
    /// Nil where the label is that of any name.
    var kind: EntityKind?
  }

  /// The first is that of words that are in no name.
  private(set) var labels: [Label] = []
  private var weights = FeatureTable()
  private var fewValues: [WeighedFeatures.Scores] = []

  init() {}

  var isEmpty: Bool { weights.isEmpty }

  /// - Throws: `StageError` "model-damaged", naming file and line.
  init(file: String, _ bytes: [UInt8]) throws(StageError) {
    var line = 0
    for text in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      line += 1
      if text.isEmpty || text.first == 0x23 { continue }
      guard add(text) else {
        throw StageError("model-damaged", "\(file):\(line): no row of a model; take the file as it ships")
      }
    }
    guard !labels.isEmpty else {
      throw StageError("model-damaged", "\(file):\(line): the labels are missing")
    }
    fewValues = (0..<FewValues.count).map { place in
      FewValues.features(at: place).reduce(into: WeighedFeatures.Scores(repeating: 0)) { $0 &+= weights[$1] }
    }
  }

  private mutating func add(_ line: ArraySlice<UInt8>) -> Bool {
    if labels.isEmpty { return addLabels(line) }
    var rest = line
    guard let feature = Self.number(&rest, base: 16), !rest.isEmpty else { return false }
    var row = FeatureTable.Weights()
    while !rest.isEmpty {
      guard Self.skip(0x09, &rest), let label = Self.number(&rest, base: 10), label < UInt64(labels.count),
        Self.skip(0x3A, &rest)
      else { return false }
      let isNegative = Self.skip(0x2D, &rest)
      guard let size = Self.number(&rest, base: 10), size <= UInt64(Int16.max) else { return false }
      row[Int(label)] = isNegative ? -Int16(size) : Int16(size)
    }
    weights.insert(feature, row)
    return true
  }

  private mutating func addLabels(_ line: ArraySlice<UInt8>) -> Bool {
    let fields = line.split(separator: 0x09)
    guard fields.count > 1 else { return false }
    labels = fields.dropFirst().map { field in
      let label = String(decoding: field, as: UTF8.self)
      return Label(isInside: label.hasPrefix("I"), kind: EntityKind(label: String(label.dropFirst(2))))
    }
    return fields[0].elementsEqual("labels".utf8) && labels.count <= FeatureTable.Weights.scalarCount
  }

  /// Takes a byte from the front, if it stands there.
  private static func skip(_ byte: UInt8, _ rest: inout ArraySlice<UInt8>) -> Bool {
    guard rest.first == byte else { return false }
    rest.removeFirst()
    return true
  }

  /// Takes the digits from the front, in lower case; nil where there are none, or more than a number holds.
  private static func number(_ rest: inout ArraySlice<UInt8>, base: UInt64) -> UInt64? {
    var value: UInt64 = 0
    let start = rest.startIndex
    while let byte = rest.first {
      let digit: UInt64
      switch byte {
      case 0x30...0x39: digit = UInt64(byte - 0x30)
      case 0x61...0x66 where base == 16: digit = UInt64(byte - 0x61 + 10)
      default: return rest.startIndex == start ? nil : value
      }
      let (product, isTooLarge) = value.multipliedReportingOverflow(by: base)
      let (sum, isOver) = product.addingReportingOverflow(digit)
      guard !isTooLarge, !isOver else { return nil }
      value = sum
      rest.removeFirst()
    }
    return rest.startIndex == start ? nil : value
  }

  /// What a model weighs features with, while it lives.
  struct View {
    let labels: Int
    let table: FeatureTable.View
    /// For each place of `FewValues` the sum of the weights of its features.
    let fewValues: UnsafeBufferPointer<WeighedFeatures.Scores>
  }

  /// Calls `body` with room for the features of a token, which is not to be kept.
  @inline(__always) func withFeatures(_ body: (inout WeighedFeatures) -> Void) {
    weights.withView { table in
      fewValues.withUnsafeBufferPointer { fewValues in
        FeatureBuffer.with { features in
          let view = View(labels: labels.count, table: table, fewValues: fewValues)
          var features = WeighedFeatures(view, features)
          body(&features)
        }
      }
    }
  }
}

/// Weights by features, which are sums that spread well already: open addressing without another hash.
struct FeatureTable: Sendable {
  /// One for each label.
  typealias Weights = SIMD8<Int16>
  /// A feature, a number that is not used, and the feature's weights: half a line of a cache, which it never leaves, as
  /// the type asks for 32 bytes between places.
  typealias Place = SIMD4<UInt64>

  private var places: [Place] = []
  /// The feature of a place that is free; its weights are nought.
  private static let free = UInt64.max
  /// A bit for each of eight times as many sums as there are places: it tells most features that the table has not,
  /// and stays in the cache.
  private var filter: [UInt64] = []
  private var count = 0

  var isEmpty: Bool { count == 0 }

  mutating func insert(_ key: UInt64, _ row: Weights) {
    if count * 3 >= places.count * 2 { grow() }
    let number = places.withUnsafeBufferPointer { Self.place(of: key, in: $0) }
    if places[number][0] == Self.free { count += 1 }
    places[number] = Place(lowHalf: [key, 0], highHalf: unsafeBitCast(row, to: SIMD2<UInt64>.self))
    filter[Self.word(key, in: filter.count)] |= 1 &<< (key >> 58)
  }

  /// The weights of a feature; noughts for one that the table has not.
  subscript(key: UInt64) -> WeighedFeatures.Scores {
    guard !isEmpty else { return WeighedFeatures.Scores(repeating: 0) }
    return places.withUnsafeBufferPointer { Self.weights($0[Self.place(of: key, in: $0)]) }
  }

  /// The table's memory, while it lives; the table is not empty.
  struct View {
    let places: UnsafeBufferPointer<Place>
    let filter: UnsafeBufferPointer<UInt64>

    /// The sum of the weights of all features that the table has.
    ///
    /// - Parameter features: changed: those that the table may have are left.
    /// - Complexity: O(features); the table is never more than two thirds full.
    func sum(_ features: inout FeatureBuffer) -> WeighedFeatures.Scores {
      var scores = WeighedFeatures.Scores(repeating: 0)
      features.keep { filter[FeatureTable.word($0, in: filter.count)] &>> ($0 &>> 58) & 1 == 1 }
      features.forEach { key in
        scores &+= FeatureTable.weights(places[FeatureTable.place(of: key, in: places)])
      }
      return scores
    }
  }

  @inline(__always) func withView(_ body: (View) -> Void) {
    guard !isEmpty else { return }
    places.withUnsafeBufferPointer { places in
      filter.withUnsafeBufferPointer { body(View(places: places, filter: $0)) }
    }
  }

  @inline(__always) private static func weights(_ place: Place) -> WeighedFeatures.Scores {
    WeighedFeatures.Scores(truncatingIfNeeded: unsafeBitCast(place.highHalf, to: Weights.self))
  }

  @inline(__always) private static func word(_ key: UInt64, in count: Int) -> Int {
    Int(truncatingIfNeeded: key >> 24) & (count - 1)
  }

  /// The number of the place where a key is, or of the free one where it would be.
  @inline(__always)
  private static func place(of key: UInt64, in places: UnsafeBufferPointer<Place>) -> Int {
    let mask = places.count - 1
    var number = Int(truncatingIfNeeded: key) & mask
    while places[number][0] != free, places[number][0] != key { number = (number + 1) & mask }
    return number
  }

  private mutating func grow() {
    let old = places
    let size = max(1024, places.count * 2)
    places = Array(repeating: Place(Self.free, 0, 0, 0), count: size)
    filter = Array(repeating: 0, count: size / 8)
    count = 0
    for place in old where place[0] != Self.free {
      insert(place[0], unsafeBitCast(place.highHalf, to: Weights.self))
    }
  }
}
