import Customers
import HTTPTypes
import Hummingbird
import RFMService
import Report
import Segmentation
import Transactions

/// A sales file: brought here, read, and shown as a table of its customers.
enum FileView {
  static let pageSize = 200

  static let routes = [
    PageRoute.get("/file") { visit in choose(visit) },
    PageRoute.upload("/file") { visit in
      let upload = try await visit.upload()
      return visit.redirect(visit.address("file/\(upload.id)"))
    },
    PageRoute.get("/file/{id}", ["sort", "desc", "segment", "page"], lists: ["columns"]) { visit in
      try await show(visit)
    },
    PageRoute.get("/file/{id}/reading") { visit in try await reading(visit) },
    PageRoute.post("/file/{id}/delete") { visit in
      try visit.desk.shelf.delete(visit.call["id"])
      return visit.redirect(visit.address("file"))
    },
  ]

  private static func choose(_ visit: Visit) -> Response {
    let words = visit.words
    return PageFrame.page(visit, .file, title: words.file, scripts: ["upload"]) { page in
      page.element("p", [("class", "lead")], text: words.fileLead)
      page.upload(words.fileField, visit, to: visit.address("file"), api: true)
      page.element("p", text: words.fileKept)
    }
  }

  // MARK: The table

  /// What a row says of a customer beside the ID.
  enum Column: String, CaseIterable {
    case recency, frequency, monetary, cluster, segment, advice

    var key: RowSelection.Key? { RowSelection.Key(rawValue: rawValue) }

    func title(_ words: Words) -> String {
      switch self {
      case .recency: words.recency
      case .frequency: words.frequency
      case .monetary: words.monetary
      case .cluster: words.cluster
      case .segment: words.segment
      case .advice: words.whatToDo
      }
    }

    static let usual: [Column] = [.recency, .frequency, .monetary, .segment]
  }

  private static func show(_ visit: Visit) async throws -> Response {
    let words = visit.words
    let upload = try visit.desk.shelf.upload(visit.call["id"])
    let loaded = try visit.entry().loaded
    let file: AnsweredFile
    do {
      file = try await answered(upload, visit)
    } catch let error where !(error is HTTPProblem) {
      return failed(upload, error, visit)
    }
    var selection = RowSelection()
    selection.key = visit["sort"].flatMap(RowSelection.Key.init(rawValue:))
    selection.isDescending = visit["desc"] == "1"
    selection.segment = try visit["segment"].map { try loaded.segment(named: $0) }
    let wanted = file.selecting(selection)
    let work = visit.desk.work()
    let (rows, segments) = try await visit.desk.queue.run { (wanted.rows(work), file.segments()) }
    let table = FileTable(upload, file, rows, segments, selection, visit, loaded)
    return PageFrame.page(
      visit, .file, title: upload.content.name,
      said: visit.tongue.counted(rows.count, words.customers)
    ) { page in
      page.element("p") { $0.link(visit.address("file"), words.otherFile) }
      page.element("ul", [("class", "notes")]) { page in
        for note in file.notes {
          page.element(
            "li", [("class", note.isWarning ? "bad" : "")], text: Visit.sentence(Problem(note.sentence)))
        }
      }
      page.element("ul", [("class", "links")]) { page in
        let ways = [
          ("file/\(upload.id)/reading", words.howRead), ("train?upload=\(upload.id)", words.trainOnThis),
          ("compare?upload=\(upload.id)", words.compareWithModel),
        ]
        for (path, text) in ways {
          page.element("li") { $0.link(visit.call.location("/" + path), text, [("class", "button")]) }
        }
        page.element("li") { page in
          page.element("form", [("method", "post"), ("action", visit.address("file/\(upload.id)/delete"))]) {
            $0.element("button", text: words.letGo)
          }
        }
      }
      table.write(to: &page)
    }
  }

