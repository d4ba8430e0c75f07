import ArgumentParser
import Foundation
import StageKit
import UnicodeText

/// Times a compiled list over a text, for the benchmark.
struct GazetteerTime: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "time", abstract: "Time a compiled list over a text.", shouldDisplay: false)

  @Argument(help: "A compiled list.")
  var list: String

  @Argument(help: "A text, UTF-8.")
  var text: String

  @Option(help: "How often the text is searched; the median counts.")
  var rounds = 5

  mutating func run() throws {
    do throws(StageError) {
      let before = Self.residentKilobytes("VmRSS")
      var start = ContinuousClock.now
      let image = try GazetteerImage(GazetteerStorage(mapping: list), file: list)
      let load = Self.seconds(since: start)
      var gazetteer = Gazetteer()
      gazetteer.add(image)
      let matcher = NameMatcher(gazetteer)
      let bytes: [UInt8]
      do { bytes = try GazetteerFiles.bytes(of: text) } catch {
        throw StageError("resource-unreadable", "cannot read '\(text)'")
      }
      var seconds: [Double] = []
      var (found, checksum) = (0, 0)
      for _ in 0..<max(1, rounds) {
        start = .now
        (found, checksum) = (0, 0)
        matcher.scan(bytes) { match in
          found += 1
          checksum = checksum &* 31 &+ match.range.lowerBound &+ match.range.upperBound
        }
        seconds.append(Self.seconds(since: start))
      }
      let memory = Self.residentKilobytes("VmRSS") - before - bytes.count / 1024
      print(
        "{\"names\":\(image.names.count),\"load_ms\":\(load * 1000),\"seconds\":\(seconds.sorted()[seconds.count / 2]),"
          + "\"bytes\":\(bytes.count),\"matches\":\(found),\"checksum\":\(checksum),\"resident_kb\":\(memory)}")
    } catch { throw GazetteerFiles.failure(error) }
  }

  private static func seconds(since start: ContinuousClock.Instant) -> Double {
    (ContinuousClock.now - start) / .seconds(1)
  }

  /// Memory that the process holds, its share of mapped files included; 0 where the system does not say.
  private static func residentKilobytes(_ field: String) -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix(field + ":") }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }
}

extension NameMatcher {
  /// Finds names in a text without blocks or tokens, in pieces of some 64 KiB that end with a line.
  ///
  /// - Complexity: O(words · longest name).
  func scan(_ text: [UInt8], _ body: (NameMatch) -> Void) {
    var start = 0
    while start < text.count {
      var end = min(start + 1 << 16, text.count)
      while end < text.count, text[end - 1] != 0x0A { end += 1 }
      for match in matches(in: start..<end, of: text) { body(match) }
      start = end
    }
  }

  private func matches(in range: Range<Int>, of text: [UInt8]) -> [NameMatch] {
    let folded = FoldedRegion(text, in: range)
    let allowsBare = !NameKey.isVietnamese(folded.bytes)
    var matches: [NameMatch] = []
    folded.bytes.withUnsafeBufferPointer { bytes in
      var position = 0
      while position < bytes.count {
        if NameBoundary.isStart(bytes, position) {
          find(in: bytes, at: position, folded, text, allowsBare: allowsBare) { matches.append($0) }
        }
        position += 1
      }
    }
    return Crossings.removed(from: matches)
  }
}
