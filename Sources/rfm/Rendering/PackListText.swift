import RFMService
import Segmentation

/// The packs that were found, and whether they fit.
struct PackListText {
  let shelf: PackShelf
  let model: Model?
  let inUse: String?
  let style: Style

  var text: String {
    let rows = shelf.books.map { book in
      let misfit = model.flatMap { book.pack.misfit($0) }
      return [
        book.pack.name, String(book.pack.segments.count), book.pack.title,
        book.path,
        model == nil
          ? "" : misfit.map { "does not fit: \($0)" } ?? (book.pack.name == inUse ? "in use" : "fits"),
      ]
    }
    let table = style.table(
      ["pack", "segments", "title", "file", ""], rows, rightAligned: [1], indent: "")
    return table + "\n"
  }
}
