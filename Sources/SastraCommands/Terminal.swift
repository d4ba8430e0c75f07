import ArgumentParser
import Foundation
import Logging
import PipelineFile
import Runner

/// What the verbs say to a person: messages on standard error, results on standard output.
enum Terminal {
  static let isStandardErrorTerminal = isatty(STDERR_FILENO) != 0

  /// Prints a line on standard error.
  static func say(_ message: String) { write(message + "\n") }

  /// Standard error may be closed or on a full disk: then nobody hears, and the work goes on.
  static func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Says why a run cannot go on, and with which code the process ends.
  static func exitCode(for failure: any Error) -> ExitCode {
    guard let failure = failure as? RunFailure else {
      say("sastra: error: \(failure)")
      return ExitCode(3)
    }
    if case .step(let name, let error) = failure,
      let told = ResourceProblems.description(of: error.message, step: name, code: error.code)
    {
      say(told)
    } else {
      say("sastra: error: \(failure)")
    }
    return ExitCode(failure.exitCode)
  }

  /// A logger whose lines read as the program's own.
  static var log: Logger { Logger(label: "sastra") { _ in PlainLogHandler() } }
}

/// `sastra: warning: message`, on standard error.
private struct PlainLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .notice

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { Terminal.say("sastra: \(event.level): \(event.message)") }
}
