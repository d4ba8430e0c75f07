import StageKit
import Testing

@testable import WriteWebAnnotations

@Suite struct WriteWebAnnotationsTests {
}
