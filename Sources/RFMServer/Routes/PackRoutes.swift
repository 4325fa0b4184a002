import HTTPTypes
import Hummingbird
import JSONText
import RFMService
import Segmentation
import Synchronization

extension Routes {
  private static let edit: JSON = [
    "type": "object",
    "properties": [
      "segment": ["type": "string"], "name": ["type": "string"], "interpretation": ["type": "string"],
      "color": ["type": "string"], "when": [:], "recommend": object, "undo": ["type": "integer"],
    ],
  ]

  /// Segment packs, and the edits of the prompt.
  static let packs: [Route] = [
    Route(
      method: .get, template: "/api/v1/packs", summary: "The packs, and whether they fit the model",
      parameters: choice
    ) { call in
      let loaded = try await call.loaded().loaded
      return call.answer(loaded.shelf.json(for: loaded.model, inUse: loaded.pack?.name))
    },
    Route(
      method: .get, template: "/api/v1/packs/{pack}", summary: "A pack with its rules", parameters: [model]
    ) { call in
      let book = try await call.loaded(model: call.query["model"]).loaded.shelf.book(
        named: call["pack"])
      return call.answer(book.pack.json, tag: Catalog.tag(book))
    },
    Route(
      method: .get, template: "/api/v1/packs/{pack}/lint", summary: "What is wrong with a pack's rules",
      parameters: [model]
    ) { call in
      let inquiry = try await call.inquiry()
      let book = try inquiry.loaded.shelf.book(named: call["pack"])
      let line = try await call.desk.queue.run { JSON.array([try inquiry.lint(book.pack).json]).line }
      return call.bytes(Array(line.utf8), "application/json")
    },
    Route(
      method: .patch, template: "/api/v1/packs/{pack}", summary: "Edit a segment, or take edits back",
      parameters: [model], body: .init(content: [("application/json", edit)]), changes: true
    ) { call in
      let body = try await call.json()
      return try await call.desk.queue.run {
        try call.desk.edits.withLock { history in try patch(call, body, &history) }
      }
    },
  ]

  private static func patch(_ call: Call, _ body: JSONCursor, _ history: inout EditHistory) throws -> Response
  {
    let loaded = try call.desk.catalog.entry(model: call.query["model"]).loaded
    let book = try loaded.shelf.book(named: call["pack"])
    guard let wanted = call.request.headers[.ifMatch] else {
      throw HTTPProblem(.preconditionRequired, "If-Match is needed, with the ETag of the pack as it was read")
    }
    let tag = Catalog.tag(book)
    guard Call.has(wanted, tag) else {
      throw HTTPProblem(
        .preconditionFailed, "the pack is another than the one that was read; read it again",
        headers: [.eTag: tag])
    }
    defer { call.desk.catalog.forget() }
    let object = try body.object(keys: [
      "segment", "name", "interpretation", "color", "when", "recommend", "undo",
    ])
    var now = loaded
    var members: [(String, JSON)] = []
    if let undo = object["undo"] {
      let steps = try undo.integer()
      guard object.members.count == 1, (1...1000).contains(steps) else {
        throw undo.error("undo is a number from 1, and stands alone")
      }
      var undone: [JSON] = []
      for _ in 0..<steps {
        let (next, what) = try now.undoing(&history)
        now = next
        undone.append(.string(what))
      }
      members = [("undone", .array(undone))]
    } else {
      let segment = try segmentIndex(book.pack, try object.required("segment"))
      let change = try change(object)
      let what = "changed '\(book.pack.segments[segment].name)'"
      let edited = try loaded.editing(
        PackEdit(segment: segment, change: change), of: book, what: what, history: &history)
      if let edited {
        now = edited.loaded
        members = [
          ("file", .string(edited.path)), ("copiedFrom", edited.copiedFrom.map(JSON.string) ?? .null),
          ("misfit", edited.misfit.map(JSON.string) ?? .null),
          ("findings", .array(edited.findings.map(\.json))),
        ]
      }
    }
    let after = try now.shelf.book(named: call["pack"])
    var response = call.answer(.object(members + [("pack", after.pack.json)]))
    response.headers[.eTag] = Catalog.tag(after)
    return response
  }

  private static func segmentIndex(_ pack: SegmentPack, _ cursor: JSONCursor) throws -> Int {
    switch pack.resolve(try cursor.string()) {
    case .success(let index): return index
    case .failure(let error): throw cursor.error(error.description)
    }
  }

  /// The one change that the object asks for.
  private static func change(_ object: JSONObject) throws(JSONError) -> PackEdit.Change {
    let changes = object.members.filter { $0.key != "segment" }
    guard changes.count == 1, let (key, _, value) = changes.first else {
      throw object.cursor.error("one of name, interpretation, color, when and recommend is needed")
    }
    switch key {
    case "name": return .rename(try value.string())
    case "interpretation": return .describe(try value.string())
    case "color": return .color(try value.string())
    case "when": return .when(JSON(value.node).text(.spaced))
    default: return try recommendation(value)
    }
  }

  private static func recommendation(_ cursor: JSONCursor) throws(JSONError) -> PackEdit.Change {
    let object = try cursor.object(keys: ["add", "set", "text", "remove", "move", "to"])
    if let add = object["add"] { return .addRecommendation(try add.string()) }
    if let set = object["set"] {
      return .setRecommendation(try set.integer(), try object.required("text").string())
    }
    if let remove = object["remove"] { return .removeRecommendation(try remove.integer()) }
    return .moveRecommendation(
      from: try object.required("move").integer(), to: try object.required("to").integer())
  }
}
