import Markup

/// Letters of every stretch of a page, as running sums over its pieces and leaves.
struct LetterCounts {
  private let page: HTMLPage
  /// Letters before each piece, and those inside links.
  private var sums: [Int32] = [0]
  private var linkSums: [Int32] = [0]
  /// Letters in prose before each leaf: leaves of some length that are not mostly links.
  private var proseSums: [Int32] = [0]
  /// For each leaf whether its element is a caption.
  private(set) var isCaption: [Bool] = []

  init(_ page: HTMLPage) {
    self.page = page
    countLetters()
    isCaption.reserveCapacity(page.leaves.count)
    proseSums.reserveCapacity(page.leaves.count + 1)
    var last = -1
    for leaf in page.leaves {
      let isSame = leaf.element == last
      isCaption.append(isSame ? isCaption[isCaption.count - 1] : RoleWords.isCaption(leaf.element, of: page))
      last = leaf.element
      let (all, linked) = (text(leaf.pieces), linkText(leaf.pieces))
      let isProse = all >= 60 && linked * 3 < all && !isCaption[isCaption.count - 1]
      proseSums.append(proseSums[proseSums.count - 1] + (isProse ? Int32(all - linked) : 0))
    }
  }

  private mutating func countLetters() {
    var links = [Bool](repeating: false, count: page.elements.count)
    var hidden = links
    for element in page.elements.indices.dropFirst() {
      let parent = page.elements[element].parent
      let tag = page.elements[element].tag
      links[element] = links[parent] || tag == .a
      hidden[element] = hidden[parent] || tag.hidesText
    }
    sums.reserveCapacity(page.pieces.count + 1)
    linkSums.reserveCapacity(page.pieces.count + 1)
    var (sum, linkSum): (Int32, Int32) = (0, 0)
    for piece in page.pieces {
      if !hidden[piece.element], !piece.isLineBreak {
        let count = Int32(page.withBytes(piece) { Letters.count($0) })
        sum += count
        if links[piece.element] { linkSum += count }
      }
      sums.append(sum)
      linkSums.append(linkSum)
    }
  }

  func text(_ pieces: Range<Int>) -> Int { Int(sums[pieces.upperBound] - sums[pieces.lowerBound]) }
  func linkText(_ pieces: Range<Int>) -> Int {
    Int(linkSums[pieces.upperBound] - linkSums[pieces.lowerBound])
  }
  func text(of element: Int) -> Int { text(page.elements[element].pieces) }
  func linkText(of element: Int) -> Int { linkText(page.elements[element].pieces) }
  func prose(of element: Int) -> Int {
    let leaves = page.elements[element].leaves
    return Int(proseSums[leaves.upperBound] - proseSums[leaves.lowerBound])
  }
}
