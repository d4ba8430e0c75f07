import Markup
import StageKit

extension CleanBoilerplate {
  /// The main content of an HTML page.
  func fromHTML(_ text: [UInt8]) throws(StageError) -> CleanedText {
    let page: HTMLPage
    do { page = try HTMLPage(text) } catch { throw StageError(error.code, error.message, at: error.offset) }
    let letters = LetterCounts(page)
    let cuts = PageCuts(page, letters)
    let content = MainContent(page, letters, cuts)
    var assembly = HTMLAssembly(page, cuts, content)
    return assembly.cleaned()
  }
}

/// Puts the chosen leaves together as text, blocks and spans.
struct HTMLAssembly {
  private let page: HTMLPage
  private let cuts: PageCuts
  private let content: MainContent
  private var result: CleanedText

  init(_ page: HTMLPage, _ cuts: PageCuts, _ content: MainContent) {
    self.page = page
    self.cuts = cuts
    self.content = content
    result = CleanedText(of: page.text)
  }

  mutating func cleaned() -> CleanedText {
    for (i, leaf) in page.leaves.enumerated() {
      if let rule = content.rules[i] {
        remove(leaf, rule)
      } else {
        add(leaf)
      }
    }
    result.finish(because: "markup")
    return result
  }

  private mutating func remove(_ leaf: HTMLPage.Leaf, _ rule: String) {
    guard rule != "hidden", let first = page.pieces[leaf.pieces].first, let last = page.pieces[leaf.pieces].last else {
      return
    }
    var text: [UInt8] = []
    for piece in page.pieces[leaf.pieces] { text += page.bytes(piece) }
    result.remove(first.range.lowerBound..<last.range.upperBound, WhiteSpace.collapsed(text), because: rule)
  }

  private mutating func add(_ leaf: HTMLPage.Leaf) {
    var writer = LeafWriter(page: page, isPreformatted: false)
    let start = result.count
    writer.write(page.pieces[leaf.pieces].filter { cuts.rules[$0.element] == nil }, separator: start > 0, into: &result)
    if writer.start < result.count { result.blocks.append(Block(.paragraph, writer.start..<result.count)) }
  }
}

/// Writes the pieces of one leaf, white space collapsed.
struct LeafWriter {
  let page: HTMLPage
  let isPreformatted: Bool
  /// Where in the new text the leaf begins.
  private(set) var start = Int.max
  private var hasSpace = false
  private var hasBreak = false

  init(page: HTMLPage, isPreformatted: Bool) {
    self.page = page
    self.isPreformatted = isPreformatted
  }

  mutating func write(_ pieces: [HTMLPage.Piece], separator: Bool, into result: inout CleanedText) {
    for piece in pieces {
      if piece.isLineBreak {
        hasBreak = true
      } else if let replacement = piece.replacement {
        if WhiteSpace.isBlank(replacement[...]) {
          hasSpace = true
        } else {
          let gap = takeSeparator(separator, result.count)
          result.replace(piece.range, by: replacement, after: gap, because: "character-reference", gap: "markup")
        }
      } else {
        copy(piece.range, separator, into: &result)
      }
    }
  }

  /// Copies a run of text, each run of white space as one space.
  private mutating func copy(_ range: Range<Int>, _ separator: Bool, into result: inout CleanedText) {
    var i = range.lowerBound
    while i < range.upperBound {
      if WhiteSpace.isSpace(page.text[i]) {
        hasSpace = true
        i += 1
        continue
      }
      var end = i
      // A single space between words stays where it is; only longer runs and other white space become edits.
      while end < range.upperBound {
        if !WhiteSpace.isSpace(page.text[end]) {
          end += 1
        } else if page.text[end] == 0x20, end + 1 < range.upperBound, !WhiteSpace.isSpace(page.text[end + 1]) {
          end += 2
        } else {
          break
        }
      }
      result.keep(i..<end, after: takeSeparator(separator, result.count), because: "markup")
      i = end
    }
  }

  /// What stands before the next character: the line feed between blocks, a line break, a space, or nothing.
  private mutating func takeSeparator(_ needsBlockBreak: Bool, _ position: Int) -> [UInt8] {
    defer {
      hasSpace = false
      hasBreak = false
    }
    if start == Int.max {
      start = position + (needsBlockBreak ? 1 : 0)
      return needsBlockBreak ? [0x0A] : []
    }
    return hasBreak ? [0x0A] : hasSpace ? [0x20] : []
  }
}

/// White space of HTML: space, tab, line feed, form feed, carriage return. No-break and zero-width spaces are text.
enum WhiteSpace {
  @inline(__always) static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

  static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy { isSpace($0) } }

  /// The bytes with each run of white space as one space, none at the ends.
  static func collapsed(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var hasSpace = false
    for byte in bytes {
      if isSpace(byte) {
        hasSpace = !result.isEmpty
      } else {
        if hasSpace { result.append(0x20) }
        hasSpace = false
        result.append(byte)
      }
    }
    return result
  }
}
