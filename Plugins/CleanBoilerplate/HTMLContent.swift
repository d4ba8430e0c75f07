import Markup
import StageKit

extension CleanBoilerplate {
  /// The main content of an HTML page.
  ///
  /// - Returns: what remains, and the profile of the page.
  func fromHTML(_ text: [UInt8]) throws(StageError) -> (cleaned: CleanedText, profile: String?) {
    var page: HTMLPage
    do { page = try HTMLPage(text) } catch { throw StageError(error.code, error.message, at: error.offset) }
    page.showStandIns()
    let letters = LetterCounts(page)
    var cuts = PageCuts(page, letters)
    var content = MainContent(page, letters, cuts)
    let choice = ContentChoice(LeafFeatures(page, letters, cuts, content), model)
    content.take(choice)
    cuts.release(choice, of: page, letters)
    var roles = LeafRoles(page, letters, cuts, content, isByModel: true)
    roles.apply(options, commentsAreContent: choice.commentsAreContent)
    var assembly = HTMLAssembly(page, cuts, roles)
    return (assembly.cleaned(), choice.profile)
  }
}
