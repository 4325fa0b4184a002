import JSONText
import Segmentation
import Transactions
import Wording

extension Library {
  /// Reads sales as a training does and tries every number of clusters; nothing is written.
  ///
  /// - Parameters:
  ///   - files: what is read.
  ///   - sales: how it is read.
  ///   - options: those of a training; its k is not looked at.
  ///   - work: threads, progress and cancellation.
  /// - Throws: `Problem` of the kind `badInput` for what is wrong with a file or its content.
  public func sweep(
    _ files: SalesFiles, reading sales: SalesOptions = SalesOptions(),
    options: TrainingOptions = TrainingOptions(), _ work: Work
  ) throws(Problem) -> SweptClusters {
    let read = try read(files, sales, work)
    var trainer = Trainer(options: options, threads: work.threads) { work.say($0) }
    trainer.isCancelled = work.isCancelled
    let sweep = try explained { () throws(TrainingError) in try trainer.sweep(on: read.table) }
    work.progress(.finished)
    // What belongs to one model is for no other.
    let packs = ((try? self.packs())?.packs ?? []).filter { $0.requirement?.model == nil }
    return SweptClusters(
      sweep: sweep, source: Source(read, trainedOn: sweep.trainedOn), notes: read.report.notes + sweep.notes,
      packs: sweep.rows.map { row in
        packs.filter { $0.misfit(k: row.k, log: options.log, outliers: options.outliers) == nil }.map(\.name)
      })
  }
}

/// How good each number of clusters is, and which to take.
public struct SweptClusters: Sendable {
  /// What was measured for each k.
  public let sweep: Sweep
  /// What was read.
  public let source: Source
  /// Sentences that a person should know.
  public let notes: [String]
  /// For each k the packs that a model with it could use, by name.
  public let packs: [[String]]

  // MARK: Why

  /// The recommendation's reason, and what the other measures say.
  public var reasons: [String] {
    guard let k = sweep.recommended, let row = sweep.rows.first(where: { $0.k == k }),
      let last = sweep.rows.last
    else { return [] }
    let silhouette = Figures.fixed(row.step.silhouette, digits: 3)
    var reasons: [String] = []
    if sweep.rows.count == 1 {
      reasons.append("There is no other k to compare it with; its silhouette is \(silhouette).")
    } else {
      reasons.append("Its silhouette of \(silhouette) is the best of k = 2…\(last.k).")
    }
    if let sample = row.silhouetteSample {
      reasons.append(
        "Silhouettes are those of a sample of \(Figures.count(sample.size)), give or take their standard errors; \(OptionName.exactSilhouette) measures everyone."
      )
    }
    guard sweep.rows.count > 1 else { return reasons }
    reasons.append(
      [
        sweep.elbow.map { Self.says("the elbow of the inertia is at", $0, k) }
          ?? "The inertia has no elbow",
        sweep.bestDaviesBouldin.map { Self.says("Davies-Bouldin is best (least) at", $0, k) },
        sweep.bestCalinskiHarabasz.map { Self.says("Calinski-Harabasz is best (greatest) at", $0, k) },
      ].compactMap { $0 }.joined(separator: "; ").capitalisedFirst + ".")
    reasons += stability(k)
    return reasons
  }

  private func stability(_ recommended: Int) -> [String] {
    guard sweep.rows.contains(where: { !$0.stability.isEmpty }) else { return [] }
    let largest = sweep.largestSolid.map {
      "The largest k whose clusters are all solid (found again with \(Figures.fixed(Stability.leastSolid, digits: 2)) or more) is \($0)\($0 == recommended ? " too" : "")."
    }
    return [largest ?? "With no k are all clusters solid.", Stability.limit.capitalisedFirst + "."]
  }

  private static func says(_ measure: String, _ k: Int, _ recommended: Int) -> String {
    "\(measure) \(k)\(k == recommended ? " too" : "")"
  }

  /// The ks with their figures, and the one to take.
  public var json: JSON {
    func integer(_ number: Int?) -> JSON { number.map(JSON.integer) ?? .null }
    return [
      "source": source.json,
      "steps": .array(zip(sweep.rows, packs).map(Self.json)),
      "recommended": integer(sweep.recommended),
      "reason": .string(reasons.joined(separator: " ")),
      "best": [
        "silhouette": integer(sweep.recommended), "elbow": integer(sweep.elbow),
        "daviesBouldin": integer(sweep.bestDaviesBouldin),
        "calinskiHarabasz": integer(sweep.bestCalinskiHarabasz),
        "stability": integer(sweep.largestSolid),
      ],
      "notes": .array(notes.map(JSON.string)),
    ]
  }

  private static func json(_ row: Sweep.Row, packs: [String]) -> JSON {
    [
      "k": .integer(row.k), "inertia": .number(row.step.inertia),
      "silhouette": .number(row.step.silhouette),
      "silhouetteSample": row.silhouetteSample.map {
        ["size": .integer($0.size), "standardError": .number($0.standardError)]
      } ?? .null,
      "daviesBouldin": row.daviesBouldin.map(JSON.number) ?? .null,
      "calinskiHarabasz": row.calinskiHarabasz.map(JSON.number) ?? .null,
      "sizes": .array(row.sizes.map(JSON.integer)), "stability": row.stability.json,
      "packs": .array(packs.map(JSON.string)),
    ]
  }
}
