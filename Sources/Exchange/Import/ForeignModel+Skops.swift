import JSONText

extension ForeignModel {
  /// A StandardScaler and a KMeans, in a pipeline, a list or by themselves, as skops has saved them. Only numbers and
  /// names are taken: nothing in the file is run.
  static func skops(_ bytes: [UInt8], file: String) throws(ForeignModelProblem) -> ForeignModel {
    func fail(_ what: String) -> ForeignModelProblem { ForeignModelProblem(file, what) }
    guard let archive = StoredZip(bytes), let schema = archive.files["schema.json"] else {
      throw fail("this is no archive of skops, or a packed one; save it with skops.io.dump as it comes")
    }
    let root: JSONNode
    do throws(JSONError) { root = try JSONNode.parse(Array(schema), file: file) } catch {
      throw ForeignModelProblem(json: error)
    }
    guard let scaler = root.first(ofClass: "StandardScaler"), let means = root.first(ofClass: "KMeans") else {
      throw fail("a StandardScaler and a KMeans are expected in one file, such as in a pipeline")
    }
    func array(_ owner: JSONNode, _ name: String) -> [Double]? {
      owner.attribute(name)?.member("file")?.text.flatMap { archive.files[$0] }.flatMap(NumpyArray.numbers)
    }
    var model = ForeignModel(kind: "skops")
    guard let mean = array(scaler, "mean_"), let scale = array(scaler, "scale_"),
      let centres = array(means, "cluster_centers_"), centres.count % 3 == 0
    else { throw fail("the scaler or the centroids are missing, or are no numbers of 4 or 8 bytes") }
    (model.mean, model.scale) = (mean, scale)
    model.centroids = stride(from: 0, to: centres.count, by: 3).map { Array(centres[$0..<$0 + 3]) }
    if let labels = array(means, "labels_") {
      var sizes = [Int](repeating: 0, count: model.centroids.count)
      for label in labels where label >= 0 && label < Double(sizes.count) { sizes[Int(label)] += 1 }
      model.sizes = sizes
    }
    if case .number(let text)? = means.attribute("inertia_")?.member("content")?.value {
      model.inertia = Double(text)
    } else if let text = means.attribute("inertia_")?.member("content")?.text {
      model.inertia = Double(text)
    }
    return model
  }
}

extension JSONNode {
  fileprivate func member(_ key: String) -> JSONNode? {
    if case .object(let members) = value { members.first { $0.key == key }?.node } else { nil }
  }

  fileprivate var text: String? { if case .string(let text) = value { text } else { nil } }

  private var children: [JSONNode] {
    switch value {
    case .array(let items): items
    case .object(let members): members.map(\.node)
    default: []
    }
  }

  /// The first object that skops says is of a class.
  fileprivate func first(ofClass name: String) -> JSONNode? {
    if member("__class__")?.text == name { return self }
    return children.lazy.compactMap { $0.first(ofClass: name) }.first
  }

  /// An attribute of an object of skops: `content` is its state, whose `content` are the attributes by name.
  fileprivate func attribute(_ name: String) -> JSONNode? {
    member("content")?.member("content")?.member(name)
  }
}

/// An array of numpy in a file (<https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>).
enum NumpyArray {
  /// The numbers of an array, row by row; nil for one of other things, or by columns.
  static func numbers(_ bytes: ArraySlice<UInt8>) -> [Double]? {
    let start = bytes.startIndex
    guard bytes.count > 10, bytes.prefix(6).elementsEqual([0x93] + Array("NUMPY".utf8)) else { return nil }
    let isShort = bytes[start + 6] == 1
    let width = isShort ? 2 : 4
    guard bytes.count > 8 + width else { return nil }
    let length = (0..<width).reduce(0) { $0 | Int(bytes[start + 8 + $1]) << (8 * $1) }
    let content = start + 8 + width + length
    guard content <= bytes.endIndex else { return nil }
    let header = String(decoding: bytes[(start + 8 + width)..<content], as: UTF8.self)
    let rest = bytes[content...]
    // By columns the rows would be mixed up; a vector is the same either way.
    if header.contains("'fortran_order': True"), header.contains(#/\(\d+, \d/#) { return nil }
    if header.contains("'<f8'") { return rest.doubles }
    if header.contains("'<f4'") { return rest.floats }
    if header.contains("'<i4'") {
      return stride(from: rest.startIndex, to: rest.endIndex - 3, by: 4).map { place in
        Double(Int32(bitPattern: (0..<4).reduce(0) { $0 | UInt32(rest[place + $1]) << (8 * UInt32($1)) }))
      }
    }
    return nil
  }
}
