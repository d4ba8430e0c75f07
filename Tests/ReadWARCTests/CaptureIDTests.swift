import StageKit
import Testing

@testable import ReadWARC

@Suite struct CaptureIDTests {
  private func id(_ address: String, _ date: String? = "2021-03-04T10:00:00Z") -> String {
    CaptureID.id(address: address, date: CaptureDate(date))
  }

  @Test func theAddressStaysReadable() {
    #expect(
      id("https://VnExpress.net:443/The-Thao/a.html?b=c#d")
        == "vnexpress.net/The-Thao/a.html?b=c#d@20210304100000")
    #expect(id("http://example.vn", nil) == "example.vn@undated")
    #expect(id("urn:pageinfo:https://example.vn/") == "urn:pageinfo:https://example.vn/@20210304100000")
  }

  @Test func lettersBeyondASCIIAreWrittenAsTheyAre() {
    #expect(
      id("https://km.wikipedia.org/wiki/%E1%9E%81%E1%9F%92%E1%9E%98%E1%9F%82%E1%9E%9A")
        == "km.wikipedia.org/wiki/ខ្មែរ@20210304100000")
    #expect(id("http://a.vn/Ti%E1%BA%BFng Việt") == "a.vn/Tiếng%20Việt@20210304100000")
    #expect(
      id("http://a.vn/%2F%20%C3%28%E2%80%8B\u{200B}\n%")
        == "a.vn/%2F%20%C3%28%E2%80%8B%E2%80%8B%0A%@20210304100000")
  }

  @Test func longAddressesAreCutAndStayApart() {
    let long = "https://a.vn/" + String(repeating: "ខ", count: 400)
    let names = [id(long), id(long + "1"), id(long + "2")]
    #expect(Set(names).count == 3)
    #expect(names.allSatisfy { $0.utf8.count < 500 && $0.contains("~") })
  }

  @Test(arguments: [
    ("2021-03-04T10:00:00Z", "2021-03-04T10:00:00Z"),
    ("2021-03-04T10:00:00.123456789Z", "2021-03-04T10:00:00.123456789Z"),
    ("2021-03-04T10:00Z", "2021-03-04T10:00:00Z"), ("2021-03-04", "2021-03-04"), ("2021", "2021"),
    ("20210304100000", "2021-03-04T10:00:00Z"), ("2021-02-30", nil), ("2021-03-04T25:00:00Z", nil),
    ("20211304100000", nil), ("yesterday", nil), ("0000", nil), ("2021-03-04T10:00:00", nil),
  ])
  func datesAreThoseOfTheStandard(text: String, date: String?) {
    #expect(CaptureDate(text)?.text == date)
  }

  @Test func thousandsOfTheSameIdTakeNoLonger() {
    var ids = SeenIDs()
    let names = (0..<5000).map { _ in ids.unique("a@2021") }
    #expect(names.first == "a@2021" && names.last == "a@2021~5000" && Set(names).count == 5000)
    #expect(ids.unique("a@2021~3") == "a@2021~3~2")
  }
}
