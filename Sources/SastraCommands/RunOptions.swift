import ArgumentParser
import Foundation
import PipelineFile
import Runner
import Synchronization

/// What stops a run, or a document.
struct LimitArguments: ParsableArguments {
  @Option(help: "Stop with code 4 when more documents than this fail.")
  var maxErrors: Int?

  @Option(
    help:
      "Whether stages work in processes of their own, with limits: process or off; as the file says, else off."
  )
  var isolation: Pipeline.IsolationMode?

  @Option(help: ArgumentHelp("Time for one document, with isolation (default: 300).", valueName: "seconds"))
  var timeout: Double?

  @Option(help: ArgumentHelp("Memory of a worker process, with isolation (default: 2048).", valueName: "MB"))
  var maxMemory: Double?

  func validate() throws {
    if let maxErrors, maxErrors < 0 { throw ValidationError("--max-errors must not be negative") }
    if let timeout, !(0.001...86_400).contains(timeout) {
      throw ValidationError("--timeout must be in 0.001...86400")
    }
    if let maxMemory, !(16...1_048_576).contains(maxMemory) {
      throw ValidationError("--max-memory must be in 16...1048576")
    }
  }

  /// How the stages of a pipeline are kept apart; nil where they are not.
  func isolation(
    of pipeline: Pipeline, _ file: PipelineArguments, _ work: WorkerArguments, out: String
  ) -> Isolation? {
    guard (isolation ?? pipeline.isolation ?? .off) == .process else { return nil }
    var command = ["/proc/self/exe", "worker", file.pipeline, "--out", out]
    for override in file.overrides { command += ["--set", override] }
    if let date = work.runDate { command += ["--run-date", date] }
    let megabytes = maxMemory ?? pipeline.maxMemoryMB ?? 2048
    return Isolation(
      command: command, timeoutSeconds: timeout ?? pipeline.timeoutSeconds ?? 300,
      maxMemoryBytes: Int(megabytes * 1_048_576))
  }
}

extension Pipeline.IsolationMode: ExpressibleByArgument {}

/// How a run tells of itself.
struct ReportArguments: ParsableArguments {
  @Flag(help: "Say nothing but errors and warnings.")
  var quiet = false

  @Flag(help: "Progress as a JSON object a line, on standard error.")
  var jsonProgress = false

  @Option(
    help: ArgumentHelp("Write counts and times here, in the text form of Prometheus.", valueName: "file"))
  var metrics: String?
}

/// Ctrl-C, or a service that is stopped: the first signal asks a run to end, the second ends the process.
final class Interruption: Sendable {
  private let asked = Atomic<Bool>(false)
  private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

  init() {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: .global())
    }
    for source in sources {
      source.setEventHandler { [weak self] in
        guard let self else { return }
        if asked.exchange(true, ordering: .relaxed) { _exit(130) }
        Terminal.say("\nsastra: finishing the documents in hand; Ctrl-C again to end at once")
      }
      source.resume()
    }
  }

  var isAskedFor: Bool { asked.load(ordering: .relaxed) }
}
