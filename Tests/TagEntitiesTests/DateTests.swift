import StageKit
@testable import TagEntities
import Testing

@Suite struct DateTests {
  private static let stage = Result {
    var options = TagEntities.Options()
    options.layers = [.dates]
    return try TagEntities(options: options)
  }

  private func dates(_ text: String) throws -> [String] {
    try marks(text, Self.stage.get()).map { String($0.dropFirst("date ".count)) }
  }

  @Test func valuesAreWrittenAsTheSchemaHasThem() {
    #expect(CalendarDate(year: 1979, month: 1, day: 5).value == "1979-01-05")
    #expect(CalendarDate(year: -594).value == "-0594")
    #expect(CalendarDate(year: 12345, month: 11).value == "12345-11")
    #expect(CalendarDate(month: 1, day: 30).value == "--01-30")
    #expect(CalendarDate(month: 9).value == "--09")
  }

  @Test(arguments: [
    ("On Dec 31, 1977, it", "[Dec 31, 1977] when=1977-12-31"),
    ("on March, 26, 1978", "[March, 26, 1978] when=1978-03-26"),
    ("4 Oct 77", "[4 Oct 77] when=1977-10-04"),
    ("the 5th of January, 1979", "[5th of January, 1979] when=1979-01-05"),
    ("in january 1979", "[january 1979] when=1979-01"),
    ("in April, 1975", "[April, 1975] when=1975-04"),
    ("early October 1977", "[early October 1977] when=1977-10"),
    ("January 5-6, 1979", "[January 5-6, 1979] from=1979-01-05 to=1979-01-06"),
    ("December 6 and 7, 1978", "[December 6 and 7, 1978] from=1978-12-06 to=1978-12-07"),
    ("from June 14 to September 30, 1978", "[June 14 to September 30, 1978] from=1978-06-14 to=1978-09-30"),
    ("From May to November 1978", "[May to November 1978] from=1978-05 to=1978-11"),
    ("the 1975-79 rule", "[1975-79] from=1975 to=1979"),
    ("from 30 September 420, he", "[30 September 420] when=0420-09-30"),
    ("died in December of 384.", "[December of 384] when=0384-12"),
    ("built in AD 842, it", "[AD 842] when=0842"),
    ("Started in AD842, this", "[AD842] when=0842"),
    ("the 1980s", "[1980s] from=1980 to=1989"),
    ("the 19th century", "[19th century] from=1800 to=1899"),
    ("The twentieth century however", "[twentieth century] from=1900 to=1999"),
    ("from the 15th to the 19th century.", "[15th to the 19th century] from=1400 to=1899"),
    ("By the 7th century BC, social", "[7th century BC] from=-0700 to=-0601"),
    ("back in the sixties, he", "[sixties] from=1960 to=1969"),
    ("in the early 80s it", "[early 80s] from=1980 to=1984"),
    ("Sunday, October 21, 2007", "[Sunday, October 21, 2007] when=2007-10-21"),
    ("1977-10-04", "[1977-10-04] when=1977-10-04"),
    ("28/3/1978", "[28/3/1978] when=1978-03-28"),
    ("5/3/1978", "[5/3/1978] notBefore=1978-03-05 notAfter=1978-05-03"),
    ("in 594 BC", "[594 BC] when=-0594"),
  ])
  func englishDatesHaveValues(text: String, expected: String) throws {
    #expect(try dates(text) == [expected])
  }

