import Foundation
import PipelineFile
import StageKit

/// How long each stage and each writer of a pipeline takes over its input: one lane, documents in memory, nothing
/// kept.
public struct StageTimings {
  /// Processor time of a step, in seconds, for each round.
  public struct Row: Sendable, Codable {
    public var step: String
    public var seconds: [Double]
  }

  public struct Result: Sendable, Codable {
    /// Documents that could be read.
    public var documents: Int
    /// Documents that could not, and those that a stage refused.
    public var failed: Int
    /// Bytes of the sources.
    public var bytes: Int
    /// The reader's decoding first, then the stages and the writers in their order.
    public var rows: [Row]
  }

  private let chain: Chain
  private let workers: [any StageWorker]

  /// Loads every step.
  /// - Throws: `RunFailure`.
  public init(_ pipeline: Pipeline, programVersion: String) throws(RunFailure) {
    chain = try Chain(pipeline, programVersion: programVersion, runDate: nil)
    var workers: [any StageWorker] = []
    for link in chain.stages {
      guard case .stage(let stage) = link.step.role else { continue }
      do throws(StageError) { workers.append(try stage.makeWorker()) } catch {
        throw .step(name: link.step.name, error)
      }
    }
    self.workers = workers
  }

  /// Takes all documents through the stages, `rounds` times. A document that a stage refuses ends there, as in
  /// a run.
  ///
  /// - Throws: `RunFailure.noInput`.
  public func callAsFunction(rounds: Int) async throws -> Result {
    guard case .reader(let reader)? = chain.reader?.step.role else {
      throw RunFailure.noInput("the pipeline has no reader")
    }
    let names = [chain.reader?.step.name ?? "read"] + (chain.stages + chain.writers).map(\.step.name)
    var result = Result(documents: 0, failed: 0, bytes: 0, rows: names.map { Row(step: $0, seconds: []) })
    for round in 0..<rounds {
      var seconds = Array(repeating: 0.0, count: names.count)
      var (documents, failed, bytes) = (0, 0, 0)
      do {
        try await reader.read { item in
          guard item.notice == nil, let count = await time(item, &seconds, &failed) else { return }
          documents += 1
          bytes += count
        }
      } catch let error as StageError {
        throw RunFailure.reader(error)
      }
      if round == 0 { (result.documents, result.failed, result.bytes) = (documents, failed, bytes) }
      for i in names.indices { result.rows[i].seconds.append(seconds[i]) }
    }
    return result
  }

  /// Adds the time of each step; the bytes of the document, nil where it could not be read.
  private func time(_ item: ReadItem, _ seconds: inout [Double], _ failed: inout Int) async -> Int? {
    var start = processorSeconds()
    guard case .document(var document)? = try? item.load() else {
      failed += 1
      return nil
    }
    seconds[0] += processorSeconds() - start
    let bytes = document.source.bytes.count
    var way = Way()
    for (i, link) in chain.stages.enumerated() {
      start = processorSeconds()
      guard way.leads(through: link, document) else { continue }
      document.begin(stage: link.step.name, version: link.step.version, optionsHash: link.optionsHash)
      let isDone = (try? await workers[i].process(&document)) != nil
      seconds[i + 1] += processorSeconds() - start
      guard isDone else {
        failed += 1
        return bytes
      }
    }
    await timeWriters(document, &seconds)
    return bytes
  }

  /// Adds the time of each writer for its files, which are not written.
  private func timeWriters(_ document: Document, _ seconds: inout [Double]) async {
    let processed = ProcessedDocument(document)
    var files: [OutputFile] = []
    for (i, link) in chain.writers.enumerated() {
      guard case .writer(let writer) = link.step.role else { continue }
      let start = processorSeconds()
      files += (try? await writer.encodedOutput(for: processed, after: files))?.files ?? []
      seconds[chain.stages.count + i + 1] += processorSeconds() - start
    }
  }

  /// Processor time that this process has used: steadier than a clock on a machine with other work.
  private func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
