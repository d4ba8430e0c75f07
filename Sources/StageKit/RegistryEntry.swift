public import ArgumentParser

/// Where a step stands in a pipeline.
public enum StepKind: String, Sendable, CaseIterable {
  case reader, stage, writer
}

/// A step as the program knows it before it is loaded: what `stages` prints, what a pipeline file is checked
/// against, and how it is made.
public struct RegistryEntry: Sendable {
  public let kind: StepKind
  public let name: String
  public let version: Int
  public let summary: String
  public let fields: [FieldDescription]
  public let needs: Set<Feature>
  public let gives: Set<Feature>
  /// Verbs that the step brings to the command line.
  public let verbs: [any ParsableCommand.Type]
  /// Checks one option; nil when the value fits. Nil for a key that the step does not have.
  public let problem: @Sendable (_ key: String, OptionInput) -> OptionProblem?
  /// Loads the step. Options that are absent have their defaults.
  public let load: @Sendable ([String: OptionInput], LoadContext) throws(StageError) -> LoadedStep

  public init<S: Stage>(_ type: S.Type) {
    self.init(type, kind: .stage, needs: S.needs, gives: S.gives) { .stage($0) }
  }

  public init<R: Reader>(_ type: R.Type) {
    self.init(type, kind: .reader, needs: [], gives: R.gives) { .reader($0) }
  }

  public init<W: Writer>(_ type: W.Type) {
    self.init(type, kind: .writer, needs: W.needs, gives: []) { .writer($0) }
  }

  private init<S: Step>(
    _ type: S.Type, kind: StepKind, needs: Set<Feature>, gives: Set<Feature>,
    wrap: @escaping @Sendable (S) -> LoadedStep.Role
  ) {
    self.kind = kind
    name = S.name
    version = S.version
    summary = S.summary
    fields = S.Options.fields.map(\.description)
    self.needs = needs
    self.gives = gives
    verbs = S.verbs
    problem = { key, input in
      guard let field = S.Options.fields.first(where: { $0.description.key == key }) else { return nil }
      var options = S.Options()
      do throws(OptionProblem) {
        try field.decode(input, &options)
        return nil
      } catch { return error }
    }
    load = { inputs, context throws(StageError) in
      let options = try S.Options(inputs, of: S.name)
      let step = try S(options: options, context: context)
      return LoadedStep(step, options: options, role: wrap(step))
    }
  }
}

extension StageOptions {
  /// Decodes options; absent ones keep their defaults.
  ///
  /// - Throws: `StageError` "unknown-option" or "bad-option". A checked pipeline file has neither.
  public init(_ inputs: [String: OptionInput], of step: String) throws(StageError) {
    self.init()
    for (key, input) in inputs.sorted(by: { $0.key < $1.key }) {
      guard let field = Self.fields.first(where: { $0.description.key == key }) else {
        throw StageError("unknown-option", "\(step) has no option '\(key)'")
      }
      do throws(OptionProblem) { try field.decode(input, &self) } catch {
        throw StageError("bad-option", "\(key) of \(step) must be \(error.expected)")
      }
    }
  }
}

/// A step that is loaded, without its type.
public struct LoadedStep: Sendable {
  /// What it can do, by kind.
  public enum Role: Sendable {
    case reader(any Reader)
    case stage(any Stage)
    case writer(any Writer)
  }

  public let name: String
  public let version: Int
  public let role: Role
  /// All options with their values, defaults included, one a line: the same text for the same options.
  public let canonicalOptions: String
  /// Folds encoded contributions.
  public let finish:
    @Sendable (@escaping Contributions<BytesContribution>.MarkedWalk, any RunFolder) throws(StageError) ->
      Void

  init<S: Step>(_ step: S, options: S.Options, role: Role) {
    name = S.name
    version = S.version
    self.role = role
    canonicalOptions = S.Options.fields.map { "\($0.description.key)=\($0.canonical(options))" }.joined(
      separator: "\n")
    finish = { walk, folder throws(StageError) in try step.finish(Contributions(marked: walk), into: folder) }
  }
}
