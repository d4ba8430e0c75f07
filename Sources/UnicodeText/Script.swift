internal import CICU

/// A script of the Unicode Standard.
///
/// - Source: Scripts.txt; codes of ISO 15924.
public struct Script: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
  /// The number ICU gives the script; stable between versions.
  public let rawValue: Int32

  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// The script of a scalar; `.unknown` for what is not assigned.
  public init(of scalar: UInt32) {
    if scalar < 0x80 {
      self = 0x61...0x7A ~= scalar | 0x20 ? .latin : .common
    } else {
      self.init(rawValue: cicu_script(scalar))
    }
  }

  /// Four letters: "Latn", "Khmr".
  public var description: String { String(cString: cicu_script_code(rawValue)) }

  public static let common = Script(rawValue: 0)
  public static let inherited = Script(rawValue: 1)
  public static let arabic = Script(rawValue: 2)
  public static let cyrillic = Script(rawValue: 8)
  public static let devanagari = Script(rawValue: 10)
  public static let greek = Script(rawValue: 14)
  public static let han = Script(rawValue: 17)
  public static let hangul = Script(rawValue: 18)
  public static let hebrew = Script(rawValue: 19)
  public static let hiragana = Script(rawValue: 20)
  public static let katakana = Script(rawValue: 22)
  public static let khmer = Script(rawValue: 23)
  public static let lao = Script(rawValue: 24)
  public static let latin = Script(rawValue: 25)
  public static let myanmar = Script(rawValue: 28)
  public static let thai = Script(rawValue: 38)
  public static let cham = Script(rawValue: 66)
  public static let unknown = Script(rawValue: 103)
}

/// A stretch of text in one script.
public struct ScriptRun: Sendable, Equatable {
  /// UTF-8 bytes.
  public var range: Range<Int>
  public var script: Script

  public init(range: Range<Int>, script: Script) {
    self.range = range
    self.script = script
  }
}

extension Script {
  /// Cuts the range into runs of one script.
  ///
  /// Spaces, punctuation, digits, combining marks and ill-formed bytes go with the run before them, at the
  /// start with the run after them. A range without any other character is one run of `.common`.
  ///
  /// - Parameter range: UTF-8 bytes, whole scalars; all of `bytes` when nil.
  /// - Returns: runs that cover the range in ascending order.
  /// - Complexity: O(n).
  public static func runs(in bytes: [UInt8], range: Range<Int>? = nil) -> [ScriptRun] {
    let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
    var runs: [ScriptRun] = []
    var start = range.lowerBound
    var current = Script.common
    var offset = start
    while offset < range.upperBound {
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: offset, before: range.upperBound)
      let script = Script(of: scalar)
      if script != current && script != .common && script != .inherited && script != .unknown {
        if current != .common {
          runs.append(ScriptRun(range: start..<offset, script: current))
          start = offset
        }
        current = script
      }
      offset += length
    }
    if start < offset { runs.append(ScriptRun(range: start..<offset, script: current)) }
    return runs
  }
}
