import Foundation
import PipelineFile
import StageKit
import Synchronization

/// The steps of a pipeline, loaded, with the keys that say when their results still hold.
public struct Chain: Sendable {
  /// A loaded step and a hash of what it was loaded from.
  struct Link: Sendable {
    let step: LoadedStep
    /// Hash of the options and the content of the resources.
    let optionsHash: String
    /// Where it stands under `route`; nil elsewhere.
    var branch: Branch?
    /// Which documents it is for; nil for all.
    var condition: Condition?
    /// Whether documents are kept as they are after it.
    var isCached = false
  }

  let reader: Link?
  let stages: [Link]
  let writers: [Link]
  /// Hash over stages and writers: name, version, options, resources. A comment in the pipeline file does not
  /// change it, nor does the reader: what it gives is in the key of each document.
  let key: String
  /// The stages and writers, a line each: name, version, hash of options and resources.
  let stepLines: [String]
  /// Of the reader likewise: a stamp that it gives an item holds while this is the same.
  private let readerStamp: Stamp

  /// Loads every step of a checked pipeline.
  ///
  /// - Parameters:
  ///   - programVersion: the version of the program, for `appInfo`.
  ///   - runDate: the day the user gave, ISO 8601.
  ///   - skippingReader: for `filter` and tests, where documents come from elsewhere.
  /// - Throws: `RunFailure.step` with what is wrong with an option or a resource.
  public init(
    _ pipeline: Pipeline, programVersion: String, runDate: String?, skippingReader: Bool = false
  ) throws(RunFailure) {
    let uses = [pipeline.reader].compactMap { $0 } + pipeline.stages + pipeline.writers
    let base = LoadContext(
      programVersion: programVersion, pipelineName: pipeline.name, pipelineDescription: pipeline.description,
      steps: uses.map { ($0.entry.name, $0.entry.version) }, runDate: runDate)
    let loaded = Array(skippingReader && pipeline.reader != nil ? uses.dropFirst() : uses[...])
    // Some read long lists.
    let results = concurrently(loaded.indices, lanes: loaded.count, minLaneLength: 1) { place in
      Result { () throws(RunFailure) in try Chain.load(loaded[place], base) }
    }
    var links: [Link] = []
    for result in results { links.append(try result.get()) }
    reader = links.count > pipeline.stages.count + pipeline.writers.count ? links.removeFirst() : nil
    stages = Array(links.prefix(pipeline.stages.count))
    writers = Array(links.dropFirst(pipeline.stages.count))
    func line(_ link: Link) -> String {
      let condition = link.condition.map { " when " + $0.canonical } ?? ""
      let branch = link.branch.map { " route " + $0.canonical } ?? ""
      let words = "\(link.step.name) \(link.step.version) \(link.optionsHash)\(condition)\(branch)"
      return words.replacing("\n", with: " ")
    }
    stepLines = (stages + writers).map(line) + ["sastra \(programVersion)", "run-date \(runDate ?? "")"]
    var readerStamp = Stamp()
    readerStamp.add(((reader.map(line) ?? "") + " \(programVersion)").utf8.span)
    self.readerStamp = readerStamp
    key = sha256(Array(stepLines.joined(separator: "\n").utf8))
  }

  /// A reader's stamp with what else must be the same for it to hold.
  func stamp(_ stamp: Stamp) -> Stamp {
    var whole = readerStamp
    whole.add(Int(bitPattern: UInt(stamp.value)))
    return whole
  }

  private static func load(_ use: StepUse, _ base: LoadContext) throws(RunFailure) -> Link {
    let hashes = ResourceHashes()
    var context = base
    context.noteResource = { hashes.add($0) }
    context.readResource = { path in
      let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
      hashes.add(sha256(bytes))
      return bytes
    }
    do throws(StageError) {
      let step = try use.entry.load(use.options, context)
      let parts = [step.canonicalOptions] + hashes.all
      return Link(
        step: step, optionsHash: String(sha256(Array(parts.joined(separator: "\n").utf8)).prefix(16)),
        branch: use.branch, condition: use.condition, isCached: use.isCached)
    } catch {
      throw .step(name: use.entry.name, error)
    }
  }
}

/// Hashes of the resources that a step has read while it was loaded, in that order.
private final class ResourceHashes: Sendable {
  private let hashes = Mutex<[String]>([])
  func add(_ hash: String) { hashes.withLock { $0.append(hash) } }
  var all: [String] { hashes.withLock { $0 } }
}
