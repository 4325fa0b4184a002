import Foundation
import Testing

/// What the server writes down about its requests.
@Suite struct LogTests {
  @Test(
    "A line has the id, the route, the status, bytes and time of a request, and nothing of whom it was about")
  func lines() throws {
    let server = try RunningServer(["--port", "0"])
    let connection = try server.connect()
    let body = "{\"text\": \"1784\"}"
    connection.send(
      "GET /api/v1/customers/17850?as-of=2011-01-01 HTTP/1.1\r\nHost: localhost\r\nX-Request-ID: first\r\n\r\n"
    )
    #expect(connection.read(until: "}\n").hasPrefix("HTTP/1.1 200 OK"))
    connection.send(
      "POST /api/v1/find HTTP/1.1\r\nHost: localhost\r\nX-Request-ID: second\r\nContent-Type: application/json\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    #expect(connection.read(until: "]\n").hasPrefix("HTTP/1.1 200 OK"))
    connection.send("GET /nobody@example.com HTTP/1.1\r\nHost: localhost\r\n\r\n")
    #expect(connection.read(until: "}\n").hasPrefix("HTTP/1.1 404 Not Found"))
    #expect(server.stop() == 0)
    let log = server.log
    #expect(log.contains(#/first GET /api/v1/customers/\{id\} 200 \d+ bytes [0-9.]+ ms/#), "\(log)")
    #expect(log.contains(#/second POST /api/v1/find 200 \d+ bytes/#))
    #expect(log.contains(#/- none 404/#))
    for secret in ["17850", "1784", "2011-01-01", "as-of", "nobody"] { #expect(!log.contains(secret)) }
  }
}
