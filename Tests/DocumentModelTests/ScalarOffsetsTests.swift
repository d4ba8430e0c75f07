import DocumentModel
import Testing

@Suite struct ScalarOffsetsTests {
  @Test(arguments: [0, 1, 63, 64, 85, 86, 255, 256, 257, 512, 700])
  func bothDirectionsAgreeAroundEveryStride(count: Int) {
    let scalars = (0..<count).map { alphabet[$0 % alphabet.count] }
    var string = String.UnicodeScalarView()
    string.append(contentsOf: scalars)
    let text = Array(String(string).utf8)
    let offsets = ScalarOffsets(text)
    var byte = 0
    for number in 0...count {
      guard offsets.byte(atScalar: number) == byte, offsets.scalars(atByte: byte) == number else {
        Issue.record("scalar \(number), byte \(byte)")
        return
      }
      if number < count { byte += UTF8.width(scalars[number]) }
    }
    #expect(offsets.byte(atScalar: count + 1) == nil)
    #expect(offsets.byte(atScalar: -1) == nil)
    #expect(offsets.byte(atScalar: .max) == nil)
  }

  @Test(arguments: [255, 256, 257, 512])
  func plainLettersAreCountedAroundEveryStride(count: Int) {
    let offsets = ScalarOffsets([UInt8](repeating: 0x61, count: count))
    #expect(offsets.scalars(atByte: count) == count)
    #expect(offsets.byte(atScalar: count) == count)
    #expect(offsets.byte(atScalar: 256) == (count >= 256 ? 256 : nil))
  }

  @Test func aPlaceOutsideTheTextIsItsNearestEnd() {
    let offsets = ScalarOffsets(Array("Việt".utf8))
    #expect(offsets.scalars(atByte: 100) == 4)
    #expect(offsets.scalars(atByte: -1) == 0)
  }
}
