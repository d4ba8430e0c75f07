/// Word lists for flattened text: English, Vietnamese, Khmer. Whole lines are compared in lower case, without
/// punctuation.
enum LineRules {
  /// Lines that are never text of an article, by rule.
  static let furniture: [String: String] = {
    let lists: [(rule: String, lines: [String])] = [
      (
        "navigation",
        [
          "skip to content", "skip to main content", "skip to navigation", "jump to navigation",
          "back to top", "home",
          "menu", "search", "main menu", "toggle navigation", "next", "previous", "next page",
          "previous page",
          "older posts", "newer posts", "chuyển đến nội dung", "bỏ qua nội dung", "trang chủ", "về đầu trang",
          "tìm kiếm", "រំលងទៅមាតិកា", "ទំព័រដើម", "ស្វែងរក",
        ]
      ),
      (
        "share-buttons",
        [
          "share this", "share", "share on facebook", "share on twitter", "share this article",
          "share this post",
          "tweet", "email this", "email", "print", "print this", "like this", "like loading", "loading",
          "follow us",
          "click to share on facebook", "click to share on twitter", "save share", "copy link", "whatsapp",
          "pinterest",
          "facebook", "twitter", "linkedin", "reddit", "tumblr", "telegram", "chia sẻ", "chia sẻ bài viết",
          "chia sẻ facebook", "thích", "in bài", "ចែករំលែក", "ចែករំលែកអត្ថបទនេះ",
        ]
      ),
      (
        "advertisement",
        ["advertisement", "advertisements", "sponsored", "report this ad", "quảng cáo", "ពាណិជ្ជកម្ម"]
      ),
      (
        "related-pages",
        [
          "related", "related articles", "related posts", "related stories", "read more", "see also",
          "you may also like",
          "recommended", "most read", "tin liên quan", "bài liên quan", "xem thêm", "đọc thêm", "អត្ថបទទាក់ទង",
          "អានបន្ត",
        ]
      ),
      (
        "photo-credit",
        [
          "file photo", "photo", "image", "stock photo", "archive photo", "photo file", "illustrative photo",
          "ảnh", "ảnh tư liệu", "ảnh minh họa", "ảnh minh hoạ", "រូបភាព", "រូបថត", "រូបភាពឯកសារ",
        ]
      ),
      (
        "series-notice",
        ["to be continued", "continued", "continued on next page", "còn tiếp", "còn nữa", "នៅមានត"]
      ),
      (
        "empty-field",
        ["original uploaded date", "record id", "original archive", "rights", "file size", "uploaded by"]
      ),
      (
        "subscription",
        ["subscribe", "sign up", "newsletter", "subscribe to our newsletter", "đăng ký", "đăng nhập"]
      ),
    ]
    var table: [String: String] = [:]
    for list in lists { for line in list.lines { table[line] = list.rule } }
    return table
  }()

  /// Lines with which a form for replies begins; what follows is part of it.
  static let replyForms: Set<String> = [
    "leave a reply", "leave a comment", "leave a response", "post a comment", "add a comment",
    "write a comment",
    "leave your comment", "submit a comment", "join the discussion", "cancel reply",
    "leave a reply cancel reply",
    "để lại bình luận", "gửi bình luận", "viết bình luận", "bình luận của bạn", "để lại một bình luận",
    "gửi phản hồi", "ý kiến của bạn", "បញ្ចេញមតិ", "សរសេរមតិ", "ផ្ដល់មតិ",
  ]

  /// Whole headings of a section of comments.
  static let commentHeadings: Set<String> = [
    "comments", "responses", "replies", "reader comments", "readers' comments", "bình luận", "ý kiến bạn đọc",
    "ý kiến", "phản hồi", "មតិ", "មតិយោបល់",
  ]

  /// Words for comments after a number and before "to" or "on" a title.
  static let commentNouns: Set<String> = [
    "response", "responses", "comment", "comments", "reply", "replies", "thought", "thoughts", "phản", "bình",
  ]

  /// Headings of what an archive says of a document.
  static let sourceNotes: Set<String> = [
    "document information", "source information", "archival information", "archive information",
    "about this document",
    "source note", "citation", "thông tin tài liệu", "thông tin văn bản", "nguồn tài liệu", "ព័ត៌មានឯកសារ",
  ]

