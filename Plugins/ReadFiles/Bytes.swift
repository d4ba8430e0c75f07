extension [UInt8] {
  /// Whether it comes before other bytes.
  func precedes(_ other: [UInt8]) -> Bool { span.precedes(other.span) }

  /// Calls a function with the bytes and a zero behind them.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count + 1) { buffer in
      _ = buffer.update(fromContentsOf: self)
      buffer[count] = 0
      // There is a zero at least, so that there is an address.
      return buffer.withMemoryRebound(to: CChar.self) { body(UnsafePointer($0.baseAddress!)) }
    }
  }
}

extension Swift.Span<UInt8> {
  /// Whether it comes before other bytes; what begins the same and is shorter comes first.
  func precedes(_ other: Swift.Span<UInt8>) -> Bool {
    for index in 0..<Swift.min(count, other.count) where self[index] != other[index] {
      return self[index] < other[index]
    }
    return count < other.count
  }
}
