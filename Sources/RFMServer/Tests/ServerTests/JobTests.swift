import Foundation
import HTTPTypes
import JSONText
import Testing

@testable import RFMServer

/// Uploads and what is made of them, trainings and edits of packs, in a folder of their own.
@Suite final class JobTests {
  private let folder: String
  private let server: ServerInTest
  private static let model = "online-retail-2009-2010"

  init() throws {
    folder = NSTemporaryDirectory() + "rfm-jobs-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for name in ["Models", "Segments", "Layouts"] {
      try FileManager.default.copyItem(atPath: "\(ServerInTest.root)/\(name)", toPath: "\(folder)/\(name)")
    }
    let sample = try Ran(Ran.rfm, ["sample", "--customers", "80", "-o", "sales.csv"], in: folder)
    #expect(sample.status == 0, "\(sample.errors)")
    server = try ServerInTest(["--max-uploads", "3", "--model", Self.model], folder: folder)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private var sales: [UInt8] { Array(FileManager.default.contents(atPath: folder + "/sales.csv") ?? Data()) }

  /// - Returns: the path of the upload.
  private func upload(_ bytes: [UInt8], named name: String = "sales.csv") async throws -> String {
    let answer = try await server.ask(
      .post, "/api/v1/uploads?name=\(name)", bytes: bytes, type: "application/octet-stream")
    #expect(answer.status == 201, "\(answer.text)")
    return try #require(answer.headers[.location])
  }

  @Test(
    "What is asked about an upload is answered as the command line answers about the file",
    arguments: [
      ("profile", ["profile", "sales.csv", "--json"]),
      ("profile?clean=sales", ["profile", "sales.csv", "--json", "--clean", "sales"]),
      ("sweep?max-k=3", ["sweep", "sales.csv", "--json", "--max-k", "3"]),
      ("customers.csv", ["classify", "sales.csv", "--format", "csv"]),
      ("customers.json", ["classify", "sales.csv", "--format", "json"]),
      ("customers.jsonl", ["classify", "sales.csv", "--format", "jsonl"]),
      (
        "customers.csv?sort=monetary&desc=1&top=7&segment=champ&window=365d",
        [
          "classify", "sales.csv", "--format", "csv", "--sort", "monetary", "--desc", "--top", "7",
          "--segment", "champ",
          "--window", "365d",
        ]
      ),
    ])
  func sameAsTyped(_ question: String, _ typed: [String]) async throws {
    let path = try await upload(sales)
    let answer = try await server.ask(.get, "\(path)/\(question)")
    let ran = try Ran(Ran.rfm, typed, in: folder)
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(answer.status == 200 && answer.body == ran.output)
  }

  @Test("An upload is there until it is deleted, and no more are kept than may")
  func lives() async throws {
    let path = try await upload(sales, named: "..%2Fa%2Fsales.csv")
    let state = try await server.ask(.get, path).json()
    #expect(try state.required("name").string() == "sales.csv")
    #expect(try state.required("bytes").integer() == sales.count)
    #expect(try state.required("phase").string() == "ready")
    #expect(try await server.ask(.head, path + "/events").status == 200)
    _ = try await upload([1])
    _ = try await upload([1])
    let more = try await server.ask(.post, "/api/v1/uploads", bytes: [1], type: "application/octet-stream")
    #expect(more.status == 429 && more.headers[.retryAfter] != nil)
    #expect(try await server.ask(.delete, path).status == 204)
    #expect(try await server.ask(.get, path).status == 404)
    #expect(try await server.ask(.get, path + "/profile").status == 404)
    #expect(try await server.ask(.delete, path).status == 404)
    _ = try await upload([1])
  }

  @Test("A file that cannot be read is refused with its line")
  func badFile() async throws {
    let path = try await upload(Array("customer_id,recency,frequency,monetary\nann,-1,1,1\n".utf8))
    let answer = try await server.ask(.get, path + "/customers.json")
    #expect(answer.status == 422)
    #expect(try answer.json().required("line").integer() == 2)
    for wrong in ["sort=age", "top=0", "desc=maybe", "clean=all", "column=x", "nothing=1", "segment=nobody"] {
      let answer = try await server.ask(.get, "\(path)/customers.csv?\(wrong)")
      #expect([400, 404, 422].contains(answer.status), "\(wrong): \(answer.status)")
    }
  }

  // MARK: Trainings

