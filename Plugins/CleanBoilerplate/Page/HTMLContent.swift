import Markup
import StageKit

extension CleanBoilerplate {
  /// The main content of an HTML page.
  ///
  /// - Parameters:
  ///   - url: the page's address, for rules for its site.
  ///   - looksIntoScripts: whether a body that the page carries in JSON may stand for what it shows.
  func fromHTML(
    _ text: [UInt8], url: String?, looksIntoScripts: Bool = true
  ) throws(StageError) -> CleanedText {
    let page = try self.page(text)
    var reading = self.reading(of: page)
    if let matches = sites.matches(in: page, url: url) {
      let overlay = SiteOverlay(page, reading.letters, reading.roles, matches)
      var parts = overlay.parts()
      parts.apply(options)
      var assembly = HTMLAssembly(page, reading.cuts, parts)
      var cleaned = assembly.cleaned()
      cleaned.siteUse = overlay.use
      return cleaned
    }
    reading.roles.apply(options, commentsAreContent: reading.commentsAreContent)
    let keepsComments = options.comments == .keep
    if looksIntoScripts,
      let body = JSONBody(page, reading.letters, reading.roles, keepsComments: keepsComments)
    {
      return try body.cleaned(reading.cuts) { text throws(StageError) in
        try fromHTML(text, url: nil, looksIntoScripts: false)
      }
    }
    let profile = reading.profile
    var assembly = HTMLAssembly(page, reading.cuts, PageParts(page, reading.roles))
    // What was read is not needed while the text is put together.
    _ = consume reading
    var cleaned = assembly.cleaned()
    cleaned.profile = profile
    return cleaned
  }

  func page(_ text: [UInt8]) throws(StageError) -> HTMLPage {
    var page: HTMLPage
    do { page = try HTMLPage(text) } catch { throw StageError(error.code, error.message, at: error.offset) }
    page.showStandIns()
    return page
  }

  /// What each leaf is, before any option or rule of the user's.
  func reading(of page: HTMLPage) -> PageReading {
    let letters = LetterCounts(page)
    var cuts = PageCuts(page, letters)
    var content = MainContent(page, letters, cuts)
    let choice = ContentChoice(LeafFeatures(page, letters, cuts, content), model)
    content.take(choice)
    cuts.release(choice, of: page, letters)
    return PageReading(
      letters: letters, cuts: cuts, roles: LeafRoles(page, letters, cuts, content, isByModel: true),
      commentsAreContent: choice.commentsAreContent, profile: choice.profile)
  }
}

/// What the rules and the model say of a page.
struct PageReading {
  var letters: LetterCounts
  var cuts: PageCuts
  var roles: LeafRoles
  /// Whether the page is a forum, or another whose text is what readers wrote.
  var commentsAreContent: Bool
  /// What kind of page it is; nil where nothing is on it.
  var profile: String?
}
