internal import CICU

/// An encoding that ICU's detector holds likely.
public struct EncodingGuess: Sendable, Equatable {
  public var encoding: WebEncoding
  /// ISO 639 code of the language that the detector saw; nil where it looks at bytes only.
  public var language: String?
  /// 0...100, by the detector's own measure.
  public var confidence: Int

  /// The guesses at the encoding of bytes, the likeliest first.
  ///
  /// - Parameter bytes: text without tags; 64 KiB are plenty.
  /// - Complexity: O(n · encodings).
  public static func guesses(_ bytes: [UInt8]) -> [EncodingGuess] {
    var guesses: [EncodingGuess] = []
    withUnsafeMutablePointer(to: &guesses) { list in
      // It fails only for want of memory, and then there is no guess.
      _ = cicu_charset_guess(bytes, Int32(clamping: bytes.count), list) { list, name, language, confidence in
        guard let name, case .encoding(let encoding) = EncodingLabel(String(cString: name)) else { return }
        let code = language.map { String(cString: $0) } ?? ""
        // `list` is the pointer handed over above, so it is not nil and has this type.
        list!.assumingMemoryBound(to: [EncodingGuess].self).pointee.append(
          EncodingGuess(
            encoding: encoding, language: code.isEmpty ? nil : code, confidence: Int(confidence)))
      }
    }
    return guesses
  }
}
