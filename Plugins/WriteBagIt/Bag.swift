import Crypto
import StageKit

/// A file in the bag with its check sums.
struct BaggedFile: Codable, Sendable, Equatable {
  static let algorithms = ["sha256", "sha512"]

  /// Relative to the bag.
  var path: String
  var byteCount: Int
  /// Hexadecimal, by algorithm.
  var digests: [String: String]

  init(_ file: OutputFile) {
    path = file.path
    byteCount = file.bytes.count
    digests = [
      "sha256": Self.hexadecimal(SHA256.hash(data: file.bytes)),
      "sha512": Self.hexadecimal(SHA512.hash(data: file.bytes)),
    ]
  }

  private static func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

/// All files of a bag.
struct BagIndex {
  private var files: [BaggedFile] = []

  mutating func add(_ new: [BaggedFile]) { files += new }

  private var payload: [BaggedFile] { files.filter { $0.path.hasPrefix("data/") } }
  var payloadFiles: Int { payload.count }
  var payloadBytes: Int { payload.reduce(0) { $0 + $1.byteCount } }

  /// A manifest, in the order of the bytes of the paths.
  func manifest(_ algorithm: String, isPayload: Bool) -> [UInt8] {
    let listed = files.filter { $0.path.hasPrefix("data/") == isPayload }
      .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    return listed.flatMap { Array("\($0.digests[algorithm] ?? "")  \($0.path)\n".utf8) }
  }
}

/// Paths in a bag.
///
/// RFC 8493 writes `%` in a manifest as `%25`, and the `bagit` package of Python reads it as it stands: to be
/// right for both, no path in the bag has a `%`. Paths made of ids have it where an id has a character that
/// file names do not take, and never have `~`, which stands for it here.
enum BagPath {
  static func portable(_ path: String) -> String {
    String(decoding: path.utf8.map { $0 == UInt8(ascii: "%") ? UInt8(ascii: "~") : $0 }, as: UTF8.self)
  }

  /// A file with its references to such paths, in which `%` is written `%25`.
  static func portable(references bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var position = 0
    while position < bytes.count {
      if bytes[position...].starts(with: "%25".utf8) {
        result.append(UInt8(ascii: "~"))
        position += 3
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    return result
  }
}

/// The file bag-info.txt.
struct BagInfo {
  private(set) var bytes: [UInt8] = []

  init(_ options: WriteBagIt.Options, _ context: LoadContext, _ bag: BagIndex) {
    let described = options.externalDescription
    add("Source-Organization", options.sourceOrganization)
    add("Contact-Name", options.contactName)
    add("Contact-Email", options.contactEmail)
    add("External-Description", described.isEmpty ? context.pipelineDescription : described)
    add("External-Identifier", options.externalIdentifier)
    add("Bagging-Date", context.runDate ?? "")
    add("Bag-Software-Agent", "\(context.program) \(context.programVersion)")
    add("Bag-Size", Self.size(bag.payloadBytes))
    add("Payload-Oxum", "\(bag.payloadBytes).\(bag.payloadFiles)")
  }

  /// One line; an empty value says nothing.
  private mutating func add(_ label: String, _ value: String) {
    let words = value.split { $0.isWhitespace || $0.isNewline }
    guard !words.isEmpty else { return }
    bytes += Array("\(label): \(words.joined(separator: " "))\n".utf8)
  }

  private static func size(_ bytes: Int) -> String {
    var (number, unit) = (bytes * 10, 0)
    let units = ["B", "KB", "MB", "GB", "TB"]
    while number >= 10_240, unit < units.count - 1 { (number, unit) = (number / 1024, unit + 1) }
    return unit == 0 ? "\(bytes) B" : "\(number / 10).\(number % 10) \(units[unit])"
  }
}
