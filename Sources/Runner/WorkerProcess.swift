import Foundation
import PipelineFile
import StageKit

/// Stages and writers in processes of their own, so that a document that hangs, eats memory or makes a library
/// crash costs nothing but itself.
public struct Isolation: Sendable, Equatable {
  /// The program and its arguments that make a worker process of the same pipeline.
  public var command: [String]
  /// Time for one document.
  public var timeoutSeconds: Double
  /// Memory of a worker process.
  public var maxMemoryBytes: Int

  public init(command: [String], timeoutSeconds: Double, maxMemoryBytes: Int) {
    self.command = command
    self.timeoutSeconds = timeoutSeconds
    self.maxMemoryBytes = maxMemoryBytes
  }
}

/// A child process that does documents. Not shared between threads.
final class WorkerProcess {
  private let isolation: Isolation
  private let process: pid_t
  private let channel: FrameChannel
  private static let pageBytes = sysconf(Int32(_SC_PAGESIZE))

  /// How a document ended without an answer.
  enum Failure: Error, Equatable {
    case timeout
    case memory
    /// - signal: what ended the process, 0 for an exit.
    case crash(signal: Int32)
  }

  /// Starts the process and waits until it has loaded its steps.
  /// - Throws: `RunFailure` when it cannot be started, or cannot load them.
  init(_ isolation: Isolation) throws(RunFailure) {
    self.isolation = isolation
    var ends: [Int32] = [0, 0]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
      throw WorkerProcess.failure(errno)
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
    var arguments: [UnsafeMutablePointer<CChar>?] = isolation.command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    let problem = posix_spawn(&process, isolation.command[0], &actions, nil, &arguments, environ)
    close(ends[1])
    guard problem == 0 else {
      close(ends[0])
      throw WorkerProcess.failure(problem)
    }
    self.process = process
    channel = FrameChannel(descriptor: ends[0])
    do throws(FrameChannel.Ending) { _ = try channel.receive() } catch {
      throw .outputUnwritable(
        path: "worker", reason: "a worker process ended before it was ready; --isolation off does without")
    }
  }

  deinit { end() }

  private static func failure(_ number: Int32) -> RunFailure {
    .outputUnwritable(
      path: "worker", reason: "no worker process can be started: \(String(cString: strerror(number)))")
  }

  /// Hands a document over and waits for the answer.
  func answer(to document: [UInt8]) throws(Failure) -> WorkerAnswer {
    let deadline = ContinuousClock.now + .seconds(isolation.timeoutSeconds)
    do throws(FrameChannel.Ending) {
      try channel.send(document)
      let bytes = try channel.receive { () -> FrameChannel.GivenUp? in
        if ContinuousClock.now > deadline { return .time }
        return residentBytes > isolation.maxMemoryBytes ? .memory : nil
      }
      guard let answer = WorkerAnswer(encoded: bytes) else { throw .closed }
      return answer
    } catch {
      switch error {
      case .given(.time):
        kill(process, SIGKILL)
        throw .timeout
      case .given(.memory):
        kill(process, SIGKILL)
        throw .memory
      case .closed: throw .crash(signal: exitSignal())
      }
    }
  }

  private var residentBytes: Int {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8) else { return 0 }
    let fields = text.split(separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * Self.pageBytes : 0
  }

  private var isReaped = false

  /// Waits for the end of a process whose channel is closed.
  private func exitSignal() -> Int32 {
    var status: Int32 = 0
    // A process that only closed its channel would be waited for without end.
    for _ in 0..<500 {
      if waitpid(process, &status, WNOHANG) == process {
        isReaped = true
        return status & 0x7F
      }
      usleep(10_000)
    }
    return 0
  }

  private func end() {
    close(channel.descriptor)
    guard !isReaped else { return }
    kill(process, SIGKILL)
    var status: Int32 = 0
    waitpid(process, &status, 0)
  }
}

/// The other side: reads documents on standard input, which is a socket, does them, and answers.
public struct WorkerService {
  private let chain: Chain
  private let cache: StageCache

  /// - Throws: `RunFailure` for a step that cannot be loaded.
  /// - Parameter runFolder: of the run, where the stage cache is.
  public init(
    _ pipeline: Pipeline, programVersion: String, runDate: String?, runFolder: String
  ) throws(RunFailure) {
    cache = StageCache(runFolder: runFolder)
    chain = try Chain(pipeline, programVersion: programVersion, runDate: runDate, skippingReader: true)
  }

  /// Answers until the run closes the socket.
  public func callAsFunction() async throws(RunFailure) {
    let channel = FrameChannel(descriptor: STDIN_FILENO)
    let worker = try LocalWorker(chain, writers: .all, cache: cache)
    WorkerService.endWithRun()
    do {
      try channel.send([])
      while true {
        let line = try channel.receive()
        try channel.send(await worker.answer(to: line).encoded)
      }
    } catch {}
  }

  /// A stage that hangs does not outlive the run.
  private static func endWithRun() {
    Thread.detachNewThread {
      while true {
        var waiting = pollfd(fd: STDIN_FILENO, events: 0, revents: 0)
        if poll(&waiting, 1, -1) > 0, waiting.revents & Int16(POLLHUP | POLLERR) != 0 { _exit(0) }
      }
    }
  }
}
