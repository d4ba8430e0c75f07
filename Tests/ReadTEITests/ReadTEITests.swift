import Foundation
import StageKit
import Testing

@testable import ReadTEI

@Suite struct ReadTEITests {
}
