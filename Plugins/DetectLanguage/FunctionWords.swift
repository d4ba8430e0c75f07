/// Languages that are told apart by words; those that are only rivals, so that they are not taken for
/// another, come out as `und`.
enum Tongue: Int, CaseIterable {
  case english, french, vietnamese, plainVietnamese, russian, mongolian
  case german, spanish, portuguese, italian, dutch, malay, polish, scandinavian, turkish, tagalog

  /// Latin languages in the order in which they are compared.
  static let latin = allCases.filter { $0 != .russian && $0 != .mongolian }

  /// The tag that is given; nil for a rival.
  var tag: String? {
    switch self {
    case .english: "en"
    case .french: "fr"
    case .vietnamese, .plainVietnamese: "vi"
    case .russian: "ru"
    case .mongolian: "mn"
    default: nil
    }
  }
}

/// Frequent words without meaning of their own: articles, prepositions, pronouns, auxiliaries.
///
/// - Source: written down from the grammar of each language; no counts of any corpus.
enum FunctionWords {
  /// Bit i: the word is one of the language with raw value i.
  static func mask(_ hash: UInt64) -> UInt16 { masks[hash] ?? 0 }

  /// FNV-1a over the bytes of a word in lower case and NFC.
  static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  private static let masks: [UInt64: UInt16] = {
    var masks: [UInt64: UInt16] = [:]
    for tongue in Tongue.allCases {
      for word in words(of: tongue).split(whereSeparator: \.isWhitespace) {
        masks[hash(word.utf8), default: 0] |= 1 << UInt16(tongue.rawValue)
      }
    }
    return masks
  }()

  private static func words(of tongue: Tongue) -> String {
    switch tongue {
    case .english:
      """
      the of and to in is was that for it with as his on be at by had not are but from or have an they which
      one you were all her she there would their we him been has when who will no more if out so said what
      up its about into than them can only other some could these two may then do any my now such our over
      me most after also did many before must through where much your down should because each just those
      how too very still own here between both being under never same another while last might us off since
      against i he this a against during without within whose
      """
    case .french:
      """
      le la les de des du un une et est en que qui dans pour pas sur au aux avec ce cette ces il elle ils
      elles nous vous je ne se sa son ses par plus ou où mais leur leurs sont été être avoir avait ont comme
      tout tous toute sans entre après avant aussi bien très même peu deux à était fait dont si lui cela
      ainsi depuis encore contre mon ma
      """
    case .vietnamese:
      """
      và của là có không được cho các trong người với một này những đã khi để từ đến như về trên đó ra vào
      cũng thì lại ông sẽ nhiều phải bị tại theo sau năm nước đây nhà hai chúng tôi anh họ việc nhưng rằng
      mà nếu còn đang vì làm nào hơn chỉ cả rất bởi qua giữa hoặc đều do ngày tháng cùng trước mới lên xuống
      đi ở ấy thế gì mình cô bà nó bằng cái con ai
      """
    case .plainVietnamese:
      """
      cua khong duoc nguoi nhung trong mot cac voi nay den nhu tren vao cung thi lai nhieu phai theo nuoc
      viet nam nha chung toi rang neu dang hon giua va la cho khi ve ong se bi tai sau viec chi nao hoac deu
      boi qua truoc
      """
    case .russian:
      """
      и в не на что с он как это по но они к у из за же то от бы для мы вы я о был его все так её только
      """
    case .mongolian:
      """
      нь байна энэ тэр болон болно бол юм гэж уг дээр монгол улсын улс байсан юу хийх гэсэн бөгөөд ба ч хүн
      """
    case .german:
      """
      der die das und ist nicht ein eine mit den dem von zu auf für sich des im auch als wie er sie es war
      bei nach aus werden wird ich wir hat sind einer einen oder noch nur über um am in an so
      """
    case .spanish:
      """
      el los las del que y un una por con para su se lo como más pero sus este ya porque muy sin sobre
      también fue es de la en a no al le ha son hasta desde
      """
    case .portuguese:
      """
      o os as do da dos das em um uma para com não que por mais se como ao foi são de e a no na é ou seu sua
      pelo pela também
      """
    case .italian:
      """
      il lo gli di che è un una per con non del della sono dei nel alla la le e a in da si i come più ma
      anche al dal delle
      """
    case .dutch:
      """
      het een van en dat niet op te zijn voor met aan de is in er ook als bij door naar om maar deze wordt
      was of
      """
    case .malay:
      """
      yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena ada orang oleh adalah
      atau para telah
      """
    case .polish:
      """
      i w na nie z się do jest że to o jak za od po ale co przez przy dla są był tym oraz czy
      """
    case .scandinavian:
      """
      och att det som på är en av för med den til og af ikke ett i de har var et ikkje jeg han men om kan
      blev sig fra
      """
    case .turkish:
      """
      ve bir bu için ile de da olarak çok daha gibi kadar olan o ne ki değil en sonra her
      """
    case .tagalog: "ang ng mga sa ay na at ni si hindi ito kay para may siya"
    }
  }
}
