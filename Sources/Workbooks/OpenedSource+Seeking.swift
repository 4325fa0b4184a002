import Tabular

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension OpenedSource {
  /// A workbook of a million rows has a twentieth of this.
  private static let maximumSpool = 1 << 30

  /// The same bytes where they can be read here and there, as a workbook must be: what comes through a pipe is
  /// put into a temporary file first.
  ///
  /// - Throws: `TabularError` where a pipe gives more than 1 GiB, or the temporary file cannot be written.
  func seekable() throws(TabularError) -> OpenedSource {
    if isSeekable { return self }
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    let file: SpooledFile
    do throws(SpooledFile.Fault) { file = try SpooledFile(in: folder) } catch { throw fault(error) }
    let room = 256 * 1024
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: room)
    defer { bytes.deallocate() }
    while let base = bytes.baseAddress {
      let got = try read(into: base, count: room)
      do throws(SpooledFile.Fault) {
        try file.append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<got]))
      } catch { throw fault(error) }
      if got < room { break }
      guard file.size <= Self.maximumSpool else {
        throw TabularError(
          at: place, "a workbook from a pipe may have 1 GiB; put it into a file and name that")
      }
    }
    return try RowSource.spooled(file, named: place.file).open()
  }

  private func fault(_ fault: SpooledFile.Fault) -> TabularError {
    TabularError(at: place, "a workbook from a pipe needs a temporary file, \(fault)")
  }
}