  private func trained(_ location: String) async throws -> JSONObject {
    for _ in 0..<600 {
      let run = try await server.ask(.get, location).json()
      if !["waiting", "running"].contains(try run.required("phase").string()) { return run }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw CancellationError()
  }

  @Test("A training is a job, makes the same model as the command, and is asked at once")
  func training() async throws {
    let path = try await upload(sales)
    let id = try #require(path.split(separator: "/").last)
    let asked = try await server.ask(
      .post, "/api/v1/models?upload=\(id)&name=shop&k=3&seed=7&stability=5&score-bins=4")
    #expect(asked.status == 202, "\(asked.text)")
    let run = try await trained(try #require(asked.headers[.location]))
    #expect(try run.required("phase").string() == "done")
    let made = FileManager.default.contents(atPath: folder + "/Models/shop.json")
    let ran = try Ran(
      Ran.rfm,
      [
        "train", "sales.csv", "-o", "Models/other.json", "--k", "3", "--seed", "7", "--stability", "5",
        "--score-bins", "4",
      ], in: folder)
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(made != nil)
    // The name is in the model; all else is the same.
    let other = FileManager.default.contents(atPath: folder + "/Models/other.json")
    func text(_ data: Data?, _ name: String) -> String {
      String(decoding: data ?? Data(), as: UTF8.self).replacingOccurrences(of: name, with: "NAME")
        .replacing(#/"(id|file)": "[^"]*[0-9a-f]{16}[^"]*"/#, with: "")
    }
    #expect(text(made, "shop") == text(other, "other"))
    #expect(try await server.ask(.get, "/api/v1/score?r=1&f=1&m=1&model=shop").status == 200)
    let answer = try await server.ask(.get, "/v2/models/shop/ready")
    #expect(answer.status == 200)
    let compared = try await server.ask(.get, "/api/v1/compare?a=\(Self.model)&b=shop")
    let typed = try Ran(Ran.rfm, ["compare", Self.model, "shop", "--json"], in: folder)
    #expect(typed.status == 0, "\(typed.errors)")
    // The folder is named as it was given to each.
    #expect(compared.text.replacingOccurrences(of: folder + "/", with: "") == typed.text)
  }

  @Test("A wrong training is refused, or fails with a sentence, and leaves nothing")
  func wrongTraining() async throws {
    let path = try await upload(Array("a,b\n1,2\n".utf8))
    let id = try #require(path.split(separator: "/").last)
    for query in [
      "upload=\(id)&name=..%2Fx", "upload=\(id)&name=.x", "upload=\(id)", "upload=none&name=x",
      "upload=\(id)&name=x&k=1",
      "upload=\(id)&name=x&currency=euro",
    ] {
      let answer = try await server.ask(.post, "/api/v1/models?\(query)")
      #expect([400, 404, 422].contains(answer.status), "\(query): \(answer.status)")
    }
    let asked = try await server.ask(.post, "/api/v1/models?upload=\(id)&name=x")
    let run = try await trained(try #require(asked.headers[.location]))
    #expect(try run.required("phase").string() == "failed")
    #expect(try run.required("problem").string().contains("no customer"))
    #expect(!FileManager.default.fileExists(atPath: folder + "/Models/x.json"))
    let still = try ServerInTest(["--read-only"], folder: folder)
    #expect(try await still.ask(.post, "/api/v1/models?upload=\(id)&name=x").status == 403)
    #expect(try await still.ask(.patch, "/api/v1/packs/retail", "{}").status == 403)
  }

  // MARK: Packs

  private var pack: String {
    String(
      decoding: FileManager.default.contents(atPath: folder + "/Segments/retail.json") ?? Data(),
      as: UTF8.self)
  }

  private func patch(_ body: String, _ tag: String?) async throws -> ServerInTest.Answer {
    try await server.ask(
      .patch, "/api/v1/packs/retail", body, headers: tag.map { [.ifMatch: $0] } ?? [:])
  }

  @Test("An edit needs the pack that was read, is in the next answer, and can be taken back")
  func edits() async throws {
    let before = pack
    let tag = try #require(try await server.ask(.get, "/api/v1/packs/retail").headers[.eTag])
    let edit = "{\"segment\": \"champ\", \"name\": \"Top Customers\"}"
    #expect(try await patch(edit, nil).status == 428)
    #expect(try await patch(edit, "\"other\"").status == 412)
    #expect(pack == before)
    let edited = try await patch(edit, tag)
    #expect(edited.status == 200, "\(edited.text)")
    #expect(pack == before.replacingOccurrences(of: "\"Champions & VIPs\"", with: "\"Top Customers\""))
    #expect(try await patch(edit, tag).status == 412)
    let segments = try await server.ask(.get, "/api/v1/customers?segment=Top").json()
    #expect(try segments.required("count").integer() > 0)
    let now = try #require(edited.headers[.eTag])
    let undone = try await patch("{\"undo\": 1}", now)
    #expect(undone.status == 200 && undone.headers[.eTag] == tag)
    #expect(pack == before)
  }

  @Test("A change on disk by somebody else is taken up by the next request, and makes an edit a conflict")
  func othersEdits() async throws {
    let first = try await server.ask(.get, "/api/v1/packs/retail")
    let score = try await server.ask(.get, "/api/v1/score?r=1&f=1&m=1")
    let changed = pack.replacingOccurrences(of: "\"Champions & VIPs\"", with: "\"Best of All\"")
    try changed.write(toFile: folder + "/Segments/retail.json", atomically: true, encoding: .utf8)
    let again = try await server.ask(.get, "/api/v1/packs/retail")
    #expect(again.text.contains("Best of All") && again.headers[.eTag] != first.headers[.eTag])
    #expect(
      try await patch("{\"segment\": \"Best\", \"color\": \"#000000\"}", first.headers[.eTag]).status == 412)
    let tag = try #require(score.headers[.eTag])
    #expect(
      try await server.ask(.get, "/api/v1/score?r=1&f=1&m=1", headers: [.ifNoneMatch: tag]).status == 200)
  }

  @Test("What is no edit is refused and changes nothing")
  func wrongEdits() async throws {
    let before = pack
    let tag = try await server.ask(.get, "/api/v1/packs/retail").headers[.eTag]
    for body in [
      "{}", "{\"segment\": \"champ\"}", "{\"segment\": \"nobody\", \"name\": \"x\"}",
      "{\"segment\": \"champ\", \"name\": \"\"}",
      "{\"segment\": \"champ\", \"color\": \"red\"}", "{\"segment\": \"champ\", \"when\": {\"clusters\": 1}}",
      "{\"undo\": 0}",
      "{\"undo\": 1}", "{\"segment\": \"champ\", \"recommend\": {\"remove\": 99}}",
      "{\"segment\": \"champ\", \"size\": 1}",
    ] {
      let answer = try await patch(body, tag)
      #expect(answer.status == 422, "\(body): \(answer.text)")
    }
    #expect(pack == before)
  }

  // MARK: Lists

  @Test(
    "Lists and the page are those of the commands",
    arguments: [
      ("export.csv?segment=champ", ["export", "champ"]),
      ("export.jsonl?holdout=10&seed=7", ["export", "--holdout", "10", "--seed", "7", "--json"]),
      ("report", ["report"]), ("models", ["models", "--json"]), ("packs", ["packs", "--json"]),
      ("packs/retail/lint", ["segments", "lint", "retail", "--json"]),
      ("models/online-retail-2009-2010", ["model", "--json"]),
    ])
  func lists(_ path: String, _ typed: [String]) async throws {
    let answer = try await ServerInTest().ask(.get, "/api/v1/\(path)")
    let ran = try Ran(Ran.rfm, typed)
    #expect(answer.status == 200, "\(answer.text.prefix(200))")
    // The folder is named as it was given to each.
    #expect(answer.text.replacingOccurrences(of: ServerInTest.root + "/", with: "") == ran.text)
  }

  @Test("A campaign is measured from two uploads as the command measures it")
  func uplift() async throws {
    let list = try await server.ask(.get, "/api/v1/export.csv?holdout=20")
    try Data(list.body).write(to: URL(fileURLWithPath: folder + "/list.csv"))
    let (listed, sold) = (try await upload(list.body, named: "list.csv"), try await upload(sales))
    let ids = [listed, sold].map { $0.split(separator: "/").last ?? "" }
    let answer = try await server.ask(.post, "/api/v1/uplift?list=\(ids[0])&sales=\(ids[1])&from=2010-01-01")
    let ran = try Ran(
      Ran.rfm, ["uplift", "list.csv", "sales.csv", "--from", "2010-01-01", "--json", "--model", Self.model],
      in: folder)
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(answer.body == ran.output, "\(answer.text)")
  }
}
