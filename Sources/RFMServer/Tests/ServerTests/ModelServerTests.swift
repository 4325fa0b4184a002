import Foundation
import HTTPTypes
import JSONText
import NIOCore
import Testing

@testable import RFMServer

/// The protocols of other programs: the study's service, KServe and Triton, MLflow.
@Suite struct ModelServerTests {
  private let server: ServerInTest
  private static let model = "online-retail-2009-2010"
  init() throws { server = try ServerInTest() }

  private func infer(_ inputs: String, _ rest: String = "") async throws -> ServerInTest.Answer {
    try await server.ask(.post, "/v2/models/\(Self.model)/infer", "{\"inputs\": [\(inputs)]\(rest)}")
  }

  private static let three = """
    {"name": "monetary", "shape": [2], "datatype": "FP64", "data": [1840.5, 20]},
    {"name": "recency", "shape": [2, 1], "datatype": "INT64", "data": [[12], [300]]},
    {"name": "frequency", "shape": [2], "datatype": "FP32", "data": [5.0, 1]}
    """

  @Test("Three inputs in any order, or one of three columns, flat or in rows, are the same customers")
  func shapes() async throws {
    let three = try await infer(Self.three)
    #expect(three.status == 200)
    for data in ["[12, 5, 1840.5, 300, 1, 20]", "[[12, 5, 1840.5], [300, 1, 20]]"] {
      let one = try await infer(
        "{\"name\": \"x\", \"shape\": [2, 3], \"datatype\": \"FP64\", \"data\": \(data)}")
      #expect(one.text == three.text)
    }
    let object = try three.json()
    #expect(try object.required("model_version").string() == "87b507319632ff00")
    let score = try await server.ask(.get, "/api/v1/score?r=12&f=5&m=1840.5").json()
    for output in try object.required("outputs").array() {
      let output = try output.object()
      let first = try output.required("data").array()[0]
      switch try output.required("name").string() {
      case "cluster": #expect(try first.integer() == score.required("cluster").integer())
      case "segment": #expect(try first.string() == score.required("segment").string())
      case "margin": #expect(try first.number() == score.required("margin").number())
      case "distances":
        #expect(try output.required("shape").array().map { try $0.integer() } == [2, 4])
        #expect(try first.number() == score.required("distances").array()[0].number())
      default: #expect(try output.required("name").string() == "scores")
      }
    }
  }

  @Test("Tensors as bytes are read and written as those in JSON are")
  func binary() async throws {
    var tensors = ByteBuffer()
    for number in [12.0, 5, 1840.5] { tensors.writeInteger(number.bitPattern, endianness: .little) }
    let json = """
      {"inputs": [{"name": "x", "shape": [1, 3], "datatype": "FP64", "parameters": {"binary_data_size": 24}}],
       "outputs": [{"name": "segment", "parameters": {"binary_data": true}}, {"name": "cluster"}]}
      """
    let answer = try await server.ask(
      .post, "/v2/models/\(Self.model)/infer", bytes: Array(json.utf8) + tensors.readableBytesView,
      type: "application/octet-stream", headers: [.inferenceHeaderLength: String(json.utf8.count)])
    let length = try #require(answer.headers[.inferenceHeaderLength].flatMap(Int.init))
    let object = try JSONCursor(try JSONNode.parse(Array(answer.body.prefix(length)), file: ""), file: "")
      .object()
    #expect(try object.required("outputs").array().count == 2)
    let name = Array("Loyal & Engaged".utf8)
    #expect(Array(answer.body.dropFirst(length)) == [UInt8(name.count), 0, 0, 0] + name)
  }

  @Test(
    "What is no good input is refused with its reason",
    arguments: [
      (
        "{\"name\": \"x\", \"shape\": [1, 2], \"datatype\": \"FP64\", \"data\": [1, 2]}",
        "inputs: one input has the shape"
      ),
      (
        "{\"name\": \"x\", \"shape\": [1, 3], \"datatype\": \"FP64\", \"data\": [1, 2]}",
        "inputs[0].data: 2 values do not fill"
      ),
      (
        "{\"name\": \"x\", \"shape\": [1, 3], \"datatype\": \"BOOL\", \"data\": [1, 2, 3]}",
        "inputs[0].datatype: BOOL is not read"
      ),
      (
        "{\"name\": \"x\", \"shape\": [1, 3], \"datatype\": \"FP64\", \"data\": [1.5, 2, 3]}",
        "row 0: recency 1.5 is no whole number"
      ),
      (
        "{\"name\": \"x\", \"shape\": [-1, 3], \"datatype\": \"FP64\", \"data\": []}",
        "inputs[0].shape[0]: expected a size from 0"
      ),
      (
        "{\"name\": \"x\", \"shape\": [1, 3], \"datatype\": \"INT64\", \"data\": [1, 2, 3.5]}",
        "inputs[0].data[2]: expected a whole number"
      ),
    ])
  func refused(_ input: String, _ reason: String) async throws {
    let answer = try await infer(input)
    #expect(answer.status == 422)
    #expect(try answer.json().required("error").string().hasPrefix(reason), "\(answer.text)")
  }