  /// The customers of an upload: as they were read before, where the model is the same.
  static func answered(_ upload: Upload, _ visit: Visit) async throws -> AnsweredFile {
    let entry = try visit.entry()
    if let known = upload.memo.withLock({ $0.answered }), known.tag == entry.tag { return known.file }
    let job = FileClassification(entry.loaded, try InheritedSales(entry.loaded, SalesChanges()))
    let file = try await visit.heavy(upload) { files, work in try job.read(files, work) }
    upload.memo.withLock { $0.answered = (entry.tag, file) }
    return file
  }

  private static func failed(_ upload: Upload, _ error: any Error, _ visit: Visit) -> Response {
    let words = visit.words
    return PageFrame.page(visit, .file, title: upload.content.name, said: words.notRead) { page in
      page.problem(Visit.sentence(error))
      page.element("p") { $0.link(visit.address("file/\(upload.id)/reading"), words.howRead) }
      page.element("p") { $0.link(visit.address("file"), words.otherFile) }
    }
  }

  // MARK: How it was read

  private static func reading(_ visit: Visit) async throws -> Response {
    let words = visit.words
    let upload = try visit.desk.shelf.upload(visit.call["id"])
    let library = visit.desk.catalog.library
    let profile = try await visit.heavy(upload) { files, work in try library.profile(files, work) }
    return PageFrame.page(visit, .file, title: words.howRead) { page in
      page.element("p") { $0.link(visit.address("file/\(upload.id)"), words.toTheCustomers) }
      for (place, file) in profile.files.enumerated() {
        page.section("file-\(place)", file.name) { FileProfilePart(file, visit).write(to: &$0) }
      }
    }
  }
}

extension Visit {
  /// Keeps the file that a form brings.
  func upload() async throws -> Upload {
    let content = try await desk.uploads.read(call, field: "file", formOnly: true)
    guard content.file.size > 0 else { throw HTTPProblem(.unprocessableContent, words.noFile) }
    return try desk.shelf.keep(content)
  }

  /// Reads an upload, after those that came before it.
  func heavy<Value: Sendable>(
    _ upload: Upload, _ job: @escaping @Sendable (SalesFiles, Work) throws -> Value
  ) async throws -> Value {
    let files = SalesFiles(sources: [upload.content.source])
    let place = try desk.queue.reserve()
    let work = upload.watching(desk.work(threads: desk.settings.threads))
    upload.change { $0.phase = .waiting }
    return try await desk.queue.runHeavy(place) {
      defer { upload.change { $0.phase = .ready } }
      return try job(files, work)
    }
  }

  /// How large a file may be, in a sentence.
  var limit: String {
    tongue.fill(words.fileLimit, ["size": tongue.megabytes(desk.settings.limits.bodyBytes)])
  }
}

extension Markup {
  /// A form that brings a file, with its progress where there are scripts.
  ///
  /// - Parameters:
  ///   - label: what file it is.
  ///   - api: whether the view behind it reads the file, which can be watched.
  mutating func upload(_ label: String, _ visit: Visit, to action: String, api: Bool = false) {
    let words = visit.words
    var attributes: [Attribute] = [
      ("class", "drop"), ("method", "post"), ("enctype", "multipart/form-data"), ("action", action),
      ("data-limit", "\(visit.desk.settings.limits.bodyBytes)"), ("data-too-large", visit.limit),
      ("data-sending", words.sending), ("data-reading", words.reading), ("data-stop", words.stop),
      ("data-failed", words.sendFailed), ("data-rows", words.rowsRead),
    ]
    if api { attributes.append(("data-api", visit.call.location("/api/v1/uploads"))) }
    open("form", attributes)
    field(label, id: "file", hint: visit.limit) { page in
      page.empty(
        "input",
        [
          ("type", "file"), ("id", "file"), ("name", "file"), ("required", ""),
          ("accept", ".csv,.tsv,.txt,.xlsx,.jsonl,.gz,.zst"), ("aria-describedby", "file-hint"),
        ])
    }
    element("button", [("class", "first")], text: words.send)
    element("div", [("data-progress", ""), ("role", "status")], text: "")
    close()
    newline()
  }
}
