import Markup
import StageKit

extension CleanBoilerplate {
  /// The main content of an HTML page.
  func fromHTML(_ text: [UInt8], url: String?) throws(StageError) -> CleanedText {
    let page = try self.page(text)
    let (letters, cuts, found) = self.roles(of: page)
    var roles = found
    let overlay = sites.matches(in: page, url: url).map { SiteOverlay(page, letters, roles, $0) }
    if overlay == nil { roles.apply(options) }
    var parts = overlay?.parts() ?? PageParts(page, roles)
    if overlay != nil { parts.apply(options) }
    var assembly = HTMLAssembly(page, cuts, parts)
    var cleaned = assembly.cleaned()
    cleaned.siteUse = overlay?.use
    return cleaned
  }

  func page(_ text: [UInt8]) throws(StageError) -> HTMLPage {
    var page: HTMLPage
    do { page = try HTMLPage(text) } catch { throw StageError(error.code, error.message, at: error.offset) }
    page.showStandIns()
    return page
  }

  /// What each leaf is, before any option or rule of the user's.
  func roles(of page: HTMLPage) -> (LetterCounts, PageCuts, LeafRoles) {
    let letters = LetterCounts(page)
    let cuts = PageCuts(page, letters)
    let content = MainContent(page, letters, cuts)
    return (letters, cuts, LeafRoles(page, letters, cuts, content))
  }
}
