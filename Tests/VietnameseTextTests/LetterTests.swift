import Testing
import VietnameseText

@Suite struct LetterTests {
  @Test func aLetterIsTakenApart() {
    let letters = "aĐộửZẵ".unicodeScalars.map { Letter($0.value) }
    #expect(
      letters == [
        Letter(base: 0x61), Letter(base: 0x64, quality: .stroke, isUpper: true),
        Letter(base: 0x6F, quality: .circumflex, tone: .dot), Letter(base: 0x75, quality: .horn, tone: .hook),
        Letter(base: 0x7A, isUpper: true), Letter(base: 0x61, quality: .breve, tone: .tilde),
      ])
  }

  @Test func everyLetterComesBackAsItsScalar() {
    let scalars = (UInt32(0)...0x2FFF).filter { Letter($0) != nil }
    #expect(scalars.count == 52 + 134)
    #expect(scalars.compactMap { Letter($0)?.scalar } == scalars)
  }

  @Test func otherAlphabetsHaveNoLetters() {
    let scalars: [UInt32] = [0, 0x40, 0x5B, 0x7B, 0xD0, 0xE4, 0x301, 0x430, 0x1EFF, 0x1F00, 0xD800, .max]
    #expect(scalars.filter { Letter($0) != nil } == [])
  }

  @Test func whatVietnameseHasNotIsNoScalar() {
    let letters = [
      Letter(base: 0x65, quality: .horn), Letter(base: 0x62, tone: .acute), Letter(base: 0),
      Letter(base: 0xFF, quality: .stroke, tone: .dot, isUpper: true),
    ]
    #expect(letters.map(\.scalar) == [0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD])
  }

  @Test func everyMarkHasItsLetters() {
    let bearers = [Letter.Quality.circumflex, .breve, .horn, .stroke, .none].map { quality in
      "abdeiouy".unicodeScalars.filter { Letter($0.value)?.allows(quality) == true }.map(String.init).joined()
    }
    #expect(bearers == ["aeo", "a", "ou", "", ""])
    #expect(
      "abcdefghijklmnopqrstuvwxyz".unicodeScalars.filter { Letter($0.value)?.isVowel == true }.count == 6)
  }

  @Test func combiningCharactersAreQualitiesOrTones() {
    let marks: [UInt32] = [0x300, 0x301, 0x302, 0x303, 0x306, 0x309, 0x30C, 0x31B, 0x323, 0x340, 0x341]
    #expect(
      marks.map { Letter.Tone(mark: $0) } == [
        .grave, .acute, nil, .tilde, nil, .hook, nil, nil, .dot, .grave, .acute,
      ])
    #expect(
      marks.map { Letter.Quality(mark: $0) } == [
        nil, nil, .circumflex, nil, .breve, nil, nil, .horn, nil, nil, nil,
      ])
  }
}
