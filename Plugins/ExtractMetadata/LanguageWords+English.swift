extension LanguageWords {
  /// English. Months and days: Unicode CLDR 44, en, wide and abbreviated. Labels: as news sites and blogs
  /// write them; "Thread starter" and the like are those of forum software.
  static let english = LanguageWords(
    language: "en",
    authorLabels: [
      "by", "written by", "posted by", "authored by", "author", "authors", "words by", "story by",
      "article by",
      "published by", "submitted by", "created by", "thread starter", "started by", "report by", "text by",
      "contributed by", "a guest post by", "guest post by", "post author", "blog by", "asked by",
    ],
    translatorLabels: ["translated by", "translator", "translation by", "translation", "translated from"],
    otherRoles: [
      "photo by", "photos by", "photograph by", "photographs by", "photography by", "photo", "image by",
      "images by", "image", "edited by", "reviewed by", "medically reviewed by", "fact checked by",
      "fact-checked by", "illustration by", "illustrated by", "video by", "updated by", "last updated by",
      "checked by", "compiled by", "approved by", "sponsored by", "presented by", "powered by", "produced by",
      "expert reviewed by", "narrated by", "hosted by", "editor", "photographer",
    ],
    publishedLabels: [
      "published", "published on", "date published", "first published", "originally published",
      "publish date",
      "posted", "posted on", "posted at", "date posted", "start date", "created", "date",
      "published at", "written on", "published date", "publication date", "on", "submitted on", "uploaded",
    ],
    modifiedLabels: [
      "updated", "updated on", "last updated", "last updated on", "last modified", "modified", "last update",
      "page last modified", "last reviewed", "reviewed", "last edited", "edited", "date modified", "revised",
      "updated at", "page last updated", "last revised", "medically reviewed", "reviewed on", "as of",
      "verified",
      "page last reviewed", "last changed", "date updated", "fact checked", "current as of",
    ],
    conjunctions: ["and", "with"],
    months: [
      ["january", "jan"], ["february", "feb"], ["march", "mar"], ["april", "apr"], ["may"], ["june", "jun"],
      ["july", "jul"], ["august", "aug"], ["september", "sep", "sept"], ["october", "oct"],
      ["november", "nov"], ["december", "dec"],
    ],
    dateWords: [
      "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues",
      "wed",
      "thu", "thur", "thurs", "fri", "sat", "sun", "at", "on", "am", "pm", "a", "p", "m", "the", "of", "st",
      "nd", "rd", "th", "est", "edt", "et", "pst", "pdt", "pt", "cst", "cdt", "gmt", "utc", "bst", "t", "z",
      "min",
      "mins", "minute", "minutes", "read", "reading", "time", "h",
    ],
    noNames: [
      "admin", "administrator", "author", "editor", "editors", "staff", "none", "unknown", "null",
      "webmaster",
      "root", "user", "guest", "anonymous", "super user", "superuser", "site admin", "undefined", "n/a", "na",
      "website", "web admin", "wordpress", "wpadmin", "default", "test", "published", "posted", "home",
      "blog",
      "news", "share", "follow", "read more", "subscribe", "comments", "reply", "contact", "about", "login",
      "log in", "sign in", "sign up", "view profile", "view full profile", "about the author", "the author",
      "see more", "view all posts", "all posts", "learn more", "more", "us", "team", "in", "menu", "search",
      "you", "me", "article", "articles", "blogs", "profile", "bio", "view bio", "guest author",
      "contributor",
      "contributors", "details", "overview", "disclaimer", "advertiser disclosure", "our team", "posts",
      "written by", "by", "posted by", "website admin", "privacy policy", "terms of service", "terms of use",
      "terms", "cookie policy", "terms and conditions", "cookies", "moderator", "member", "new member",
      "author name",
    ],
    referenceLabels: [
      "call number", "call no", "shelfmark", "shelf mark", "shelf number", "reference code",
      "reference number",
      "reference", "archival reference", "item number", "item id", "record id", "record number",
      "accession number", "accession no", "identifier", "document number", "collection item",
      "catalogue reference",
      "catalog number", "finding aid number", "inventory number",
    ],
    shelfWords: [
      "fond", "fonds", "opis", "delo", "folder", "box", "file", "reel", "inventory", "khuu", "tov’yog",
    ],
    dayComesFirst: nil)
}
