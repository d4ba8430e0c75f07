import StageKit

/// Reads a file of site rules: lines of a word and what it is about, in sections that begin with `host`.
struct SiteRulesFile {
  private struct Mistake {
    var line: Int
    var column: Int
    var message: String
  }

  private let path: String
  private let file: String
  private var mistakes: [Mistake] = []
  private var section: SiteSection?
  private var rules: SiteRules

  /// Longest line, in bytes.
  private static let maxLineBytes = 2_000
  private static let maxMistakes = 20

  /// Adds a file's rules to others.
  ///
  /// - Parameters:
  ///   - path: the file's, for messages. Reports name the file without its folder.
  /// - Throws: `StageError` "bad-site-rules" with up to twenty mistakes, each as `file:line:column: what is
  ///   wrong and what to write`.
  static func add(_ bytes: [UInt8], path: String, to rules: inout SiteRules) throws(StageError) {
    var reader = SiteRulesFile(path: path, rules: rules)
    if rules.sections.contains(where: { $0.file == reader.file }) {
      let message =
        "another file of rules has the name '\(reader.file)'; rename one, reports call rules by it"
      reader.mistakes.append(Mistake(line: 1, column: 1, message: message))
    }
    reader.read(bytes)
    guard reader.mistakes.isEmpty else { throw reader.failure() }
    rules = reader.rules
  }

  private init(path: String, rules: SiteRules) {
    self.path = path
    self.rules = rules
    file = path.split(separator: "/").last.map(String.init) ?? path
  }

  private func failure() -> StageError {
    var lines = mistakes.prefix(Self.maxMistakes).map { "\(path):\($0.line):\($0.column): \($0.message)" }
    if mistakes.count > Self.maxMistakes { lines.append("and \(mistakes.count - Self.maxMistakes) more") }
    return StageError("bad-site-rules", lines.joined(separator: "\n"))
  }

  private mutating func read(_ bytes: [UInt8]) {
    if let offset = UTF8Validation.firstInvalidByte(bytes) {
      let line = 1 + bytes[..<offset].count { $0 == 0x0A }
      mistakes.append(Mistake(line: line, column: 1, message: "the file is not UTF-8; save it as UTF-8"))
      return
    }
    let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    var number = 0
    for line in content.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      read(line, number)
    }
    endSection()
    if rules.isEmpty, mistakes.isEmpty {
      mistakes.append(Mistake(line: 1, column: 1, message: "there is no rule in the file; begin with 'host'"))
    }
    mistakes.sort { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  private mutating func read(_ line: ArraySlice<UInt8>, _ number: Int) {
    guard let start = line.firstIndex(where: { !WhiteSpace.isSpace($0) }), line[start] != UInt8(ascii: "#")
    else { return }
    for (message, index) in problems(in: line, number, start) {
      let before = line[line.startIndex..<min(index, line.endIndex)]
      let column = String(decoding: before, as: UTF8.self).unicodeScalars.count + 1
      mistakes.append(Mistake(line: number, column: column, message: message))
    }
  }

  /// What is wrong in a line, and at which byte.
  private typealias Problems = [(message: String, index: Int)]

  private mutating func problems(in line: ArraySlice<UInt8>, _ number: Int, _ start: Int) -> Problems {
    guard line.count <= Self.maxLineBytes else {
      return [("the line is longer than \(Self.maxLineBytes) bytes; write several rules", start)]
    }
    let word = line[start...].prefix { !WhiteSpace.isSpace($0) }
    let rest = line[word.endIndex...].drop { WhiteSpace.isSpace($0) }
    let value = rest[
      rest.startIndex..<((rest.lastIndex { !WhiteSpace.isSpace($0) } ?? rest.startIndex - 1) + 1)]
    let name = String(decoding: word, as: UTF8.self)
    guard Self.words.contains(name) else { return [(Self.advice(on: name), start)] }
    guard !value.isEmpty else {
      return [("\(Self.wanted[name] ?? "a selector") is missing after '\(name)'", word.endIndex)]
    }
    if name == "host" { return readHosts(value, number) }
    guard section != nil else { return [("there is no 'host' line before it", start)] }
    return name == "path" ? readPaths(value) : readRule(name, value, number)
  }

  private static let words = ["host", "path"] + SiteRole.allCases.map(\.rawValue)
  private static let wanted = ["host": "the name of a host", "path": "a pattern such as /news/*"]

  private static func advice(on word: String) -> String {
    let known = "a line begins with one of: " + words.joined(separator: ", ")
    let plain = word.lowercased().filter { $0 != ":" && $0 != "=" }
    let meant =
      words.first { $0 == plain || $0 + "s" == plain || $0 == plain + "s" }
      ?? [
        "author": "byline", "content": "body", "article": "body", "delete": "remove", "cut": "remove",
        "summary": "lead", "sapo": "lead", "time": "date", "domain": "host", "site": "host",
      ][plain]
    return "'\(word)' is no rule; " + (meant.map { "did you mean '\($0)'? " } ?? "") + known
  }

  // MARK: Lines

  private mutating func readHosts(_ value: ArraySlice<UInt8>, _ number: Int) -> Problems {
    endSection()
    var section = SiteSection(file: file, line: number)
    var problems: Problems = []
    for text in value.split(whereSeparator: WhiteSpace.isSpace) {
      let name = String(decoding: text, as: UTF8.self)
      if let pattern = HostPattern(name) {
        section.hosts.append(pattern)
      } else {
        problems.append(
          (
            "'\(name)' is no host; write the host alone, as in example.vn, *.example.vn or *", text.startIndex
          ))
      }
    }
    self.section = section
    return problems
  }

  private mutating func readPaths(_ value: ArraySlice<UInt8>) -> Problems {
    var problems: Problems = []
    for text in value.split(whereSeparator: WhiteSpace.isSpace) {
      if text.first == UInt8(ascii: "/") || text.first == UInt8(ascii: "*") {
        section?.paths.append(PathPattern(String(decoding: text, as: UTF8.self)))
      } else {
        problems.append(("a path begins with / or *", text.startIndex))
      }
    }
    return problems
  }

  private mutating func readRule(_ name: String, _ value: ArraySlice<UInt8>, _ number: Int) -> Problems {
    guard let role = SiteRole(rawValue: name) else { return [] }
    do throws(SelectorProblem) {
      let selector = try SelectorParser.parse(String(decoding: value, as: UTF8.self))
      section?.rules.append(SiteRule(role: role, selector: selector, line: number))
      return []
    } catch {
      return [(error.message, value.startIndex + error.offset)]
    }
  }

  private mutating func endSection() {
    guard var section else { return }
    self.section = nil
    func mistake(_ message: String, _ line: Int) {
      mistakes.append(Mistake(line: line, column: 1, message: message))
    }
    guard !section.rules.isEmpty else {
      // A rule that could not be read has been told already.
      if !mistakes.contains(where: { $0.line > section.line }) {
        mistake("no rule follows this host; write one, or take out the line", section.line)
      }
      return
    }
    if let part = section.rules.first(where: { $0.role.isPartOfComments }),
      !section.rules.contains(where: { $0.role == .comments })
    {
      mistake("'\(part.role.rawValue)' needs a rule 'comments' that says where the comments are", part.line)
    }
    section.compile()
    if let other = rules.add(section) {
      mistake("there are rules for the same host and path already, at \(other); join them", section.line)
    }
  }
}
