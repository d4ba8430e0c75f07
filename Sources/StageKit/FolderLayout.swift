/// How a writer spreads the files of documents over folders.
public enum FolderLayout: String, OptionChoice {
  /// Folders as the ids of the documents have them.
  case named
  /// Two levels of 256 folders each, by a hash of the id: of a million documents about 15 in each. A document
  /// lies in the same folder in every run, whatever other documents there are.
  case hashed

  /// What the path of a document's file begins with: nothing, or two folders.
  ///
  /// - Source: FNV-1a, 32 bits, folded to 16 (G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake).
  func folder(for id: String) -> String {
    guard self == .hashed else { return "" }
    let hash = id.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    let digits = String((hash >> 16 ^ hash) & 0xFFFF | 0x10000, radix: 16).dropFirst()
    return "\(digits.prefix(2))/\(digits.suffix(2))/"
  }
}
