import StageKit
import UnicodeText

/// The changes that a run of Vietnamese text needs.
///
/// A pure function of bytes, range and options. Words inside URLs, e-mail addresses, hashtags, paths and code
/// stay as they are; so do letters of other scripts. Applied twice, it changes nothing the second time.
public struct VietnameseNormalizer: Sendable {
  private let options: NormalizeVietnamese.Options
  /// Whether a rule is on that must look at every word.
  private let readsEveryWord: Bool

  public init(_ options: NormalizeVietnamese.Options = .init()) {
    self.options = options
    readsEveryWord = options.tone != .keep || options.confusables != .off || options.iy != .off
  }

  /// The changes, and the places that were seen and left alone.
  ///
  /// - Parameter range: UTF-8 bytes, whole scalars, not starting inside a word.
  /// - Returns: edits in ascending order, not overlapping, each with its rule's name; empty when all is
  ///   right.
  /// - Complexity: O(n); one scan without allocation when no rule has anything to look at.
  public func changes(in text: [UInt8], range: Range<Int>) -> (edits: [Edit], reports: [Report]) {
    guard readsEveryWord || Self.hasSuspects(text, range) else { return ([], []) }
    var scan = WordScan(text: text, range: range, options: options)
    scan.run()
    return (scan.edits, scan.reports)
  }

  /// Whether there is anything but letters, composed, and ordinary spaces: combining marks, invisible
  /// characters, no-break spaces, and scalars that canonical equivalence replaces. May say so too often.
  private static func hasSuspects(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    text.withUnsafeBufferPointer { bytes in
      func next(_ offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }
      for offset in range.clamped(to: 0..<bytes.count) {
        switch bytes[offset] {
        case 0xCC, 0xCD, 0xEF: return true
        case 0xC2 where next(offset + 1) == 0xA0 || next(offset + 1) == 0xAD: return true
        case 0xE2 where next(offset + 1) == 0x80:
          if next(offset + 2) <= 0x8F || 0xAA...0xAF ~= next(offset + 2) { return true }
        case 0xE2 where next(offset + 1) == 0x81 || next(offset + 1) == 0x84: return true
        case 0xE3 where next(offset + 1) == 0x80 && next(offset + 2) == 0x80: return true
        default: break
        }
      }
      return false
    }
  }
}
