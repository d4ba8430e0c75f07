import ArgumentParser
import Foundation
import PipelineFile
import Runner

/// What is set aside in the folder of a run.
struct QuarantineVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine", abstract: "List, show, replay or clear the documents that a run set aside.",
    discussion: "Example: sastra quarantine list --out out",
    subcommands: [List.self, Show.self, Replay.self, Clear.self])

  struct Folder: ParsableArguments {
    @Option(help: "Folder of the run.")
    var out = "out"

    func ledger() throws -> LedgerView {
      do {
        if let ledger = try LedgerView(folder: out) { return ledger }
        throw RunFailure.noInput("there is no run in '\(out)'; name its folder with --out")
      } catch { throw Terminal.exitCode(for: error) }
    }

    func failed(_ id: String? = nil) throws -> [LedgerView.Failed] {
      let ledger = try ledger()
      do { return try ledger.failed(id) } catch { throw Terminal.exitCode(for: error) }
    }

    /// The document of an id; one that is not set aside is refused.
    func failed(named id: String) throws -> LedgerView.Failed {
      if let document = try failed(id).first { return document }
      throw Terminal.exitCode(for: RunFailure.noInput("no document '\(id)' is set aside in '\(out)'"))
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "A line for each: id, stage, code, message, separated by tabs.")
    @OptionGroup var folder: Folder

    func run() throws {
      for document in try folder.failed() {
        let fields = [
          document.id, document.error?.stage ?? document.outcome.rawValue, document.error?.code ?? "",
          document.error?.message ?? "",
        ]
        print(fields.map { $0.replacing("\t", with: " ").replacing("\n", with: " ") }.joined(separator: "\t"))
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Why a document was set aside, where its bytes are, and the line that replays it.")
    @OptionGroup var folder: Folder
    @Argument(help: "The document's id.") var id: String

    func run() throws {
      let document = try folder.failed(named: id)
      print("\(document.id): \(document.outcome.rawValue)")
      if let error = document.error {
        print("stage: \(error.stage)\ncode: \(error.code)\nmessage: \(error.message)")
        if let offset = error.sourceOffset { print("position: byte \(offset) of the source") }
      }
      for file in document.files { print("file: \(folder.out)/\(file)") }
      print("replay: sastra quarantine replay PIPELINE '\(document.id)' --out \(folder.out)")
    }
  }

  struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Do documents again that were set aside, and nothing else.",
      discussion: "Example: sastra quarantine replay pipelines/archive.yaml --out out")
    @OptionGroup var file: PipelineArguments
    @OptionGroup var work: WorkerArguments
    @OptionGroup var limits: LimitArguments
    @OptionGroup var reports: ReportArguments
    @Argument(help: "Ids; all that are set aside unless given.") var ids: [String] = []
    @OptionGroup var folder: Folder
    @Option(help: "Files or folders to read in place of those the pipeline file names.") var input: [String] =
      []

    func run() async throws {
      var pipeline = try file.load(input.isEmpty ? .run : .runOnGivenInputs)
      if !input.isEmpty { pipeline.reader = pipeline.reader?.reading(input) }
      var request = RunRequest(
        pipeline: pipeline, folder: folder.out, workers: work.workers, runDate: work.runDate,
        maxErrors: limits.maxErrors, programVersion: SastraCommands.version)
      for id in ids { _ = try folder.failed(named: id) }
      request.replay = ids.isEmpty ? .all : .ids(Set(ids))
      request.isolation = limits.isolation(of: pipeline, file, work, out: folder.out)
      throw ExitCode(try await BatchRun(request, reports)())
    }
  }

  struct Clear: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove what is kept of documents that were set aside; a run tries them again.")
    @OptionGroup var folder: Folder
    @Argument(help: "Ids; all unless given.") var ids: [String] = []

    func run() throws {
      let documents = try ids.isEmpty ? folder.failed() : ids.map(folder.failed(named:))
      do { print("\(try QuarantineFolder(folder.out).clear(documents)) files removed") } catch {
        throw Terminal.exitCode(for: error)
      }
    }
  }
}
