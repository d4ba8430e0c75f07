import StageKit

/// The header of a compiled gazetteer, read with care: the file may be any.
struct GazetteerHeader {
  private typealias Layout = GazetteerLayout

  private let bytes: UnsafeRawBufferPointer
  private let file: String

  /// - Parameter file: for messages.
  init(_ bytes: UnsafeRawBufferPointer, file: String) {
    self.bytes = bytes
    self.file = file
  }

  func failure(_ what: String) -> StageError {
    StageError("gazetteer-compiled", "\(file): \(what); compile it again with 'sastra gazetteer compile'")
  }

  /// A number of the header, once the file is known to have one.
  func number(_ offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// - Throws: `StageError` "gazetteer-compiled" for a file of another kind or version, or cut short.
  func checkFile() throws(StageError) {
    guard bytes.count >= Layout.headerBytes, number(Layout.Header.magic) == Layout.magic else {
      throw failure("the file is no compiled gazetteer, or is cut short")
    }
    let version = UInt32(truncatingIfNeeded: number(Layout.Header.version))
    guard version == Layout.version else {
      throw failure("the file is of version \(version) of the format, this program reads \(Layout.version)")
    }
    let header = UnsafeRawBufferPointer(rebasing: bytes[..<Layout.Header.headerChecksum])
    guard GazetteerHash.checksum(header) == number(Layout.Header.headerChecksum) else {
      throw failure("the header is damaged")
    }
    guard number(Layout.Header.fileBytes) == UInt64(bytes.count) else {
      throw failure("the file has \(bytes.count) bytes, its header says \(number(Layout.Header.fileBytes))")
    }
  }

  /// The section that a field of the header tells of.
  ///
  /// - Throws: `StageError` "gazetteer-compiled" where it does not lie in the file.
  func section(_ field: Int, _ elementBytes: Int) throws(StageError) -> GazetteerImage.Section {
    let (count, offset) = (number(field), number(field + 8))
    let (size, isTooLarge) = count.multipliedReportingOverflow(by: UInt64(elementBytes))
    guard !isTooLarge, offset >= UInt64(Layout.headerBytes), offset <= UInt64(bytes.count),
      size <= UInt64(bytes.count) - offset, count < 1 << 32
    else { throw failure("a section lies outside of the file") }
    return GazetteerImage.Section(count: Int(count), offset: Int(offset))
  }
}
