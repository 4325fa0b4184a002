import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The program from its start to its end, over real connections.
@Suite struct ServerProcessTests {
  private static let health = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"

  @Test(
    "It says where it listens when it is ready, and ends well when it is told to",
    arguments: [SIGTERM, SIGINT])
  func startAndEnd(_ signal: Int32) throws {
    let server = try RunningServer(["--port", "0"])
    #expect(server.greeting == "rfm-server listening on http://127.0.0.1:\(server.port)")
    let connection = try server.connect()
    connection.send(Self.health + Self.health)
    let answers = connection.read(until: "ok\n").split(separator: "HTTP/1.1 200 OK")
    #expect(answers.count >= 1)
    #expect(server.stop(signal) == 0)
  }

  @Test("rfm serve becomes the server")
  func serve() throws {
    let server = try RunningServer(["serve", "--port", "0", "--base-path", "/rfm"], program: Ran.rfm)
    #expect(server.greeting.hasPrefix("rfm-server listening on http://127.0.0.1:"))
    #expect(server.greeting.hasSuffix("/rfm"))
    #expect(server.stop() == 0)
  }

  @Test("A wrong start says why, with the status of wrong usage or of a failed job")
  func wrongStarts() throws {
    let server = try RunningServer(["--port", "0"])
    let taken = try Ran(Ran.server, ["--port", String(server.port)])
    #expect(taken.status == 1)
    #expect(taken.errors.contains("is in use by another program"))
    for arguments in [
      ["--port", "70000"], ["--host", "0.0.0.0"], ["--nothing"], ["--listen", "tcp:1"],
      ["--base-path", "rfm/"],
      ["--threads", "0"], ["--max-body", "0"],
    ] {
      let wrong = try Ran(Ran.server, arguments)
      #expect(wrong.status == 64, "\(arguments): \(wrong.errors)")
      #expect(wrong.errors.hasPrefix("error: ") && wrong.errors.split(separator: "\n").count == 1)
    }
    #expect(server.stop() == 0)
  }

  @Test("A socket file is for its user alone, and gone at the end")
  func socketFile() throws {
    let path = "/tmp/rfm-\(UUID().uuidString.prefix(8)).sock"
    let server = try RunningServer(["--listen", "unix:\(path)"])
    #expect(server.greeting == "rfm-server listening on unix:\(path)")
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let connection = try server.connect(path: path)
    connection.send(Self.health)
    #expect(connection.read(until: "ok\n").hasPrefix("HTTP/1.1 200 OK"))
    #expect(server.stop() == 0)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test(
    "What is no good HTTP is answered, with the headers of every answer, and the connection ends",
    arguments: [
      ("\u{16}\u{3} hello\r\n\r\n", "400 Bad Request"),
      (
        "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + String(repeating: "a", count: 20000) + "\r\n\r\n",
        "431 Request Header"
      ),
      (
        "POST /api/v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9000000\r\n\r\n"
          + String(repeating: " ", count: 100_000), "413 "
      ),
    ])
  func badRequests(_ request: String, _ status: String) throws {
    let server = try RunningServer(["--port", "0"])
    let connection = try server.connect()
    connection.send(request)
    let answer = connection.read()
    #expect(answer.hasPrefix("HTTP/1.1 \(status)"), "\(answer)")
    #expect(answer.contains("X-Content-Type-Options: nosniff\r\n"))
    #expect(answer.contains("Content-Type: application/problem+json\r\n"))
    #expect(server.stop() == 0)
  }

  @Test("Who asks whether to send a body is told to go on")
  func continues() throws {
    let server = try RunningServer(["--port", "0"])
    let connection = try server.connect()
    let body = "{\"r\": 1, \"f\": 1, \"m\": 1}"
    connection.send(
      "POST /api/v1/score HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Type: application/json\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\r\n")
    #expect(connection.read(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
    connection.send(body)
    #expect(connection.read(until: "}\n").hasPrefix("HTTP/1.1 200 OK"))
    #expect(server.stop() == 0)
  }

  @Test("A request that has begun is answered before the server ends; one that hangs is given up in time")
  func drain() throws {
    let head =
      "POST /api/v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 24\r\n\r\n{\"r\": 1, "
    let server = try RunningServer(["--port", "0"])
    let connection = try server.connect()
    connection.send(head)
    usleep(200_000)
    server.signal(SIGTERM)
    usleep(300_000)
    connection.send("\"f\": 1, \"m\": 1}")
    #expect(connection.read(until: "}\n").hasPrefix("HTTP/1.1 200 OK"))
    #expect(server.stop() == 0)
    let hanging = try RunningServer(["--port", "0", "--drain", "1"])
    let other = try hanging.connect()
    other.send(head)
    usleep(200_000)
    let start = ContinuousClock.now
    #expect(hanging.stop() == 1)
    #expect(ContinuousClock.now - start < .seconds(4))
  }
}
