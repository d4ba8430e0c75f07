internal import CICU

/// The characters of an encoding of two bytes, from the linked ICU's tables.
///
/// Index: lead byte, trail byte; see `index`. 0: no character.
struct CodeTable: Sendable {
  private var scalars: [UInt32]

  @inline(__always)
  static func index(_ lead: UInt8, _ trail: UInt8) -> Int { (Int(lead) & 0x7F) << 8 | Int(trail) }

  func withPages<Result>(_ body: (UnsafePointer<UInt32>) -> Result) -> Result {
    // The array is never empty, so it has a base address.
    scalars.withUnsafeBufferPointer { body($0.baseAddress!) }
  }

  // MARK: The tables

  static let eucKR = CodeTable(converter: "windows-949-2000", leads: 0x81...0xFE) { isPrivate($0) ? 0 : $0 }

  /// With the supplementary characters of Hong Kong. Four places hold a letter and a mark: the mark less
  /// U+0300 stands from bit 21.
  ///
  /// - Source: ICU's table is of HKSCS-2004 with private characters; those here are of HKSCS-2008.
  static let big5: CodeTable = {
    var table = CodeTable(converter: "ibm-1375_P100-2008", leads: 0x81...0xFE) { isPrivate($0) ? 0 : $0 }
    table.fill(from: CodeTable(converter: "windows-950-2000", leads: 0xA1...0xF9) { isPrivate($0) ? 0 : $0 })
    for (code, scalar): (UInt16, UInt32) in [
      (0x8840, 0x31C0), (0x8841, 0x31C1), (0x8842, 0x31C2), (0x8843, 0x31C3), (0x8844, 0x31C4),
      (0x8846, 0x31C5), (0x8849, 0x31C6), (0x884A, 0x31C7), (0x884D, 0x31C8), (0x884F, 0x31C9),
      (0x8850, 0x31CA), (0x8851, 0x31CB), (0x8852, 0x31CC), (0x8854, 0x31CD), (0x8855, 0x31CE),
      (0x88A9, 0x23DA), (0x88AA, 0x23DB), (0x8D48, 0x9FB3), (0xC879, 0x31CF), (0xC8A1, 0x9FB0),
      (0xC8A3, 0x9FB1), (0x8862, 0x80_00CA), (0x8864, 0x180_00CA), (0x88A3, 0x80_00EA),
      (0x88A5, 0x180_00EA),
    ] { table.set(code, scalar) }
    return table
  }()

  /// - Source: GB 18030-2022 gave characters to places that were private before; ICU 72 has the edition of 2005.
  static let gb18030: CodeTable = {
    var table = CodeTable(converter: "gb18030", leads: 0x81...0xFE) { $0 }
    for (code, scalar): (UInt16, UInt32) in [
      (0xA6D9, 0xFE10), (0xA6DA, 0xFE12), (0xA6DB, 0xFE11), (0xA6DC, 0xFE13), (0xA6DD, 0xFE14),
      (0xA6DE, 0xFE15), (0xA6DF, 0xFE16), (0xA6EC, 0xFE17), (0xA6ED, 0xFE18), (0xA6F3, 0xFE19),
      (0xFE59, 0x9FB4), (0xFE61, 0x9FB5), (0xFE66, 0x9FB6), (0xFE67, 0x9FB7), (0xFE6D, 0x9FB8),
      (0xFE7E, 0x9FB9), (0xFE90, 0x9FBA), (0xFEA0, 0x9FBB),
    ] { table.set(code, scalar) }
    return table
  }()

  /// - Source: the standard's index jis0208 has these as Microsoft has them.
  static let shiftJIS: CodeTable = {
    var table = CodeTable(converter: "ibm-943_P15A-2003", leads: 0x81...0xFC) { $0 }
    for (code, scalar): (UInt16, UInt32) in [
      (0x815C, 0x2015), (0x815F, 0xFF3C), (0x8160, 0xFF5E), (0x8161, 0x2225), (0x817C, 0xFF0D),
      (0x8191, 0xFFE0), (0x8192, 0xFFE1), (0x81CA, 0xFFE2), (0xFA54, 0xFFE2), (0xFA55, 0xFFE4),
    ] { table.set(code, scalar) }
    return table
  }()

