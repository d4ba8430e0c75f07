import StageKit
import Testing

@testable import WriteCoNLLU

@Suite struct WriteCoNLLUTests {
}