  @Test("What a model is, and whether it is ready, is said for it and for its version alone")
  func metadata() async throws {
    let base = "/v2/models/\(Self.model)"
    let metadata = try await server.ask(.get, base)
    #expect(try metadata.json().required("versions").array().map { try $0.string() } == ["87b507319632ff00"])
    #expect(try await server.ask(.get, base + "/versions/87b507319632ff00").text == metadata.text)
    #expect(try await server.ask(.get, base + "/versions/1").status == 404)
    #expect(try await server.ask(.get, base + "/versions/87b507319632ff00/ready").status == 200)
    #expect(try await server.ask(.get, base + "/ready").status == 200)
    #expect(try await server.ask(.get, "/v2/models/none/ready").status == 404)
  }

  @Test(
    "All shapes of a data frame give the same predictions",
    arguments: [
      (
        "application/json",
        "{\"dataframe_split\": {\"columns\": [\"monetary\", \"recency\", \"frequency\"], \"index\": [7], \"data\": [[1840.5, 12, 5]]}}"
      ),
      (
        "application/json",
        "{\"dataframe_records\": [{\"recency\": 12, \"frequency\": 5, \"monetary\": 1840.5}]}"
      ),
      ("application/json", "{\"instances\": [[12, 5, 1840.5]]}"),
      (
        "application/json; charset=utf-8",
        "{\"inputs\": {\"recency\": [12], \"frequency\": [5], \"monetary\": [1840.5]}, \"params\": {}}"
      ),
      ("application/json", "{\"inputs\": [[12, 5, 1840.5]]}"),
      ("text/csv", "Frequency,Recency,Monetary\n5,12,1840.5\n"),
    ])
  func frames(_ type: String, _ body: String) async throws {
    let answer = try await server.ask(.post, "/invocations", body, type: type)
    #expect(answer.status == 200, "\(answer.text)")
    let predictions = try answer.json().required("predictions").array()
    #expect(predictions.count == 1)
    #expect(try predictions[0].object().required("segment").string() == "Loyal & Engaged")
  }

  // MARK: The study's service

  private static func form(_ content: String, field: String = "file", boundary: String = "frontier") -> String
  {
    "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field)\"; filename=\"../a \\\"b\\\".csv\"\r\n"
      + "Content-Type: text/csv\r\n\r\n\(content)\r\n--\(boundary)--\r\n"
  }

  @Test("A posted sales file is answered with the members of the study's service, and no others")
  func classify() async throws {
    let table = "customer_id,recency,frequency,monetary\nann,12,5,1840.5\nbob,300,1,20\n"
    let answer = try await server.ask(
      .post, "/classify_customers", Self.form(table), type: "multipart/form-data; boundary=frontier")
    #expect(answer.status == 200, "\(answer.text)")
    let list = try JSONCursor(try JSONNode.parse(answer.body, file: ""), file: "").array()
    #expect(list.count == 2)
    let first = try list[0].object()
    #expect(
      first.members.map(\.key) == [
        "customer_id", "predicted_cluster_id", "cluster_name", "cluster_interpretation",
        "cluster_recommendations",
        "rfm_values",
      ])
    #expect(try first.required("customer_id").string() == "ann")
    #expect(
      try first.required("rfm_values").object().members.map(\.key) == [
        "MonetaryValue", "Frequency", "Recency",
      ])
    await server.desk.finishJobs()
  }

  @Test("A bad file is refused with its line, and its name without folders")
  func badFile() async throws {
    let table = "customer_id,recency,frequency,monetary\nann,12,5,1840.5\nbob,-3,1,20\n"
    let answer = try await server.ask(
      .post, "/classify_customers", Self.form(table), type: "multipart/form-data; boundary=\"frontier\"")
    #expect(answer.status == 422)
    #expect(try answer.json().required("line").integer() == 3)
    #expect(try answer.json().required("detail").string() == "line 3 of a \"b\".csv: recency -3 is below 0")
    for (body, type, status) in [
      (Self.form(table, field: "other"), "multipart/form-data; boundary=frontier", 422),
      (String(Self.form(table).dropLast(6)), "multipart/form-data; boundary=frontier", 400),
      (Self.form(table), "multipart/form-data", 400), (table, "text/csv", 415),
    ] {
      #expect(try await server.ask(.post, "/classify_customers", body, type: type).status == status)
    }
  }

  @Test("A form is the same wherever it is cut")
  func cuts() throws {
    let content = "a\r\n--frontie\r\n\r\n--\n\r--frontierr"
    let body = Array(("preamble\r\n" + Self.form(content)).utf8)
    for cut in body.indices {
      var parser = MultipartParser(boundary: "frontier")
      var (names, data, ends): ([String?], [UInt8], Int) = ([], [], 0)
      for piece in [body[..<cut], body[cut...]] {
        try Array(piece).withUnsafeBytes { bytes in
          try parser.feed(bytes) { event in
            switch event {
            case .part(_, let file): names.append(file)
            case .data(let bytes): data += bytes
            case .endOfPart: ends += 1
            }
          }
        }
      }
      #expect(parser.isComplete && names == ["../a \"b\".csv"] && ends == 1)
      #expect(String(decoding: data, as: UTF8.self) == content)
    }
  }
}
