import Campaigns
import Customers
import HTTPTypes
import Hummingbird
import JSONText
import RFMService

extension Routes {
  private static let lists: [(format: ListFormat, type: String)] = [
    (.csv, "text/csv"), (.xlsx, workbook), (.jsonl, "application/jsonl"),
  ]

  /// Lists for mail tools, what came of them, and the page on the model.
  static let campaigns: [Route] =
    lists.map { format, type in
      Route(
        method: .get, template: "/api/v1/export.\(format.rawValue)",
        summary: "Customers as a list for a mail tool",
        parameters: [
          .init(name: "segment", meaning: "A segment of the pack; everyone without", repeats: true),
          .init(name: "holdout", meaning: "How many percent of each segment are left out as controls"),
          .init(name: "seed", meaning: "Chooses the controls", schema: ["type": "integer", "minimum": 0]),
          asOf,
        ] + choice, answer: type
      ) { call in
        let inquiry = try await call.inquiry()
        var wanted: Set<Int>?
        for name in call.query.all("segment") {
          wanted = (wanted ?? []).union([try inquiry.loaded.segment(named: name)])
        }
        let seed = try call.query["seed"].map { text throws(HTTPProblem) in
          guard let seed = UInt64(text) else {
            throw HTTPProblem(.badRequest, "seed=\(text): expected a whole number from 0")
          }
          return seed
        }
        let holdout = try call.query["holdout"].map { try Holdout(percent: $0, seed: seed ?? 42) }
        let segments = wanted
        return try await call.streamed(
          type, headers: [.contentDisposition: "attachment; filename=\"customers.\(format.rawValue)\""]
        ) { sink, work in
          var list = try inquiry.customers(in: segments)
          if let holdout { list.divide(holdout, asOf: inquiry.observationDate) }
          try list.write(as: format, to: sink, work)
        }
      }
    } + [
      Route(
        method: .get, template: "/api/v1/report",
        summary: "The model and its segments as a page with pictures",
        parameters: choice, answer: "text/html"
      ) { call in
        let loaded = try await call.loaded().loaded
        let page = try await call.heavy { work in
          try loaded.report(withFiles: false, option: { "--\($0)" }, work).page
        }
        var response = call.bytes(page, "text/html; charset=utf-8")
        // The page has its style in it, and nothing else.
        response.headers[.contentSecurityPolicy] =
          "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
        return response
      },
      Route(
        method: .post, template: "/api/v1/uplift", summary: "What a campaign to an exported list did",
        parameters: [
          .init(name: "list", meaning: "The id of an upload of the list", isRequired: true),
          .init(
            name: "sales", meaning: "The id of an upload of later sales", isRequired: true, repeats: true),
          .init(name: "from", meaning: "The first day that counts; after the list's date otherwise"),
          .init(name: "days", meaning: "How many days count", schema: ["type": "integer", "minimum": 1]),
        ] + choice + reading.filter { !["as-of", "window", "from"].contains($0.name) }
      ) { call in
        let shelf = call.desk.shelf
        let list = try shelf.upload(call.query["list"] ?? "").content
        let sales = try call.query.all("sales").map { try shelf.upload($0).content.source }
        let from = try call.query["from"].map { text throws(HTTPProblem) in
          guard let moment = Timestamp.parse(text)?.moment else {
            throw HTTPProblem(.badRequest, "from=\(text): expected a date such as 2011-01-15")
          }
          return moment
        }
        let days = try call.query.number("days", 1...36_500)
        let loaded = try await call.loaded().loaded
        let changes = try await call.changes()
        let sheets = call.query.all("sheet")
        let line = try await call.heavy { work in
          let campaign = try CampaignList(list.source, named: list.name)
          return try loaded.uplift(
            of: campaign, since: try campaign.start(from), days: days,
            in: SalesFiles(sources: sales, sheets: sheets), changes, work
          ).json.line
        }
        return call.bytes(Array(line.utf8), "application/json")
      },
    ]
}
