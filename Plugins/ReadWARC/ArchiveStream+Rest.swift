import Foundation

extension ArchiveStream {
  /// Takes everything before the next line, or member of gzip, that begins a record.
  func rest(keeping maxBytes: Int) -> [UInt8] {
    var kept: [UInt8] = []
    let mark = Array("\nWARC/".utf8)
    while true {
      let count = peek(mark.count).count
      guard count == mark.count else {
        keep(count, &kept, maxBytes)
        return kept
      }
      let member = members.first { $0.position > position }.map { $0.position - position + start }
      let isMemberNext = member.map { buffer[$0...].starts(with: mark.dropFirst()) } ?? false
      let found = Self.firstIndex(of: mark, in: buffer, from: start)
      if let found, member.map({ !isMemberNext || found < $0 }) ?? true {
        keep(found + 1 - start, &kept, maxBytes)
        return kept
      }
      if let member, isMemberNext {
        keep(member - start, &kept, maxBytes)
        return kept
      }
      // A mark may begin among the last bytes; a member that begins there is seen when more has come.
      let safe = max(1, (buffer.count - start) - mark.count + 1)
      keep(member.map { min(safe, max(1, $0 - start)) } ?? safe, &kept, maxBytes)
    }
  }

  private func keep(_ count: Int, _ kept: inout [UInt8], _ maxBytes: Int) {
    kept += buffer[start...].prefix(min(count, maxBytes - kept.count))
    drop(count)
  }

  /// - Complexity: O(bytes): the mark begins with the end of a line, and holds no other.
  private static func firstIndex(of mark: [UInt8], in buffer: [UInt8], from start: Int) -> Int? {
    buffer.withUnsafeBytes { all in
      guard let base = all.baseAddress else { return nil }
      var position = start
      while let found = memchr(base + position, Int32(mark[0]), all.count - position) {
        let index = UnsafeRawPointer(found) - base
        if all[index...].starts(with: mark) { return index }
        position = index + 1
      }
      return nil
    }
  }
}
