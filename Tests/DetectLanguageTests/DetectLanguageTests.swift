import DetectLanguage
import Foundation
import StageKit
import Testing

private func detected(_ text: String, language: String? = nil) throws -> Document {
  var document = Document(id: "a", text: text)
  document.language = language
  document.begin(stage: DetectLanguage.name, version: DetectLanguage.version)
  try DetectLanguage().process(&document)
  return document
}

private func runs(_ document: Document) -> [String] {
  document.spans.filter { $0.layer == Layer.language }.map {
    "\($0.label): \(document.string(in: $0.range).replacing("\u{A0}", with: " "))"
  }
}

@Suite struct DetectLanguageTests {
  @Test(arguments: [
    ("und", "vi", []), ("", "vi", []), ("und-Latn", "vi", []), ("not a tag!", "vi", ["language-ill-formed"]),
    ("vi-", "vi", ["language-ill-formed"]), ("english", "vi", ["language-ill-formed"]),
    ("a", "vi", ["language-ill-formed"]), ("vi-VN", "vi-VN", []), ("vi_VN", "vi-VN", []),
    ("vi-Latn-VN-u-ca-buddhist-x-a", "vi-Latn-VN-u-ca-buddhist-x-a", []),
    ("en-GB", "en-GB", ["language-differs"]),
    ("zh-cmn-Hans-419-1996", "zh-cmn-Hans-419-1996", ["language-differs"]),
    ("x-mine", "x-mine", ["language-differs"]), ("x", "vi", ["language-ill-formed"]),
  ])
  func aGivenLanguageIsBelievedWhereItIsOne(_ given: String, _ language: String, _ reports: [String]) throws {
    let document = try detected(
      "Chiến dịch phản công biên giới Tây Nam bắt đầu vào cuối năm 1978.", language: given)
    #expect(document.language == language)
    #expect(document.provenance.flatMap(\.reports).map(\.code) == reports)
  }

  @Test(arguments: ["", "und", "not a tag!"])
  func whatIsNoLanguageOfABlockDoesNotHideThatOfTheBlockAroundIt(given: String) throws {
    var document = Document(id: "a", text: "1978 Phnom Penh")
    document.language = "en"
    try document.setBlocks([
      Block(.division, 0..<15, language: "fr"), Block(.paragraph, 0..<15, language: given),
    ])
    try DetectLanguage().process(&document)
    #expect(document.blocks.map(\.language) == ["fr", "fr"])
  }

  @Test(arguments: [
    ("Heng Samrin spoke first and thanked the delegation for its visit.", "en"),
    ("Chiến dịch phản công biên giới Tây Nam bắt đầu vào cuối năm 1978.", "vi"),
    (
      "Vie\u{323}\u{302}t Nam va\u{300} Campuchia ky\u{301} hie\u{323}\u{302}p u\u{31B}o\u{301}\u{31B}c", "vi"
    ),
    ("Nguoi Viet khong duoc vao nuoc nay trong mot nam, nhung cac anh cua toi thi lai duoc", "vi"),
    ("\u{D0}ảng và \u{D0}oàn ở \u{D0}ông \u{D0}ô", "vi"),
    ("Það er ekki rétt að maðurinn hafi farið með bílinn til Þórðar í gær", "und"),
    ("Le gouvernement a signé un accord avec le Viêt Nam sur les frontières du royaume.", "fr"),
    ("ព្រះរាជាណាចក្រកម្ពុជា", "km"), ("ประเทศไทย", "th"), ("ປະເທດລາວ", "lo"), ("中文維基百科", "zh"), ("日本国憲法の前文", "ja"),
    ("Привет, мир! Это был очень длинный разговор с товарищем.", "ru"),
    ("Монгол Улсын Засгийн газар болон Кампучийн төлөөлөгчид", "mn"),
    ("Die Delegation ist nicht mit dem Zug gekommen, und das war auch gut so.", "und"),
    ("Polisi dan tentara yang datang dari desa itu tidak akan pergi ke kota ini", "und"),
    ("São Paulo, coração", "und"), ("Yoruba: ọ\u{300}ṣọ\u{301} ẹ\u{300}kọ\u{301}", "und"),
    ("Pinyin: nǐ hǎo, lǜ", "und"),
    ("Þórður Guðmundsson", "und"), ("1.234.567,89 đ", "und"), ("👨\u{200D}👩\u{200D}👧 !", "und"), ("", "und"),
  ])
  func theMainLanguageIsFound(_ text: String, _ language: String) throws {
    #expect(try detected(text).language == language)
  }

