import Foundation
import Runner
import StageKit

/// Shows how far a run is, on standard error: one line that renews itself on a terminal, a plain line now and
/// then elsewhere, or a JSON object a second for programs.
final class ProgressLine {
  private static let barWidth = 20

  private let isQuiet: Bool
  private let asJSON: Bool
  private let interval: Duration
  private let start = ContinuousClock.now
  private var lastShown = ContinuousClock.now
  private var last: RunProgress?

  init(isQuiet: Bool, asJSON: Bool = false) {
    self.isQuiet = isQuiet
    self.asJSON = asJSON
    interval = asJSON ? .seconds(1) : Terminal.isStandardErrorTerminal ? .milliseconds(100) : .seconds(10)
  }

  func show(_ progress: RunProgress) {
    last = progress
    let now = ContinuousClock.now
    guard !isQuiet || asJSON, now - lastShown >= interval else { return }
    lastShown = now
    let seconds = max(0.001, (now - start) / .seconds(1))
    if asJSON {
      Terminal.say(Self.json(progress, seconds))
    } else if Terminal.isStandardErrorTerminal {
      Terminal.write("\r\u{1B}[K" + Self.text(progress, seconds))
    } else {
      Terminal.say(Self.text(progress, seconds))
    }
  }

  /// Clears the line that renews itself; tells programs the last of it.
  func finish() {
    if asJSON, let last {
      Terminal.say(Self.json(last, max(0.001, (ContinuousClock.now - start) / .seconds(1))))
    } else if !isQuiet, Terminal.isStandardErrorTerminal {
      Terminal.write("\r\u{1B}[K")
    }
  }

  /// `[#####-----] 500 of 1000 documents, 250 unchanged, 1 failed, 50 a second, 10 s left`.
  static func text(_ progress: RunProgress, _ seconds: Double) -> String {
    let rate = Double(progress.done) / seconds
    let failed = (progress.outcomes[.quarantined] ?? 0) + (progress.outcomes[.timeout] ?? 0)
    let tail = "\(progress.unchanged) unchanged, \(failed) failed, \(Int(rate)) a second"
    guard let expected = progress.expected, expected >= progress.done, expected > 0 else {
      return "\(progress.done) document\(progress.done == 1 ? "" : "s"), \(tail)"
    }
    let filled = barWidth * progress.done / expected
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: barWidth - filled)
    let left = rate > 0 ? ", \(time(Double(expected - progress.done) / rate)) left" : ""
    return "[\(bar)] \(progress.done) of \(expected) documents, \(tail)\(left)"
  }

  private static func time(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e9).rounded())
    if whole < 60 { return "\(whole) s" }
    return whole < 3600 ? "\(whole / 60) min" : "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  /// One object, members in alphabetical order.
  static func json(_ progress: RunProgress, _ seconds: Double) -> String {
    let outcomes = Outcome.allCases.map { "\"\($0.rawValue)\":\(progress.outcomes[$0] ?? 0)" }.sorted()
    let expected = progress.expected.map { "\"expected\":\($0)," } ?? ""
    return
      "{\"done\":\(progress.done),\(expected)\"outcomes\":{\(outcomes.joined(separator: ","))},"
      + "\"seconds\":\((seconds * 10).rounded() / 10),\"unchanged\":\(progress.unchanged)}"
  }
}
