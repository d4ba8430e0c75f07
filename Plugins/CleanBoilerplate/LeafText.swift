/// What the block model counts in the text of one leaf.
struct LeafText {
  var letters = 0
  var linkLetters = 0
  var digits = 0
  var capitals = 0
  /// Runs of letters and digits between spaces.
  var words = 0
  var sentences = 0
  var commas = 0
  /// Signs that divide the parts of a menu line: | • · » › / →.
  var dividers = 0
  var currencies = 0
  var brackets = 0
  var questions = 0
  var lineBreaks = 0
  var bytes = 0
  var links = 0
  /// Letters in strong, b, em, i.
  var strongLetters = 0
  var hasYear = false
  var hasClock = false
  var hasAt = false
  var hasCopyright = false
  var endsInColon = false
  var endsInEllipsis = false
  var endsInSentence = false
  var beginsLower = false
  var beginsWithDigit = false
  /// How many words of each group (`TextWords`) it has.
  var hits = SIMD16<UInt8>(repeating: 0)
  /// Hash of its letters: the same text twice on a page.
  var hash = WordHash.start

  /// Hash of its letters up to the end of the word with the 30th.
  var opening: UInt64 = 0

  private var wordHash = WordHash.start
  private var wordLength = 0
  private var digitRun = 0
  private var lastDigits = 0
  private var last: UInt32 = 0
  private var beforeClock = false

  mutating func add(_ slice: ArraySlice<UInt8>, isLink: Bool, isStrong: Bool) {
    let before = letters
    slice.withUnsafeBufferPointer { walk($0) }
    bytes += slice.count
    if isLink { linkLetters += letters - before }
    if isStrong { strongLetters += letters - before }
  }

  mutating func addLineBreak() {
    endWord()
    lineBreaks += 1
    last = 0x0A
  }

  private mutating func walk(_ text: UnsafeBufferPointer<UInt8>) {
    var i = 0
    while i < text.count {
      let byte = text[i]
      if byte < 0x80 {
        ascii(byte)
        i += 1
      } else {
        let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        var value = UInt32(byte & (0x7F >> UInt8(length)))
        var j = i + 1
        while j < min(i + length, text.count) {
          value = value << 6 | UInt32(text[j] & 0x3F)
          j += 1
        }
        other(value, text, i..<j)
        i = j
      }
    }
  }

  @inline(__always) private mutating func ascii(_ byte: UInt8) {
    if Letters.isASCIILetter(byte) {
      if byte < 0x60 { capitals += 1 }
      if letters == 0, byte >= 0x61 { beginsLower = true }
      letters += 1
      wordHash = WordHash.add(byte | 0x20, to: wordHash)
      hash = WordHash.add(byte | 0x20, to: hash)
      wordLength += 1
      endDigits()
    } else if byte >= 0x30, byte <= 0x39 {
      if letters == 0 { beginsWithDigit = true }
      letters += 1
      digits += 1
      digitRun += 1
      hash = WordHash.add(byte, to: hash)
      wordHash = WordHash.add(byte, to: wordHash)
      wordLength += 1
      if beforeClock, digitRun == 2 { hasClock = true }
    } else {
      sign(byte)
    }
    last = UInt32(byte)
  }

  private mutating func sign(_ byte: UInt8) {
    beforeClock = byte == 0x3A && digitRun > 0 && digitRun <= 2
    endDigits()
    endWord()
    switch byte {
    case 0x20, 0x09...0x0D:
      if last == 0x2E || last == 0x21 || last == 0x3F || last == 0x2026 { sentences += 1 }
    case 0x2C: commas += 1
    case 0x7C, 0x2F, 0x3E: dividers += 1
    case 0x24: currencies += 1
    case 0x40: hasAt = true
    case 0x28, 0x5B: brackets += 1
    case 0x3F: questions += 1
    case 0x22, 0x27, 0x29, 0x5D:
      if last == 0x2E || last == 0x21 || last == 0x3F { sentences += 1 }
    default: break
    }
  }

  private mutating func other(_ scalar: UInt32, _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    beforeClock = false
    endDigits()
    if Letters.isLetter(scalar) {
      letters += 1
      wordLength += 1
      for i in range {
        wordHash = WordHash.add(text[i], to: wordHash)
        hash = WordHash.add(text[i], to: hash)
      }
    } else {
      switch scalar {
      case 0xA0, 0x200B, 0x2002...0x200A: endWord()
      case 0x2022, 0xB7, 0xBB, 0x203A, 0x2192, 0x25BA, 0x25B8, 0x2039, 0xAB: dividers += 1; endWord()
      case 0xA9: hasCopyright = true
      case 0xA3, 0x20AC, 0xA5, 0x20B9, 0x20AB, 0x20BD: currencies += 1
      case 0x17D4, 0x17D5, 0x3002: sentences += 1; endWord()
      default: endWord()
      }
      if scalar == 0xA0 || scalar == 0x201D || scalar == 0xBB || scalar == 0x2019,
        last == 0x2E || last == 0x21 || last == 0x3F
      {
        sentences += 1
      }
    }
    if scalar != 0xA0 { last = scalar }
  }

  @inline(__always) private mutating func endDigits() {
    if digitRun > 0 { lastDigits = digitRun }
    if digitRun == 4 { hasYear = true }
    digitRun = 0
  }

