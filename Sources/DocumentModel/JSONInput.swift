/// The JSON form as it comes in, before its offsets are resolved.
struct JSONInput {
  /// Offsets as they are given: scalars in the text, bytes in the source.
  struct Place {
    var start = 0
    var end = 0
  }
  struct Block {
    var kind = ""
    var place = Place()
    var language: String?
    var attributes: [String: String] = [:]
  }
  struct Span {
    var layer = ""
    var place = Place()
    var label = ""
    var attributes: [String: String] = [:]
    var stage: String?
  }
  struct Removed {
    var text: [UInt8] = []
    var reason = ""
    var stage: String?
    var score: Double?
    var position = 0
    var source = Place()
  }
  struct Edit {
    var before: [UInt8] = []
    var after: [UInt8] = []
    var reason = ""
    var stage = ""
    var place = Place()
  }
  struct Report {
    var code = ""
    var message = ""
    var place = Place()
  }
  struct Record {
    var stage = ""
    var version = 0
    var optionsHash = ""
    var counts: [String: Int] = [:]
    var reports: [Report] = []
  }
  struct Part {
    var path = ""
    var url: String?
    var encoding = "UTF-8"
    var source = Place()
  }
  struct Segment {
    var text: Place
    var source: Place
    var isCopy: Bool
  }

  var id = ""
  var text: [UInt8]?
  var html: [UInt8]?
  var bytes: [UInt8]?
  var url: String?
  var contentType: String?
  var encoding: String?
  var parts: [Part] = []
  var language: String?
  var metadata: [String: JSONValue] = [:]
  var origins: [String: Metadata.Origin] = [:]
  var blocks: [Block]?
  var spans: [Span] = []
  var removed: [Removed] = []
  var edits: [Edit] = []
  var provenance: [Record] = []
  var alignment: [Segment]?
  var isEdited: Bool?
  var status = Outcome.ok
  var error: DocumentError?
  var tei: String?
  var others: [String: JSONValue] = [:]

  init(_ reader: inout JSONReader) throws(StageError) {
    var input = JSONInput()
    try reader.members { reader, name throws(StageError) in
      if try !input.readDescription(name, &reader), try !input.readMarks(name, &reader) {
        input.others[name] = try reader.value()
      }
    }
    self = input
  }

  private init() {}

  private mutating func readDescription(_ name: String, _ reader: inout JSONReader) throws(StageError) -> Bool
  {
    switch name {
    case "id": id = try reader.string()
    case "text": text = try reader.stringBytes()
    case "html": html = try reader.stringBytes()
    case "bytes": bytes = try reader.stringBytes()
    case "url": url = try reader.string()
    case "content_type": contentType = try reader.string()
    case "encoding": encoding = try reader.string()
    case "parts": parts = try reader.list(JSONInput.part)
    case "language": language = try reader.string()
    case "metadata": metadata = try reader.dictionary { reader throws(StageError) in try reader.value() }
    case "metadata_origins": origins = try reader.dictionary(JSONInput.origin)
    case "status": status = try reader.choice()
    case "error": error = try JSONInput.error(&reader)
    case "tei": tei = try reader.string()
    default: return false
    }
    return true
  }

  private mutating func readMarks(_ name: String, _ reader: inout JSONReader) throws(StageError) -> Bool {
    switch name {
    case "blocks": blocks = try reader.list(JSONInput.block)
    case "spans": spans = try reader.list(JSONInput.span)
    case "removed": removed = try reader.list(JSONInput.removedBlock)
    case "edits": edits = try reader.list(JSONInput.edit)
    case "provenance": provenance = try reader.list(JSONInput.record)
    case "alignment": alignment = try reader.list(JSONInput.segment)
    case "edited": isEdited = try reader.bool()
    default: return false
    }
    return true
  }
}

// MARK: Members of lists

extension JSONInput {
  private static func block(_ reader: inout JSONReader) throws(StageError) -> Block {
    var block = Block()
    try reader.members(required: ["kind", "start", "end"]) { reader, name throws(StageError) in
      switch name {
      case "kind": block.kind = try reader.string()
      case "start": block.place.start = try reader.integer()
      case "end": block.place.end = try reader.integer()
      case "language": block.language = try reader.string()
      case "attributes": block.attributes = try reader.strings()
      default: _ = try reader.value()
      }
    }
    return block
  }

  private static func span(_ reader: inout JSONReader) throws(StageError) -> Span {
    var span = Span()
    try reader.members(required: ["layer", "start", "end", "label"]) { reader, name throws(StageError) in
      switch name {
      case "layer": span.layer = try reader.string()
      case "start": span.place.start = try reader.integer()
      case "end": span.place.end = try reader.integer()
      case "label": span.label = try reader.string()
      case "attributes": span.attributes = try reader.strings()
      case "stage": span.stage = try reader.string()
      default: _ = try reader.value()
      }
    }
    return span
  }

