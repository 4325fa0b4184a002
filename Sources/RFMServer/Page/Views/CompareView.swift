import Hummingbird
import RFMService
import Report
import Segmentation
import Transactions

/// Who moved between a model and what came later: in words first, then the matrix, each cell of it a list.
enum CompareView {
  static let routes = [
    PageRoute.get("/compare", ["a", "b", "upload"]) { visit in try await show(visit) },
    PageRoute.upload("/compare", ["a"]) { visit in
      let upload = try await visit.upload()
      return visit.redirect(visit.address("compare", [("a", visit["a"] ?? ""), ("upload", upload.id)]))
    },
    // A list of people, for a file.
    PageRoute.get("/compare/moved.csv", ["a", "b", "upload", "from", "to"]) { visit in
      guard let compared = try await compare(visit) else {
        throw HTTPProblem(.notFound, visit.words.compareWhat)
      }
      let (from, to) = (visit["from"].flatMap { Int($0) }, visit["to"].flatMap { Int($0) })
      return try await visit.call.streamed(
        "text/csv", headers: [.contentDisposition: "attachment; filename=\"moved.csv\""]
      ) { sink, work in try compared.writeMoved(from: from, to: to, to: sink, work) }
    },
  ]

  private static func show(_ visit: Visit) async throws -> Response {
    let words = visit.words
    let models = Set(visit.desk.catalog.library.models.map(Library.modelName)).sorted()
    var problem: String?
    var compared: ModelComparison?
    do { compared = try await compare(visit) } catch { problem = Visit.sentence(error) }
    let own = try visit.entry().loaded.model.name
    return PageFrame.page(visit, .compare, title: words.compare, scripts: ["upload"]) { page in
      page.element("p", [("class", "lead")], text: words.compareLead)
      page.element("div", [("class", "pair")]) { page in
        page.open(
          "form", [("class", "fields"), ("method", "get"), ("action", visit.call.location("/compare"))])
        page.field(words.earlier, id: "a") { page in
          page.select("a", id: "a", models.map { ($0, $0) }, chosen: visit["a"] ?? own)
        }
        page.field(words.later, id: "b") { page in
          page.select("b", id: "b", models.map { ($0, $0) }, chosen: visit["b"] ?? own)
        }
        page.element("button", [("class", "first")], text: words.compare)
        page.close()
        page.upload(words.laterFile, visit, to: visit.address("compare", [("a", visit["a"] ?? own)]))
      }
      if let problem { page.problem(problem) }
      if let compared { ComparedPart(compared, visit).write(to: &page) }
    }
  }

  /// - Returns: nil where it is not said yet what with.
  private static func compare(_ visit: Visit) async throws -> ModelComparison? {
    let catalog = visit.desk.catalog
    let upload = try visit["upload"].map { try visit.desk.shelf.upload($0) }
    guard upload != nil || visit["b"] != nil else { return nil }
    let earlier = try catalog.path(visit["a"] ?? visit["model"])
    let later = try upload == nil ? catalog.path(visit["b"]) : ""
    let (pack, segments) = (visit["pack"], visit.desk.settings.options.segments)
    let work = visit.desk.work(threads: visit.desk.settings.threads)
    let place = try visit.desk.queue.reserve()
    return try await visit.desk.queue.runHeavy(place) {
      let side: LaterSide = upload.map { .sales(SalesFiles(sources: [$0.content.source])) } ?? .model(later)
      return try catalog.library.earlierSide(earlier, before: later, packs: segments, using: pack)
        .compare(with: side, work)
    }
  }
}
