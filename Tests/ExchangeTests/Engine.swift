import Foundation
import TestSupport

/// An engine of SQL that Python has here, each question in a process of its own.
enum Engine: String, CaseIterable {
  case sqlite, duckdb

  /// Where `make test` puts engines of PyPI; else the system's.
  static let python: String = {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 1...3 { root.deleteLastPathComponent() }
    let own = root.appending(path: ".build/engines-venv/bin/python").path
    return FileManager.default.isExecutableFile(atPath: own) ? own : "python3"
  }()

  /// Whether it answers here.
  var isInstalled: Bool { (try? rows([], "SELECT 1"))?.first?.first == "1" }

  /// The rows of a query as texts, after some statements.
  func rows(_ setUp: [String], _ query: String) throws -> [[String?]] {
    let connect =
      self == .sqlite
      ? "import sqlite3; c = sqlite3.connect(':memory:')" : "import duckdb; c = duckdb.connect()"
    let code = """
      import json, sys
      \(connect)
      setup, query = json.load(sys.stdin)
      for statement in setup: c.execute(statement)
      rows = c.execute(query).fetchall()
      json.dump([[None if v is None else str(v) for v in row] for row in rows], sys.stdout)
      """
    struct Question: Encodable {
      let setUp: [String]
      let query: String
      func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try list.encode(setUp)
        try list.encode(query)
      }
    }
    let question = try JSONEncoder().encode(Question(setUp: setUp, query: query))
    let printed = try Python.run(code, input: question, by: Self.python)
    return try JSONDecoder().decode([[String?]].self, from: printed)
  }
}
