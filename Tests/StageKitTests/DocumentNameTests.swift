import StageKit
import Testing

@Suite struct DocumentNameTests {
  @Test(arguments: [
    ("000_259fb", "000_259fb.xml"), ("a/b c", "a/b%20c.xml"), ("ភ្នំពេញ/Hà Nội", "ភ្នំពេញ/Hà%20Nội.xml"),
    ("..", "%2E..xml"),
    ("../../etc/passwd", "%2E./%2E./etc/passwd.xml"), ("/etc", "%-/etc.xml"), ("a//b", "a/%-/b.xml"),
    ("", "%-.xml"),
    ("a/", "a/%-.xml"), (".hidden", "%2Ehidden.xml"), ("a.xml/b", "a%2Exml/b.xml"), ("a.xml", "a.xml.xml"),
    ("100%", "100%25.xml"), ("a\u{0}b\\c:d", "a%00b%5Cc%3Ad.xml"), ("a\u{200B}b", "a%E2%80%8Bb.xml"),
    ("corpus", "%63orpus.xml"),
    ("corpus/a", "corpus/a.xml"), ("\u{301}a", "%CC%81a.xml"), ("page?id=1&b=2", "page%3Fid=1%26b=2.xml"),
  ])
  func aPathStaysReadableAndInsideItsFolder(id: String, path: String) {
    #expect(
      Array(DocumentName.path(for: id, fileExtension: "xml", reserved: ["corpus"]).utf8) == Array(path.utf8))
  }

  @Test(arguments: [
    ("000_259fb", "d000_259fb"), ("a/b-c", "da__b-c"), ("a--b", "da--2D---2D-b"), ("_a", "d--5F-a"),
    ("a_/b", "da--5F-__b"),
    ("Việt", "dVi--1EC7-t"), ("ក", "d--1780-"), ("", "d"), ("a.b", "da--2E-b"),
  ])
  func anXMLIDIsAnNCNameWithoutADot(id: String, name: String) {
    #expect(DocumentName.xmlID(for: id) == name)
  }

  @Test func hashedFoldersOfTheFirstLevelHoldAboutTheSame() {
    func path(_ id: String) -> String {
      DocumentName.path(for: id, fileExtension: "xml", layout: .hashed)
    }
    #expect(path("a/b c") == "97/ad/a/b%20c.xml")
    var counts: [Substring: Int] = [:]
    for number in 0..<20_000 { counts[path("2021/\(number)").prefix(2), default: 0] += 1 }
    #expect(counts.count == 256 && counts.values.max()! < 2 * 20_000 / 256)
  }

  @Test func aLongPartGoesOnInAFolderBelow() {
    for count in [180, 181, 300, 540] {
      let path = DocumentName.path(for: String(repeating: "x", count: count), fileExtension: "xml")
      #expect(path.split(separator: "/").allSatisfy { $0.utf8.count <= 186 }, "\(count)")
      #expect(path.split(separator: "/").count == (count + 179) / 180, "\(count)")
    }
  }

  /// The id can be read back from its names, so no two ids have the same.
  @Test func differentIdsHaveDifferentNames() throws {
    let alphabet = Array("ab._-/%+2Ex \\:\u{0}đភ\u{17D2}\u{301}\u{200B}\u{1F642}".unicodeScalars)
    var state: UInt64 = 42
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    for number in 0..<1500 {
      var scalars = String.UnicodeScalarView()
      for _ in 0..<random(number % 50 == 0 ? 400 : 8) { scalars.append(alphabet[random(alphabet.count)]) }
      let id = String(scalars)
      let path = DocumentName.path(for: id, fileExtension: "xml", reserved: ["a", "corpus"])
      let name = DocumentName.xmlID(for: id)
      guard decodedPath(path) == Array(id.utf8), decodedName(name) == Array(id.utf8) else {
        Issue.record("\(id.unicodeScalars.map { String($0.value, radix: 16) }): \(path) \(name)")
        return
      }
      guard isInside(path), isNCName(name), path != "a.xml" else {
        Issue.record("\(path) \(name)")
        return
      }
    }
  }

  /// No file of one document is the folder of another's.
  @Test func noFileIsAFolder() {
    let ids = [
      "a", "a/b", "a.xml", "a.xml/b", "a.xml.xml/c", "corpus", "corpus.xml", "corpus.xml/a", ".xml/a", "/",
      "//",
    ]
    let paths = ids.map { DocumentName.path(for: $0, fileExtension: "xml", reserved: ["corpus"]) }
    for path in paths {
      #expect(!paths.contains { $0.hasPrefix(path + "/") }, "\(path)")
    }
    #expect(Set(paths).count == ids.count)
    #expect(!paths.contains("corpus.xml") && !paths.contains { $0.hasPrefix("corpus.xml/") })
  }

  // MARK: Reading back

  private func decodedPath(_ path: String) -> [UInt8]? {
    let bytes = Array(path.utf8.dropLast(4))
    var id: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "%") else {
        id.append(bytes[index])
        index += 1
        continue
      }
      guard index + 1 < bytes.count else { return nil }
      switch bytes[index + 1] {
      case UInt8(ascii: "-"): index += 2
      case UInt8(ascii: "+"): index += 3  // the slash, too
      default:
        guard let byte = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
        else { return nil }
        id.append(byte)
        index += 3
      }
    }
    return id
  }

  private func decodedName(_ name: String) -> [UInt8]? {
    var rest = Substring(name).dropFirst()
    var id = String.UnicodeScalarView()
    while let first = rest.unicodeScalars.first {
      if rest.hasPrefix("--") {
        let digits = rest.dropFirst(2).prefix { $0 != "-" }
        guard let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else { return nil }
        id.append(scalar)
        rest = rest.dropFirst(3 + digits.count)
      } else if rest.hasPrefix("__") {
        id.append("/")
        rest = rest.dropFirst(2)
      } else {
        id.append(first)
        rest = rest.dropFirst()
      }
    }
    return Array(String(id).utf8)
  }

  private func isInside(_ path: String) -> Bool {
    path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part.first != UInt8(ascii: ".") && part.count <= 255 && !part.contains(0)
    }
  }

  /// ASCII only, and no dot.
  private func isNCName(_ name: String) -> Bool {
    name.utf8.enumerated().allSatisfy { index, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
        true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): index > 0
      default: false
      }
    }
  }
}