  /// JIS X 0208 as Shift_JIS has it, and JIS X 0212 with 0x80 off the trail byte.
  static let eucJP: CodeTable = {
    var table = CodeTable()
    for row in 1...94 {
      for cell in 1...94 {
        let lead = (row - 1) / 2 + (row <= 62 ? 0x81 : 0xC1)
        let trail = row % 2 == 0 ? cell + 0x9E : cell + (cell <= 63 ? 0x3F : 0x40)
        let code = UInt16(row + 0xA0) << 8 | UInt16(cell + 0xA0)
        let scalar = shiftJIS.scalars[index(UInt8(lead), UInt8(trail))]
        table.set(code, isPrivate(scalar) ? 0 : scalar)
      }
    }
    let converter = Converter("euc-jp-2007")
    for lead in UInt8(0xA1)...0xFE {
      for trail in UInt8(0xA1)...0xFE {
        let found = converter.scalars([0x8F, lead, trail])
        guard found.count == 1, !isPrivate(found[0]) else { continue }
        table.set(UInt16(lead) << 8 | UInt16(trail & 0x7F), found[0])
      }
    }
    table.set(0xA2 << 8 | 0x37, 0xFF5E)
    return table
  }()

  private init() { scalars = [UInt32](repeating: 0, count: 1 << 15) }

  private init(converter name: String, leads: ClosedRange<UInt8>, _ mapped: (UInt32) -> UInt32) {
    let converter = Converter(name)
    var scalars = [UInt32](repeating: 0, count: 1 << 15)
    for lead in leads {
      for trail in UInt8(0x40)...0xFE where trail != 0x7F {
        let found = converter.scalars([lead, trail])
        if found.count == 1, found[0] >= 0x80 {
          scalars[CodeTable.index(lead, trail)] = mapped(found[0])
        }
      }
    }
    self.scalars = scalars
  }

  private mutating func set(_ code: UInt16, _ scalar: UInt32) {
    scalars[CodeTable.index(UInt8(code >> 8), UInt8(code & 0xFF))] = scalar
  }

  private mutating func fill(from other: CodeTable) {
    for index in scalars.indices where scalars[index] == 0 { scalars[index] = other.scalars[index] }
  }

  private static func isPrivate(_ scalar: UInt32) -> Bool { 0xE000...0xF8FF ~= scalar }

  // MARK: Four bytes of gb18030

  /// - Parameter pointer: the number of a sequence of four bytes, counted from 0x81308130.
  /// - Complexity: O(1).
  static func scalar(ofGB18030Pointer pointer: Int) -> UInt32? {
    if pointer >= 189_000 {
      let scalar = UInt32(pointer - 189_000 + 0x10000)
      return scalar <= 0x10FFFF ? scalar : nil
    }
    guard pointer < fourBytes.count, fourBytes[pointer] != 0 else { return nil }
    return fourBytes[pointer]
  }

  private static let fourBytes: [UInt32] = {
    let converter = Converter("gb18030")
    return (0..<39_420).map { pointer in
      let bytes = [
        UInt8(0x81 + pointer / 12_600), UInt8(0x30 + pointer / 1260 % 10), UInt8(0x81 + pointer / 10 % 126),
        UInt8(0x30 + pointer % 10),
      ]
      return converter.scalars(bytes).first ?? 0
    }
  }()
}

/// The characters 0x80...0xFF of the encodings of one byte.
enum SingleByte {
  static func table(of encoding: WebEncoding) -> Table {
    // Every encoding that comes here has a row: the rows are made of all that are not multi-byte.
    tables[encoding] ?? Table(scalars: [UInt32](repeating: 0, count: 128))
  }

  struct Table: Sendable {
    let scalars: [UInt32]

