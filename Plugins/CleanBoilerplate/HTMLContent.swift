import Markup
import StageKit

extension CleanBoilerplate {
  /// The main content of an HTML page.
  func fromHTML(_ text: [UInt8]) throws(StageError) -> CleanedText {
    var page: HTMLPage
    do { page = try HTMLPage(text) } catch { throw StageError(error.code, error.message, at: error.offset) }
    page.showStandIns()
    let letters = LetterCounts(page)
    let cuts = PageCuts(page, letters)
    let content = MainContent(page, letters, cuts)
    var roles = LeafRoles(page, letters, cuts, content)
    roles.apply(options)
    var assembly = HTMLAssembly(page, cuts, roles)
    return assembly.cleaned()
  }
}
