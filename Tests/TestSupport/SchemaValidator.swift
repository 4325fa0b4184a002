import Foundation

/// A JSON Schema, as python3-jsonschema judges by it, where that is installed.
public struct SchemaValidator: Sendable {
  private let schema: String

  public init(schema: String) { self.schema = schema }

  public static let isInstalled = (try? python("import jsonschema; jsonschema.Draft202012Validator")) != nil

  /// Throws where the schema is none.
  public func check() throws {
    let code =
      "import json, sys, jsonschema; jsonschema.Draft202012Validator.check_schema(json.load(sys.stdin))"
    _ = try Self.python(code, input: Data(schema.utf8))
  }

  /// Whether each text is valid by the schema.
  public func verdicts(_ texts: [String]) throws -> [Bool] {
    let code = """
      import json, sys, jsonschema
      schema, *texts = json.load(sys.stdin)
      validator = jsonschema.Draft202012Validator(json.loads(schema))
      print("".join("01"[validator.is_valid(json.loads(text))] for text in texts))
      """
    let printed = try Self.python(code, input: JSONEncoder().encode([schema] + texts))
    return printed.filter { $0 == "0" || $0 == "1" }.map { $0 == "1" }
  }

  private struct Failure: Error, CustomStringConvertible { var description: String }

  /// What python3 prints.
  private static func python(_ code: String, input: Data = Data()) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "rfm-schema-\(UUID().uuidString)")
    try input.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", code]
    process.standardInput = try FileHandle(forReadingFrom: file)
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
    return String(decoding: printed, as: UTF8.self)
  }
}
