import StageKit
import TagEntities
import Testing

/// Whose body it is, and bodies behind heads of other languages.
@Suite struct BodiesOfStatesTests {
  private func bodies(_ text: String) throws -> [String] {
    try marks(text).filter { $0.hasPrefix("org") }.map { String($0.dropFirst("orgName ".count)) }
  }

  @Test(arguments: [
    ("Hôm đó Bộ Quốc phòng Lào gửi điện.", "[Bộ Quốc phòng Lào] org.laos-ministry-of-defence"),
    ("Theo Bộ Nội vụ Thái Lan, cầu đã sập.", "[Bộ Nội vụ Thái Lan] org.thailand-ministry-of-interior"),
    ("Theo Quốc hội Lào, luật đã có.", "[Quốc hội Lào] org.laos-national-assembly"),
    (
      "Theo Bộ Ngoại giao Liên Xô, không ai bị bắt.",
      "[Bộ Ngoại giao Liên Xô] org.ministry-of-foreign-affairs-of-the-soviet-union"
    ),
    ("Theo Bộ Công an Việt Nam, đường đã mở.", "[Bộ Công an Việt Nam] org.vn-public-security-ministry"),
    (
      "Hôm đó Bộ Quốc phòng Việt Nam Cộng hòa gửi điện.",
      "[Bộ Quốc phòng Việt Nam Cộng hòa] org.republic-of-vietnam-ministry-of-defence"
    ),
    (
      "HÔM ĐÓ QUỐC HỘI VIỆT NAM CỘNG HÒA GỬI ĐIỆN",
      "[QUỐC HỘI VIỆT NAM CỘNG HÒA] org.republic-of-vietnam-national-assembly"
    ),
    (
      "THƯ CỦA ĐẠI SỨ QUÁN THÁI LAN",
      "[ĐẠI SỨ QUÁN THÁI LAN] org.thailand-embassy"
    ),
    (
      "Theo Bộ Ngoại giao Anh, không ai bị bắt.",
      "[Bộ Ngoại giao Anh] org.united-kingdom-ministry-of-foreign-affairs"
    ),
    (
      "The Kampuchean Ministry of Health denied it.",
      "[Kampuchean Ministry of Health] org.cambodia-ministry-of-health"
    ),
    ("Hồ sơ của Bộ Quốc phòng đã mất.", "[Bộ Quốc phòng] org.vn-defence-ministry"),
    ("Đại sứ quán Ấn Độ ở đó đóng cửa.", "[Đại sứ quán Ấn Độ] org.india-embassy"),
    ("The Lao Ministry of Justice denied it.", "[Lao Ministry of Justice] org.laos-ministry-of-justice"),
    (
      "The Burmese Ministry of Health denied it.",
      "[Burmese Ministry of Health] org.myanmar-ministry-of-health"
    ),
    ("Laos's Ministry of Justice denied it.", "[Ministry of Justice] org.laos-ministry-of-justice"),
    (
      "The Ministry of the Interior of Thailand denied it.",
      "[Ministry of the Interior of Thailand] org.thailand-ministry-of-interior"
    ),
    ("Vietnam's Foreign Ministry denied it.", "[Foreign Ministry] org.vn-foreign-ministry"),
    ("The East German Embassy denied it.", "[East German Embassy] org.east-germany-embassy"),
    ("The South Korean Embassy denied it.", "[South Korean Embassy] org.south-korea-embassy"),
    (
      "The South Vietnamese Ministry of Interior denied it.",
      "[South Vietnamese Ministry of Interior] org.republic-of-vietnam-ministry-of-interior"
    ),
  ])
  func aBodyOfAStateHasTheKeyOfThatState(text: String, expected: String) throws {
    #expect(try bodies(text) == [expected])
  }

  /// The head of a year is no part of the date and none of a name before it.
  @Test func theHeadOfAYearEndsABody() throws {
    #expect(try marks("Trung đoàn Năm 1979 ở đó.") == ["date [1979] when=1979"])
  }