  /// Years before 1000 are as short as other numbers.
  @Test(arguments: [
    ("In 802, Jayavarman II was crowned. One in 300 knew.", ["[802] when=0802"]),
    ("The king died in 850 and was buried. It fell to 123, in 365 days.", ["[850] when=0850"]),
    ("the year 802", ["[802] when=0802"]),
    ("Jayavarman III (r. 850–877)", ["[850] when=0850", "[877] when=0877"]),
    (
      "In 802, it began. He reigned from 802 to 850.",
      ["[802] when=0802", "[802] when=0802", "[850] when=0850"]
    ),
    ("trận Bạch Đằng năm 938.", ["[938] when=0938"]),
    (
      "Năm 968, Đinh Bộ Lĩnh lên ngôi, tháng 3 năm 970.",
      ["[968] when=0968", "[tháng 3 năm 970] when=0970-03"]
    ),
    ("từ năm 939 đến năm 944", ["[939] when=0939", "[944] when=0944"]),
    ("năm 40 sau Công nguyên", ["[40 sau Công nguyên] when=0040"]),
    ("năm 208 trước Công nguyên. Năm 43, ông mất", ["[208 trước Công nguyên] when=-0208", "[43] when=0043"]),
    ("នៅឆ្នាំ ៨០២ ព្រះបាទជ័យវរ្ម័នទី២", ["[៨០២] when=0802"]),
    ("ពីឆ្នាំ៨០២ដល់ឆ្នាំ៨៥០", ["[៨០២] when=0802", "[៨៥០] when=0850"]),
    ("He scored 353 in 549 NHL games, version in 256. It fell in 128-bit mode, H. R. 1280.", []),
    ("Mỗi năm 300 người; một năm 365 ngày; 5 năm 300 ngày. Năm 200 con trâu; năm 43, ông", []),
    ("ក្នុងមួយឆ្នាំ ៣០០ នាក់ ក្នុងមួយឆ្នាំ ២៥០០ នាក់", []),
    ("រៀងរាល់ឆ្នាំ ៥០០ នាក់ ប្រចាំឆ្នាំ ៥០០ តោន រយៈពេលពីរឆ្នាំ ៥០០ នាក់ ជិត១០ឆ្នាំ ៣០០ គ្រួសារ", []),
    ("In 350, 400 or 450 villages. Sections (350–400). Mỗi năm 2000 chiếc; một năm 1500 lượt.", []),
  ])
  func yearsBefore1000AreToldByWhatStandsAroundThem(text: String, expected: [String]) throws {
    #expect(try dates(text) == expected)
  }

  /// Orders and shared parts of finding aids, telegrams and older books.
  @Test(arguments: [
    (
      "17 April 1975–7 January 1979", ["[17 April 1975] when=1975-04-17", "[7 January 1979] when=1979-01-07"]
    ),
    ("17/18 April 1975", ["[17/18 April 1975] from=1975-04-17 to=1975-04-18"]),
    ("5 & 6 June 1993", ["[5 & 6 June 1993] from=1993-06-05 to=1993-06-06"]),
    ("Jan./Feb. 1993", ["[Jan./Feb. 1993] from=1993-01 to=1993-02"]),
    ("1975 April 17", ["[1975 April 17] when=1975-04-17"]),
    ("April 30, ’75 or October '72", ["[April 30, ’75] when=1975-04-30", "[October '72] when=1972-10"]),
    ("12.IV.1931, 17-Apr-1975", ["[12.IV.1931] when=1931-04-12", "[17-Apr-1975] when=1975-04-17"]),
    ("17.4.1975-7.1.1979", ["[17.4.1975] when=1975-04-17", "[7.1.1979] when=1979-01-07"]),
    ("802 A.D. and 111 B.C.", ["[802 A.D.] when=0802", "[111 B.C.] when=-0111"]),
    ("Angkor (802–1431)", ["[802] when=0802", "[1431] when=1431"]),
    ("between the 9th and the 15th century", ["[9th and the 15th century] from=0800 to=1499"]),
    ("in 2500 B.E.", ["[2500 B.E.] notBefore=1956-05-24 notAfter=1957-05-12"]),
    ("Hội nghị lần thứ 21 tháng 7-1973", ["[tháng 7-1973] when=1973-07"]),
    ("từ ngày 15 đến 18-12-1986", ["[ngày 15 đến 18-12-1986] from=1986-12-15 to=1986-12-18"]),
    ("ngày 30-4 và 1-5-1975", ["[ngày 30-4 và 1-5-1975] from=1975-04-30 to=1975-05-01"]),
    ("tháng 3 và tháng 4-1975", ["[tháng 3 và tháng 4-1975] from=1975-03 to=1975-04"]),
    ("thế kỷ XV-XVI", ["[thế kỷ XV-XVI] from=1400 to=1599"]),
    ("សតវត្សទី១២-១៣", ["[សតវត្សទី១២-១៣] from=1100 to=1299"]),
    ("các năm 1371, 1377 và 1383", ["[1371] when=1371", "[1377] when=1377", "[1383] when=1383"]),
  ])
  func datesOfArchivesHaveValues(text: String, expected: [String]) throws {
    #expect(try dates(text) == expected)
  }

