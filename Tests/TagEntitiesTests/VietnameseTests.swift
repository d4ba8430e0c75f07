import StageKit
import TagEntities
import Testing

@Suite struct VietnameseTests {
  /// The names of a text with their labels.
  private func names(_ text: String) throws -> [String] {
    try marks(text).map { String($0[...($0.lastIndex(of: "]") ?? $0.startIndex)]) }
      .filter { !$0.hasPrefix("date") }
  }

  @Test(arguments: [
    ("Theo Bộ Giáo dục và Đào tạo, học sinh nghỉ", ["Bộ Giáo dục và Đào tạo"]),
    (
      "Bộ Lao động - Thương binh và Xã hội, Bộ Y tế họp với Bộ Văn hóa, Thể thao và Du lịch.",
      ["Bộ Lao động - Thương binh và Xã hội", "Bộ Y tế", "Bộ Văn hóa, Thể thao và Du lịch"]
    ),
    ("Cục Thủy lợi và Cục Thuỷ sản đã báo cáo", ["Cục Thủy lợi", "Cục Thuỷ sản"]),
    ("đưa vào Bệnh viện Chợ Rẫy cấp cứu", ["Bệnh viện Chợ Rẫy"]),
    ("học Trường THPT Lê Quý Đôn từ nhỏ", ["Trường THPT Lê Quý Đôn"]),
    ("Tòa án nhân dân tối cao đã xử", ["Tòa án nhân dân tối cao"]),
    ("mổ ở Bệnh viện 175 hôm qua", ["Bệnh viện 175"]),
    (
      "Tổng công ty Lưu ký và Bù trừ Chứng khoán cho biết", ["Tổng công ty Lưu ký và Bù trừ Chứng khoán"]
    ),
    ("làm việc cho công ty TNHH Triều Phú từ lâu", ["Triều Phú"]),
  ])
  func bodiesAreNamedByTheirHeads(text: String, expected: [String]) throws {
    #expect(try names(text).filter { $0.hasPrefix("org") } == expected.map { "orgName [\($0)]" })
  }

