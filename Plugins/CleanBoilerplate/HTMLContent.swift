import Markup
import StageKit

extension CleanBoilerplate {
  /// The main content of an HTML page.
  func fromHTML(_ text: [UInt8], url: String?) throws(StageError) -> CleanedText {
    let page = try self.page(text)
    var reading = self.reading(of: page)
    let overlay = sites.matches(in: page, url: url).map {
      SiteOverlay(page, reading.letters, reading.roles, $0)
    }
    if overlay == nil {
      reading.roles.apply(options, commentsAreContent: reading.commentsAreContent)
    }
    var parts = overlay?.parts() ?? PageParts(page, reading.roles)
    if overlay != nil { parts.apply(options) }
    var assembly = HTMLAssembly(page, reading.cuts, parts)
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
  func reading(of page: HTMLPage) -> PageReading {
    let letters = LetterCounts(page)
    var cuts = PageCuts(page, letters)
    var content = MainContent(page, letters, cuts)
    let choice = ContentChoice(LeafFeatures(page, letters, cuts, content), model)
    content.take(choice)
    cuts.release(choice, of: page, letters)
    return PageReading(
      letters: letters, cuts: cuts, roles: LeafRoles(page, letters, cuts, content, isByModel: true),
      commentsAreContent: choice.commentsAreContent)
  }
}

/// What the rules and the model say of a page.
struct PageReading {
  var letters: LetterCounts
  var cuts: PageCuts
  var roles: LeafRoles
  /// Whether the page is a forum, or another whose text is what readers wrote.
  var commentsAreContent: Bool
}
