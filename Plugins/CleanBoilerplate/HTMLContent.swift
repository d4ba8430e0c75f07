import Markup
import StageKit

extension CleanBoilerplate {
  /// The main content of an HTML page.
  ///
  /// - Parameter looksIntoScripts: whether a body that the page carries in JSON may stand for what it shows.
  func fromHTML(_ text: [UInt8], looksIntoScripts: Bool = true) throws(StageError) -> CleanedText {
    var page: HTMLPage
    do { page = try HTMLPage(text) } catch { throw StageError(error.code, error.message, at: error.offset) }
    page.showStandIns()
    let letters = LetterCounts(page)
    let cuts = PageCuts(page, letters)
    let content = MainContent(page, letters, cuts)
    var roles = LeafRoles(page, letters, cuts, content)
    roles.apply(options)
    if looksIntoScripts, let body = JSONBody(page, letters, roles) {
      return try body.cleaned(cuts) { text throws(StageError) in try fromHTML(text, looksIntoScripts: false) }
    }
    var assembly = HTMLAssembly(page, cuts, roles)
    return assembly.cleaned()
  }
}