  @Test func aGivenLanguageStaysAndShortBlocksTakeIt() throws {
    let document = try detected(
      "hoà bình\nHe was in Hanoi for the talks of that year.\nខ្មែរ", language: "vi-VN")
    #expect(document.language == "vi-VN")
    #expect(document.blocks.map(\.language) == ["vi-VN", "en", "km"])
  }

  @Test func aBlockKeepsTheLanguageItsPageStatesUnlessItsLettersShowAnother() throws {
    var document = Document(
      id: "a", text: "Angkor Wat\nTôi không biết chuyện đó đã xảy ra như thế nào.\nភាសាខ្មែរ")
    for index in 0..<3 { document.setLanguage("fr-FR", ofBlock: index) }
    try DetectLanguage().process(&document)
    #expect(document.blocks.map(\.language) == ["fr-FR", "vi", "km"])
  }

  @Test func aContainerHasTheLanguageItsBlocksAgreeOn() throws {
    var document = Document(
      id: "a", text: "Tôi không biết chuyện đó.\nHe was there for the talks of that year.")
    let (first, second) = (document.blocks[0].range, document.blocks[1].range)
    try document.setBlocks([
      Block(.division, first.lowerBound..<second.upperBound), Block(.division, first),
      Block(.paragraph, first),
      Block(.paragraph, second),
    ])
    try DetectLanguage().process(&document)
    #expect(document.blocks.map(\.language) == [nil, "vi", "vi", "en"])
  }

