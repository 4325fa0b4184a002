import Foundation

/// An engine of SQL that Python has here, each question in a process of its own.
enum Engine: String, CaseIterable {
  case sqlite, duckdb

  /// Where `make test` puts engines of PyPI; else the system's.
  static let python: String = {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 1...3 { root.deleteLastPathComponent() }
    let own = root.appending(path: ".build/engines-venv/bin/python").path
    return FileManager.default.isExecutableFile(atPath: own) ? own : "/usr/bin/python3"
  }()

  /// Whether it answers here.
  var isInstalled: Bool { (try? rows([], "SELECT 1"))?.first?.first == "1" }

  struct Failure: Error, CustomStringConvertible { let description: String }

  /// The rows of a query as texts, after some statements.
  func rows(_ setUp: [String], _ query: String) throws -> [[String?]] {
    let connect =
      self == .sqlite
      ? "import sqlite3; c = sqlite3.connect(':memory:')" : "import duckdb; c = duckdb.connect()"
    let code = """
      import json, sys
      \(connect)
      setup, query = json.load(open(sys.argv[1], encoding="utf-8"))
      for statement in setup: c.execute(statement)
      rows = c.execute(query).fetchall()
      json.dump([[None if v is None else str(v) for v in row] for row in rows], sys.stdout)
      """
    let file = FileManager.default.temporaryDirectory.appending(path: "rfm-engine-\(UUID().uuidString)")
    struct Question: Encodable {
      let setUp: [String]
      let query: String
      func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try list.encode(setUp)
        try list.encode(query)
      }
    }
    try JSONEncoder().encode(Question(setUp: setUp, query: query)).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: Self.python)
    process.arguments = ["-c", code, file.path]
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    let complaint = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: String(decoding: complaint, as: UTF8.self))
    }
    return try JSONDecoder().decode([[String?]].self, from: printed)
  }
}