  /// Beginnings of captions, as words.
  static let captionOpenings: [[String]] = [
    "this photo", "this photograph", "this picture", "this image", "this undated photo", "this file photo",
    "in this photo", "in this picture", "in this image", "in this file photo", "photo taken", "photo shows",
    "photo by", "photo", "photos", "photograph", "picture", "pictured", "image", "caption", "file photo",
    "a file photo", "ảnh", "trong ảnh", "chú thích ảnh", "ảnh chụp", "រូបភាព", "រូបថត", "ក្នុងរូបភាព",
  ].map { $0.split(separator: " ").map(String.init) }

  /// Openings that are a caption only with a colon after them: they begin sentences too.
  static let captionLabels: Set<String> = [
    "photo", "photos", "photograph", "picture", "image", "caption", "ảnh", "រូបភាព", "រូបថត", "pictured",
  ]

  static let photoNouns: Set<String> = ["photo", "photograph", "picture", "image", "ảnh"]

  /// Words that make a photo noun near them a note on the photo: "undated photo", "official Chinese
  /// photograph".
  static let photoWords: Set<String> = [
    "undated", "official", "file", "archive", "archival", "handout", "courtesy", "afp", "ap", "reuters",
    "epa", "vna",
    "ttxvn", "akp", "getty",
  ]

  /// Words before a colon that are no speaker.
  static let notSpeakers: Set<String> = [
    "note", "notes", "photo", "photos", "source", "sources", "caption", "image", "picture", "correction",
    "update",
    "related", "also", "ps", "tel", "phone", "email", "fax", "address", "website", "url", "date", "time",
    "place",
    "title", "subject", "to", "from", "cc", "author", "by", "tags", "tag", "category", "categories",
    "location",
    "summary", "abstract", "keywords", "warning", "example", "see", "read", "more", "published", "updated",
    "isbn",
    "nguồn", "ảnh", "chú thích", "ghi chú", "tác giả", "địa chỉ", "điện thoại", "ngày", "thời gian",
    "địa điểm",
    "theo", "xem", "lưu ý", "ប្រភព", "រូបភាព", "កំណត់ចំណាំ",
  ]

  /// Beginnings of a line that names who wrote or translated the text.
  static let bylines: [(words: [String], role: String)] = [
    ("translated by", "translator"), ("translation by", "translator"), ("translator", "translator"),
    ("người dịch", "translator"), ("dịch giả", "translator"), ("dịch bởi", "translator"),
    ("biên dịch", "translator"),
    ("ប្រែដោយ", "translator"), ("បកប្រែដោយ", "translator"),
    ("by", "author"), ("written by", "author"), ("story by", "author"), ("reported by", "author"),
    ("author", "author"),
    ("tác giả", "author"), ("bài của", "author"), ("người viết", "author"), ("ដោយ", "author"),
    ("អត្ថបទដោយ", "author"),
    ("និពន្ធដោយ", "author"),
  ].map { (words: $0.0.split(separator: " ").map(String.init), role: $0.1) }

  /// What ends: "At this the conversation ended."
  static let meetings: Set<String> = [
    "conversation", "meeting", "talk", "talks", "interview", "discussion", "discussions", "session",
    "negotiations",
    "audience", "recording", "tape", "transcript",
  ]
  static let endings: Set<String> = [
    "ended", "ends", "concluded", "concludes", "over", "finished", "closed", "adjourned",
  ]

  /// Words of somebody who speaks.
  static let firstPersons: Set<String> = [
    "i", "we", "me", "us", "my", "our", "ours", "mine", "you", "your", "i'm", "we're", "i've", "we've",
    "i'll", "we'll",
    "i’m", "we’re", "i’ve", "we’ve", "i’ll", "we’ll", "let's", "let’s", "tôi", "chúng", "ta", "tớ", "mình",
  ]

  /// Words of a complimentary close.
  static let closings: Set<String> = [
    "regards", "sincerely", "cheers", "yours", "best", "faithfully", "thanks", "respectfully", "trân", "thân",
    "kính",
  ]
}
