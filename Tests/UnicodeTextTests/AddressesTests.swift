import Testing
import UnicodeText

/// The addresses of a text, one after another.
private func addresses(_ text: String) -> [String] {
  let bytes = Array(text.utf8)
  return bytes.withUnsafeBufferPointer { bytes in
    var found: [String] = []
    var addresses = Addresses(in: 0..<bytes.count)
    var offset = 0
    while offset < bytes.count {
      let free = addresses.freeEnd(from: offset, in: bytes)
      if free > offset {
        offset = free
      } else {
        found.append(String(decoding: bytes[offset..<addresses.addressEnd], as: UTF8.self))
        offset = addresses.addressEnd
      }
    }
    return found
  }
}

@Suite struct AddressesTests {
  @Test(arguments: [
    "let x = hòang", "int hòang = 1;", "if (hòang) return tóan;", "  for (x in hòang) {",
    "#include <hòang.h>",
    "print(\"hòang\")", "SELECT hòang FROM tóan;",
  ])
  func aLineOfAProgramIsLeftAlone(_ line: String) {
    #expect(
      addresses("và\n\(line)\nvà").joined(separator: " ") == line.split(separator: " ").joined(separator: " ")
    )
  }

  @Test(arguments: [
    "Lãi = vốn × 2;", "for ever và ever", "Căn cứ Luật (2001);", "giá 5$ (hoà)", "TP.HCM", "hoà[1] bình",
  ])
  func proseIsNoProgram(_ line: String) {
    #expect(addresses(line).filter { $0 != "=" }.isEmpty)
  }

  @Test(arguments: [
    "https://vi.example.org/hoà", "ftp://x/hòang", "www.hòang.vn/a", "WWW.hòang.vn", "thu@hòang.vn", "@hòang",
    "user.name+tag@example.vn", "#hòang_tử", "#hoà", "C:\\hòang", "/home/hòang/tóan", "~/hòang/x",
    "./hòang/x",
    "hòang.com/tóan", "hòang.com", "hoà.vn", "bản.tóan.docx", "x.my-site.vn", "x=hòang", "tên_hòang",
    "`hòang`",
    "{hòang}", "Ho%C3%A0", "ខែ្មរ@example.kh", "a@ខែ្មរ.kh", "#ខែ្មរ", "http://x.kh/ខែ្មរ", "(hòang@x.vn)",
    "mailto:hòang@x.vn?subject=tóan", "<https://hòang.vn>", "\"https://hòang.vn\",",
    "hòang()", "hòang::tóan", "$hòang", "HOÀ.VN", "doi:10.1000/hòang",
  ])
  func aWholeChunkIsAnAddress(_ text: String) {
    #expect(addresses(text) == [text])
    #expect(addresses("và \(text) và") == [text])
    #expect(addresses("ខ្មែរ\u{200B}\(text)។\u{A0}x") == [text])
    #expect(addresses("“\(text)”") == [text])
  }

  @Test(arguments: [
    "Hà Nội, 1945.", "và/hoặc/hay", "5/2 km/h", "xong.Tôi", "xong.rồi", "v.v.", "1.234.567,89 đ",
    "50% C# a:b",
    "ខ្មែរ។ ១.២", "12:30", "a : b", "/hoặc", "k.", "GS.TS. Hoà", "ước mơ...", "hòa-bình", "« a » ៖ ៕",
  ])
  func ordinaryTextHasNone(_ text: String) { #expect(addresses(text) == []) }

  @Test func khmerThatRunsUpAgainstAnAddressIsNotPartOfIt() {
    #expect(addresses("ខ្មែរhttps://x.kh/ក") == ["https://x.kh/ក"])
    #expect(addresses("ខ្មែរwww.x.kh") == ["www.x.kh"])
    #expect(addresses("ខ្មែរa@b.kh។ខ្មែរ") == ["a@b.kh"])
    #expect(addresses("ខ្មែរ#ក ខ") == ["#ក"])
  }

  @Test func aLongTextWithoutASpaceTakesLinearTime() {
    for unit in ["a.", "/a", "w", "@", "ខ", "a.b-", "%", ":/"] {
      #expect(addresses(String(repeating: unit, count: 20_000)).count <= 1)
    }
  }
}
