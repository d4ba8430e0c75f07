import StageKit

/// What the markup of a page says, as far as it was written for programs or stands around the title.
struct PageFacts {
  let scan: PageScan
  let data: LinkedData
  /// Lines from a little before the title to the first prose, and lines behind the last prose.
  private(set) var front: [PageLines.Line] = []
  private(set) var back: [PageLines.Line] = []
  /// The heading that is the title, by its place among all headings.
  private(set) var titleHeading: PageScan.Heading?
  private(set) var titlePlace = 0

  /// How far before the title a byline may stand, and how far behind the text.
  private static let reach = (before: 3_000, after: 20_000, back: 8_000)

  /// - Parameter shownTitle: the title that clean-boilerplate found.
  /// - Returns: nil when the source is no HTML.
  init?(_ whole: Document, shownTitle: String?) throws(StageError) {
    // Of an article over several pages the first says what it is.
    let document = whole.pages()[0]
    guard document.source.contentType.hasPrefix("text/html") || document.form == .markup else { return nil }
    let source = try Self.bytes(of: document)
    let encoding = PageText(encoding: document.form == .markup ? "utf-8" : document.source.encoding)
    let prose = Self.prose(of: document)
    let place = { (place: Int) in
      source.isSource ? place : source.alignment?.textRange(of: place..<place).lowerBound ?? place
    }
    let range = prose.map { place($0.lowerBound)..<max(place($0.lowerBound), place($0.upperBound)) }
    let parts = source.bytes.withUnsafeBufferPointer { bytes in
      Self.read(bytes, encoding, range, shownTitle)
    }
    scan = parts.scan
    data = parts.data
    (front, back, titleHeading, titlePlace) = (parts.front, parts.back, parts.title, parts.titlePlace)
  }

  private typealias Parts = (
    scan: PageScan, data: LinkedData, front: [PageLines.Line], back: [PageLines.Line],
    title: PageScan.Heading?,
    titlePlace: Int
  )

  private static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, _ encoding: PageText, _ prose: Range<Int>?, _ shownTitle: String?
  ) -> Parts {
    let scan = PageScan(bytes, encoding)
    let data = LinkedData(scan.linkedData)
    let title = TitleHeading.choose(scan, data, before: prose?.lowerBound, shown: shownTitle) { heading in
      let end = min(bytes.count, heading.range.upperBound + 1_500)
      let next =
        scan.headings.first { $0.range.lowerBound >= heading.range.upperBound }?.range.lowerBound ?? end
      return PageLines(
        bytes, heading.range.upperBound..<max(heading.range.upperBound, min(end, next)), encoding
      ).lines
        .prefix(8).contains { DateReading.rest(of: $0.text, order: .dayFirst).map { $0.count <= 3 } ?? false }
    }
    let titlePlace = title?.range.lowerBound ?? prose?.lowerBound ?? 0
    let start = max(0, titlePlace - reach.before)
    let titleEnd = title?.range.upperBound ?? titlePlace
    let proseStart = prose.map { $0.lowerBound + 400 } ?? titleEnd + 4_000
    let end = min(bytes.count, max(titleEnd + 6_000, min(proseStart, titleEnd + reach.after)))
    let front = PageLines(bytes, start..<max(start, end), encoding, pivot: titlePlace).lines
    var back: [PageLines.Line] = []
    // What stands behind the text is asked for only where JSON-LD does not say who and when.
    let isTold = data.all(LinkedData.articles).contains { article in
      article["datePublished"] != nil && data.names(article["author"]).contains { !$0.isOrganisation }
    }
    if let prose, prose.upperBound > end, !isTold {
      let stop = min(bytes.count, prose.upperBound + reach.back)
      back = PageLines(bytes, max(end, prose.upperBound - 600)..<stop, encoding).lines
    }
    return (scan, data, front, back, title, titlePlace)
  }

  private static func bytes(
    of document: Document
  ) throws(StageError) -> (bytes: [UInt8], isSource: Bool, alignment: Alignment?) {
    if document.form == .markup { return (document.text, true, nil) }
    guard document.source.encoding.lowercased().hasPrefix("utf-16") else {
      return (document.source.bytes, true, nil)
    }
    let decoded = try Document(id: document.id, bytes: document.source.bytes, contentType: "text/html")
    return (decoded.text, false, decoded.alignment)
  }

  /// The source range from the first to the last paragraph of some length that clean-boilerplate kept;
  /// comments do not count.
  private static func prose(of document: Document) -> Range<Int>? {
    guard document.form == .plain else { return nil }
    var (first, last): (Range<Int>?, Range<Int>?) = (nil, nil)
    var skipped = -1
    for block in document.blocks {
      if block.range.lowerBound < skipped { continue }
      if block.kind == .comment || block.kind == .division && block.attributes["type"] == "comments" {
        skipped = block.range.upperBound
        continue
      }
      guard [.paragraph, .item, .cell, .quotation].contains(block.kind) else { continue }
      if first == nil, block.kind == .paragraph, block.range.count >= 80 { first = block.range }
      if first != nil { last = block.range }
    }
    guard let first, let last else { return nil }
    let start = document.sourceRange(of: first).lowerBound
    return start..<max(start, document.sourceRange(of: last).upperBound)
  }
}
