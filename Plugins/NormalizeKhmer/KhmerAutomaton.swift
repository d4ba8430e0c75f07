/// Steps through Khmer in which no rule has anything to do: one table access for a letter or mark.
///
/// States tell what stands before; a step that leads to `stop` means that something may have to change, to be
/// reported or to be counted, and that `KhmerRun` has to look. It stops too often rather than too seldom.
struct KhmerAutomaton: Sendable {
  /// What was read last. Raw values are rows of the table.
  enum State: UInt8, CaseIterable {
    /// Nothing that is Khmer.
    case outside
    /// A digit, a full stop or another character that takes no marks.
    case single
    case base, robat, coeng, subscripted, secondCoeng, secondSubscript, shifter, vowel, vowelU, sign, final
    /// Spaces after Khmer.
    case space
    /// One zero-width space after Khmer.
    case zeroWidthSpace
  }

  /// Set in a step where a syllable, or a character that takes no marks, begins.
  static let begins: UInt8 = 0x40
  /// Set in a step that reads a subscript da.
  static let isDa: UInt8 = 0x20
  static let stateMask: UInt8 = 0x1F
  static let stop: UInt8 = 0x80

  /// Steps for U+1780...U+17FF, 128 for each state.
  let steps: [UInt8]
  /// Whether a single zero-width space between two letters stays as it is.
  let passesZeroWidthSpace: Bool

  init(options: NormalizeKhmer.Options) {
    var steps = [UInt8](repeating: Self.stop, count: State.allCases.count * 128)
    for state in State.allCases {
      for scalar in UInt32(0x1780)...0x17FF {
        if let step = Self.step(from: state, scalar, options) {
          steps[Int(state.rawValue) * 128 + Int(scalar - 0x1780)] = step
        }
      }
    }
    self.steps = steps
    passesZeroWidthSpace = options.zwsp != .strip
  }

  private static func step(from state: State, _ scalar: UInt32, _ options: NormalizeKhmer.Options) -> UInt8? {
    switch scalar {
    case 0x17A3, 0x17A4, 0x17A8, 0x17B4, 0x17B5, 0x17D8: return nil
    case 0x17E0...0x17E9 where options.digits == .ascii: return nil
    case Khmer.lekToo where options.repair == .on: return nil
    default: break
    }
    if state == .coeng || state == .secondCoeng { return subscriptStep(from: state, scalar, options) }
    let kind = KhmerCharacter(scalar)
    switch kind {
    case .base: return State.base.rawValue | begins
    case .other: return State.single.rawValue | begins
    default: return mark(kind, scalar, after: state).map(\.rawValue)
    }
  }

  private static func subscriptStep(
    from state: State, _ scalar: UInt32, _ options: NormalizeKhmer.Options
  ) -> UInt8? {
    guard KhmerCharacter(scalar) == .base else { return nil }
    // Ro is the last of two, so that a subscript ro before another is no well-formed syllable.
    let isLast = state == .secondCoeng || scalar == Khmer.ro
    let next = isLast ? State.secondSubscript : .subscripted
    guard scalar == Khmer.da else { return next.rawValue }
    return options.coengDT == .keep ? next.rawValue | isDa : nil
  }

  /// The state after a mark that may stand there; nil where it may not.
  private static func mark(_ kind: KhmerCharacter, _ scalar: UInt32, after state: State) -> State? {
    let order: [State] = [
      .base, .robat, .subscripted, .secondSubscript, .shifter, .vowel, .vowelU, .sign, .final,
    ]
    guard let place = order.firstIndex(of: state) else { return nil }
    switch kind {
    case .robat: return place < 1 ? .robat : nil
    case .coeng: return place < 2 ? .coeng : place == 2 ? .secondCoeng : nil
    case .shifter: return place < 4 ? .shifter : nil
    case .vowel: return place < 5 ? scalar == Khmer.u ? .vowelU : .vowel : nil
    // u may stand for a shifter before other signs than nikahit.
    case .sign: return place < 7 && (state != .vowelU || scalar == Khmer.nikahit) ? .sign : nil
    case .final: return place < 8 ? .final : nil
    default: return nil
    }
  }
}