  @Test func aPlaceNestsInABodyOfItsOwn() throws {
    #expect(
      try names("Ủy ban nhân dân tỉnh Quảng Nam và UBND TP.HCM đã họp.") == [
        "orgName [Ủy ban nhân dân tỉnh Quảng Nam]", "placeName [Quảng Nam]", "orgName [UBND TP.HCM]",
        "placeName [TP.HCM]",
      ])
  }

  @Test func theHolderOfAnOfficeIsNoPartOfTheBody() throws {
    #expect(
      try names("Giám đốc Sở Y tế Nguyễn Tấn Bỉnh và Bí thư Thành ủy Trần Văn Minh đã nói.") == [
        "orgName [Sở Y tế]", "persName [Nguyễn Tấn Bỉnh]", "persName [Trần Văn Minh]",
      ])
  }

  @Test(arguments: [
    "Nguyên nhân là do độ phá nước quá lớn.", "Bình thường thì không sao.", "Ngân hàng đã tăng lãi suất.",
    "Chứng khoán giảm điểm.", "Trong khi đó, mọi việc vẫn ổn.", "Gia đình nền nếp lắm.",
    "Đại hội đã thông qua nghị quyết.", "Vụ án đã được xử.",
    "Nhà máy lọc hóa dầu dùng Python để tính.", "Bài này nói về Sockets Trong Kotlin và cách dùng.",
    "Bài viết đã hết. Nguồn: theo báo chí.", "Họ nói bằng tiếng Việt với nhau.",
    "Mua hoa trước Tết Nguyên đán.",
  ])
  func aCommonWordIsNoName(text: String) throws {
    #expect(try names(text).isEmpty)
  }

  @Test func aPageIsNoProvinceOfThailand() throws {
    #expect(try marks("Xem các trang sau. Trang này hết.").isEmpty)
    #expect(try marks("ở tỉnh Trang, Thái Lan").first == "placeName [Trang] place.trang")
  }

  @Test func degreesInCapitalsAreTitles() throws {
    #expect(
      try names("BS.CK2 Cao Thị Hồng, PGS.TS.BS Nguyễn Văn Nam và ThS. Lê Thị Hoa cho biết.") == [
        "persName [Cao Thị Hồng]", "persName [Nguyễn Văn Nam]", "persName [Lê Thị Hoa]",
      ])
    #expect(try names("The TS Eliot prize went to a poet.").allSatisfy { !$0.contains("[Eliot]") })
  }

  @Test func aCountryIsNoneInAPersonsOrPlacesName() throws {
    #expect(
      try names("Ông Trần Minh Đức và bà Nga ở thị trấn Khâm Đức gặp mấy ông Mỹ từ Pháp về.") == [
        "persName [Trần Minh Đức]", "persName [Nga]", "placeName [Khâm Đức]", "placeName [Mỹ]",
        "placeName [Pháp]",
      ])
    #expect(
      try names("Lính Mỹ đổ bộ; tổng thống Mỹ Joe Biden nói.").filter { $0 == "placeName [Mỹ]" }.count == 2)
  }

  /// "Pháp luật" is law, "Mỹ thuật" art, "Áo dài" a dress and "Đức vua" a king; the country is none where its name
  /// stands elsewhere either.
  @Test func aCountryIsNoneInACommonWord() throws {
    #expect(
      try names("Pháp luật nghiêm minh. Mỹ thuật và Áo dài Huế. Nhật ký ở Pháp. Đức vua Norodom Sihamoni.")
        == [
          "placeName [Huế]", "placeName [Pháp]", "persName [Norodom Sihamoni]",
        ])
    #expect(
      try names("Mỹ viện trợ cho Sài Gòn. Ông sang Mỹ học. Pháp định cư, Đức và Áo từ chối.") == [
        "placeName [Mỹ]", "placeName [Sài Gòn]", "placeName [Mỹ]", "placeName [Pháp]", "placeName [Đức]",
        "placeName [Áo]",
      ])
    #expect(try names("Trường Đại học Mỹ thuật Hà Nội").first == "orgName [Trường Đại học Mỹ thuật Hà Nội]")
  }

  /// Many are named after a province; "miền Nam" is nobody.
  @Test func aProvinceIsNoneBehindAFamilyName() throws {
    #expect(
      try names("Chánh án Nguyễn Hòa Bình và ông Trần Bắc Ninh đến tỉnh Hòa Bình.") == [
        "persName [Nguyễn Hòa Bình]", "persName [Trần Bắc Ninh]", "placeName [Hòa Bình]",
      ])
    #expect(try names("Ông Nguyễn Văn Nam vào miền Nam.").filter { $0 == "persName [Nam]" }.isEmpty)
  }

  @Test func theBodyOfATitleIsNoPartOfTheName() throws {
    #expect(
      try names(
        "Chủ tịch VCCI Vũ Tiến Lộc và Chánh án TAND Tối cao. Bộ trưởng Quốc phòng Campuchia Tia Banh."
      )
      .filter { $0.hasPrefix("persName") } == ["persName [Vũ Tiến Lộc]"])
    #expect(try names("Thủ tướng Lào Phun Xipaxớt thăm Huế.").first == "placeName [Lào]")
  }

  @Test func theCentralCommitteeIsThatOfItsParty() throws {
    #expect(
      try marks("Ban Chấp hành Trung ương Đảng Nhân dân Cách mạng Lào và Ban Chấp hành Trung ương Đảng họp.")
        .first
        == "orgName [Ban Chấp hành Trung ương] org.vn-central-committee")
    #expect(
      try marks("Ban Chấp hành Trung ương Đảng Cộng sản Việt Nam").first
        == "orgName [Ban Chấp hành Trung ương Đảng Cộng sản Việt Nam] org.vn-central-committee")
  }

  @Test(arguments: [
    ("Khiêu Xămphon và Pôn-pốt", ["pers.khieu-samphan", "pers.pol-pot"]),
    (
      "ở Kông Pông Chàm, Xvây Riêng và Ra-ta-na-ki-ri",
      [
        "place.kampong-cham", "place.svay-rieng", "place.ratanakiri",
      ]
    ),
    ("Phi-đen Cax-tơ-rô thăm Cu-a-la Lăm-pơ", ["pers.castro", "place.kuala-lumpur"]),
  ])
  func namesAreFoundAsVietnameseSpellsTheirSound(text: String, keys: [String]) throws {
    #expect(try marks(text).compactMap { $0.split(separator: " ").last.map(String.init) } == keys)
  }

  @Test func aNewspaperIsABodyWhoseKindStandsBeforeIt() throws {
    #expect(
      try names("Theo báo Thanh Niên và báo Dân Trí, tình báo Mỹ im lặng, báo Tết ra sớm.")
        .filter { !$0.hasPrefix("placeName") } == ["orgName [Thanh Niên]", "orgName [Dân Trí]"])
  }

  @Test func capitalsDoNotGoOnWithAName() throws {
    #expect(
      try names("Bà Lê Thị Kính GĐ sở, ở quận Bình Thạnh TP.HCM") == [
        "persName [Lê Thị Kính]", "placeName [Bình Thạnh]", "placeName [TP.HCM]",
      ])
  }

  @Test func aBracketedPlaceMakesNoPlaceOfAFirm() throws {
    #expect(
      try names("hãng dầu PTT (Thái Lan) đã đến ga Trùng Khánh (Trung Quốc) hôm qua.").filter {
        !$0.contains("Trùng Khánh")
      } == ["placeName [Thái Lan]", "placeName [Trung Quốc]"])
  }

  @Test func theStatisticalLayerGuessesInNoLanguageThatItWasNotTaught() throws {
    func found(_ language: String?) throws -> [String] {
      var document = Document(id: "test", text: "Yesterday Marcus Childers met the press.")
      document.language = language
      try standard.get().process(&document)
      return marks(document)
    }
    #expect(try found("en") == ["persName [Marcus Childers] pers.marcus-childers"])
    #expect(try found(nil) == ["persName [Marcus Childers] pers.marcus-childers"])
    #expect(try found("id").isEmpty)
  }

  @Test func aPersonsNameMayEndLikeThatOfAPlace() throws {
    #expect(
      try names("After Fiona Hill left, CEO Tim Cook spoke on Elizabeth Street.") == [
        "persName [Fiona Hill]", "persName [Tim Cook]", "placeName [Elizabeth Street]",
      ])
  }

  @Test func aPersonMayBearTheNameOfATown() throws {
    #expect(
      try names("She sang what Whitney Houston sang in Houston, and in Inner Mongolia.") == [
        "persName [Whitney Houston]", "placeName [Houston]", "placeName [Inner Mongolia]",
      ])
  }

  @Test func khmerSubscriptsOfDaAndTaAreOne() throws {
    let places = try marks("នៅខេត្តកណ្តាល និងខេត្តកណ្\u{178A}ាល ក្នុងព្រៃវែង។")
    #expect(
      places == [
        "placeName [កណ្តាល] place.kandal", "placeName [កណ្\u{178A}ាល] place.kandal",
        "placeName [ព្រៃវែង] place.prey-veng",
      ])
    #expect(
      try marks("សម្\u{178A}េច ហ៊ុន សែន")
        == marks("សម្តេច ហ៊ុន សែន").map {
          $0.replacing("សម្តេច", with: "សម្\u{178A}េច")
        })
  }

  @Test(arguments: [
    "Họ ở lại đó đến khuya. Đoàn người kéo về thị xã.", "Họ ở lại đó đến khuya. Sang tháng 3, đường đã khô.",
    "Mọi người im lặng. Toán trinh sát đi trước.", "Họ đi từ sớm. Xe hỏng dọc đường.",
  ])
  func aWordOfEveryDayThatOpensASentenceIsNoName(text: String) throws {
    #expect(try names(text) == [])
  }

  @Test func aDatelineOpensASentence() throws {
    #expect(try names("Hà Nội - Sáng 17/6, mưa lớn.") == ["placeName [Hà Nội]"])
    #expect(try names("Cần Thơ - Chiều 2/7, bão tan.") == ["placeName [Cần Thơ]"])
  }

  @Test func aDateMayFollowTheTimeOfDay() throws {
    #expect(
      try marks("Rạng sáng 19/2, họ đến. Chiều 20-2 họ đi. Làm 3/4 việc. Buổi tối 2/3 cá chết.") == [
        "date [19/2] when=--02-19", "date [20-2] when=--02-20",
      ])
  }

  @Test func aSentenceEndsAPersonsName() throws {
    #expect(try names("Họ gặp Đinh Công Vũ. Trại đã cháy.") == ["persName [Đinh Công Vũ]"])
    #expect(
      try names("They met Keo Samy and Sok Ly. Villagers fled.") == [
        "persName [Keo Samy]", "persName [Sok Ly]",
      ])
    #expect(try names("then V. Yu. Orlov left") == ["persName [V. Yu. Orlov]"])
  }

  @Test func aPlaceWordBeforeACommonWordTellsNoPlace() throws {
    #expect(try names("Họ ký bản Tạm ước ở đó.") == [])
  }
}