  @Test func aTitleInAnotherLanguageIsARun() throws {
    let document = try detected(
      """
      đây là bản dịch bài viết của nhà báo Mỹ với tiêu đề gốc là: Why the War in the Border Areas was to Continue (tạm dịch: vì sao \
      chiến tranh vẫn tiếp tục)
      The book “Cuộc chiến tranh bảo vệ biên giới Tây Nam” was published in Hà Nội by the army of Vietnam.
      """)
    #expect(document.blocks.map(\.language) == ["vi", "en"])
    #expect(
      runs(document) == [
        "en: Why the War in the Border Areas was to Continue",
        "vi: Cuộc chiến tranh bảo vệ biên giới Tây Nam",
      ])
  }

  @Test func wordsOfAnotherScriptAreARunAndASlipInsideAWordIsNot() throws {
    let document = try detected(
      "The party’s name in Khmer was បក្សប្រជាជនបដិវត្តន៍ and it was not known to all (Правда, Ελλάδα, 越南) at that time.\n"
        + "ch\u{443}ến h\u{43E}a là \u{430}n ninh của chúng tôi và của người Việt")
    #expect(document.blocks.map(\.language) == ["en", "vi"])
    #expect(
      runs(document) == ["km: បក្សប្រជាជនបដិវត្តន៍", "und-Cyrl: Правда", "und-Grek: Ελλάδα", "zh: 越南"])
  }

  @Test func vietnameseNamesInAnEnglishSentenceAreNoRun() throws {
    let document = try detected(
      "General Võ Nguyên Giáp and Lê Đức Anh, who were in Đà Nẵng and Hà Nội (Đặng Văn Quang), did not say so at the time."
    )
    #expect(document.language == "en")
    #expect(runs(document) == [])
  }

  @Test(arguments: [
    ("CHIẾN TRANH BIÊN GIỚI TÂY NAM VÀ PHÍA BẮC", "vi"),
    ("CHIEN TRANH BIEN GIOI TAY NAM VA PHIA BAC CUA VIET NAM", "vi"),
    ("THE WAR ON THE SOUTHWESTERN BORDER OF VIETNAM", "en"),
    ("LA GUERRE À LA FRONTIÈRE DU SUD-OUEST DU VIÊT NAM", "fr"),
    ("Các thành viên là Paul Rubin, David MacKenzie, Richard Stallman và Jim Meyering.", "vi"),
    ("Подробнее о настройках читайте в следующем разделе", "ru"),
    ("Аравтын бичлэгээр илэрхийлэгдсэн тэмдэглэгээг хөрвүүлнэ", "mn"),
    ("Завантажує та зберігає код із документа як окремий модуль", "und"),
    ("Последните входни данни са некоректни и не могат да бъдат записани", "und"),
    ("Функцияны шақыру үшін ұяшықты таңдаңыз және мәндерді енгізіңіз", "und"),
    ("Рангро барои элементҳои интерфейси истифодабар интихоб кунед", "und"),
    ("中華人民共和國政府與越南民主共和國政府", "zh"), ("中华人民共和国政府与越南民主共和国政府", "zh"),
    ("Open het contextmenu en kies Spiegelen, dan het tabblad met de effecten", "und"),
    ("for (int i = 0; i < n; i++) { sum += a[i]; } return sum/n;", "und"),
    ("https://www.example.vn/tin-tuc/chinh-tri/2019/05/bai-viet.html", "und"),
  ])
  func capitalsNeighboursCodeAndMarklessText(_ text: String, _ language: String) throws {
    #expect(try detected(text).language == language)
  }

  @Test func namesAndCodeTakeTheLanguageAroundThem() throws {
    let document = try detected(
      """
      He was in Hanoi for the talks of that year, and so were many others from the south.
      Nguyễn Văn Linh, Trần Xuân Bách, Võ Chí Công, Đỗ Mười
      Vo Nguyen Giap, Le Duc Anh, Pham Van Dong, Hoang Van Hoan
      General Võ Nguyên Giáp met Lê Đức Anh and Phạm Văn Đồng in Đà Nẵng
      grep -rn "libc6" /usr/share/doc/
      """)
    #expect(document.blocks.map(\.language) == ["en", "en", "en", "en", "en"])
    #expect(runs(document) == [])
  }

  @Test func aListOfVietnameseNamesAloneIsVietnamese() throws {
    #expect(try detected("Nguyễn Văn Linh, Trần Xuân Bách, Võ Chí Công, Đỗ Mười").language == "vi")
  }

  @Test func shortTextAbstains() throws {
    let document = try detected("Ở Huế\nLa paix\nOK", language: "vi")
    #expect(document.blocks.map(\.language) == ["vi", "vi", "vi"])
    #expect(try detected("OK la").language == "und")
  }

  @Test(arguments: ["xhm", "km", "cmo", "km-KH"])
  func aLanguageInTheSameLettersIsBelieved(_ given: String) throws {
    let document = try detected("ព្រះរាជាណាចក្រកម្ពុជា មានព្រំដែន", language: given)
    #expect(document.blocks.map(\.language) == [given])
    #expect(document.provenance[0].reports.isEmpty)
  }

  @Test func aLongQuotationDoesNotOutweighTheShortPassagesAroundIt() throws {
    let document = try detected(
      """
      In his speech he said: "Chúng ta phải giữ gìn hoà bình cho đất nước Việt Nam." The crowd cheered. \
      Then they went home.
      """, language: "en")
    #expect(document.blocks.map(\.language) == ["en"])
    #expect(runs(document) == ["vi: Chúng ta phải giữ gìn hoà bình cho đất nước Việt Nam"])
  }

  @Test(arguments: [
    ("Ho Chi Minh declared that '*' and the people remembered his words for decades.", "en"),
    ("Ho Chi Minh declared, *, and the people of his country remembered these words for decades.", "en"),
    ("The slogan * was painted on every wall of the city after the war ended.", "en"),
    ("Le slogan * fut peint sur tous les murs de la ville quand la guerre prit fin.", "fr"),
  ])
  func aVietnameseQuotationThatNothingSetsOffIsARun(_ frame: String, _ language: String) throws {
    let quotation = "không có gì quý hơn độc lập tự do"
    let document = try detected(frame.replacing("*", with: quotation))
    #expect(document.language == language)
    #expect(runs(document) == ["vi: " + quotation])
  }

  @Test(arguments: [
    "The newspaper Nhân Dân and the magazine Văn Nghệ reported on the visit of Phạm Văn Đồng to Phnom Penh.",
    "She used the word hòa bình twice in her letter.",
  ])
  func aFewVietnameseWordsDoNotOutweighASentence(_ text: String) throws {
    let document = try detected(text)
    #expect(document.language == "en")
    #expect(runs(document).isEmpty)
  }

  @Test func aGivenLanguageThatTheTextBeliesIsReported() throws {
    let document = try detected("Tôi không biết chuyện đó đã xảy ra như thế nào.", language: "en-US")
    #expect(document.language == "en-US")
    #expect(document.blocks.map(\.language) == ["vi"])
    #expect(document.provenance[0].reports.map(\.code) == ["language-differs"])
  }

  @Test func marksAreSetAnewWhenItRunsAgain() throws {
    var document = try detected("The word ខ្មែរ is the name of the people.")
    document.begin(stage: DetectLanguage.name, version: 1)
    try DetectLanguage().process(&document)
    #expect(runs(document) == ["km: ខ្មែរ"])
  }
}

