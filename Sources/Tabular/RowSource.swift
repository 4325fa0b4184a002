#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where rows come from: a file, standard input, or bytes that came some other way, such as an upload.
///
/// Each opening begins at the first byte, so that headers can be looked at before the rows are read. Standard
/// input alone can be opened but once.
///
///     let upload = RowSource.bytes(Array("customer,date,amount\nann,2024-05-01,9.90\n".utf8), named: "sales.csv")
///     let result = try SalesReader(options: SalesOptions(), threads: 2).read([upload, .file("2023.csv.gz")])
public struct RowSource: Sendable {
  enum Content: Sendable {
    case file(path: String)
    case standardInput
    case bytes([UInt8])
    case spooled(SpooledFile)
  }

  let content: Content
  /// As messages name it: the path as the user wrote it, `standard input`, or the name of an upload.
  public let name: String
  /// The most bytes that may come out of it where it is packed; nil for any number.
  private(set) var unpackedLimit: Int?

  /// A file by its path; it is opened when it is read.
  public static func file(_ path: String) -> RowSource {
    RowSource(content: .file(path: path), name: path)
  }

  /// What another program writes; it can be read but once.
  public static let standardInput = RowSource(content: .standardInput, name: "standard input")

  /// Bytes in memory: those of a CSV file, packed or not, or of a workbook.
  public static func bytes(_ bytes: [UInt8], named name: String) -> RowSource {
    RowSource(content: .bytes(bytes), name: name)
  }

  /// The same in a file without a name, for more than fits well into memory.
  ///
  /// - Parameters:
  ///   - file: what was taken in.
  ///   - name: as messages and summaries say it.
  ///   - unpackedLimit: the most bytes that may come out of it where it is packed; nil for any number.
  public static func spooled(
    _ file: SpooledFile, named name: String, unpackedLimit: Int? = nil
  ) -> RowSource {
    RowSource(content: .spooled(file), name: name, unpackedLimit: unpackedLimit)
  }

  /// As summaries and models name it: without folders, and `-` for standard input.
  public var shortName: String {
    if case .standardInput = content { return "-" }
    return place.shortName
  }

  /// False for standard input, a pipe or a device, which is gone once it was read.
  public var canBeReopened: Bool {
    switch content {
    case .standardInput: return false
    case .file(let path):
      var status = stat()
      return stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    default: return true
    }
  }

  var place: TableName { TableName(file: name) }

  /// - Throws: `TabularError` where a file is missing, is a folder or may not be read.
  public func open() throws(TabularError) -> OpenedSource { try OpenedSource(self) }
}
