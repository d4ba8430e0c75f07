/// Tells by name what may be a page. What is in a file, not its name, tells text from HTML.
struct PagePatterns {
  enum Verdict: Equatable {
    case page
    /// The user's own pattern takes it.
    case included
    /// No page, and nobody takes it for one.
    case leaveOut
    /// No page, though it lies among them; said why.
    case noPage(String)
  }

  let include: [Glob]
  let exclude: [Glob]

  init(include: [String], exclude: [String]) {
    self.include = include.map(Glob.init)
    self.exclude = exclude.map(Glob.init)
  }

  /// - Parameters:
  ///   - name: what follows the last `/` of the path, as the system has it.
  ///   - siblings: names of everything in the same folder.
  func verdict(
    on path: @autoclosure () -> String, named name: [UInt8], _ siblings: SiblingNames
  ) -> Verdict {
    if !exclude.isEmpty || !include.isEmpty {
      let path = path()
      if exclude.contains(where: { $0.matches(path) }) { return .leaveOut }
      if !include.isEmpty { return include.contains { $0.matches(path) } ? .included : .leaveOut }
    }
    let name = name.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    if name.starts(with: "readme".utf8) || name.suffix(4).elementsEqual(".csv".utf8) { return .leaveOut }
    if PagePatterns.isBagFile(name), siblings.contains(Array("bagit.txt".utf8)) {
      return .noPage("the file belongs to the BagIt bag around the pages")
    }
    let ending = DocumentIDs.fileExtension(of: name).map { String(decoding: name[$0], as: UTF8.self) } ?? ""
    if PagePatterns.endingsOfOtherFiles.contains(ending) {
      return .noPage("a file with the ending .\(ending) is no page")
    }
    return .page
  }

  /// Hidden files, and those that systems and programs leave in every folder.
  static func isHidden(_ name: [UInt8]) -> Bool {
    if name.first == 0x2E || name.starts(with: "~$".utf8) { return true }
    return ["Thumbs.db", "desktop.ini", "__MACOSX"].contains { name.elementsEqual($0.utf8) }
  }

  /// The page that a browser saved together with a folder `NAME_files`.
  static func page(savedWith folder: [UInt8], among siblings: SiblingNames) -> String? {
    guard folder.count > 6, folder.suffix(6).elementsEqual("_files".utf8) else { return nil }
    return [".html", ".htm", ".xhtml"].lazy.map { folder.dropLast(6) + Array($0.utf8) }
      .first { siblings.contains(Array($0)) }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// RFC 8493, sections 2.1 and 2.2.
  private static func isBagFile(_ name: [UInt8]) -> Bool {
    guard name.suffix(4).elementsEqual(".txt".utf8) else { return false }
    return ["bagit.txt", "bag-info.txt", "fetch.txt"].contains { name.elementsEqual($0.utf8) }
      || ["manifest-", "tagmanifest-"].contains { name.starts(with: $0.utf8) }
  }

  /// Text that is no page: program, style, data, check sums. A binary file is told by its content.
  private static let endingsOfOtherFiles: Set<String> = [
    "css", "js", "mjs", "map", "json", "jsonl", "ndjson", "tsv", "yaml", "yml", "toml", "ini", "sql", "sh",
    "py", "xsl", "xslt",
    "xsd", "rng", "sch", "dtd", "md5", "sha1", "sha256", "sha512", "log",
  ]
}

/// Names of everything in one folder.
struct SiblingNames {
  /// In the order of their bytes.
  let sorted: [[UInt8]]

  /// - Complexity: O(log names) comparisons.
  func contains(_ name: [UInt8]) -> Bool {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle].lexicographicallyPrecedes(name) { low = middle + 1 } else { high = middle }
    }
    return low < sorted.count && sorted[low] == name
  }
}

/// A pattern of paths: `*` any characters but `/`, `**` any characters, `**/` any folders or none, `?` one
/// character but `/`. Without `/` it is about the file's name, in whatever folder.
struct Glob {
  private enum Token: Equatable {
    case character(Unicode.Scalar)
    case one
    case many
    case anything
    case folders
  }

  private let tokens: [Token]
  private let isAboutName: Bool

  init(_ pattern: String) {
    var tokens: [Token] = []
    for scalar in pattern.unicodeScalars {
      switch scalar {
      case "?": tokens.append(.one)
      case "*" where tokens.last == .many: tokens[tokens.count - 1] = .anything
      case "*" where tokens.last == .anything: break
      case "/" where tokens.last == .anything: tokens[tokens.count - 1] = .folders
      case "*": tokens.append(.many)
      default: tokens.append(.character(scalar))
      }
    }
    self.tokens = tokens
    isAboutName = !pattern.unicodeScalars.contains("/")
  }

  /// - Complexity: O(pattern · path).
  func matches(_ path: String) -> Bool {
    var scalars = Array(path.unicodeScalars)
    if isAboutName, let slash = scalars.lastIndex(of: "/") { scalars.removeFirst(slash + 1) }
    /// Whether the tokens so far match the first i characters.
    var reached = [Bool](repeating: false, count: scalars.count + 1)
    reached[0] = true
    for token in tokens {
      var next = [Bool](repeating: false, count: scalars.count + 1)
      var wasReached = false
      for index in 0...scalars.count {
        switch token {
        case .character(let scalar):
          next[index] = index > 0 && reached[index - 1] && scalars[index - 1] == scalar
        case .one: next[index] = index > 0 && reached[index - 1] && scalars[index - 1] != "/"
        case .many: next[index] = reached[index] || index > 0 && next[index - 1] && scalars[index - 1] != "/"
        case .anything: next[index] = reached[index] || index > 0 && next[index - 1]
        case .folders: next[index] = reached[index] || wasReached && scalars[index - 1] == "/"
        }
        wasReached = wasReached || reached[index]
      }
      reached = next
    }
    return reached[scalars.count]
  }
}
