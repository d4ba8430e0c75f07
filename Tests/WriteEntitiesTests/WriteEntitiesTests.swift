import StageKit
import Testing

@testable import WriteEntities

@Suite struct WriteEntitiesTests {
}
