import ArgumentParser
import Foundation
import StageKit

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
      var start = clock()
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
        start = clock()
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
          + "\"bytes\":\(bytes.count),\"matches\":\(found),\"checksum\":\(checksum),\"resident_kb\":\(memory)}"
      )
    } catch { throw GazetteerFiles.failure(error) }
  }

  /// Processor time, as the machine may be busy.
  private static func seconds(since start: clock_t) -> Double {
    Double(clock() - start) / Double(CLOCKS_PER_SEC)
  }

  /// Memory that the process holds, its share of mapped files included; 0 where the system does not say.
  private static func residentKilobytes(_ field: String) -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix(field + ":") }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }
}
