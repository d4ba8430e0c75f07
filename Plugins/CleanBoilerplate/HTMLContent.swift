import Markup
import StageKit

extension CleanBoilerplate {
  /// The main content of an HTML page.
  func fromHTML(_ text: [UInt8], url: String?) throws(StageError) -> CleanedText {
    let page = try Self.page(text)
    let (letters, cuts, roles) = Self.roles(of: page)
    var use: SiteUse?
    var parts = PageParts(page, roles)
    if let matches = sites.matches(in: page, url: url) {
      let overlay = SiteOverlay(page, letters, roles, matches)
      parts = overlay.parts()
      use = overlay.use
    }
    parts.apply(options)
    var assembly = HTMLAssembly(page, cuts, parts)
    var cleaned = assembly.cleaned()
    cleaned.siteUse = use
    return cleaned
  }

  static func page(_ text: [UInt8]) throws(StageError) -> HTMLPage {
    var page: HTMLPage
    do { page = try HTMLPage(text) } catch { throw StageError(error.code, error.message, at: error.offset) }
    page.showStandIns()
    return page
  }

  /// What each leaf is, by rules and model, before any option or rule of the user's.
  static func roles(of page: HTMLPage) -> (LetterCounts, PageCuts, LeafRoles) {
    let letters = LetterCounts(page)
    let cuts = PageCuts(page, letters)
    return (letters, cuts, LeafRoles(page, letters, cuts, MainContent(page, letters, cuts)))
  }
}
