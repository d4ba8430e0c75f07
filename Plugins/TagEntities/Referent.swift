/// Somebody or something that names refer to: a row of a gazetteer, or what a rule made of a name.
///
/// Its fields are shared by its copies, of which there are many, until one is changed.
struct Referent: Sendable, Equatable {
  private struct Fields: Sendable, Equatable {
    var key: String
    var name: String
    var kind: EntityKind
    var type: String
    var language: String
    var ref: String
    var source: String
  }

  private final class Box: Sendable {
    let fields: Fields
    init(_ fields: Fields) { self.fields = fields }
  }

  private var box: Box

  init(
    key: String, name: String, kind: EntityKind, type: String = "", language: String = "", ref: String = "",
    source: String = ""
  ) {
    box = Box(
      Fields(
        key: key, name: name, kind: kind, type: type, language: language, ref: ref, source: source))
  }

  var key: String {
    get { box.fields.key }
    set {
      var fields = box.fields
      fields.key = newValue
      box = Box(fields)
    }
  }
  /// The name that stands for it.
  var name: String { box.fields.name }
  var kind: EntityKind { box.fields.kind }
  /// Kind within the kind: `country`, `polity`, `settlement`, `party`; empty where there is none.
  var type: String { box.fields.type }
  /// BCP 47 tag of the language that its name is of: for persons it tells which part can stand alone.
  var language: String { box.fields.language }
  /// URI in an authority, only where the row gives one.
  var ref: String { box.fields.ref }
  /// The gazetteer it is from; empty for a name that no list has.
  var source: String { box.fields.source }

  /// One of its own with the same fields.
  var copy: Referent {
    var copy = self
    copy.box = Box(box.fields)
    return copy
  }

  /// The same for copies of one, as long as one of them lives.
  var identity: ObjectIdentifier { ObjectIdentifier(box) }

  static func == (left: Referent, right: Referent) -> Bool {
    left.box === right.box || left.box.fields == right.box.fields
  }
}
