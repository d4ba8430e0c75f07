import Foundation
import StageKit

extension RunRequest {
  /// Refuses a run that would read what it writes: a folder of its input is the run's folder. One that lies in it,
  /// "pages" of a run with `--out .`, is what somebody named.
  ///
  /// - Throws: `RunFailure` "noInput".
  func checkInput() throws(RunFailure) {
    guard let reader = pipeline.reader, let own = RunRequest.realPath(folder) else { return }
    for field in reader.entry.fields where field.isInputPath {
      for path in RunRequest.paths(reader.options[field.key]) where RunRequest.isFolder(path) {
        guard let input = RunRequest.realPath(path), input.utf8.elementsEqual(own.utf8) else { continue }
        throw .noInput(
          "the input '\(path)' is the run's folder, so that the run would read its own outputs; choose another folder with --out"
        )
      }
    }
  }

  private static func paths(_ input: OptionInput?) -> [String] {
    switch input {
    case .scalar(let path): [path]
    case .list(let items): items.flatMap { paths($0) }
    case .map, .null, nil: []
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The path without links; nil where nothing is there.
  private static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
