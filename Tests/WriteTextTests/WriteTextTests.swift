import StageKit
import Testing

@testable import WriteText

@Suite struct WriteTextTests {
}
