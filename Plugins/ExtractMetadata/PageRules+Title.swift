import StageKit

extension PageRules {
  func findTitle(_ found: inout Findings) {
    let heading = decodedHeading ?? page.titleHeading?.text
    if let heading, let raw = page.titleHeading?.text, isNamedInHead(raw) {
      // The head often adds the site's name; what page and head agree on is the title.
      found.add(MetadataKey.title, [withoutSite(heading)], at: "title heading", .high)
    } else if let textTitle, isNamedInHead(textTitle), !isSite(textTitle) {
      found.add(MetadataKey.title, [textTitle], at: "title heading", .high)
    } else if let heading, let raw = page.titleHeading?.text,
      TitleHeading.shared(raw, headTitles.map(Plain.letters)) >= 0.5
    {
      found.add(MetadataKey.title, [withoutSite(heading)], at: "title heading", .medium)
    }
    // A heading alone in its rank or dated is the page's own word where the head names nothing but the site.
    if let heading, headTitles.allSatisfy(isSite) {
      found.add(MetadataKey.title, [heading], at: "title heading", .medium)
    }
    findTitleInHead(&found)
    if let heading = heading ?? textTitle, !isSite(heading) {
      found.add(MetadataKey.title, [heading], at: "title heading", .medium)
    }
    if let title = scan.title {
      found.add(MetadataKey.title, [beforeBar(withoutSite(title))], at: "title", .medium)
    }
    if let subtitle = article.flatMap({ data.text($0["alternativeHeadline"]) }),
      !Plain.isSame(subtitle, found.first(MetadataKey.title) ?? "")
    {
      found.add(
        MetadataKey.subtitle, [Plain.withoutMarkup(subtitle)], at: "json-ld alternativeHeadline", .high)
    }
    add(MetadataKey.subtitle, ["dcterms.alternative", "dc.title.alternative"], .medium, &found)
  }

  /// The title heading as the text has it, where it was read in an encoding that only its font names: the
  /// bytes of the source say something else.
  private var decodedHeading: String? {
    guard let heading = page.titleHeading, let textTitle, let place = textTitlePlace,
      heading.range.overlaps(place), heading.text.utf8.contains(where: { $0 >= 0x80 })
    else { return nil }
    return Plain.isSame(heading.text, textTitle) ? nil : textTitle
  }

  private func findTitleInHead(_ found: inout Findings) {
    if let headline = article.flatMap({ data.text($0["headline"]) }) {
      found.add(
        MetadataKey.title, [withoutSite(Plain.withoutMarkup(headline))], at: "json-ld headline", .high)
    }
    for name in ["citation_title", "dc.title", "dcterms.title", "og:title", "twitter:title"] {
      guard let title = scan.meta(name), !isSite(title) else { continue }
      let certainty: Certainty = name == "twitter:title" ? .medium : .high
      let own = withoutSite(Plain.withoutMarkup(title))
      let whole = name.hasSuffix(":title") ? beforeBar(own) : own
      found.add(MetadataKey.title, [whole], at: "meta \(name)", whole == own ? certainty : .medium)
    }
  }

  /// A title up to its first bar: behind it stands the site's name or the section, though the page names it
  /// nowhere else. What is before it must have two words or ten letters.
  private func beforeBar(_ title: String) -> String {
    guard let bar = ByteSearch.firstRange(of: " | ", in: title) else { return title }
    let first = String(title[..<bar.lowerBound])
    return first.contains(" ") || Plain.letters(first).count >= 10 ? first : title
  }

  private func isSite(_ title: String) -> Bool { siteNames.contains { Plain.isSame($0, title) } }

  private func isNamedInHead(_ heading: String) -> Bool {
    let letters = Plain.letters(heading)
    return headTitles.contains { TitleHeading.names(Plain.letters($0), letters) }
  }

  static let separators = [
    " | ", " - ", " – ", " — ", " :: ", " · ", " « ", " » ", " • ", " / ", ": ", " ~ ",
  ]

  /// A title without the name of the site after (or before) a dash, a bar or the like. The name must be known
  /// from another place: the site's name, the publisher's, or that in the page's address.
  func withoutSite(_ title: String) -> String {
    let title = Plain.collapsed(title)
    for separator in Self.separators {
      // A look at one byte saves most searches.
      let mark = separator.utf8.first { $0 != 0x20 } ?? 0x20
      guard title.utf8.contains(mark) else { continue }
      guard ByteSearch.contains(separator, in: title) else { continue }
      let parts = title.split(separator: separator).map(String.init)
      guard parts.count > 1, let last = parts.last, let first = parts.first else { continue }
      if separator != ": ", namesSite(last) {
        return withoutSite(parts.dropLast().joined(separator: separator))
      }
      if namesSite(first) { return withoutSite(parts.dropFirst().joined(separator: separator)) }
    }
    return title
  }

  private func namesSite(_ part: String) -> Bool {
    let letters = Plain.letters(part)
    guard letters.count >= 2 else { return false }
    if siteNames.contains(where: { Plain.letters($0) == letters }) { return true }
    guard let host else { return false }
    return host.contains { Plain.letters($0) == letters }
  }

  /// The names in the page's host: `vnexpress` and `vnexpress.net` of `https://www.vnexpress.net/…`.
  var host: [String]? {
    guard let address else { return nil }
    let host = address.drop { $0 != "/" }.dropFirst(2).prefix { $0 != "/" && $0 != ":" }
    let labels = host.split(separator: ".").map(String.init).filter { !["www", "m", "amp"].contains($0) }
    guard labels.count > 1 else { return nil }
    return [labels.joined(separator: "."), labels.dropLast().joined(separator: ""), labels[labels.count - 2]]
  }
}
