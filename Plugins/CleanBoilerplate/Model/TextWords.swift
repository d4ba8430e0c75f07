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
