import Foundation
import StageKit
import Synchronization
import Testing

@testable import CleanBoilerplate

@Suite struct SiteReportTests {
  @Test func aPipelineLoadsTheFilesThatItNames() throws {
    let read = Mutex<[String]>([])
    let context = LoadContext(readResource: { path in
      guard path.hasPrefix("/r/") else { return Array(try Data(contentsOf: URL(fileURLWithPath: path))) }
      read.withLock { $0.append(path) }
      return Array("host \(path.dropFirst(3).dropLast(4)).vn\nbody .a".utf8)
    })
    let inputs: [String: OptionInput] = ["sites": .list([.scalar("/r/a.txt"), .scalar("/r/b.txt")])]
    let step = try RegistryEntry(CleanBoilerplate.self).load(inputs, context)
    #expect(read.withLock { $0 } == ["/r/a.txt", "/r/b.txt"])
    let folder = MemoryFolder()
    let bytes = try CleanBoilerplate.Contribution(section: "b.txt:1", matched: ["b.txt:2"]).encoded()
    try step.finish({ body throws(StageError) in try body("1", bytes[...], CorpusMarks()) }, folder)
    #expect(
      folder.files.withLock { $0 }["site-rules.csv"]?.split(separator: "\n").dropFirst().map(String.init) == [
        "a.txt,2,a.vn,body,.a,0,0,0,", "b.txt,2,b.vn,body,.a,1,1,0,",
      ])
  }
}
