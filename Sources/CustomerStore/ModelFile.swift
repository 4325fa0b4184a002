import JSONText
import SafeFiles
import Segmentation
import Wording

/// A model and its store on disk, always one with the other.
///
/// The store is written first, under a name with its own id; then the model, which names it, is renamed into
/// place: that is the one moment of change. The old store is removed after it. A lock file keeps two
/// trainings apart.
///
/// ```swift
/// let (model, store) = try ModelFile.open("Models/shop.json")
/// if let customer = try store?.customer("17850") { print(model.classify(customer.rfm).cluster) }
/// ```
public enum ModelFile {
  /// Why a model was not saved or read.
  public enum Problem: Error, Sendable, CustomStringConvertible {
    /// The model's file could not be read or written.
    case file(FileProblem)
    /// The customers could not be read or written, or belong to another model.
    case store(StoreError)
    /// The text is no model.
    case format(JSONError)
    /// Another training holds the lock of the model at this path.
    case busy(path: String)

    public var description: String {
      switch self {
      case .file(let problem): problem.description
      case .store(let error): error.description
      case .format(let error): error.description
      case .busy(let path):
        "\(path): another training is writing this model; wait for it or name another with \(OptionName.output)"
      }
    }
  }

  /// Reads the model at `path`.
  public static func read(_ path: String) throws(Problem) -> Model {
    let bytes: [UInt8]
    do throws(FileProblem) { bytes = try FileBytes.read(path) } catch { throw .file(error) }
    do throws(JSONError) { return try Model(reading: bytes, file: path) } catch { throw .format(error) }
  }

  /// Reads the model at `path` and opens its store.
  ///
  /// A training may replace both between the two steps; then the new pair is read.
  public static func open(_ path: String) throws(Problem) -> (model: Model, store: CustomerStore?) {
    var missing: StoreReference?
    while true {
      let model = try read(path)
      guard let reference = model.store else { return (model, nil) }
      do throws(StoreError) {
        return (model, try CustomerStore(path: storePath(reference, of: path), id: reference.id, k: model.k))
      } catch {
        // Named once more by a model that was read afterwards: it is not there, or is another's.
        if !error.isMismatch || reference == missing { throw .store(error) }
        missing = reference
      }
    }
  }

  /// Where a store is that a model names: beside the model.
  public static func storePath(_ reference: StoreReference, of modelPath: String) -> String {
    "\(FileBytes.folder(of: modelPath))/\(reference.file)"
  }

  /// The lock that a training holds from its start, so that two do not do the same work for one file.
  public static func lock(_ path: String) throws(Problem) -> FileLock {
    let lock: FileLock?
    do throws(FileProblem) {
      lock = try FileLock.take(for: path, waits: false)
    } catch {
      throw .file(error)
    }
    guard let lock else { throw .busy(path: path) }
    return lock
  }

  /// Saves model and customers; the caller holds the lock.
  ///
  /// - Parameters:
  ///   - model: what it says of its store is set here.
  ///   - customers: what goes into the store.
  ///   - path: the model's file.
  ///   - progress: told now and then how many customers are written.
  /// - Returns: what the model says of its store, and the path of that.
  @discardableResult
  public static func save(
    _ model: Model, customers: StoreContent, to path: String, progress: ((Int) -> Void)? = nil
  ) throws(Problem) -> (reference: StoreReference, store: String) {
    var model = model
    let id = customers.id
    let stem = stem(of: path)
    let reference = StoreReference(file: "\(stem)-\(id).sqlite", id: id)
    model.store = reference
    let storePath = storePath(reference, of: path)
    removeLeftovers(of: path, keeping: oldStore(of: path))
    do throws(StoreError) {
      try StoreWriter.write(customers, id: id, to: storePath, progress: progress)
    } catch {
      throw .store(error)
    }
    do throws(FileProblem) {
      try AtomicFile.write(Array(model.text.utf8), to: path)
    } catch {
      if oldStore(of: path) != reference.file { AtomicFile.remove(storePath) }
      throw .file(error)
    }
    removeLeftovers(of: path, keeping: reference.file)
    return (reference, storePath)
  }

  /// The name of the store that the model at `path` names now.
  private static func oldStore(of path: String) -> String? { try? read(path).store?.file }

  private static func stem(of path: String) -> String {
    let name = FileBytes.name(of: path)
    return name.hasSuffix(".json") ? String(name.dropLast(5)) : name
  }

  /// Removes the stores of earlier models of this name, and what a killed training left behind.
  private static func removeLeftovers(of path: String, keeping kept: String?) {
    let folder = FileBytes.folder(of: path)
    let stem = stem(of: path)
    for name in FileBytes.names(in: folder) where name != kept && isStore(name, of: stem) {
      AtomicFile.remove("\(folder)/\(name)")
    }
    removeUnfinished(of: path)
  }

  /// The model, by the name of its file without the ending, to which a store of this name belongs; nil for
  /// another file.
  public static func stem(ofStore name: some StringProtocol) -> String? {
    guard let dash = name.lastIndex(of: "-"), !name.hasPrefix(".") else { return nil }
    let stem = String(name[..<dash])
    return isStore(String(name), of: stem) ? stem : nil
  }

  /// Removes what trainings of a model that were killed have left; the caller holds its lock.
  public static func removeUnfinished(of path: String) {
    let stem = stem(of: path)
    PartFile.removeLeftovers(in: FileBytes.folder(of: path)) { target in
      target == FileBytes.name(of: path) || isStore(target, of: stem)
    }
  }

  /// NAME-0123456789abcdef.sqlite, and not NAME-more-0123456789abcdef.sqlite, which is another model's.
  private static func isStore(_ name: String, of stem: String) -> Bool {
    guard name.hasPrefix(stem + "-"), name.hasSuffix(".sqlite") else { return false }
    let id = name.dropFirst(stem.count + 1).dropLast(7)
    return id.utf8.count == 16 && id.allSatisfy { $0.isHexDigit }
  }
}
