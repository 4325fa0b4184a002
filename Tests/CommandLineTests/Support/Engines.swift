import Foundation

/// Engines of SQL, and whether they are here.
enum Engines {
  /// Where `make test` puts engines of PyPI; else the system's.
  static let python: String = {
    let own = DocsPage.root.path + "/.build/engines-venv/bin/python"
    return FileManager.default.isExecutableFile(atPath: own) ? own : "/usr/bin/python3"
  }()

  static let hasDuckDB = (try? Workspace().run(python, ["-c", "import duckdb"]).status) == 0
  static let hasPostgreSQL =
    FileManager.default.fileExists(atPath: "/usr/lib/postgresql")
    && FileManager.default.fileExists(atPath: "/usr/bin/psql")
  static let hasSQLiteShell = FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3")
}
