import Foundation
import StageKit
import Testing

@testable import Runner

/// The side of the run: what becomes of a document whose process hangs, grows or dies.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"), "needs python3"))
struct IsolationTests {
  /// A worker process that misbehaves as the text of its document says; its answer to others is a file.
  ///
  /// `flaky` kills the first process that meets it, and no second.
  private func isolation(_ folder: TemporaryFolder) -> Isolation {
    let script = """
      import os, socket, struct, sys, time
      line = socket.socket(fileno=0)
      def read(count):
          data = b''
          while len(data) < count:
              piece = line.recv(count - len(data))
              if not piece: os._exit(0)
              data += piece
          return data
      def put(*values):
          return b''.join(struct.pack('<q', v) if isinstance(v, int) else struct.pack('<q', len(v)) + v for v in values)
      line.sendall(struct.pack('<I', 0))
      while True:
          text = read(struct.unpack('<I', read(4))[0])
          if b'crash' in text: os.kill(os.getpid(), 11)
          if b'hang' in text: time.sleep(60)
          if b'greedy' in text:
              kept = bytearray(400 << 20)
              for i in range(0, len(kept), 4096): kept[i] = 1
              time.sleep(60)
          flag = sys.argv[1] + '/.met'
          if b'flaky' in text and not os.path.exists(flag):
              open(flag, 'w').close()
              os.kill(os.getpid(), 6)
          answer = put(b'ok', b'', 1, b'text/' + str(os.getpid()).encode() + b'.txt', b'done', 0, 0)
          line.sendall(struct.pack('<I', len(answer)) + answer)
      """
    return Isolation(
      command: ["/usr/bin/python3", "-c", script, folder.path], timeoutSeconds: 5, maxMemoryBytes: 200 << 20)
  }

  private func run(_ lines: [String], in folder: TemporaryFolder, timeout: Double = 5) async throws
    -> RunSummary
  {
    var request = RunRequest(
      pipeline: try pipeline(over: lines), folder: folder.path, workers: 1, programVersion: "1")
    request.isolation = isolation(folder)
    request.isolation?.timeoutSeconds = timeout
    return try await Run(request, log: log)()
  }

  @Test func aDocumentThatCrashesItsProcessTwiceIsSetAsideAndTheRunGoesOn() async throws {
    let folder = try TemporaryFolder()
    let summary = try await run(["a:Huế", "b:crash"], in: folder)
    #expect(summary.outcomes == [.ok: 1, .quarantined: 1])
    #expect(
      summary.failures.first?.error
        == DocumentError(
          stage: "worker", code: "worker-crashed",
          message: "the process that worked on the document ended by signal 11, twice"))
    #expect(folder.files()["quarantine/sources/b.source"] == Array("crash".utf8))
  }

  @Test func aDocumentWhoseProcessDiesOnceIsDoneByAnother() async throws {
    let folder = try TemporaryFolder()
    #expect(try await run(["a:flaky"], in: folder).outcomes == [.ok: 1])
  }

  @Test func aDocumentThatHangsTimesOut() async throws {
    let folder = try TemporaryFolder()
    let summary = try await run(["a:hang", "b:Huế"], in: folder, timeout: 2)
    #expect(summary.outcomes == [.timeout: 1, .ok: 1])
    #expect(summary.failures.first?.error?.code == "timeout")
  }

  @Test func aDocumentThatEatsMemoryIsSetAside() async throws {
    let folder = try TemporaryFolder()
    let summary = try await run(["a:greedy", "b:Huế"], in: folder, timeout: 60)
    #expect(summary.outcomes == [.quarantined: 1, .ok: 1])
    #expect(summary.failures.first?.error?.code == "memory-limit")
  }

  @Test func aProgramThatIsNoWorkerIsAnErrorOfEachDocument() async throws {
    let folder = try TemporaryFolder()
    var request = RunRequest(
      pipeline: try pipeline(over: ["a:Huế"]), folder: folder.path, workers: 1, programVersion: "1")
    request.isolation = Isolation(command: ["/bin/true"], timeoutSeconds: 1, maxMemoryBytes: 1 << 30)
    #expect(try await Run(request, log: log)().failures.first?.error?.code == "no-worker")
  }

  @Test func anAnswerComesOutAsItWentIn() {
    let answer = WorkerAnswer(
      outcome: .quarantined, error: DocumentError(stage: "s", code: "c", message: "Huế", sourceOffset: 3),
      files: [OutputFile(path: "tei/a.xml", bytes: [1, 2, 0])], contributions: [7: [], 2: [255]],
      stepMilliseconds: [0, 1.5])
    #expect(WorkerAnswer(encoded: answer.encoded) == answer)
    for length in 0..<answer.encoded.count {
      #expect(WorkerAnswer(encoded: Array(answer.encoded.prefix(length))) == nil)
    }
  }
}
