import Customers
import HTTPTypes
import Hummingbird
import RFMService
import Report
import Segmentation
import Transactions

/// How many clusters a file's customers fall into, the segments that would come of it, and the training.
enum TrainView {
  static let routes = [
    PageRoute.get("/train", ["upload", "k", "outliers", "run"], lists: ["log"]) { visit in
      if visit["run"] != nil { return try progress(visit) }
      return visit["upload"] == nil ? choose(visit) : try await tryOut(visit)
    },
    PageRoute.upload("/train") { visit in
      let upload = try await visit.upload()
      return visit.redirect(visit.address("train", [("upload", upload.id)]))
    },
    PageRoute.post("/train/start", changes: true) { visit in try await start(visit) },
    PageRoute.post("/train/stop", ["run"]) { visit in
      try visit.desk.trainings.run(visit["run"] ?? "").cancel()
      return visit.redirect(visit.address("train", [("run", visit["run"] ?? "")]))
    },
  ]

  private static func choose(_ visit: Visit) -> Response {
    let words = visit.words
    return PageFrame.page(visit, .train, title: words.train, scripts: ["upload"]) { page in
      page.element("p", [("class", "lead")], text: words.trainLead)
      page.upload(words.fileField, visit, to: visit.call.location("/train"))
    }
  }

  private static func options(_ visit: Visit) throws -> TrainingOptions {
    var options = TrainingOptions()
    options.log = Set(visit.form.all("log").compactMap(FeatureName.init(rawValue:)))
    if let rule = visit["outliers"].flatMap(TrainingOptions.Outliers.init(rawValue:)) {
      options.outliers = rule
    }
    return options
  }

  // MARK: Trying

  private static func tryOut(_ visit: Visit) async throws -> Response {
    let words = visit.words
    let upload = try visit.desk.shelf.upload(visit["upload"] ?? "")
    var options = try options(visit)
    let (summed, swept) = try await measured(upload, options, visit)
    let rows = swept.sweep.rows
    let largest = rows.last?.k ?? 2
    let k = min(largest, max(2, Int(visit["k"] ?? "") ?? swept.sweep.recommended ?? 4))
    options.clusters = .fixed(k)
    let (library, work) = (visit.desk.catalog.library, visit.desk.work(threads: visit.desk.settings.threads))
    let wanted = options
    let tried = try await visit.desk.queue.run { try library.tryOut(summed, swept, wanted, work) }
    let said = visit.tongue.fill(
      words.triedSaid, ["k": "\(k)", "silhouette": visit.tongue.number(tried.model.quality.silhouette, 3)])
    return PageFrame.page(visit, .train, title: words.train, said: said, scripts: ["upload"]) { page in
      page.element(
        "p", [("class", "lead")],
        text: "\(upload.content.name): \(visit.tongue.counted(summed.table.count, words.customers))")
      form(&page, visit, upload, options, k, largest)
      page.region("tried") { page in
        TriedPart(tried, swept, visit).write(to: &page)
        save(&page, visit, upload, options, k)
      }
    }
  }

  /// The sales summed up and every k measured, once for each choice of options.
  private static func measured(
    _ upload: Upload, _ options: TrainingOptions, _ visit: Visit
  ) async throws -> (SummedFile, SweptClusters) {
    let library = visit.desk.catalog.library
    let known = upload.memo.withLock { ($0.summed, $0.sweep) }
    if let summed = known.0, let sweep = known.1, sweep.options == options { return (summed, sweep.swept) }
    let (summed, swept) = try await visit.heavy(upload) { files, work in
      (
        try known.0 ?? SummedFile(files, SalesOptions(), library, work),
        try library.sweep(files, options: options, work)
      )
    }
    upload.memo.withLock {
      $0.summed = summed
      $0.sweep = (options, swept)
    }
    return (summed, swept)
  }

