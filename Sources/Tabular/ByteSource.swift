/// The bytes of a table, read once and in order, by one thread at a time.
public protocol ByteSource: AnyObject, Sendable {
  /// The name for messages.
  var place: TableName { get }
  /// The bytes of the file where the system knows them (not for pipes): for progress.
  var size: Int? { get }
  /// How many bytes of the file have been read so far.
  var bytesRead: Int { get }

  /// Fills `buffer` as far as the source goes; less than `count` only at the end.
  func read(into buffer: UnsafeMutablePointer<UInt8>, count: Int) throws(TabularError) -> Int
}

/// Lines that end with a carriage return alone, as old Macintosh programs write them: each is read as a line feed.
final class CarriageReturnSource: ByteSource {
  private let source: any ByteSource

  init(over source: any ByteSource) { self.source = source }

  var place: TableName { source.place }
  var size: Int? { source.size }
  var bytesRead: Int { source.bytesRead }

  func read(into buffer: UnsafeMutablePointer<UInt8>, count: Int) throws(TabularError) -> Int {
    let filled = try source.read(into: buffer, count: count)
    Self.replace(UnsafeMutableBufferPointer(start: buffer, count: filled))
    return filled
  }

  static func replace(_ bytes: UnsafeMutableBufferPointer<UInt8>) {
    for i in bytes.indices where bytes[i] == UInt8(ascii: "\r") { bytes[i] = UInt8(ascii: "\n") }
  }
}

extension [UInt8] {
  /// Lets `read` fill the array from its beginning, and passes on how far it came.
  mutating func filled(
    by read: (UnsafeMutablePointer<UInt8>, Int) throws(TabularError) -> Int
  ) throws(TabularError) -> Int {
    let result: Result<Int, TabularError> = withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return .success(0) }
      do throws(TabularError) { return .success(try read(base, buffer.count)) } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}
