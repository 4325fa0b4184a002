import JSONText
import SafeFiles
import Segmentation

extension LoadedModel {
  /// What is known of the model: where from, how good it is, how its clusters differ.
  public var overview: JSON {
    [
      "name": .string(model.name), "file": .string(path),
      "store": model.store.map { .string("\(FileBytes.folder(of: path))/\($0.file)") } ?? .null,
      "currency": model.currency.map(JSON.string) ?? .null, "k": .integer(model.k),
      "pack": pack.map { .string($0.name) } ?? .null, "source": model.sourceJSON,
      "quality": model.qualityJSON, "again": model.againJSON,
      "clusters": model.clustersJSON,
    ]
  }
}

extension PackShelf {
  /// The packs, and whether they fit a model.
  ///
  /// - Parameters:
  ///   - model: nil where there is none.
  ///   - inUse: the pack in use, by name.
  public func json(for model: Model?, inUse: String?) -> JSON {
    .array(
      books.map { book in
        let misfit = model.flatMap { book.pack.misfit($0) }
        return [
          "name": .string(book.pack.name), "title": .string(book.pack.title), "file": .string(book.path),
          "segments": .array(book.pack.segments.map { .string($0.name) }),
          "fits": model == nil ? .null : .bool(misfit == nil), "why": misfit.map(JSON.string) ?? .null,
          "inUse": .bool(book.pack.name == inUse),
        ]
      })
  }
}
