import Foundation
public final class LineSplitter { public init(_ f: FileHandle) {} ; public func next() throws -> [UInt8]? { nil } }
