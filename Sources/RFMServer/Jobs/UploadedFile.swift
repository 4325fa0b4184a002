import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix
import RFMService
import Tabular

/// A file that a request brought, in a temporary file without a name that only this process can read.
struct UploadedFile: Sendable {
  /// As the client calls it, without folders: for sentences, never a path.
  let name: String
  let file: SpooledFile
  /// The most bytes that may come out of it where it is packed.
  let unpackedLimit: Int

  var source: RowSource { .spooled(file, named: name, unpackedLimit: unpackedLimit) }
}

/// Takes bodies to temporary files as they come.
final class UploadReader: Sendable {
  private let pool = NIOThreadPool(numberOfThreads: 1)
  private let folder: String
  private let limits: Limits
  /// So many bytes are gathered for one write.
  private static let piece = 512 << 10

  init(folder: String, _ limits: Limits) {
    self.folder = folder
    self.limits = limits
    pool.start()
  }

  /// Reads the body of a request: a file itself, or a form with one.
  ///
  /// - Parameters:
  ///   - field: of the form; nil to take any file.
  ///   - formOnly: whether it must be a form.
  ///   - progress: told how many bytes have come.
  func read(
    _ call: Call, field: String?, formOnly: Bool = false, progress: @Sendable (Int) -> Void = { _ in }
  ) async throws -> UploadedFile {
    let isForm = call.mediaType == "multipart/form-data"
    if formOnly { try call.requireType(["multipart/form-data"]) }
    guard isForm else { return try await raw(call, progress) }
    guard let boundary = call.mediaParameter("boundary"), (1...200).contains(boundary.utf8.count) else {
      throw HTTPProblem(.badRequest, "multipart/form-data needs its boundary in the Content-Type")
    }
    var parser = MultipartParser(boundary: boundary)
    let spool = Spool(file: try newFile(), pool: pool)
    var name: String?
    var isWanted = false
    var others: [String] = []
    var bytes = 0
    for try await buffer in call.request.body {
      bytes += buffer.readableBytes
      try check(bytes)
      try buffer.withUnsafeReadableBytes { piece in
        try parser.feed(piece) { event in
          switch event {
          case .part(let part, let file):
            isWanted = name == nil && (field.map { $0 == part } ?? (file != nil))
            if isWanted { name = file ?? part } else { others.append(part) }
          case .data(let data): if isWanted { spool.add(data) }
          case .endOfPart: isWanted = false
          }
        }
      }
      if spool.pending >= Self.piece { try await spool.flush() }
      progress(bytes)
    }
    try call.desk.checkComplete(call.request, bytes)
    guard parser.isComplete else {
      throw HTTPProblem(.badRequest, "the body ended before the last boundary of its form")
    }
    guard let name else {
      let found = others.isEmpty ? "" : "; it has \(others.prefix(5).joined(separator: ", "))"
      throw HTTPProblem(.unprocessableContent, "the form has no file in a field '\(field ?? "file")'\(found)")
    }
    try await spool.flush()
    return uploaded(name, spool)
  }

  private func raw(_ call: Call, _ progress: (Int) -> Void) async throws -> UploadedFile {
    let spool = Spool(file: try newFile(), pool: pool)
    var bytes = 0
    for try await buffer in call.request.body {
      bytes += buffer.readableBytes
      try check(bytes)
      buffer.withUnsafeReadableBytes { spool.add($0) }
      if spool.pending >= Self.piece { try await spool.flush() }
      progress(bytes)
    }
    try call.desk.checkComplete(call.request, bytes)
    try await spool.flush()
    return uploaded(call.query["name"] ?? "upload", spool)
  }

  private func uploaded(_ name: String, _ spool: Spool) -> UploadedFile {
    UploadedFile(name: Self.harmless(name), file: spool.file, unpackedLimit: limits.unpackedBytes)
  }

  private func check(_ bytes: Int) throws(HTTPProblem) {
    guard bytes > limits.bodyBytes else { return }
    throw HTTPProblem(
      .contentTooLarge, "the body is larger than \(limits.maxBody) MiB, the most that is taken")
  }

  private func newFile() throws(HTTPProblem) -> SpooledFile {
    do throws(SpooledFile.Fault) { return try SpooledFile(in: folder) } catch { throw Self.noRoom(error) }
  }

  fileprivate static func noRoom(_ fault: SpooledFile.Fault) -> HTTPProblem {
    HTTPProblem(
      .init(code: 507, reasonPhrase: "Insufficient Storage"), "an upload needs a temporary file, \(fault)")
  }

  /// The last piece of a path, and not too long.
  private static func harmless(_ name: String) -> String {
    let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? "upload"
    return String(last.prefix(100))
  }

  /// Bytes on their way to the file, one request at a time.
  private final class Spool: @unchecked Sendable {
    let file: SpooledFile
    private let pool: NIOThreadPool
    private var bytes: [UInt8] = []

    init(file: SpooledFile, pool: NIOThreadPool) {
      self.file = file
      self.pool = pool
    }

    var pending: Int { bytes.count }

    func add(_ piece: UnsafeRawBufferPointer) { bytes.append(contentsOf: piece) }

    func flush() async throws {
      guard !bytes.isEmpty else { return }
      let piece = bytes
      bytes.removeAll(keepingCapacity: true)
      let file = file
      try await pool.runIfActive {
        do {
          try piece.withUnsafeBytes { try file.append($0) }
        } catch let fault as SpooledFile.Fault {
          throw UploadReader.noRoom(fault)
        }
      }
    }
  }
}
