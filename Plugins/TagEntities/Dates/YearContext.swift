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
    "người", "nghìn", "triệu", "tấn", "mét", "đồng", "chiếc", "hộ", "quân", "lính",
  ]
}
