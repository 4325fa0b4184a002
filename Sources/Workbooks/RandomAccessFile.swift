import Tabular

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that can be read here and there, as a workbook must be; what comes through a pipe is put into a
/// temporary file without a name first.
final class RandomAccessFile: @unchecked Sendable {
  let place: TablePlace
  let size: Int
  let descriptor: Int32
  /// Kept open as long as this is.
  private let source: FileSource?
  /// A workbook of a million rows has a twentieth of this.
  private static let maximumSpool = 1 << 30

  /// - Throws: `TabularError` where a pipe gives more than 1 GiB, or the temporary file cannot be written.
  init(_ source: FileSource) throws(TabularError) {
    place = source.place
    if let size = source.size, source.descriptor != 0 {
      self.size = size
      descriptor = source.descriptor
      self.source = source
      return
    }
    self.source = nil
    descriptor = try Self.temporaryFile(source.place)
    var size = 0
    do throws(TabularError) { size = try Self.spool(source, to: descriptor) } catch {
      close(descriptor)
      throw error
    }
    self.size = size
  }

  deinit { if source == nil { close(descriptor) } }

  private static func temporaryFile(_ place: TablePlace) throws(TabularError) -> Int32 {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/rfm-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw TabularError(
        at: place,
        "a workbook from a pipe needs a temporary file, and none can be made in \(folder): \(String(cString: strerror(errno)))"
      )
    }
    unlink(template)
    return descriptor
  }

  private static func spool(_ source: FileSource, to descriptor: Int32) throws(TabularError) -> Int {
    let room = 256 * 1024
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
    defer { bytes.deallocate() }
    var size = 0
    while true {
      let got = try source.read(into: bytes, count: room)
      var written = 0
      while written < got {
        let count = write(descriptor, bytes + written, got - written)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else {
          throw TabularError(
            at: source.place,
            "a workbook from a pipe needs a temporary file, which cannot be written: \(String(cString: strerror(errno)))"
          )
        }
        written += count
      }
      size += got
      if got < room { return size }
      guard size <= maximumSpool else {
        throw TabularError(
          at: source.place, "a workbook from a pipe may have 1 GiB; put it into a file and name that")
      }
    }
  }
}
