import StageKit

/// Finds documents whose text is that of another, or nearly so: the same page at two addresses, a report that
/// several sites took over, a page with a menu left over.
///
/// Each document leaves a fingerprint of its letters; at the end of a run they are compared, and a duplicate is
/// marked with the id of its first, or dropped. The first of several is the one with the smallest id.
/// - Source: see `Fingerprint` and `DuplicateSearch`.
public struct DetectDuplicates: Stage {
  public static let name = "detect-duplicates"
  public static let version = 1
  public static let summary = "Finds documents whose text is that of another, or nearly so."
  public static let marksDocuments = true

  /// Fields of the JSON form that a duplicate gets.
  static let firstField = "duplicate_of"
  static let similarityField = "duplicate_similarity"

  let options: Options

  public init(options: Options, context: LoadContext) { self.options = options }

  /// Takes away what an earlier run over another corpus said.
  public func process(_ document: inout Document) {
    document.otherFields[Self.firstField] = nil
    document.otherFields[Self.similarityField] = nil
  }

  public func contribution(of document: Document) -> Fingerprint? { Fingerprint(document.text) }

  public func finish(
    _ contributions: Contributions<Fingerprint>, into folder: any RunFolder
  ) throws(StageError) {
    let search = try DuplicateSearch(contributions, minSimilarity: options.minSimilarity)
    guard search.firsts.contains(where: { $0 != DuplicateSearch.none }) else { return }
    var isFirst = [Bool](repeating: false, count: search.firsts.count)
    for first in search.firsts where first != DuplicateSearch.none { isFirst[Int(first)] = true }
    var ids: [UInt32: String] = [:]
    var number = 0
    try contributions.forEach { id, _ throws(StageError) in
      if isFirst[number] { ids[UInt32(number)] = id }
      // A first comes before its duplicates.
      if let first = ids[search.firsts[number]] {
        try mark(id, asDuplicateOf: first, search.likenesses[number].similarity, in: folder)
      }
      number += 1
    }
  }

  private func mark(
    _ id: String, asDuplicateOf first: String, _ similarity: Double, in folder: any RunFolder
  ) throws(StageError) {
    let message =
      similarity == 1
      ? "its text is that of '\(first)'" : "its text is nearly that of '\(first)' (similarity \(similarity))"
    try folder.mark(
      id, [Self.firstField: .string(first), Self.similarityField: .number(similarity)],
      dropping: options.action == .drop ? .dropped("duplicate", message) : nil)
  }
}