  /// Of two names that cross the first stays where what is left of it is no name.
  @Test func aNameIsNotCutForALaterOne() throws {
    #expect(
      try marks("off the Strait of Taiwan Strait") == ["placeName [Strait of Taiwan] place.taiwan-strait"])
  }

  @Test func theStateNestsInItsBody() throws {
    #expect(
      try marks("Theo Bộ Quốc phòng Lào, cầu đã sập.") == [
        "orgName [Bộ Quốc phòng Lào] org.laos-ministry-of-defence", "placeName [Lào] place.laos",
      ])
    #expect(
      try marks("printed by the University of Ohio Press in June") == [
        "orgName [University of Ohio Press] org.university-of-ohio-press", "placeName [Ohio] place.ohio",
        "date [June] when=--06",
      ])
  }

  @Test(arguments: [
    (
      "Rapport de la Commission nationale de contrôle sur la crise.",
      ["[Commission nationale de contrôle] org.commission-nationale-de-controle"]
    ),
    (
      "Selon le ministère de l'Intérieur du Laos, rien ne va.",
      ["[ministère de l'Intérieur du Laos] org.ministere-de-linterieur-du-laos"]
    ),
    ("Ce que l'Assemblée constituante a dit.", ["[Assemblée constituante] org.assemblee-constituante"]),
    ("Le Parti démocratique a perdu.", ["[Parti démocratique] org.parti-democratique"]),
    (
      "He joined the École supérieure de guerre in Paris.",
      ["[École supérieure de guerre] org.ecole-superieure-de-guerre"]
    ),
    ("Une commission a dit non, et le parti aussi.", []),
    ("The Mission to the north failed; the Front in the south too.", []),
  ])
  func frenchBodiesBeginWithTheirHeads(text: String, expected: [String]) throws {
    #expect(try bodies(text) == expected)
    #expect(try marks(text).allSatisfy { !$0.hasPrefix("persName") })
  }

  @Test(arguments: [
    "Parti de Vientiane hier, il arrive demain.", "C'est le ministère de M. Lebrun.",
  ])
  func aHeadWithNoWordOfSuchNamesBehindItIsNoBody(text: String) throws {
    #expect(try bodies(text) == [])
  }

  @Test func lettersThatMayBeSeveralBodiesAreLessSure() throws {
    func certainties(_ text: String) throws -> [String] {
      var document = Document(id: "test", text: text)
      try standard.get().process(&document)
      return document.spans.filter { $0.label == "orgName" }.compactMap { $0.attributes["cert"] }
    }
    #expect(try certainties("They sent a letter to MIT.") == ["medium"])
    #expect(
      try certainties("The Massachusetts Institute of Technology replied. They had written to MIT.") == [
        "high", "high",
      ])
  }
}

/// Khmer places and bodies that no list has.
@Suite struct KhmerHeadsTests {
  @Test(arguments: [
    ("គាត់រស់នៅភូមិត្រពាំងស្វាយ ហើយធ្វើស្រែ។", ["placeName [ត្រពាំងស្វាយ]"]),
    ("ផ្លូវនៅស្រុកត្រពាំងរំដួល ខូចអស់។", ["placeName [ត្រពាំងរំដួល]"]),
    ("នាងកើតនៅភូមិ ដំរីស។", ["placeName [ដំរីស]"]),
    ("ក្រសួងមុខងារ បានប្រកាស។", ["orgName [ក្រសួងមុខងារ]"]),
    ("គេទៅទីក្រុងធំៗ ហើយស្រុកឆ្ងាយៗ។ ខណ្ឌទូទាំង ប្រទេស។", []),
    ("អ្នកភូមិនោះ បានរត់។ ភូមិនេះ ស្ងាត់។ គាត់ទៅស្រុកកំណើត។ ក្រសួងនេះ បានប្រកាស។", []),
  ])
  func aWordBeforeThemTellsThem(text: String, expected: [String]) throws {
    #expect(try marks(text).map { String($0[...($0.lastIndex(of: "]") ?? $0.startIndex)]) } == expected)
  }
}