  @Test(arguments: [
    ("ngày 13 tháng 8 năm 2013", "[ngày 13 tháng 8 năm 2013] when=2013-08-13"),
    ("ngày 30-4-1975", "[ngày 30-4-1975] when=1975-04-30"),
    ("vào năm 1977", "[1977] when=1977"),
    ("Ông Lê Văn Năm 1979", "[1979] when=1979"),
    ("vào năm 1975-79", "[1975-79] from=1975 to=1979"),
    ("tháng 9/1977", "[tháng 9/1977] when=1977-09"),
    ("tháng tư năm 1975", "[tháng tư năm 1975] when=1975-04"),
    (
      "từ ngày 5 đến ngày 7 tháng 1 năm 1979",
      "[ngày 5 đến ngày 7 tháng 1 năm 1979] from=1979-01-05 to=1979-01-07"
    ),
    ("thập niên 1980", "[thập niên 1980] from=1980 to=1989"),
    ("những năm 80", "[những năm 80] from=1980 to=1989"),
    ("thế kỷ XX", "[thế kỷ XX] from=1900 to=1999"),
  ])
  func vietnameseDatesHaveValues(text: String, expected: String) throws {
    #expect(try dates(text) == [expected])
  }

  @Test(arguments: [
    ("នៅថ្ងៃទី១៧ ខែមេសា ឆ្នាំ១៩៧៥", "[ថ្ងៃទី១៧ ខែមេសា ឆ្នាំ១៩៧៥] when=1975-04-17"),
    ("ថ្ងៃទី១៧ខែមេសាឆ្នាំ១៩៧៥", "[ថ្ងៃទី១៧ខែមេសាឆ្នាំ១៩៧៥] when=1975-04-17"),
    ("ខែមករា ឆ្នាំ១៩៧៩", "[ខែមករា ឆ្នាំ១៩៧៩] when=1979-01"),
    ("ក្នុងឆ្នាំ១៩៧៩", "[១៩៧៩] when=1979"),
    ("ទសវត្សរ៍ឆ្នាំ១៩៨០", "[ទសវត្សរ៍ឆ្នាំ១៩៨០] from=1980 to=1989"),
    // The year 2543 of the Buddhist Era: from Visakh Bochea of 1999 to the eve of that of 2000.
    ("ថ្ងៃទី១ ខែមករា ព.ស. ២៥៤៣", "[ថ្ងៃទី១ ខែមករា ព.ស. ២៥៤៣] when=2000-01-01"),
    ("ថ្ងៃទី១ ខែធ្នូ ព.ស. ២៥៤៣", "[ថ្ងៃទី១ ខែធ្នូ ព.ស. ២៥៤៣] when=1999-12-01"),
    ("ថ្ងៃទី១០ ខែឧសភា ព.ស. ២៥៤៣", "[ថ្ងៃទី១០ ខែឧសភា ព.ស. ២៥៤៣] notBefore=1999-05-10 notAfter=2000-05-10"),
    ("ថ្ងៃទី២៥ ខែឧសភា ព.ស. ២៥៤៣", "[ថ្ងៃទី២៥ ខែឧសភា ព.ស. ២៥៤៣] when=1999-05-25"),
    ("ព.ស. ២៥៤៣", "[ព.ស. ២៥៤៣] notBefore=1999-04-30 notAfter=2000-05-17"),
  ])
  func khmerDatesHaveValues(text: String, expected: String) throws {
    #expect(try dates(text) == [expected])
  }

