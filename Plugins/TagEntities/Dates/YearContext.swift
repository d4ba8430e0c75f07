/// Words around a number of four digits that tell whether it is a year.
enum YearContext {
  static let prepositions: WordSet = [
    "in", "of", "since", "by", "from", "until", "till", "during", "after", "before", "between", "circa",
    "around", "year",
    "early", "late", "mid", "năm",
  ]
  static let countedBefore: WordSet = [
    "page", "pages", "room", "flight", "route", "highway", "road", "section", "article", "fond", "number",
    "box", "folder",
    "about", "over", "nearly", "almost", "than", "least", "some", "approximately", "only", "khoảng", "hơn",
    "gần", "điều",
  ]
  static let unitsAfter: WordSet = [
    "people", "persons", "troops", "soldiers", "men", "women", "children", "civilians", "families", "houses",
    "refugees",
    "km", "kilometers", "kilometres", "meters", "metres", "feet", "miles", "tons", "tonnes", "hectares",
    "acres", "dollars", "ft", "lb", "lbs", "m²", "yards", "pounds", "degrees", "calories", "residents",
    "inhabitants",
    "employees", "items", "species", "points", "bytes", "mb", "gb", "euros",
    "percent", "times", "years", "months", "days", "hours", "words", "pages", "copies", "votes", "workers",
    "students",
    "villages", "prisoners", "casualties", "deaths", "members", "cases", "units", "kg", "mm", "cm", "m", "ha",
    "người", "nghìn", "lượt", "con", "cái", "triệu", "tấn", "mét", "đồng", "chiếc", "hộ", "quân", "lính",
  ]
  /// Before a year that is none of the calendar: "mỗi năm 2000 chiếc".
  static let every: WordSet = ["mỗi", "hằng", "hàng", "từng"]
  /// Before "in 300" or "năm 300", which count then.
  static let numberWords: WordSet = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "room", "một", "hai", "ba",
    "bốn", "sáu", "bảy", "tám", "chín", "mười", "mấy", "vài", "nhiều", "suốt",
  ]
  /// What chronicles tell of a year: "died in 850".
  static let happenings: WordSet = [
    "died", "born", "founded", "built", "established", "acceded", "throne", "ascended", "crowned",
    "conquered",
    "defeated", "invaded", "captured", "sacked", "moved", "reigned", "ruled", "consecrated", "dedicated",
    "erected",
    "completed", "declared", "proclaimed", "independence", "abandoned", "succeeded", "embassy", "tribute",
    "inscription",
    "battle", "war", "dynasty", "king", "emperor", "capital",
  ]
  /// Words right behind the number of a year that is not counted.
  static let behindYear: WordSet = [
    "khi", "tại", "ở", "thì", "là", "do", "của", "với", "vua", "trở", "sau", "trước", "theo", "ông", "bà",
    "nhà",
    "để", "đã", "bị", "được", "nước", "lên", "đánh", "dời", "đổi",
  ]
}
