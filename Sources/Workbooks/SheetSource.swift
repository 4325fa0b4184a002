import Tabular

/// The rows of a sheet as the bytes of a CSV file.
final class SheetSource: ByteSource, @unchecked Sendable {
  let place: TableName
  private let workbook: Workbook
  private let reader: XMLReader
  private let visitor: SheetVisitor
  private var ended = false

  init(_ workbook: Workbook, _ part: ZipArchive.Part, _ visitor: SheetVisitor, at place: TableName)
    throws(TabularError)
  {
    self.workbook = workbook
    self.place = place
    self.visitor = visitor
    reader = try XMLReader(workbook.archive, part, visitor)
  }

  var size: Int? { workbook.size }
  var bytesRead: Int { workbook.archive.bytesRead }

  /// Reads as far as the first row that is not empty, which is the header; false where there is none.
  func hasHeader() throws(TabularError) -> Bool {
    while !visitor.hasHeader, !ended { ended = try !reader.next() }
    return visitor.hasHeader
  }

  func read(into buffer: UnsafeMutablePointer<UInt8>, count: Int) throws(TabularError) -> Int {
    while visitor.output.count < count, !ended { ended = try !reader.next() }
    return visitor.output.take(count, into: buffer)
  }
}
