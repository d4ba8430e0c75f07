extension [UInt8] {
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
