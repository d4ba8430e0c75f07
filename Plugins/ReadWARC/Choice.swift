import StageKit

/// Whether a record becomes a document.
struct Choice {
  /// What it is counted as, where it becomes none.
  private(set) var kind: String?
  /// Why it becomes one that ends without content.
  private(set) var problem: StageError?
  private(set) var mediaType: MediaType?

  /// - Parameter stream: stands at the block.
  init(_ header: RecordHeader, _ head: HTTPHead?, _ options: ReadWARC.Options, sniffed stream: ArchiveStream)
  {
    let fields = header.fields
    let type = header.type
    guard ["response", "resource", "revisit"].contains(type) else {
      kind = type
      return
    }
    let stated = MediaType(fields.first("content-type"))
    if type == "response", stated.map({ $0.name != "application/http" }) ?? false, head == nil {
      kind = "response, " + (stated?.name ?? "")
      return
    }
    mediaType = type == "resource" ? stated : MediaType(head?.fields.first("content-type"))
    if mediaType == nil { mediaType = MediaType(fields.first("warc-identified-payload-type")) }
    if let status = head?.status, !options.statuses.contains(status), !(type == "revisit" && status == 304) {
      kind = "\(type), status \(status)"
    } else if let mediaType {
      if !options.mediaTypes.contains(where: mediaType.matches) { kind = "\(type), \(mediaType.name)" }
    } else if type != "revisit", head != nil || type == "resource",
      !Self.isMarkup(
        stream.peek(min(header.length, (head?.bodyOffset ?? 0) + 512)).dropFirst(head?.bodyOffset ?? 0))
    {
      kind = "\(type), no media type"
    }
    if kind == nil { problem = Self.problem(header, head) }
  }

  private static func isMarkup(_ bytes: ArraySlice<UInt8>) -> Bool {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
    return start.first { $0 > 0x20 } == UInt8(ascii: "<") || bytes.starts(with: [0x1F, 0x8B])
  }

  private static func problem(_ header: RecordHeader, _ head: HTTPHead?) -> StageError? {
    let fields = header.fields
    if header.type == "revisit" {
      let first = [
        fields.address("warc-refers-to"), fields.address("warc-refers-to-target-uri"),
        fields.first("warc-refers-to-date"),
      ].compactMap { $0 }.joined(separator: ", ")
      return .dropped(
        "revisit",
        "the page had not changed since it was stored"
          + (first.isEmpty ? "; the record does not say where" : " in the record \(first)"))
    }
    if fields.first("warc-segment-number") != nil {
      return StageError("segmented-record", "the record is one part of several, which cannot be joined yet")
    }
    if header.type == "response", head == nil {
      return header.length == 0
        ? StageError("empty-body", "there is nothing in the record", outcome: .empty)
        : StageError("not-http", "the block of the response does not begin with an HTTP status line")
    }
    return nil
  }
}