  private static func form(
    _ page: inout Markup, _ visit: Visit, _ upload: Upload, _ options: TrainingOptions, _ k: Int,
    _ largest: Int
  ) {
    let (words, tongue) = (visit.words, visit.tongue)
    page.open(
      "form",
      [("class", "fields"), ("method", "get"), ("action", visit.call.location("/train")), ("data-live", "")])
    page.choices(visit)
    page.hidden("upload", upload.id)
    page.field(words.clusterCount, id: "k") { page in
      page.element("span", [("class", "links")]) { page in
        let range = [("min", "2"), ("max", "\(largest)"), ("value", "\(k)")]
        page.empty(
          "input",
          [
            ("type", "range"), ("id", "k-slider"), ("aria-label", words.clusterCount), ("data-mirror", "k"),
            ("class", "js"),
          ] + range)
        page.empty(
          "input", [("type", "number"), ("id", "k"), ("name", "k"), ("data-mirror", "k-slider")] + range)
      }
    }
    page.element("fieldset", [("class", "checks")]) { page in
      page.element("legend", text: words.logarithm)
      for feature in FeatureName.allCases {
        page.element("label") { page in
          page.empty(
            "input",
            [("type", "checkbox"), ("name", "log"), ("value", feature.rawValue)]
              + (options.log.contains(feature) ? [("checked", "")] : []))
          page.text(tongue.name(feature))
        }
      }
    }
    page.field(words.outliers, id: "outliers", hint: words.outliersHint) { page in
      page.select(
        "outliers", id: "outliers", [("iqr", words.outliersOut), ("none", words.outliersIn)],
        chosen: options.outliers.rawValue, [("aria-describedby", "outliers-hint")])
    }
    page.element("button", text: words.tryOut)
    page.close()
  }

  private static func save(
    _ page: inout Markup, _ visit: Visit, _ upload: Upload, _ options: TrainingOptions, _ k: Int
  ) {
    let words = visit.words
    page.section("save", words.saveModel) { page in
      page.open(
        "form", [("class", "fields"), ("method", "post"), ("action", visit.call.location("/train/start"))])
      page.hidden("upload", upload.id)
      page.hidden("k", "\(k)")
      page.hidden("outliers", options.outliers.rawValue)
      page.hidden("log", options.log.map(\.rawValue).sorted().joined(separator: ","))
      let name = Library.modelName(upload.content.name).prefix { $0 != "." }
      page.input(
        words.modelName, "name",
        value: String(name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }),
        hint: words.modelNameHint, [("required", ""), ("pattern", "[A-Za-z0-9_.\\-]{1,100}")])
      page.element("button", [("class", "first")], text: words.saveModel)
      page.close()
    }
  }

  // MARK: Training

  /// Starts the job that programs start, too.
  private static func start(_ visit: Visit) async throws -> Response {
    let names = ["upload", "k", "outliers", "log", "name"]
    let text = names.compactMap { name in visit[name].map { "\(name)=\(Query.encoded($0))" } }.joined(
      separator: "&")
    let call = Call(request: visit.call.request, path: [:], query: try Query(text), desk: visit.desk)
    let answer = try await Routes.train(call)
    let id = answer.headers[.location]?.split(separator: "/").last.map(String.init) ?? ""
    return visit.redirect(visit.address("train", [("run", id)]))
  }

  private static func progress(_ visit: Visit) throws -> Response {
    let (words, tongue) = (visit.words, visit.tongue)
    let run = try visit.desk.trainings.run(visit["run"] ?? "")
    let state = run.current
    let title = tongue.fill(words.trainingOf, ["model": run.model])
    var response = PageFrame.page(visit, .train, title: title, said: words.phase(state.phase)) { page in
      page.element(
        "p",
        [("class", state.phase == .failed ? "problem" : "lead")]
          + (run.isOver ? [] : [("data-again", "700")]),
        text: words.phase(state.phase) + (state.problem.map { ": " + Visit.sentence(Problem($0)) } ?? ""))
      if !run.isOver {
        if let stage = state.stage { page.element("p", text: stage) }
        page.element("form", [("method", "post"), ("action", visit.call.location("/train/stop"))]) { page in
          page.hidden("run", run.id)
          page.element("button", text: words.stop)
        }
      } else if state.phase == .done {
        page.element("ul", [("class", "links")]) { page in
          for view in [PageView.segments, .customers, .map, .report] {
            page.element("li") {
              $0.link(
                visit.call.location("/\(view.path)?model=\(Query.encoded(run.model))"), view.title(words),
                [("class", "button")])
            }
          }
        }
      } else {
        page.element("p") { $0.link(visit.address("train"), words.otherFile) }
      }
    }
    // Without scripts a browser asks again by itself.
    if !run.isOver { response.headers[HTTPField.Name("Refresh")!] = "1" }
    return response
  }
}
