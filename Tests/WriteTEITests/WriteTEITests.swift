import StageKit
import Testing

@testable import WriteTEI

@Suite struct WriteTEITests {
}
