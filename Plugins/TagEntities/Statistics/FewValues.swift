/// Features that few values tell, as the shapes of words do: a model has the sum of their weights for each value in a
/// table, so that they need not be looked up one by one.
enum FewValues {
  /// Shapes of words; see `shapeCodes`.
  private static let shapeCount = 13
  /// Numbers of what lists and rules say of a token.
  private static let listedCount = 48
  private static let ruleCount = 32
  /// Sums of what lists of common names say.
  private static let nameCount = 8

  // Where the places of each group begin.
  private static let listedStart = shapeCount * shapeCount * shapeCount
  private static let ruleStart = listedStart + 3 * listedCount
  private static let nameStart = ruleStart + 3 * ruleCount
  private static let pairStart = nameStart + 3 * nameCount
  private static let beginningStart = pairStart + nameCount * (nameCount + 2)
  private static let singleStart = beginningStart + 2 * shapeCount
  private static let labelStart = singleStart + 4
  /// How many places there are.
  static let count = labelStart + 8

  /// Shapes of a token and of those beside it.
  @inline(__always) static func shapes(_ before: Int, _ own: Int, _ after: Int) -> Int {
    (before * shapeCount + own) * shapeCount + after
  }

  /// What lists and rules say of a token beside it, -1 to 1 tokens away.
  @inline(__always) static func listed(_ number: Int, at offset: Int) -> Int {
    listedStart + (offset + 1) * listedCount + number
  }

  /// A rule that a token beside it has.
  @inline(__always) static func rule(_ number: UInt32, at offset: Int) -> Int {
    ruleStart + (offset + 1) * ruleCount + Int(number)
  }

  /// What lists of common names say of a token beside it.
  @inline(__always) static func names(_ number: UInt8, at offset: Int) -> Int {
    nameStart + (offset + 1) * nameCount + Int(number)
  }

  /// What they say of a token and of the next; nil where there is none.
  @inline(__always) static func names(_ number: UInt8, _ next: UInt8?) -> Int {
    pairStart + Int(number) * (nameCount + 2) + Int(next ?? 9)
  }

  /// Whether it begins a sentence, and its shape.
  @inline(__always) static func beginning(_ isFirst: Bool, _ shape: Int) -> Int {
    beginningStart + (isFirst ? shapeCount : 0) + shape
  }

  /// What any token has, and one behind a title, in a title, and behind white space.
  static let always = singleStart
  static let behindTitle = singleStart + 1
  static let title = singleStart + 2
  static let behindSpace = singleStart + 3

  /// The label of the token before.
  @inline(__always) static func label(_ number: Int) -> Int { labelStart + number }

  /// The shapes as the models were trained on them: outside the region, punctuation, a number, a word without
  /// capitals, one with capitals inside; then with a capital first, and of capitals, by their bytes, four or more for
  /// four.
  private static let shapeCodes: [UInt64] = [0, 1, 2, 3, 6, 12, 20, 28, 36, 13, 21, 29, 37]

  /// The code of a shape.
  static func shapeCode(_ shape: Int) -> UInt64 { shapeCodes[shape] }

  /// The features that a place stands for, as the models were trained on them.
  static func features(at place: Int) -> [UInt64] {
    func feature(_ template: Int, _ left: UInt64, _ right: UInt64 = 0) -> UInt64 {
      StatisticalTagger.mixed(UInt64(template), left, right)
    }
    switch place {
    case labelStart...: return [feature(90, UInt64(place - labelStart))]
    case always: return [feature(0, 0)]
    case singleStart...: return [feature(53 + place - singleStart, 1)]
    case beginningStart...:
      let (isFirst, shape) = (place - beginningStart).quotientAndRemainder(dividingBy: shapeCount)
      return [feature(52, UInt64(isFirst), shapeCodes[shape])]
    case pairStart...:
      let (names, next) = (place - pairStart).quotientAndRemainder(dividingBy: nameCount + 2)
      return [feature(51, UInt64(names), UInt64(next))]
    case nameStart...: return [beside(40, place - nameStart, nameCount)]
    case ruleStart...: return [beside(30, place - ruleStart, ruleCount)]
    case listedStart...: return [beside(20, place - listedStart, listedCount)]
    default: return shapeFeatures(at: place)
    }
  }

  /// A feature of the token before, of the token or of the next, by its number among those of the three.
  private static func beside(_ template: Int, _ number: Int, _ values: Int) -> UInt64 {
    StatisticalTagger.mixed(UInt64(template + number / values), UInt64(number % values))
  }

  private static func shapeFeatures(at place: Int) -> [UInt64] {
    let before = shapeCodes[place / (shapeCount * shapeCount)]
    let own = shapeCodes[place / shapeCount % shapeCount]
    let after = shapeCodes[place % shapeCount]
    return [
      StatisticalTagger.mixed(8, own), StatisticalTagger.mixed(9, before, own),
      StatisticalTagger.mixed(10, own, after), StatisticalTagger.mixed(11, before << 16 | own, after),
    ]
  }
}
