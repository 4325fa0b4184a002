import Foundation

/// A JSON Schema, as python3-jsonschema judges by it, where that is installed.
public struct SchemaValidator: Sendable {
  private let schema: String

  public init(schema: String) { self.schema = schema }

  public static let isInstalled =
    (try? Python.run("import jsonschema; jsonschema.Draft202012Validator")) != nil

  /// Throws where the schema is none.
  public func check() throws {
    let code =
      "import json, sys, jsonschema; jsonschema.Draft202012Validator.check_schema(json.load(sys.stdin))"
    _ = try Python.run(code, input: Data(schema.utf8))
  }

  /// Whether each text is valid by the schema.
  public func verdicts(_ texts: [String]) throws -> [Bool] {
    let code = """
      import json, sys, jsonschema
      schema, *texts = json.load(sys.stdin)
      validator = jsonschema.Draft202012Validator(json.loads(schema))
      print("".join("01"[validator.is_valid(json.loads(text))] for text in texts))
      """
    let printed = try Python.run(code, input: JSONEncoder().encode([schema] + texts))
    return String(decoding: printed, as: UTF8.self).filter { $0 == "0" || $0 == "1" }.map { $0 == "1" }
  }
}
