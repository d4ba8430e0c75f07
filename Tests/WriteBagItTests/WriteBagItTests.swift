import Foundation
import StageKit
import Testing

@testable import WriteBagIt

@Suite struct WriteBagItTests {
  /// A run of two documents, of which a writer before made a file each, and one of the corpus.
  private static func bag() throws -> MemoryFolder {
    var options = WriteBagIt.Options()
    options.sourceOrganization = "Kho lưu trữ\nHuế"
    let context = LoadContext(programVersion: "0.1.0", pipelineDescription: "Pages", runDate: "2026-11-21")
    let writer = try WriteBagIt(options: options, context: context)
    let folder = MemoryFolder()
    var left: [(String, [UInt8])] = []
    for (id, text) in [("b c", "ភ្នំពេញ"), ("a", "Huế & <Đà Nẵng>")] {
      var document = Document(id: id, text: text)
      document.metadata.set("title", .string("Một & hai"), origin: .init("input", .high))
      document.metadata.set("author", ["ហេង សំរិន"], origin: .init("input", .high))
      document.language = "vi"
      let name = id.replacingOccurrences(of: " ", with: "%20")
      let output = writer.output(
        for: ProcessedDocument(document),
        after: [OutputFile(path: "tei/\(name).xml", bytes: Array("<TEI>\(id)</TEI>".utf8))])
      for file in output.files { folder.files[file.path] = String(decoding: file.bytes, as: UTF8.self) }
      left.append((id, try #require(try output.contribution?.encoded())))
    }
    folder.earlier = ["tei/corpus.xml": "<xi:include href=\"b%2520c.xml\"/>"]
    let contributions = left.sorted { $0.0 < $1.0 }
    try writer.finish(
      Contributions { body throws(StageError) in for (id, bytes) in contributions { try body(id, bytes) } },
      into: folder)
    return folder
  }

  @Test func theBagHoldsPagesFilesAndRecords() throws {
    let files = try Self.bag().files
    #expect(
      files.keys.sorted() == [
        "bag/bag-info.txt", "bag/bagit.txt", "bag/data/pages/a.txt", "bag/data/pages/b~20c.txt",
        "bag/data/tei/a.xml", "bag/data/tei/b~20c.xml", "bag/data/tei/corpus.xml",
        "bag/manifest-sha256.txt", "bag/manifest-sha512.txt", "bag/metadata/dublin-core/a.xml",
        "bag/metadata/dublin-core/b~20c.xml", "bag/tagmanifest-sha256.txt", "bag/tagmanifest-sha512.txt",
      ])
    #expect(files["bag/bagit.txt"] == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    #expect(
      files["bag/bag-info.txt"] == """
        Source-Organization: Kho lưu trữ Huế
        External-Description: Pages
        Bagging-Date: 2026-11-21
        Bag-Software-Agent: sastra 0.1.0
        Bag-Size: 98 B
        Payload-Oxum: 98.5

        """)
    #expect(files["bag/data/tei/corpus.xml"] == "<xi:include href=\"b~20c.xml\"/>")
    #expect(
      files["bag/metadata/dublin-core/b~20c.xml"] == """
        <?xml version="1.0" encoding="UTF-8"?>
        <oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
          <dc:title>Một &amp; hai</dc:title>
          <dc:creator>ហេង សំរិន</dc:creator>
          <dc:language>vi</dc:language>
          <dc:type>Text</dc:type>
          <dc:identifier>b c</dc:identifier>
          <dc:identifier>data/tei/b~20c.xml</dc:identifier>
          <dc:identifier>data/pages/b~20c.txt</dc:identifier>
        </oai_dc:dc>

        """)
  }

  @Test func manifestsNameEachFileOnceInTheOrderOfPaths() throws {
    let files = try Self.bag().files
    func paths(_ manifest: String) -> [String] {
      (files["bag/" + manifest] ?? "").split(separator: "\n").map {
        String($0.split(separator: " ", maxSplits: 1)[1].drop { $0 == " " })
      }
    }
    #expect(
      paths("manifest-sha512.txt") == [
        "data/pages/a.txt", "data/pages/b~20c.txt", "data/tei/a.xml", "data/tei/b~20c.xml",
        "data/tei/corpus.xml",
      ])
    #expect(
      paths("tagmanifest-sha256.txt") == [
        "bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt",
        "metadata/dublin-core/a.xml", "metadata/dublin-core/b~20c.xml",
      ])
    // The sum of the two lines of bagit.txt is the same in every bag.
    #expect(
      files["bag/tagmanifest-sha256.txt"]?.contains(
        "1712ecfb074bf29c4188ad3421032509159a09739fd604f8fe57038b4ddefcc9  bagit.txt\n") == true)
  }
}

/// A run's folder in memory, with files of earlier steps.
private final class MemoryFolder: RunFolder {
  var files: [String: String] = [:]
  var earlier: [String: String] = [:]

  var corpusFiles: [String] { earlier.keys.sorted() }

  func contents(ofCorpusFile path: String) throws(StageError) -> [UInt8] { Array((earlier[path] ?? "").utf8) }

  func write(
    _ path: String,
    _ body: (_ append: (ArraySlice<UInt8>) throws(StageError) -> Void) throws(StageError) -> Void
  ) throws(StageError) {
    var bytes: [UInt8] = []
    try body { bytes += $0 }
    files[path] = String(decoding: bytes, as: UTF8.self)
  }
}
