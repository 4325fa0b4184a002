import Customers
import SafeFiles
import Segmentation

/// Which pack a new model is shown with, and why.
///
/// Of the packs that fit, the first that says nothing false of the customers; where each of them does, a pack is
/// written from the data. What the user asked for is taken, and what is false in it is said.
struct ChosenPack {
  /// Sentences for the summary.
  private(set) var notes: [String] = []
  /// A pack that is to be written, why, and the book that it takes the place of.
  private var written: (pack: SegmentPack, why: String, over: PackShelf.Book?)?
  private let folder: String

  /// Sets what the model asks for where the prompt would take another pack by itself.
  init(
    for model: inout Model, _ request: TrainingRequest, _ table: RFMTable, _ trained: Trainer.Result,
    in shelf: PackShelf?
  ) {
    folder = Library.packFolder(ofModel: request.path)
    guard let shelf else { return }
    let own = shelf.books.first { $0.pack.requirement?.model == model.name }
    func scaffold(named name: String) -> SegmentPack {
      PackScaffold.pack(for: model, table, labels: trained.labels, isOutlier: trained.isOutlier, named: name)
    }
    if let own, own.pack.isAsWritten {
      written = (scaffold(named: own.pack.name), "\(own.path) was written anew for these customers", own)
    } else if let own, let misfit = own.pack.misfit(model) {
      notes.append("\(own.path) was edited, so it was left as it is; it does not fit any more: \(misfit)")
    } else if let own {
      notes += Self.falsehoods(own.pack, model, table).map {
        "\(own.path) was edited, so it was left as it is; \($0)"
      }
    }
    let namesClusters = shelf.packs.contains { $0.namesClusters && $0.misfit(model) == nil }
    if let asked = request.pack {
      do throws(Problem) {
        let pack = try shelf.pack(named: asked, for: model)
        notes += Self.falsehoods(pack, model, table).map { "the pack \(asked): \($0)" }
      } catch {
        notes.append("\(error.message); the model asks for it all the same")
      }
      if namesClusters { return }
    }
    if own != nil, written != nil || own?.pack.misfit(model) == nil { return }
    var falsehoods: [String] = []
    let candidates = shelf.preferred(for: model).filter(\.namesClusters)
    for pack in candidates {
      let found = Self.objections(to: pack, model, table)
      if found.isEmpty {
        if request.pack == nil, pack.name != candidates.first?.name { model.pack = pack.name }
        if let first = falsehoods.first { notes.append("the pack in use is \(pack.name), since \(first)") }
        return
      }
      falsehoods += found.prefix(1)
    }
    if request.pack == nil { model.pack = nil }
    let taken = Set(shelf.packs.map(\.name))
    let slug = SegmentPack.slug(from: model.name)
    let folder = folder
    func isFree(_ name: String) -> Bool {
      !taken.contains(name) && !FileBytes.exists("\(folder)/\(name).json")
    }
    let name = [slug, "\(slug)-segments"].first(where: isFree) ?? slug
    let why =
      falsehoods.first.map { "since \($0)" } ?? "since no pack is made for these clusters"
    written = (scaffold(named: name), why, nil)
  }

  /// Why a pack is not taken by itself: what it says that is not so, or that these customers cannot show.
  static func objections(to pack: SegmentPack, _ model: Model, _ table: RFMTable) -> [String] {
    guard pack.claimsAnything else { return [] }
    let members = SegmentMembers(pack, model, table)
    let isOpen = members.verdicts().contains { $0.holds == nil }
    return members.falsehoods().map { "\(pack.name) says what is not so: \($0)" }
      + (isOpen ? ["\(pack.name) says what cannot be checked without the dates of purchases"] : [])
  }

  /// What a pack says that is not so of the customers of a table.
  static func falsehoods(_ pack: SegmentPack, _ model: Model, _ table: RFMTable) -> [String] {
    pack.claimsAnything ? SegmentMembers(pack, model, table).falsehoods() : []
  }

  /// Writes what is to be written.
  ///
  /// - Returns: sentences for the summary.
  func write() -> [String] {
    guard let (pack, why, over) = written else { return [] }
    do throws(Problem) {
      if let over {
        if Array(pack.text.utf8) == over.text.bytes { return [] }
        try Library.rewritePack(pack.text, at: over.path, over: over.text.bytes)
        return [why]
      }
      let path = try Library.writePack(pack.text, named: pack.name, in: folder)
      return [
        "\(path) was written with a segment for each cluster, in words from these customers, \(why): edit it"
      ]
    } catch {
      return ["no pack was written for these clusters: \(error.message)"]
    }
  }
}
