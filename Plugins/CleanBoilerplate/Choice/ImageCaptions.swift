import Markup

/// Captions that stand in a paragraph of their own right after an image.
enum ImageCaptions {
  /// Words of a class that, right after an image, name its caption. Elsewhere they name much else.
  private static let words: Set<String> = [
    "image", "img", "photo", "pic", "picture", "desc", "description", "legend", "legende", "credit", "thich",
    "chuthichanh", "imagedesc", "imgdesc", "photodesc", "picdesc",
  ]

  /// Whether a block element follows an image, with nothing to read between, and its class or its words say
  /// that it is a caption.
  static func isCaption(_ element: Int, of page: HTMLPage) -> Bool {
    guard element > 1, page.elements[element - 1].tag == .img, isShort(element, of: page),
      [.p, .div, .td, .center].contains(page.elements[element].tag),
      isBlank(
        page.elements[element - 1].pieces.upperBound..<page.elements[element].pieces.lowerBound, of: page)
    else { return false }
    if let names = page.attribute("class", of: element),
      CutRules.split(names).contains(where: { words.contains($0) })
    {
      return true
    }
    let bytes = WhiteSpace.collapsed(page.pieces[page.elements[element].pieces].flatMap { page.bytes($0) })
    return Captions.isCaption(Line(bytes, bytes.indices, indentation: 0))
  }

  private static func isShort(_ element: Int, of page: HTMLPage) -> Bool {
    page.elements[element].leaves.count == 1
      && page.pieces[page.elements[element].pieces].reduce(0) { $0 + $1.range.count } < 1_500
  }

  private static func isBlank(_ pieces: Range<Int>, of page: HTMLPage) -> Bool {
    page.pieces[pieces].allSatisfy { $0.isLineBreak || WhiteSpace.isBlank(page.bytes($0)) }
  }
}