  @Test func twoFullDatesAreTwoRecords() throws {
    #expect(
      try dates("From April 30, 1977, to May 1, 1978, the army") == [
        "[April 30, 1977] when=1977-04-30", "[May 1, 1978] when=1978-05-01",
      ])
  }

  @Test func fullYearsAndDatesThatShareNoYearAreTwoRecords() throws {
    #expect(try dates("Burke (1729–1797)") == ["[1729] when=1729", "[1797] when=1797"])
    #expect(try dates("Tu (837–908), c. 914") == ["[837] when=0837", "[908] when=0908", "[914] when=0914"])
    #expect(try dates("between 1656 and 1662") == ["[1656] when=1656", "[1662] when=1662"])
    #expect(try dates("pollution over 2000 - 2050 on") == ["[2000] when=2000", "[2050] when=2050"])
    #expect(
      try dates("In 776 BC the games began.\nSolon made laws (594).") == [
        "[776 BC] when=-0776", "[594] when=-0594",
      ])
    #expect(
      try dates("In 2015, from November 20 to December 11.") == [
        "[2015] when=2015", "[November 20] when=2015-11-20", "[December 11] when=2015-12-11",
      ])
  }

  @Test func monthsOfEveryYearGetNone() throws {
    #expect(
      try dates("In 1999 he left. It rains from July to September, and April is dry.") == [
        "[1999] when=1999", "[July] when=--07", "[September] when=--09", "[April] when=--04",
      ])
    #expect(
      try dates("In 2013 we went to Rome in December, and to Lima in January.") == [
        "[2013] when=2013", "[December] when=2013-12", "[January] when=2014-01",
      ])
  }

  @Test func everyValueIsADayOfTheCalendar() throws {
    #expect(try dates("on 29 February 1976") == ["[29 February 1976] when=1976-02-29"])
    #expect(try dates("on 29 February 1977") == ["[29 February 1977] when=1977-02"])
    #expect(try dates("on 29 February they") == ["[29 February] when=--02-29"])
    #expect(
      try dates("In 1977 and on 29 February they") == ["[1977] when=1977", "[29 February] when=--02-29"])
    #expect(try dates("29 February 1900 and 29 February 2000").last == "[29 February 2000] when=2000-02-29")
    #expect(try dates("on June 31, 1978") == ["[June 31, 1978] when=1978-06"])
    #expect(
      try dates("on 9, 11 and 14 October 1975") == [
        "[9, 11 and 14 October 1975] from=1975-10-09 to=1975-10-14"
      ])
    #expect(try dates("vào ngày 7.1.1979") == ["[ngày 7.1.1979] when=1979-01-07"])
    #expect(try dates("từ tháng 5.1975") == ["[tháng 5.1975] when=1975-05"])
    #expect(try dates("1978-13-45 and 45/13/1978").isEmpty)
  }

  @Test func aMissingYearIsTheNearestOfTheNarration() throws {
    let text = """
      In September 1977 he left.
      File photo: a visit on November 5, 1978.
      He was born on 19 May 1925.
      On October 4, he came back.
      """
    #expect(try dates(text).last == "[October 4] when=1977-10-04")
    #expect(try dates("On October 4, he came.") == ["[October 4] when=--10-04"])
  }

  @Test func durationsAmountsAndRelativeDatesAreNotDates() throws {
    #expect(
      try dates(
        "Last June, in her sixties, by ca. 1000 authors, after 41 years, 3 years, 8 months and 20 days, two days later, 1979 troops; $1980; 3,200; No. 1979; may 5"
      ).isEmpty)
  }

  @Test func anotherSentenceTellsNothingOfADate() throws {
    #expect(
      try dates("They came in 1981. He left in March; the road is mined. Since May it is closed.") == [
        "[1981] when=1981", "[March] when=1981-03", "[May] when=1981-05",
      ])
    #expect(
      try dates("Her son was born there. In June 1979 they fled; in July they were back.") == [
        "[June 1979] when=1979-06", "[July] when=1979-07",
      ])
    #expect(
      try dates("In 1981 they came, in December; in January they left. In 1984 they came again, in June.")
        == [
          "[1981] when=1981", "[December] when=1981-12", "[January] when=1982-01", "[1984] when=1984",
          "[June] when=1984-06",
        ])
    #expect(
      try dates("In 1985 he was ill. He died that March.") == ["[1985] when=1985", "[March] when=1985-03"])
  }
}
