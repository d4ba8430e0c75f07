internal import CICU

/// Unicode Normalization Form C, as edits.
///
/// Works on pieces of about 1 MiB that end where the form has a boundary, so memory does not grow with the
/// text.
/// - Source: Unicode Standard Annex #15; the data is the linked ICU's.
public enum NFC {
  private static let pieceBytes = 1 << 20

  /// Whether the range is in NFC. Ill-formed bytes do not count against it.
  ///
  /// - Parameter range: UTF-8 bytes, whole scalars; all of `bytes` when nil. Its ends are taken as ends of a
  ///   text.
  /// - Complexity: O(n), no allocation.
  public static func isNormalized(_ bytes: [UInt8], in range: Range<Int>? = nil) -> Bool {
    var all = true
    visitPieces(of: bytes, in: range) { piece, _ in
      all = all && cicu_nfc_is_normalized(piece.baseAddress, Int32(piece.count))
      return all
    }
    return all
  }

  /// The changes that put the range into NFC.
  ///
  /// - Parameter range: UTF-8 bytes, whole scalars; all of `bytes` when nil. Its ends are taken as ends of a
  ///   text.
  /// - Returns: edits in ascending order, not overlapping, as small as whole scalars allow; empty when the
  ///   text is already right. Ill-formed bytes stay as they are.
  /// - Complexity: O(n).
  public static func edits(_ bytes: [UInt8], in range: Range<Int>? = nil) -> [TextEdit] {
    var found = EditList(bytes: bytes)
    visitPieces(of: bytes, in: range) { piece, start in
      if cicu_nfc_is_normalized(piece.baseAddress, Int32(piece.count)) { return true }
      found.pieceStart = start
      withUnsafeMutablePointer(to: &found) { list in
        // It fails only for want of memory, where Swift stops as well: ICU has this data built in.
        _ = cicu_nfc_edits(piece.baseAddress, Int32(piece.count), list) { list, start, end, text, length in
          // `list` is the pointer handed over one line above, so it is not nil and has this type.
          list!.assumingMemoryBound(to: EditList.self).pointee
            .add(Int(start)..<Int(end), UnsafeBufferPointer(start: text, count: Int(length)))
        }
      }
      return true
    }
    return found.edits
  }

  /// The text in NFC.
  ///
  /// - Complexity: O(n).
  public static func normalized(_ bytes: [UInt8]) -> [UInt8] {
    let edits = edits(bytes)
    return edits.isEmpty ? bytes : edits.applied(to: bytes)
  }

  /// The full canonical decomposition of a scalar; the scalar itself when it has none.
  ///
  /// - Complexity: O(1).
  public static func decomposition(of scalar: UInt32) -> [UInt32] {
    var scalars = [UInt32](repeating: 0, count: 8)  // the longest canonical decomposition has four
    let count = scalars.withUnsafeMutableBufferPointer { cicu_nfd(scalar, $0.baseAddress, Int32($0.count)) }
    return count == 0 ? [scalar] : Array(scalars.prefix(Int(count)))
  }

  /// Calls `visit` with pieces that can be normalised apart and their offsets, until it returns false.
  private static func visitPieces(
    of bytes: [UInt8], in range: Range<Int>?, _ visit: (UnsafeBufferPointer<UInt8>, Int) -> Bool
  ) {
    let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
    var start = range.lowerBound
    while start < range.upperBound {
      let end = boundary(in: bytes, from: start + pieceBytes, start: start, end: range.upperBound)
      let goesOn = bytes.withUnsafeBufferPointer {
        visit(UnsafeBufferPointer(rebasing: $0[start..<end]), start)
      }
      if !goesOn { return }
      start = end
    }
  }

  private static func boundary(in bytes: [UInt8], from offset: Int, start: Int, end: Int) -> Int {
    guard offset < end else { return end }
    let farthest = Swift.min(end, start + Int(Int32.max) / 4)  // ICU counts in 32 bits
    var offset = offset
    while offset < farthest && UTF8Text.isContinuation(bytes[offset]) { offset += 1 }
    while offset < farthest {
      let (scalar, length) = UTF8Text.scalar(in: bytes, at: offset, before: end)
      if cicu_nfc_has_boundary_before(scalar) { return offset }
      offset += length
    }
    return farthest
  }
}

private struct EditList {
  let bytes: [UInt8]
  var pieceStart = 0
  var edits: [TextEdit] = []

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func add(_ range: Range<Int>, _ replacement: UnsafeBufferPointer<UInt8>) {
    let range = range.lowerBound + pieceStart..<range.upperBound + pieceStart
    if let edit = TextEdit(range, replacement: replacement, trimmedIn: bytes) { edits.append(edit) }
  }
}
