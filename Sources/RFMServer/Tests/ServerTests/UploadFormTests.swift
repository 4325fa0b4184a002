import Foundation
import HTTPTypes
import JSONText
import Testing

@testable import RFMServer

/// The ways in which a file may come, and how long it stays.
@Suite struct UploadFormTests {
  private static let table = Array(
    "customer_id,recency,frequency,monetary\nann,12,5,1840.5\nbob,300,1,20\n".utf8)

  private static func upload(
    _ server: ServerInTest, _ bytes: [UInt8], _ type: String = "application/octet-stream",
    _ headers: HTTPFields = [:]
  ) async throws -> ServerInTest.Answer {
    try await server.ask(.post, "/api/v1/uploads?name=a.csv", bytes: bytes, type: type, headers: headers)
  }

  private static func packed(_ bytes: [UInt8]) throws -> [UInt8] {
    let path = NSTemporaryDirectory() + "rfm-packed-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return try Ran("/bin/gzip", ["-c", path]).output
  }

  /// One frame with one block that is not compressed (RFC 8878).
  private static func zstandard(_ bytes: [UInt8]) -> [UInt8] {
    let header = UInt32(bytes.count << 3 | 1)
    return [0x28, 0xB5, 0x2F, 0xFD, 0x20, UInt8(bytes.count)]
      + (0..<3).map { UInt8(truncatingIfNeeded: header >> (8 * $0)) } + bytes
  }

  @Test("A file gives the same answers plain, packed and in a form")
  func ways() async throws {
    let server = try ServerInTest()
    let form =
      Array(
        "--x\r\nContent-Disposition: form-data; name=\"any\"; filename=\"a.csv\"\r\n\r\n".utf8) + Self.table
      + Array("\r\n--x--\r\n".utf8)
    let gzip = try Self.packed(Self.table)
    var answers: [String] = []
    for (bytes, type, headers) in [
      (Self.table, "application/octet-stream", [:]), (Self.table, "text/csv", [:]), (Self.table, "", [:]),
      (form, "multipart/form-data; boundary=x", [:]), (gzip, "application/gzip", [:]),
      (gzip, "text/csv", [.contentEncoding: "gzip"]), (Self.zstandard(Self.table), "application/zstd", [:]),
    ] as [([UInt8], String, HTTPFields)] {
      let answer = try await Self.upload(server, bytes, type, headers)
      #expect(answer.status == 201, "\(type): \(answer.text)")
      let path = try #require(answer.headers[.location])
      answers.append(try await server.ask(.get, path + "/customers.json").text)
    }
    #expect(answers[0].contains("\"customer_id\": \"ann\""))
    #expect(Set(answers).count == 1, "\(answers)")
    let other = try await Self.upload(server, Self.table, "text/csv", [.contentEncoding: "br"])
    #expect(other.status == 415)
  }

  @Test("What is packed gives out no more than it may")
  func unpackedLimit() async throws {
    let server = try ServerInTest(["--max-unpacked", "1"])
    let bomb = try Self.packed(
      Self.table + [UInt8](repeating: UInt8(ascii: "\n"), count: 8 << 20))
    let path = try #require(try await Self.upload(server, bomb).headers[.location])
    let answer = try await server.ask(.get, path + "/customers.json")
    #expect(answer.status == 422)
    #expect(
      try answer.json().required("detail").string()
        == "a.csv: unpacked it has more than 1 MiB, the most that is taken")
  }

  @Test("Amounts are converted by a table of rates that was uploaded, as the command converts them")
  func rates() async throws {
    let server = try ServerInTest()
    func upload(_ name: String) async throws -> String {
      let bytes = FileManager.default.contents(atPath: "\(ServerInTest.root)/Tests/Exports/\(name)")
      let answer = try await Self.upload(server, Array(try #require(bytes)))
      return try #require(answer.headers[.location])
    }
    let (sales, rates) = (try await upload("three-currencies.csv"), try await upload("rates.csv"))
    let id = try #require(rates.split(separator: "/").last)
    let answer = try await server.ask(.get, "\(sales)/customers.csv?clean=sales&rates=\(id)")
    let typed = try Ran(
      Ran.rfm,
      [
        "classify", "Tests/Exports/three-currencies.csv", "--clean", "sales", "--rates",
        "Tests/Exports/rates.csv", "--format",
        "csv",
      ])
    #expect(typed.status == 0, "\(typed.errors)")
    #expect(answer.status == 200 && answer.body == typed.output, "\(answer.text)")
    #expect(try await server.ask(.get, "\(sales)/customers.csv?clean=sales&rates=none").status == 404)
    let wrong = try #require(sales.split(separator: "/").last)
    #expect(try await server.ask(.get, "\(sales)/customers.csv?clean=sales&rates=\(wrong)").status == 422)
  }

  @Test("An upload is let go of when its time is over, unless a job reads it")
  func time() async throws {
    let server = try ServerInTest(["--keep-uploads", "1"])
    let shelf = server.desk.shelf
    let paths = [
      try await Self.upload(server, Self.table).headers[.location],
      try await Self.upload(server, Self.table).headers[.location],
    ].compactMap { $0 }
    let uploads = try paths.map { try shelf.upload(String($0.split(separator: "/").last ?? "")) }
    let (first, read) = (uploads[0], uploads[1])
    read.begin()
    shelf.prune(first.start + .seconds(59))
    #expect(try await server.ask(.get, paths[0]).status == 200)
    shelf.prune(read.start + .seconds(61))
    #expect(try await server.ask(.get, paths[0]).status == 404)
    #expect(try await server.ask(.get, paths[1]).json().required("phase").string() == "waiting")
    read.end()
    shelf.prune(read.start + .seconds(61))
    #expect(try await server.ask(.get, paths[1]).status == 404)
  }

  @Test("Whoever listens to an upload is told of every change, to its end")
  func events() throws {
    let server = try RunningServer(["--port", "0"])
    let asking = try server.connect()
    let table = String(decoding: Self.table, as: UTF8.self)
    asking.send(
      "POST /api/v1/uploads HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: \(table.utf8.count)\r\n\r\n\(table)"
    )
    let made = asking.read(until: "}\n")
    let path = try #require(made.firstMatch(of: #/Location: (\S+)/#)?.output.1)
    let listening = try server.connect()
    listening.send("GET \(path)/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    let first = listening.read(until: "}")
    #expect(first.contains("Content-Type: text/event-stream"))
    #expect(first.contains("event: state\ndata: {") && first.contains("\"phase\": \"ready\""))
    asking.send("GET \(path)/customers.json HTTP/1.1\r\nHost: localhost\r\n\r\n")
    #expect(asking.read(until: "]\n").hasPrefix("HTTP/1.1 200 OK"))
    asking.send("DELETE \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
    let rest = listening.read(until: "deleted\"")
    #expect(rest.contains("\"rows\": 2") && rest.contains("\"phase\": \"deleted\""))
    #expect(server.stop() == 0)
  }
}