/// The five pages of the sample corpus, in this package.
@Suite struct SeedLanguageTests {
  private static func seed(_ name: String) throws -> String {
    let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appendingPathComponent("seeds/\(name).txt"), encoding: .utf8)
  }

  @Test func theVietnameseTrackbacksOfAnEnglishPageAreVietnameseWithTheEnglishTitleInside() throws {
    let document = try detected(try Self.seed("000_259fb1e10c51e317"))
    #expect(document.language == "en")
    let vietnamese = document.blocks.filter { $0.language == "vi" }
    #expect(vietnamese.count == 4)
    let title = "en: Pol Pot Tells China in 1977 that Killings Underway, to Continue"
    #expect(runs(document) == [title, title])
  }

  @Test(arguments: [
    "001_cd13428d174a1f1b", "002_6de43818faa902ee", "003_90bc2bd540f00dc7", "004_0cd4495a9f8b4e4f",
  ])
  func theEnglishPagesAreEnglishThroughout(_ name: String) throws {
    let document = try detected(try Self.seed(name))
    #expect(Set(document.blocks.map(\.language)) == ["en"])
    #expect(runs(document) == [])
  }
}

/// Texts of the development data that are not Vietnamese, whatever they look like; skipped where the data is
/// absent.
private enum SharedCases {
  static let path: String? = {
    var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    for _ in 0..<6 {
      folder = folder.deletingLastPathComponent()
      let path = folder.appendingPathComponent("shared/data/normalization/vietnamese.tsv").path
      if FileManager.default.fileExists(atPath: path) { return path }
    }
    return nil
  }()

  /// Inputs of the cases that give no language, `\\uXXXX` resolved.
  static func inputs() throws -> [String] {
    let lines = try String(contentsOfFile: path ?? "", encoding: .utf8).split(separator: "\n")
    return lines.compactMap { line -> String? in
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard columns.count > 2, columns[2].hasPrefix("lang=auto") else { return nil }
      return String(columns[0]).replacing(#/\\u([0-9A-F]{4})/#) {
        (match: Regex<(Substring, Substring)>.Match) -> String in
        UInt32(match.1, radix: 16).flatMap { Unicode.Scalar($0) }.map { String(Character($0)) } ?? ""
      }
    }
  }
}

@Suite(.enabled(if: SharedCases.path != nil, "the development data is not beside this package"))
struct SharedLanguageCasesTests {
  @Test func whatIsNotVietnameseIsNotTakenForIt() throws {
    let inputs = try SharedCases.inputs()
    #expect(inputs.count > 10)
    for input in inputs {
      let document = try detected(input)
      #expect(
        document.blocks.allSatisfy { $0.language != "vi" } && !runs(document).contains { $0.hasPrefix("vi") },
        "\(input)")
    }
  }
}
