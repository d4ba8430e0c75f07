import StageKit
@testable import TagEntities
import Testing

/// Dates that are counted from the document's, where the option asks for them.
@Suite struct RelativeDateTests {
  private static let stage = Result {
    var options = TagEntities.Options()
    options.layers = [.dates]
    options.relativeDates = true
    return try TagEntities(options: options)
  }

  private func dates(_ text: String, on date: String?) throws -> [String] {
    var document = Document(id: "test", text: text)
    if let date { document.metadata.set(MetadataKey.date, .string(date), origin: .init("input", .high)) }
    try Self.stage.get().process(&document)
    return marks(document).map { String($0.dropFirst("date ".count)) }
  }

  @Test(arguments: [
    ("The ferry sank yesterday.", "[yesterday] when=1991-12-31"),
    ("The ferry sank last night.", "[last night] when=1991-12-31"),
    ("Last month the ferry sank.", "[Last month] when=1991-12"),
    ("The vote is next year.", "[next year] when=1993"),
    ("The ferry sank three weeks ago.", "[three weeks ago] when=1991-12-11"),
    ("The ferry sank 13 months ago.", "[13 months ago] when=1990-12"),
    ("On Sunday the ferry sank.", "[Sunday] when=1991-12-29"),
    ("It will sail next Sunday.", "[next Sunday] when=1992-01-05"),
    ("They met this week.", "[this week] from=1991-12-30 to=1992-01-05"),
    ("The ferry sank last October.", "[last October] when=1991-10"),
    ("Hôm kia phà chìm.", "[Hôm kia] when=1991-12-30"),
    ("Phà chìm năm ngoái.", "[năm ngoái] when=1991"),
    ("Phà chìm cách đây ba năm.", "[cách đây ba năm] when=1989"),
    ("The ferry sank on Sunday, 29 December 1991.", "[Sunday, 29 December 1991] when=1991-12-29"),
  ])
  func theyAreCountedFromTheDocumentsDate(text: String, expected: String) throws {
    #expect(try dates(text, on: "1992-01-01") == [expected])
  }

  @Test(arguments: [
    "Every Sunday they fish.", "He reads the Sunday Times.", "Boats sail on Monday, two per week.",
    "They talked for the last year.", "Seen from this august house.", "In two years they will go.",
  ])
  func durationsAndHabitsAreNone(text: String) throws {
    #expect(try dates(text, on: "1992-01-01") == [])
  }

  @Test(arguments: [
    "The ferry sank twenty-six years ago.", "The ferry sank 3.5 years ago.",
    "One hundred and six years ago it sank.",
    "A year and three months ago it sank.", "Phà chìm hai mươi tư năm trước.", "Phà chìm bốn ngày trước đó.",
    "It sank the day before yesterday.", "He read Manila Today.", "In his last year he fished.",
    "On the following Thursday it sank.", "From Tuesday to Thursday he fishes.", "Ash Wednesday came.",
    "Năm này qua năm khác họ đánh cá.",
  ])
  func whatIsCountedFromAnotherDateOrIsAnotherNumberIsNone(text: String) throws {
    #expect(try dates(text, on: "1992-01-01") == [])
  }

  @Test func whatTheDocumentsDateDoesNotTellIsNone() throws {
    #expect(try dates("It sank yesterday, or last year.", on: nil) == [])
    #expect(try dates("It sank yesterday, or last year.", on: "--01-01") == [])
    #expect(try dates("It sank yesterday, last month or last year.", on: "1992") == ["[last year] when=1991"])
    #expect(try marks("It sank yesterday, or last year.") == [])
  }

  @Test func aNumberOfDaysIsADay() {
    for day in [-700_000, -1, 0, 59, 60, 8035, 11_016, 1_000_000] {
      #expect(CalendarDate(dayNumber: day).dayNumber == day)
    }
  }
}
