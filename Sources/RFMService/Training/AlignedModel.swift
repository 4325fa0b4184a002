import CustomerStore
import Segmentation
import Wording

/// The model that a training keeps the numbering of, with its customers.
struct AlignedModel {
  let path: String
  let alignment: Alignment
  /// Why its customers could not be asked.
  private let storeProblem: String?
  private let library: Library

  init(_ name: String, _ library: Library, _ work: Work) throws(Problem) {
    self.library = library
    path = try library.modelPath(named: name)
    let (model, store, problem) = try LoadedModel.open(path)
    let table = try store.map { store throws(Problem) in
      try explained { () throws(StoreError) in
        try store.table(count: model.source.customers) {
          work.count("reading the earlier customers", $0, of: model.source.customers)
        }
      }
    }
    alignment = Alignment(to: model, customers: table)
    storeProblem = problem ?? (table == nil ? "the model has no customers" : nil)
  }

  /// The pack that the earlier model asks for, where it fits the new one: its names are to stay.
  ///
  /// - Parameter file: of the new model.
  func pack(for model: Model, beside file: String) -> String? {
    guard let name = alignment.model.pack, let shelf = try? library.packs(besides: file),
      (try? shelf.pack(named: name, for: model)) != nil
    else { return nil }
    return name
  }

  /// What a person should know of how the numbers came about.
  func notes(_ match: ClusterMatch, _ model: Model) -> [String] {
    let how =
      switch match.basis {
      case .customers(let count): "by the \(Figures.counted(count, "customer")) in both"
      case .centres, .model: "by their centroids"
      }
    var parts: [String] = []
    for (id, earlier) in match.earlier.enumerated() where earlier != id {
      parts.append(earlier.map { "\(id) is what \($0) was" } ?? "\(id) is new")
    }
    for gone in 0..<match.earlierCount where !match.earlier.contains(gone) { parts.append("\(gone) is gone") }
    var notes = [
      "the clusters keep the numbers of \(path), matched \(how)"
        + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
    ]
    if case .centres = match.basis {
      if let storeProblem {
        notes.append("its customers were not asked: \(storeProblem)")
      } else {
        notes.append("fewer than \(ClusterMatch.enoughCustomers) customers are in both")
      }
      if let a = alignment.model.currency, let b = model.currency, a != b {
        notes.append("\(path) is in \(a) and the sales in \(b), so the match by centroids says little")
      }
    }
    return notes
  }
}
