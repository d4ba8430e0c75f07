/// The members of one JSON object as they stand in a line that the JSON form wrote: their bytes are not read, but
/// passed over, so that a long line is changed without being understood.
struct WrittenMembers {
  struct Member: Equatable {
    /// As written, without quotation marks.
    var name: ArraySlice<UInt8>
    /// As written, without the colon.
    var value: ArraySlice<UInt8>
  }

  private(set) var members: [Member] = []

  /// - Parameter line: an object without white space between its parts, in the JSON form's order.
  /// - Complexity: O(n).
  init(line: [UInt8]) {
    var position = 1
    while position < line.count - 1 {
      let nameEnd = Self.end(ofValueAt: position, in: line)
      let valueEnd = Self.end(ofValueAt: nameEnd + 1, in: line)
      guard valueEnd < line.count else { return }
      members.append(
        Member(name: line[position + 1..<nameEnd - 1], value: line[nameEnd + 1..<valueEnd]))
      position = valueEnd + 1
    }
  }

  /// Puts a member in the place of that of the same name, or where its name belongs.
  mutating func set(_ member: Member) {
    // A name that needs escapes stands a little off its place here, but never after a plain one that follows.
    let place = members.firstIndex { !$0.name.lexicographicallyPrecedes(member.name) } ?? members.count
    if place < members.count, members[place].name == member.name {
      members[place] = member
    } else {
      members.insert(member, at: place)
    }
  }

  var line: [UInt8] {
    var line: [UInt8] = [UInt8(ascii: "{")]
    line.reserveCapacity(members.reduce(2) { $0 + $1.name.count + $1.value.count + 4 })
    for (index, member) in members.enumerated() {
      if index > 0 { line.append(UInt8(ascii: ",")) }
      line.append(UInt8(ascii: "\""))
      line += member.name
      line.append(UInt8(ascii: "\""))
      line.append(UInt8(ascii: ":"))
      line += member.value
    }
    line.append(UInt8(ascii: "}"))
    return line
  }

  /// Where a string, number, list or object that begins at a place ends; the line's end where it does not.
  private static func end(ofValueAt start: Int, in line: [UInt8]) -> Int {
    var depth = 0
    var isInString = false
    var position = start
    while position < line.count {
      switch line[position] {
      case UInt8(ascii: "\\") where isInString: position += 1
      case UInt8(ascii: "\""):
        isInString.toggle()
        if !isInString, depth == 0 { return position + 1 }
      case UInt8(ascii: "[") where !isInString, UInt8(ascii: "{") where !isInString: depth += 1
      case UInt8(ascii: "]") where !isInString, UInt8(ascii: "}") where !isInString:
        if depth == 0 { return position }
        depth -= 1
        if depth == 0 { return position + 1 }
      case UInt8(ascii: ",") where !isInString && depth == 0: return position
      default: break
      }
      position += 1
    }
    return line.count
  }
}