  @inline(__always) private mutating func endWord() {
    guard wordLength > 0 else { return }
    if opening == 0, letters >= 30 { opening = hash }
    words += 1
    if wordLength < 20 {
      var groups = TextWords.table[wordHash]
      while groups != 0 {
        let i = groups.trailingZeroBitCount
        hits[i] = hits[i] < 200 ? hits[i] + 1 : 200
        groups &= groups - 1
      }
    }
    wordHash = WordHash.start
    wordLength = 0
  }

  mutating func finish() {
    endDigits()
    endWord()
    switch last {
    case 0x2E, 0x21, 0x3F, 0x2026: sentences += 1; endsInSentence = true
    case 0x17D4, 0x17D5, 0x3002, 0x22, 0x201D, 0xBB, 0x29: endsInSentence = sentences > 0
    case 0x3A: endsInColon = true
    default: break
    }
    if last == 0x2026 { endsInEllipsis = true }
  }
}

/// Words of texts in groups, in the languages of the training pages and in Vietnamese.
enum TextWords {
  static let names: [String] = lists.map(\.name)

  static let table: HashTable = {
    var table: [UInt64: UInt64] = [:]
    for (i, list) in lists.enumerated() {
      for word in list.words.split(separator: " ") {
        // The first letter may be a capital outside ASCII.
        for form in [String(word), word.prefix(1).uppercased() + word.dropFirst()] {
          let bytes = form.utf8.map { Letters.isASCIILetter($0) ? $0 | 0x20 : $0 }
          table[WordHash.of(bytes), default: 0] |= 1 << UInt64(i)
        }
      }
    }
    return HashTable(table)
  }()

  private static let lists: [(name: String, words: String)] = [
    (
      "function",
      "the of and to in is that it for was with as on be at by this are from or have an they which "
        + "der die das und ist nicht mit von zu den des ein eine auf für im sich dem es le la les de et est "
        + "que "
        + "dans pour une un des du sur pas qui el los las en y del se por con para una i w na nie z się do "
        + "jest "
        + "và của là có được cho với không một những trong các đã này khi người il di che e o da não os"
    ),
    (
      "share",
      "share follow tweet facebook twitter pinterest whatsapp linkedin instagram youtube email teilen "
        + "partager compartir udostępnij telegram reddit print drucken imprimer chia sẻ rss feed"
    ),
    (
      "comment",
      "comment comments commented reply replies kommentar kommentare commentaire commentaires "
        + "comentarios comentario komentarze komentarzy antworten bình luận responses respond comentar leave "
        + "your email address published ý kiến"
    ),
    (
      "legal",
      "cookie cookies privacy copyright rights reserved terms policy impressum datenschutz agb "
        + "mentions légales quyền disclaimer gdpr consent licence license"
    ),
    (
      "subscribe",
      "subscribe newsletter subscription sign signup login log register password account join "
        + "donate abonnieren anmelden abo inscrire suscríbete đăng ký nhập unsubscribe inbox"
    ),
    (
      "more",
      "more read related next previous older newer continue weiterlesen mehr lire suite leer más "
        + "weitere weiter zurück czytaj więcej xem thêm latest recent popular trending see also recommended "
        + "ähnliche liên quan gostar relacionados relacionadas leia também você artigos también aussi "
        + "similaires correlati leggi anche könnte interessieren auch stories picks miss đọc tin bài viết "
        + "might"
    ),
    (
      "byline",
      "by author posted written published updated von autor par por reporter editor tags tagged "
        + "categories category filed theo tác giả veröffentlicht kategorie kategorien schlagwörter publié"
    ),
    (
      "photo",
      "photo image credit source getty reuters photograph photos foto bild quelle crédit ảnh images "
        + "picture courtesy shutterstock screenshot"
    ),
    (
      "shop",
      "cart price buy shipping stock sale checkout add wishlist order delivery free off sku warranty "
        + "qty quantity compare save review reviews rating ratings stars preis warenkorb giá mua prix panier"
    ),
    (
      "forum",
      "posted joined posts likes member views ago thread topic quote wrote said reputation joined "
        + "message messages points op registered location user karma beiträge mitglied votes"
    ),
    (
      "months",
      "january february march april may june july august september october november december jan feb "
        + "mar apr jun jul aug sep sept oct nov dec januar februar märz mai juni juli oktober dezember "
        + "janvier "
        + "février mars avril juin juillet août septembre octobre novembre décembre enero febrero marzo "
        + "abril "
        + "mayo junio julio agosto septiembre octubre noviembre diciembre tháng ngày monday tuesday "
        + "wednesday "
        + "thursday friday saturday sunday am pm uhr"
    ),
    (
      "ad",
      "advertisement sponsored ad ads anzeige werbung publicité publicidad promoted affiliate commission "
        + "advertising advertiser quảng cáo reklama"
    ),
    (
      "site",
      "home menu search contact about skip toggle close open navigation back top login sitemap "
        + "startseite kontakt suche accueil recherche inicio trang chủ liên hệ tìm kiếm careers faq help "
        + "support download app jobs press"
    ),
    (
      "person",
      "i you we my your our me us he she his her ich wir sie er je nous vous il elle tôi chúng anh ông "
        + "yo nosotros"
    ),
    (
      "guide",
      "step how what why when where who best guide tips ingredients instructions minutes question "
        + "answer overview features specifications description details benefits services"
    ),
    ("numbered", "one two three first second third percent million billion km kg usd cm mm inch inches"),
  ]
}
