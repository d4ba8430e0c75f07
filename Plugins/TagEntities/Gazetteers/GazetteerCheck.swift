import ArgumentParser
import StageKit

/// Names the mistakes of lists, rows that contradict each other, and names that stand for several things.
struct GazetteerCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Name the mistakes, conflicts and ambiguous names of lists.",
    discussion: """
      Example: sastra gazetteer check places.tsv people.tsv
      Example: sastra gazetteer check names.tsv --words english.txt

      Lists are taken together, in the order in which a pipeline would name them. Prints file:line: what is wrong and \
      what to do. Exit code 0: no mistakes (there may be warnings); 1: mistakes; 2: a file cannot be read.
      """)

  @Argument(help: "Lists, tab-separated or compiled.")
  var lists: [String]

  @Option(
    help:
      "Ordinary words in lower case, one a line: names that are such a word are warned of. May be given again."
  )
  var words: [String] = []

  mutating func run() throws {
    var findings = GazetteerFindings()
    for file in words { findings.add(words: try GazetteerFiles.bytes(of: file)) }
    for list in lists {
      if GazetteerStorage.isCompiled(list) {
        do throws(StageError) {
          let image = try GazetteerImage(GazetteerStorage(mapping: list), file: list)
          guard image.isWhole else {
            throw StageError("gazetteer-compiled", "\(list): the file is damaged; compile it again")
          }
          print("\(list): compiled, \(image.referents.count) referents, \(image.names.count) names, whole")
        } catch { findings.add(error) }
      } else {
        findings.add(GazetteerTable(try GazetteerFiles.bytes(of: list), file: list), file: list)
      }
    }
    for line in findings.lines { print(line) }
    print(
      "\(lists.count) \(lists.count == 1 ? "list" : "lists"): \(findings.errorCount) mistakes, "
        + "\(findings.warnings.count) warnings")
    if findings.errorCount > 0 { throw ExitCode(1) }
  }
}

/// What is to be said of lists that are used together.
struct GazetteerFindings {
  private(set) var errors: [String] = []
  private(set) var warnings: [String] = []
  private var words: Set<[UInt8]> = []
  private var firstOfKey: [String: (row: GazetteerRow, file: String)] = [:]
  /// Folded names with the first row that has them.
  private var firstOfName: [[UInt8]: (key: String, file: String, line: Int)] = [:]

  var errorCount: Int { errors.count }
  var lines: [String] { errors + warnings }

  mutating func add(words file: [UInt8]) {
    for line in file.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      // A word with a capital is a name itself.
      if WordShapes.shapes(Array(line), 0..<line.count).allSatisfy({ $0 == .lower || $0 == .caseless }) {
        words.insert(NameKey.folded(String(decoding: line, as: UTF8.self)))
      }
    }
  }

  mutating func add(_ error: StageError) { errors.append("\(error.message) [\(error.code)]") }

  /// - Complexity: O(names).
  mutating func add(_ table: GazetteerTable, file: String) {
    for problem in table.problems { add(problem) }
    for row in table.rows {
      compareKeys(row, file)
      var own: Set<[UInt8]> = []
      var shapes: Set<[UInt8]> = []
      for name in [row.name] + row.variants {
        let folded = NameKey.folded(name)
        let shape = WordShapes.packed(name)
        let isNew = shapes.insert(folded + withUnsafeBytes(of: shape, Array.init)).inserted
        // The same name with other capitals asks for others in the text.
        if !own.insert(folded).inserted {
          if isNew { continue }
          warnings.append(
            "\(file):\(row.line): warning: the row has '\(name)' twice (apostrophes and spaces aside); take one out"
          )
          continue
        }
        compareNames(name, folded, row, file)
      }
    }
  }

  private mutating func compareKeys(_ row: GazetteerRow, _ file: String) {
    guard let (first, firstFile) = firstOfKey[row.key] else {
      firstOfKey[row.key] = (row, file)
      return
    }
    for (what, own, other) in [
      ("name", row.name, first.name), ("type", row.type, first.type), ("dates", row.dates, first.dates),
      ("ref", row.ref, first.ref),
    ] where !own.isEmpty && !other.isEmpty && own != other {
      warnings.append(
        "\(file):\(row.line): warning: '\(row.key)' has the \(what) '\(own)', and '\(other)' at "
          + "\(firstFile):\(first.line), which counts; make them agree or give one another key")
    }
  }

  private mutating func compareNames(
    _ name: String, _ folded: [UInt8], _ row: GazetteerRow, _ file: String
  ) {
    if words.contains(folded) {
      warnings.append(
        "\(file):\(row.line): warning: '\(name)' is an ordinary word; it will be found wherever it has a capital"
      )
    }
    guard let first = firstOfName[folded] else {
      firstOfName[folded] = (row.key, file, row.line)
      return
    }
    guard first.key != row.key else { return }
    let effect =
      first.file == file ? "neither is linked where it stands" : "the list that is named later counts"
    warnings.append(
      "\(file):\(row.line): warning: '\(name)' of '\(row.key)' is also a name of '\(first.key)' at "
        + "\(first.file):\(first.line); \(effect)")
  }
}
