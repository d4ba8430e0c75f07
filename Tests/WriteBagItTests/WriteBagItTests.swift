import StageKit
import Testing

@testable import WriteBagIt

@Suite struct WriteBagItTests {
}
