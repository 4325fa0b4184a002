import ArgumentParser
import CustomerStore
import Customers
import JSONText
import RFMService
import SafeFiles
import Segmentation
import Transactions
import Wording

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Make a model, and a store of its customers, from raw sales.",
    discussion: """
      The columns are found by their usual names. A file that has customer,
      recency, frequency and monetary columns is used as it is. Several files
      are read as one; - is standard input. Unless said otherwise: --clean auto,
      --returns ignore, --as-of last, --window all, --frequency invoices and
      --monetary total.

      Examples:
        rfm train sales.csv                      writes Models/sales.json
        rfm train shop.xlsx --sheet 2023 --sheet 2024
        rfm train 2023.csv 2024.csv -o Models/shop.json --currency EUR
        rfm train sales.csv --k auto --log frequency,monetary
        rfm train orders.csv --as-of 2024-12-31 --column customer=Buyer
        rfm train sales.csv.gz                   gzip and zstd are unpacked on the way
        rfm train 2024.csv --align 2023          cluster 0 stays cluster 0
        rfm train sales.csv --save-cleaned kept.csv --save-features features.csv
        grep -v test sales.csv | rfm train - -o Models/shop.json
        rfm train sales.csv --keep Name,Email,Country
        rfm train sales.csv --where 'Country=United Kingdom' -o Models/uk.json
      """)

  @Argument(help: "CSV files or workbooks (.xlsx) of sales, or - for standard input.")
  var files: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where the model goes; Models/NAME.json after the first file otherwise.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("The currency of the sales, such as GBP.", valueName: "code"))
  var currency: String?

  @Option(help: ArgumentHelp("The segment pack that the model asks for.", valueName: "name"))
  var pack: String?

  @Option(
    help: ArgumentHelp(
      "An earlier model whose numbers the clusters keep, so that names stay with their people. They are matched as compare does; those too many get the following numbers.",
      valueName: "model"))
  var align: String?

  @Option(
    help: ArgumentHelp(
      "Columns to keep for each customer: the value on their latest row.", valueName: "headers"))
  var keep: [String] = []

  @OptionGroup(title: "Tables to write beside the model") var saving: SaveArguments

  @OptionGroup(title: "Reading and cleaning") var sales: SalesArguments
  @OptionGroup(title: "Clusters and scores") var clusters: ModelArguments
  @OptionGroup(title: "Features and k-means") var means: KMeansArguments
  @OptionGroup var work: WorkArguments

  @Flag(help: "Print the summary as one JSON object.")
  var json = false

  func validate() throws {
    _ = try sales.options()
    _ = try keptColumns()
    _ = try clusters.options(means.options())
    if let currency, !(currency.count == 3 && currency.allSatisfy { $0.isASCII && $0.isLetter }) {
      throw ValidationError("--currency \(currency): expected a code of three letters, such as GBP")
    }
    try WorkArguments.checkFiles(files)
    try saving.check(files, json: json)
    if output == nil, files.first == "-" {
      throw ValidationError("say where the model goes: -o Models/NAME.json")
    }
    if let pack, !isSlug(pack) {
      throw ValidationError("--pack \(pack): a pack's name is expected")
    }
  }

  func run() throws {
    var salesOptions = try sales.options()
    salesOptions.kept = try keptColumns()
    let trainingOptions = try clusters.options(means.options())
    let path = try outputPath()
    let tables = try saving.open(files, sheets: sales.sheet, taken: [path], options: salesOptions)
    let made = try explained { () throws(FileProblem) in
      try FileBytes.makeFolder(FileBytes.folder(of: path), mode: 0o755)
    }
    do {
      let (summary, content) = try train(to: path, tables, sales: salesOptions, training: trainingOptions)
      // Said without the lock, when all is saved: whoever reads it may be slow, or gone.
      if saving.takesOutput {
        Console.write(summary.text(Style(colour: .none, width: 80)) + "\n", to: 2)
        let progress = work.progress
        try tables.toOutput.write(content, progress)
        return progress.finish()
      }
      Console.out(json ? summary.json.text(.spaced) : summary.text(Style.forOutput()))
    } catch {
      FileBytes.removeEmpty(made)
      throw error
    }
  }

  private func train(
    to path: String, _ tables: SavedTables, sales salesOptions: SalesOptions,
    training trainingOptions: TrainingOptions
  ) throws(Problem) -> (TrainSummary, SavedContent) {
    let lock = try explained { () throws(ModelFile.Problem) in try ModelFile.lock(path) }
    defer { withExtendedLifetime(lock) {} }

    let progress = work.progress
    let aligned = try align.map { name throws(Problem) in try AlignedModel(name, progress) }
    let folder = FileBytes.folder(of: path)
    let sales = try work.read(
      files, salesOptions, sheets: self.sales.sheet, besides: folder, progress)
    let trainer = Trainer(options: trainingOptions, threads: work.threadCount) { progress.say($0) }
    let trained = try explained { () throws(TrainingError) in
      try trainer.train(on: sales.table, alignedTo: aligned?.alignment)
    }
    try tables.check(sales.report)
    let content = SavedContent(
      files: files, sheets: self.sales.sheet, options: salesOptions, report: sales.report,
      forgotten: try ForgottenLists(of: Folders.library, besides: folder),
      features: FeaturesForm(
        table: sales.table, features: trained.features, labels: trained.labels, isOutlier: trained.isOutlier),
      threads: work.threadCount)
    try tables.toFiles.write(content, progress)
    var model = Self.model(
      named: Library.modelName(path), sales, trained, currency: currency?.uppercased(), pack: pack,
      training: Training(options: trainingOptions, sales: salesOptions.json, order: trained.order))
    if pack == nil { model.pack = aligned?.pack(for: model) }
    let customers = StoreContent(
      table: sales.table, labels: trained.labels, isOutlier: trained.isOutlier,
      views: Self.views(model))
    progress.say("saving")
    let saved = try explained { () throws(ModelFile.Problem) in
      try ModelFile.save(model, customers: customers, to: path) {
        progress.count("saving", $0, of: sales.table.count)
      }
    }
    progress.finish()
    model.store = saved.reference
    let alignmentNotes = trained.match.flatMap { match in aligned?.notes(match, model) } ?? []
    let packNotes = packNotes(model)
    // A pack may have been written just now.
    StoreView.refresh(saved.store, Self.views(model))
    let summary = TrainSummary(
      model: model, report: sales.report,
      notes: sales.report.notes + trained.notes + alignmentNotes + packNotes,
      match: trained.match, modelPath: path, storePath: saved.store)
    return (summary, content)
  }

  /// What the store says of segments: by the pack that the prompt would use, and by each other that fits.
  private static func views(_ model: Model) -> [StoreView] {
    let shelf = try? Folders.library.packs()
    let own = try? shelf?.choose(named: nil, for: model)
    return StoreView.all(model, own: own, among: shelf?.packs ?? [])
  }

  /// Headers between commas; one that holds a comma stands in quotes.
  private func keptColumns() throws -> [String] {
    var columns: [String] = []
    for name in keep.flatMap(Self.headers) {
      guard !name.isEmpty else { throw ValidationError("--keep: a header is empty") }
      if let taken = ReservedColumns.names.first(where: { $0 == name.lowercased() }) {
        throw ValidationError(
          "--keep \(name): stores and lists have a column '\(taken)' of their own; give it another header in the file"
        )
      }
      guard !columns.contains(where: { $0.lowercased() == name.lowercased() }) else {
        throw ValidationError("--keep \(name) is given twice")
      }
      columns.append(name)
    }
    guard columns.count <= 100 else { throw ValidationError("--keep: at most 100 columns") }
    return columns
  }

  private static func headers(_ text: String) -> [String] {
    var headers = [""]
    var isQuoted = false
    for letter in text {
      if letter == "\"" {
        isQuoted.toggle()
      } else if letter == ",", !isQuoted {
        headers.append("")
      } else {
        headers[headers.count - 1].append(letter)
      }
    }
    return headers.map(\.trimmed)
  }

  /// Where no pack names the clusters of the new model, one is written for the user to edit; none is ever
  /// overwritten.
  private func packNotes(_ model: Model) -> [String] {
    guard let shelf = try? Folders.library.packs() else { return [] }
    var notes: [String] = []
    if let wanted = model.pack {
      do throws(Problem) {
        _ = try shelf.choose(named: wanted, for: model)
      } catch {
        notes.append("\(error.message); the model asks for it all the same")
      }
    }
    if shelf.packs.contains(where: { $0.namesClusters && $0.misfit(model) == nil }) { return notes }
    let name = SegmentPack.slug(from: model.name)
    do throws(Problem) {
      let path = try PackFolder.writeNew(PackScaffold.pack(for: model, named: name), name: name)
      return notes + [
        "no pack is made for these clusters, so \(path) was written with a segment for each: edit it"
      ]
    } catch {
      return notes + ["no pack is made for these clusters, and none was written: \(error.message)"]
    }
  }

  /// A file's name without what stands behind its last point, where it is one of `endings`; nil for any.
  private static func withoutEnding(_ name: String, _ endings: [String]? = nil) -> String {
    guard let point = name.dropFirst().lastIndex(of: "."),
      endings?.contains(name[point...].lowercased()) ?? true
    else { return name }
    return String(name[..<point])
  }

  private func outputPath() throws(Problem) -> String {
    guard let output else {
      let name = FileBytes.name(of: files[0])
      return "Models/\(Self.withoutEnding(Self.withoutEnding(name, [".gz", ".zst"]))).json"
    }
    if FileBytes.isFolder(output) || output.hasSuffix("/") {
      throw Problem(
        "\(output): this is a folder; name the model's file, such as \(output.hasSuffix("/") ? output : output + "/")shop.json"
      )
    }
    let path = output.hasSuffix(".json") ? output : output + ".json"
    if ["", "-"].contains(Library.modelName(path)) {
      throw Problem("'\(output)' names no file for the model; expected one such as -o Models/shop.json")
    }
    if files.contains(where: { $0 == output || FileBytes.isSame($0, path) }) {
      throw Problem("\(output): the model would take the place of the sales")
    }
    return path
  }

  private static func model(
    named name: String, _ sales: SalesResult, _ trained: Trainer.Result, currency: String?, pack: String?,
    training: Training
  ) -> Model {
    let report = sales.report
    return Model(
      name: name, pack: pack, currency: currency ?? report.currencySign.flatMap(Figures.code(of:)),
      store: nil,
      features: trained.features, centroids: trained.centroids, clusters: trained.clusters,
      scores: trained.scores, quality: trained.quality,
      source: Source(sales, trainedOn: trained.trainedOn), training: training)
  }
}