    func withPages<Result>(_ body: (UnsafePointer<UInt32>) -> Result) -> Result {
      // The array is never empty, so it has a base address.
      scalars.withUnsafeBufferPointer { body($0.baseAddress!) }
    }
  }

  private static let converters: [WebEncoding: String] = [
    .ibm866: "ibm-866_P100-1995", .latin2: "ibm-912_P100-1995", .latin3: "ibm-913_P100-2000",
    .latin4: "ibm-914_P100-1995", .isoCyrillic: "ibm-915_P100-1995", .isoArabic: "ibm-1089_P100-1995",
    .isoGreek: "ibm-9005_X110-2007", .isoHebrew: "ibm-5012_P100-1999", .latin6: "iso-8859_10-1998",
    .latin7: "ibm-921_P100-1995", .latin8: "iso-8859_14-1998", .latin9: "ibm-923_P100-1998",
    .koi8R: "ibm-878_P100-1996", .koi8U: "ibm-1168_P100-2002", .macintosh: "macos-0_2-10.2",
    .macCyrillic: "macos-7_3-10.2", .windows874: "windows-874-2000", .windows1250: "ibm-5346_P100-1998",
    .windows1251: "ibm-5347_P100-1998", .windows1252: "ibm-5348_P100-1997",
    .windows1253: "ibm-5349_P100-1998", .windows1254: "ibm-5350_P100-1998",
    .windows1255: "ibm-9447_P100-2002", .windows1256: "ibm-9448_X100-2005",
    .windows1257: "ibm-9449_P100-2002", .windows1258: "ibm-5354_P100-1998",
  ]

  private static let tables: [WebEncoding: Table] = {
    var tables: [WebEncoding: Table] = [:]
    for encoding in WebEncoding.allCases where !encoding.isMultiByte {
      var scalars = [UInt32](repeating: 0, count: 128)
      let converter = Converter(converters[encoding] ?? "")
      for byte in UInt8(0x80)...0xFF {
        scalars[Int(byte) - 0x80] = corrections[encoding]?[byte] ?? converter.scalars([byte]).first ?? 0
      }
      tables[encoding] = Table(scalars: scalars)
    }
    return tables
  }()

  /// Where the standard's indexes and ICU's tables differ.
  ///
  /// - Source: the WHATWG Encoding Standard's indexes; ISO 8859-16, which ICU lacks.
  private static let corrections: [WebEncoding: [UInt8: UInt32]] = {
    let latin10 =
      "\u{A0}ĄąŁ€„Š§š©Ș«Ź\u{AD}źŻ°±ČłŽ”¶·žčș»ŒœŸżÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏ"
      + "ĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚßàáâăäćæçèéêëìíîïđńòóôőöśűùúûüęțÿ"
    var corrections: [WebEncoding: [UInt8: UInt32]] = [
      .koi8U: [0xAE: 0x45E, 0xBE: 0x40E], .windows1253: [0xAA: 0], .latin10: [:], .windows874: [:],
    ]
    for byte in UInt8(0x80)...0x9F { corrections[.latin10]?[byte] = UInt32(byte) }
    for (byte, letter) in zip(UInt8(0xA0)...0xFF, latin10.unicodeScalars) {
      corrections[.latin10]?[byte] = letter.value
    }
    for byte in Array(0xDB...0xDE) + Array(0xFC...0xFF) as [UInt8] { corrections[.windows874]?[byte] = 0 }
    return corrections
  }()
}

/// A converter of ICU, for one sequence at a time.
private final class Converter {
  private let charset: OpaquePointer?

  /// - Parameter name: one of ICU's own; with one that it lacks, nothing has a character.
  init(_ name: String) { charset = cicu_charset_open(name) }

  deinit { if let charset { cicu_charset_close(charset) } }

  func scalars(_ bytes: [UInt8]) -> [UInt32] {
    guard let charset else { return [] }
    var scalars: [UInt32] = [0, 0, 0, 0]
    let count = cicu_charset_scalars(charset, bytes, Int32(bytes.count), &scalars, 4)
    return Array(scalars.prefix(Int(count)))
  }
}