  private static func removedBlock(_ reader: inout JSONReader) throws(StageError) -> Removed {
    var block = Removed()
    try reader.members(required: ["text", "reason"]) { reader, name throws(StageError) in
      switch name {
      case "text": block.text = try reader.stringBytes()
      case "reason": block.reason = try reader.string()
      case "stage": block.stage = try reader.string()
      case "score": block.score = try reader.double()
      case "position": block.position = try reader.integer()
      case "source_start": block.source.start = try reader.integer()
      case "source_end": block.source.end = try reader.integer()
      default: _ = try reader.value()
      }
    }
    return block
  }

  private static func edit(_ reader: inout JSONReader) throws(StageError) -> Edit {
    var edit = Edit()
    try reader.members(required: ["before", "after", "reason", "stage", "start", "end"]) {
      reader, name throws(StageError) in
      switch name {
      case "before": edit.before = try reader.stringBytes()
      case "after": edit.after = try reader.stringBytes()
      case "reason": edit.reason = try reader.string()
      case "stage": edit.stage = try reader.string()
      case "start": edit.place.start = try reader.integer()
      case "end": edit.place.end = try reader.integer()
      default: _ = try reader.value()
      }
    }
    return edit
  }

  private static func part(_ reader: inout JSONReader) throws(StageError) -> Part {
    var part = Part()
    try reader.members(required: ["path", "source_start", "source_end"]) { reader, name throws(StageError) in
      switch name {
      case "path": part.path = try reader.string()
      case "url": part.url = try reader.string()
      case "encoding": part.encoding = try reader.string()
      case "source_start": part.source.start = try reader.integer()
      case "source_end": part.source.end = try reader.integer()
      default: _ = try reader.value()
      }
    }
    return part
  }

  private static func record(_ reader: inout JSONReader) throws(StageError) -> Record {
    var record = Record()
    try reader.members(required: ["stage", "version"]) { reader, name throws(StageError) in
      switch name {
      case "stage": record.stage = try reader.string()
      case "version": record.version = try reader.integer()
      case "options_hash": record.optionsHash = try reader.string()
      case "counts":
        record.counts = try reader.dictionary { reader throws(StageError) in try reader.integer() }
      case "reports": record.reports = try reader.list(JSONInput.report)
      default: _ = try reader.value()
      }
    }
    return record
  }

  private static func report(_ reader: inout JSONReader) throws(StageError) -> Report {
    var report = Report()
    try reader.members(required: ["code", "message", "start", "end"]) { reader, name throws(StageError) in
      switch name {
      case "code": report.code = try reader.string()
      case "message": report.message = try reader.string()
      case "start": report.place.start = try reader.integer()
      case "end": report.place.end = try reader.integer()
      default: _ = try reader.value()
      }
    }
    return report
  }

  /// Start and end in the text, start and end in the source, whether it is a copy.
  private static func segment(_ reader: inout JSONReader) throws(StageError) -> Segment {
    var places: [Int] = []
    var isCopy: Bool?
    try reader.array { reader throws(StageError) in
      if places.count < 4 {
        places.append(try reader.integer())
      } else if isCopy == nil {
        isCopy = try reader.bool()
      } else {
        throw reader.refused("is one too many")
      }
    }
    guard places.count == 4, let isCopy else { throw reader.refused("has not five elements") }
    return Segment(
      text: Place(start: places[0], end: places[1]), source: Place(start: places[2], end: places[3]),
      isCopy: isCopy)
  }

  private static func origin(_ reader: inout JSONReader) throws(StageError) -> Metadata.Origin {
    var origin = Metadata.Origin("input", .high)
    try reader.members { reader, name throws(StageError) in
      switch name {
      case "place": origin.place = try reader.string()
      case "certainty": origin.certainty = try reader.choice()
      default: _ = try reader.value()
      }
    }
    return origin
  }

  private static func error(_ reader: inout JSONReader) throws(StageError) -> DocumentError {
    var error = DocumentError(stage: "", code: "", message: "")
    try reader.members(required: ["code", "message"]) { reader, name throws(StageError) in
      switch name {
      case "stage": error.stage = try reader.string()
      case "code": error.code = try reader.string()
      case "message": error.message = try reader.string()
      case "source_offset": error.sourceOffset = try reader.integer()
      default: _ = try reader.value()
      }
    }
    return error
  }
}
