import Foundation
import StageKit
import Testing

@Suite struct StampTests {
  private func stamp(_ add: (inout Stamp) -> Void) -> Stamp {
    var stamp = Stamp()
    add(&stamp)
    return stamp
  }

  @Test func itsTextLeadsBackToIt() {
    for number in [0, 1, -1, .max, .min, 36, 1_753_000_000] {
      let one = stamp { $0.add(number) }
      #expect(Stamp(text: one.text.utf8.span) == one)
    }
    #expect(Stamp().text == "~33niihzj4ux45")
  }

  @Test(arguments: ["", "~", "33q2", "~33Q2", "~33 2", "e3b0c44298fc1c149afbf4c8996fb924"])
  func whatIsNoTextOfOneIsNone(text: String) {
    #expect(Stamp(text: text.utf8.span) == nil)
  }

  @Test func whatIsAddedInAnotherOrderOrCutElsewhereIsAnother() {
    let all = [
      stamp { _ in },
      stamp { $0.add(0) },
      stamp {
        $0.add(1)
        $0.add(2)
      },
      stamp {
        $0.add(2)
        $0.add(1)
      },
      stamp {
        $0.add("Huế".utf8.span)
        $0.add("".utf8.span)
      },
      stamp {
        $0.add("Hu".utf8.span)
        $0.add("ế".utf8.span)
      },
      stamp { $0.add("Huế".decomposedStringWithCanonicalMapping.utf8.span) },
    ]
    #expect(Set(all.map(\.value)).count == all.count)
  }
}
