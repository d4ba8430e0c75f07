import StageKit
import VietnameseText

/// The files that the stage is loaded from. They are read one after another, as the runner remembers their hashes in
/// that order; what they say is worked out by whoever asks.
struct StageResources: Sendable {
  private typealias File = (name: String, bytes: [UInt8])
  private enum List {
    case table(name: String, file: String, [UInt8])
    case compiled(GazetteerImage)
  }

  private var gazetteers: [List] = []
  private var ruleFiles: [File]
  private let vietnameseWords: [UInt8]
  private let corrections: [File]
  private let authorities: [File]
  /// Common names, and the models for English and Vietnamese; nil without the statistical layer.
  private let statistics: (names: [UInt8], english: [UInt8], vietnamese: [UInt8])?

  /// - Throws: `StageError` "unknown-gazetteer", "resource-unreadable", "gazetteer-compiled".
  init(_ options: TagEntities.Options, _ context: LoadContext) throws(StageError) {
    func read(_ path: String) throws(StageError) -> File { (path, try context.resource(path)) }
    func shipped(_ file: String) throws(StageError) -> [UInt8] {
      try context.resource(ShippedData.path(file))
    }
    if options.layers.contains(.gazetteer) {
      gazetteers = try options.gazetteers.map { list throws(StageError) in try Self.list(list, context) }
    }
    ruleFiles = try ShippedData.ruleFiles.map { file throws(StageError) in (file, try shipped(file)) }
    vietnameseWords = try context.resource(WordList.path)
    ruleFiles += try options.rules.map { file throws(StageError) in try read(file.path) }
    corrections = try options.corrections.map { file throws(StageError) in try read(file.path) }
    authorities = try options.authorities.map { file throws(StageError) in try read(file.path) }
    statistics =
      options.layers.contains(.statistical)
      ? (
        try shipped(ShippedData.commonNames), try shipped(ShippedData.englishModel),
        try shipped(ShippedData.vietnameseModel)
      ) : nil
  }

  private static func list(_ list: GazetteerChoice, _ context: LoadContext) throws(StageError) -> List {
    let path = try ShippedData.path(of: list)
    guard GazetteerStorage.isCompiled(path) else {
      return .table(name: ShippedData.name(of: path), file: path, try context.resource(path))
    }
    let image = try GazetteerImage(GazetteerStorage(mapping: path), file: path)
    context.noteResource("gazetteer \(image.checksum)")
    return .compiled(image)
  }

  /// - Throws: as `GazetteerTable.rows`; "gazetteer-size".
  func gazetteer() throws(StageError) -> Gazetteer {
    var gazetteer = Gazetteer()
    for list in gazetteers {
      switch list {
      case .table(let name, let file, let bytes): try gazetteer.add(name, file: file, bytes)
      case .compiled(let image): gazetteer.add(image)
      }
    }
    try gazetteer.finish()
    return gazetteer
  }

  /// - Throws: as `ContextRules`.
  func rules() throws(StageError) -> ContextRules {
    var rules = ContextRules()
    rules.vietnameseWords = WordList(vietnameseWords)
    for file in ruleFiles { try rules.add(file: file.name, file.bytes) }
    rules.finish()
    if let statistics { rules.addCommonNames(statistics.names) }
    return rules
  }

  /// - Throws: `StageError` "model-damaged".
  func models() throws(StageError) -> StatisticalModels {
    guard let statistics else { return StatisticalModels() }
    return StatisticalModels(
      english: try NameModel(file: ShippedData.englishModel, statistics.english),
      vietnamese: try NameModel(file: ShippedData.vietnameseModel, statistics.vietnamese))
  }

  /// - Throws: as `Corrections`.
  func correctionTable() throws(StageError) -> Corrections {
    var table = Corrections()
    for file in corrections { try table.add(file: file.name, file.bytes) }
    return table
  }

  /// - Throws: as `AuthorityTable`.
  func authorityTable() throws(StageError) -> AuthorityTable {
    var table = AuthorityTable()
    for file in authorities { try table.add(file: file.name, file.bytes) }
    return table
  }
}
