import Foundation
import HTTPTypes
import Hummingbird
import JSONText
import Logging
import NIOCore
import RFMService
import Testing

@testable import RFMServer

/// The server without a connection: requests go in at its front door.
struct ServerInTest {
  /// The project's folder.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  let frontDoor: FrontDoor
  var desk: Desk { frontDoor.desk }

  /// - Parameters:
  ///   - options: as on the command line.
  ///   - folder: with Models/ and Segments/; nil for those of the project, which are not changed.
  init(_ options: [String] = [], folder: String? = nil) throws {
    let library = Library(roots: [folder ?? Self.root], own: nil)
    let settings = try ServerSettings(try ServerOptions.parse(options), library: library)
    var logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    logger.logLevel = .critical
    let desk = Desk(settings, logger: logger, metrics: PrometheusMetrics())
    frontDoor = FrontDoor(desk, Routes.served)
  }

  /// What came back.
  struct Answer {
    let status: Int
    let headers: HTTPFields
    let body: [UInt8]
    var text: String { String(decoding: body, as: UTF8.self) }

    func json() throws -> JSONObject {
      try JSONCursor(try JSONNode.parse(body, file: "answer"), file: "answer").object()
    }
  }

  func ask(
    _ method: HTTPRequest.Method = .get, _ path: String, _ body: String? = nil,
    type: String = "application/json",
    headers: HTTPFields = [:], host: String? = "localhost"
  ) async throws -> Answer {
    try await ask(method, path, bytes: body.map { Array($0.utf8) }, type: type, headers: headers, host: host)
  }

  func ask(
    _ method: HTTPRequest.Method, _ path: String, bytes: [UInt8]?, type: String, headers: HTTPFields = [:],
    host: String? = "localhost"
  ) async throws -> Answer {
    var fields = headers
    if let bytes {
      if fields[.contentLength] == nil { fields[.contentLength] = String(bytes.count) }
      if !type.isEmpty { fields[.contentType] = type }
    }
    let head = HTTPRequest(method: method, scheme: "http", authority: host, path: path, headerFields: fields)
    let request = Request(head: head, body: .init(buffer: ByteBuffer(bytes: bytes ?? [])))
    let response = try await frontDoor.respond(to: request, context: .init())
    let collected = Collected()
    try await response.body.write(collected)
    return Answer(status: response.status.code, headers: response.headers, body: collected.bytes)
  }

  private final class Collected: ResponseBodyWriter {
    private(set) var bytes: [UInt8] = []
    func write(_ buffer: ByteBuffer) async throws { bytes += buffer.readableBytesView }
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
  }
}

/// A program that was built, run to its end.
struct Ran {
  let status: Int32
  let output: [UInt8]
  let errors: String
  var text: String { String(decoding: output, as: UTF8.self) }

  init(_ program: String, _ arguments: [String], in folder: String = ServerInTest.root) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": NSTemporaryDirectory() + "no-home"]
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let told = output.fileHandleForReading.readDataToEndOfFile()
    self.errors = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    self.output = Array(told)
    status = process.terminationStatus
  }

  /// The command line beside which the server stands: `make test` builds it first.
  static let rfm: String = {
    let folders = ["debug", "release"].map { "\(ServerInTest.root)/.build/\($0)/rfm" }
    return folders.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "/rfm-has-not-been-built"
  }()

  /// The server that was built with these tests.
  static let server: String = {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .path
    let folders = [own] + ["debug", "release"].map { "\(ServerInTest.root)/.build-server/\($0)" }
    return folders.map { $0 + "/rfm-server" }.first { FileManager.default.isExecutableFile(atPath: $0) }
      ?? "/rfm-server-has-not-been-built"
  }()
}
