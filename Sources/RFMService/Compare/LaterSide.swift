import SafeFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is later in a comparison.
public enum LaterSide: Sendable {
  /// A model's file.
  case model(String)
  /// Sales, which the earlier model classifies.
  case sales(SalesFiles)

  /// What some names stand for: a model, or files of sales.
  ///
  /// - Throws: `Problem` of the kind `notFound` where they stand for nothing.
  public init(_ files: SalesFiles, in library: Library) throws(Problem) {
    if let model = try Self.modelPath(files.paths, library) {
      self = .model(model)
    } else {
      self = .sales(files)
    }
  }

  /// The later side as a model's file; nil where it is sales.
  private static func modelPath(_ names: [String], _ library: Library) throws(Problem) -> String? {
    let files = names.filter { $0 == "-" || (FileBytes.exists($0) && !FileBytes.isFolder($0)) }
    let models = files.filter(isModel)
    if let model = models.first {
      if names.count > 1 { throw Problem("\(model): give one later model, or files of later sales") }
      return model
    }
    if !files.isEmpty {
      if let missing = names.first(where: { !files.contains($0) }) {
        throw Problem("\(missing): there is no such file")
      }
      return nil
    }
    do throws(Problem) {
      return try library.modelPath(named: names[0])
    } catch {
      // sales.csv was meant as a file, sales as a model.
      let isFile = names.count > 1 || names[0].contains("/") || names[0].contains(".")
      throw isFile ? Problem("\(names[0]): there is no such file, and no model of that name") : error
    }
  }

  /// Whether a file begins as a JSON object does.
  static func isModel(_ path: String) -> Bool {
    guard path != "-" else { return false }
    // A pipe must be left as it is.
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return path.hasSuffix(".json") }
    defer { close(descriptor) }
    var start = [UInt8](repeating: 0, count: 256)
    let got = start.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
    let bytes = start.prefix(max(got, 0)).drop { [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return bytes.first == UInt8(ascii: "{")
  }
}
