import StageKit

/// What an element of TEI's text is here.
enum Role {
  /// Only what is inside counts.
  case transparent
  /// Holds blocks.
  case container(BlockKind)
  /// Holds text or blocks.
  case flow(BlockKind)
  /// Holds text.
  case leaf(BlockKind)
  /// A block between blocks, and words inside a line of text.
  case either(BlockKind)
  case inline
  /// A place without text, or text that is no part of the document.
  case left

  /// Whether it is a block wherever it stands.
  var isBlock: Bool {
    switch self {
    case .container, .flow, .leaf: true
    case .transparent, .either, .inline, .left: false
    }
  }

  static func of(_ name: String) -> Role { roles[name] ?? .inline }

  /// - Source: TEI P5, the chapters on default text structure, core elements, drama, speech, figures and CMC.
  private static let roles: [String: Role] = [
    "text": .transparent, "body": .transparent, "group": .transparent, "floatingText": .transparent,
    "front": .container(.division), "back": .container(.division),
    "div": .container(.division), "div1": .container(.division), "div2": .container(.division),
    "div3": .container(.division), "div4": .container(.division), "div5": .container(.division),
    "div6": .container(.division), "div7": .container(.division), "titlePage": .container(.division),
    "opener": .transparent, "closer": .transparent, "postscript": .transparent, "cit": .transparent,
    "list": .container(.list), "table": .container(.table), "row": .container(.row),
    "figure": .container(.figure), "sp": .container(.turn), "u": .container(.turn),
    "post": .container(.comment), "lg": .container(.lineGroup),
    "item": .flow(.item), "cell": .flow(.cell), "note": .flow(.note), "epigraph": .flow(.quotation),
    "quote": .either(.quotation), "q": .either(.quotation), "said": .either(.quotation),
    "p": .leaf(.paragraph), "ab": .leaf(""), "head": .leaf(.heading), "speaker": .leaf(.speaker),
    "byline": .leaf(.byline), "dateline": .leaf(.dateline), "signed": .leaf(.signature), "l": .leaf(.line),
    "salute": .leaf("salute"), "trailer": .leaf("trailer"), "argument": .flow("argument"),
    "docTitle": .leaf(.heading), "figDesc": .leaf("figure-description"),
    "stage": .either(.stageDirection), "bibl": .either("bibliography"), "label": .either("label"),
    "kinesic": .either(.stageDirection), "incident": .either(.stageDirection),
    "vocal": .either(.stageDirection), "address": .either("address"), "code": .inline,
    "eg": .leaf(.preformatted),
    "pb": .left, "cb": .left, "gb": .left, "milestone": .left, "anchor": .left, "ptr": .left,
    "graphic": .left, "media": .left, "fw": .left, "teiHeader": .left, "standOff": .left,
    "facsimile": .left, "sourceDoc": .left, "spanGrp": .left, "linkGrp": .left, "index": .left,
    "interpGrp": .left, "pause": .left, "shift": .left, "space": .left,
  ]
}

/// Elements in a line of text.
enum Elements {
  /// Elements inside a line of text whose content is just text here.
  static let plain: Set<String> = [
    "forename", "surname", "roleName", "addName", "genName", "nameLink", "g", "c", "subst", "add", "desc",
    "floatingText", "body", "lem", "orig", "reg", "sic", "corr", "abbr", "expan", "choice", "docAuthor",
  ]

  /// What `name` and `rs` name, by the types that projects use.
  static let namesByType: [String: String] = [
    "per": "persName", "pers": "persName", "person": "persName", "loc": "placeName", "place": "placeName",
    "location": "placeName", "gpe": "placeName", "org": "orgName", "organisation": "orgName",
    "organization": "orgName", "misc": "name",
  ]

  /// Elements that name places, with the type of place that they say.
  static let places: [String: String] = [
    "placeName": "", "geogName": "", "country": "country", "settlement": "settlement", "region": "region",
    "district": "district", "bloc": "bloc",
  ]
}
