import CustomerStore
import JSONText
import Segmentation

/// The models that are found, and what is wrong with those that cannot be read.
///
/// The first is the one that is taken where none is named.
public struct ModelList: Sendable {
  /// A model, and the file that it is in.
  public struct Entry: Sendable {
    /// The model's file.
    public let path: String
    /// The model.
    public let model: Model
  }

  /// The models that can be read, in the order in which they are looked for.
  public let entries: [Entry]
  /// Why others cannot be read, one for each.
  public let problems: [Problem]

  /// Reads all models of a library.
  ///
  /// - Throws: `Problem` of the kind `notFound` where there is none at all.
  public init(_ library: Library) throws(Problem) {
    let paths = library.models
    guard !paths.isEmpty else { throw Library.noModel }
    var entries: [Entry] = []
    var problems: [Problem] = []
    for path in paths {
      do throws(ModelFile.Problem) {
        entries.append(Entry(path: path, model: try ModelFile.read(path)))
      } catch {
        problems.append(Problem(error))
      }
    }
    self.entries = entries
    self.problems = problems
  }

  /// The list for programs.
  public var json: JSON {
    .array(
      entries.map { entry in
        let model = entry.model
        return [
          "name": .string(model.name), "file": .string(entry.path),
          "asOf": model.source.asOf.map { .string($0.description) } ?? .null, "k": .integer(model.k),
          "customers": .integer(model.source.customers), "silhouette": .number(model.quality.silhouette),
        ]
      })
  }
}
