import StageKit

extension Pipeline {
  /// Reads and checks a pipeline file.
  ///
  /// - Parameters:
  ///   - registry: the steps there are.
  ///   - overrides: arguments of `--set`, each `stage.option=value`; the last one counts. Paths in
  ///     them are relative to the working directory; a step that stands twice is set twice.
  /// - Throws: all that is wrong with the file and the overrides, at once. Nothing else was touched.
  public static func load(
    _ path: String, registry: [RegistryEntry], overrides: [String] = [], for purpose: Purpose = .run
  ) throws(InvalidPipeline) -> Pipeline {
    switch PipelineBytes.read(path) {
    case .success(let bytes):
      return try Pipeline(bytes: bytes, path: path, registry: registry, overrides: overrides, for: purpose)
    case .failure(let problem):
      throw InvalidPipeline(problems: [problem], isCut: false)
    }
  }

  /// Checks the bytes of a pipeline file that stands, or would stand, at `path`.
  ///
  /// - Throws: as `load`.
  /// - Complexity: O(bytes), with a bound on the work for files made to be hard.
  public init(
    bytes: [UInt8], path: String, registry: [RegistryEntry], overrides: [String] = [],
    for purpose: Purpose = .run
  ) throws(InvalidPipeline) {
    let (scalars, faults) = PipelineBytes.decode(bytes)
    let source = SourceText(name: DisplayWidth.harmless(path), scalars)
    let arguments = overrides.enumerated().map { index, argument in
      SourceText(name: "--set \(index + 1)", Array(argument.unicodeScalars), hasLines: false)
    }
    let collector = ProblemCollector(sources: [source] + arguments)
    for (message, offset) in faults {
      let (line, column) = source.position(of: offset)
      collector.report(message, at: Place(line: line, column: column))
    }
    var reading = YAMLReading(source, collector)
    let root = reading.read(collector)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    var checker = Checker(registry: registry, purpose: purpose, folder: folder, collector: collector)
    checker.check(root, cut: reading.cut, overrideCount: overrides.count)
    let problems = checker.collector.problems
    guard problems.isEmpty else { throw InvalidPipeline(problems: problems, isCut: checker.collector.isCut) }
    self.init(
      name: checker.name ?? Self.fileName(path), description: checker.description,
      reader: checker.reader.flatMap(checker.use), stages: checker.stages.compactMap(checker.use),
      writers: checker.writers.compactMap(checker.use), onError: checker.onError,
      isolation: checker.isolation,
      timeoutSeconds: checker.numbers["timeout_seconds"], maxMemoryMB: checker.numbers["max_memory_mb"],
      cacheMB: checker.numbers["cache_mb"], tests: checker.tests, path: path, bytes: bytes)
  }

  /// The last part of a path without its extension.
  private static func fileName(_ path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = last.lastIndex(of: "."), dot > last.startIndex else { return last }
    return String(last[..<dot])
  }
}

extension Checker {
  /// Checks all there is to check.
  ///
  /// - Parameters:
  ///   - root: nil when the file could not be read; that was reported.
  ///   - cut: where reading ended early.
  mutating func check(_ root: SourceNode?, cut: YAMLReading.Cut?, overrideCount: Int) {
    isPartial = root == nil || cut != nil
    if let root { checkSections(root) }
    for index in 0..<overrideCount { apply(override: index + 1) }
    checkOrder()
    checkInputs()
    checkOutputs()
    if let cut { collector.dropProblems(fromLine: cut.line, since: cut.problems) }
  }
}
