/// Pointers from the corpus file to its documents, in the order of their ids, a byte for a byte: there may be a
/// million. As they are references, they need no escape.
struct DocumentPointers {
  private var bytes: [UInt8] = []
  private var ends = [0]

  var count: Int { ends.count - 1 }

  mutating func append(_ pointer: String) {
    bytes += pointer.utf8
    ends.append(bytes.count)
  }

  func append(_ number: Int, to output: inout [UInt8]) {
    withPointer(number) { output.append(contentsOf: $0) }
  }

  /// Without the xml:id.
  func appendFile(_ number: Int, to output: inout [UInt8]) {
    withPointer(number) { output.append(contentsOf: UnsafeBufferPointer(rebasing: $0.prefix { $0 != 0x23 })) }
  }

  private func withPointer(_ number: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[ends[number]..<ends[number + 1]])) }
  }
}

extension [UInt8] {
  /// As `+=`, which takes time to hold and to let go of what it appends, each time.
  mutating func append(bytes: [UInt8]) { bytes.withUnsafeBufferPointer { append(contentsOf: $0) } }
}
