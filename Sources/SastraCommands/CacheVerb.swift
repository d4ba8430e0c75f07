import ArgumentParser
import Runner

/// The stage cache of a run's folder.
struct CacheVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache", abstract: "Make the cache of stages smaller.", subcommands: [Prune.self])

  struct Prune: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove what was kept longest ago, until the cache is as small as asked for.",
      discussion: "Example: sastra cache prune --out out --size 500")
    @OptionGroup var folder: QuarantineVerb.Folder
    @Option(help: ArgumentHelp("Size that may stay.", valueName: "MB")) var size = 0.0

    func run() throws {
      guard (0...1e9).contains(size) else { throw ValidationError("--size must be in 0...1000000000") }
      _ = try folder.ledger()
      let result = StageCache(runFolder: folder.out).prune(toBytes: Int(size * 1e6))
      print("\(result.removed) removed, \(result.kept) kept (\(result.keptBytes) bytes)")
    }
  }
}
