extension ForeignModel {
  /// PMML as this program writes it, or as sklearn2pmml does: a clustering by centres, over fields that are raw columns
  /// less a mean, over a scale.
  static func pmml(_ bytes: [UInt8], file: String) throws(ForeignModelProblem) -> ForeignModel {
    func fail(_ what: String) -> ForeignModelProblem { ForeignModelProblem(file, what) }
    guard let root = XMLTree.parse(bytes) else { throw fail("this is no XML that can be read") }
    guard let clustering = root.first("ClusteringModel") else {
      throw fail("this PMML has no ClusteringModel")
    }
    let measure = clustering["ComparisonMeasure"]
    guard clustering.attributes["modelClass"] == "centerBased",
      measure?["squaredEuclidean"] != nil || measure?["euclidean"] != nil
    else {
      throw fail("a clustering by centres and Euclidean distance is expected")
    }
    var derived: [String: XMLTree] = [:]
    for field in root.all("DerivedField") {
      if let name = field.attributes["name"] { derived[name] = field }
    }
    var model = ForeignModel(kind: "PMML")
    model.isLogged = []
    let fields = clustering.children.filter { $0.name == "ClusteringField" }
    for field in fields {
      let name = field.attributes["field"] ?? ""
      guard let column = Column(name, derived, depth: 0) else {
        throw fail(
          "the field '\(name)' is not (column − mean) / scale, with or without a logarithm of 1 + column")
      }
      model.features.append(column.name)
      model.isLogged?.append(column.isLogged)
      model.mean.append(column.mean)
      model.scale.append(column.scale)
    }
    let clusters = clustering.children.filter { $0.name == "Cluster" }
    model.centroids = clusters.map { cluster in
      (cluster["Array"]?.text ?? "").split { " \n\t\r".contains($0) }.compactMap { Double($0) }
    }
    let sizes = clusters.compactMap { $0.attributes["size"].flatMap { Int($0) } }
    if sizes.count == clusters.count { model.sizes = sizes }
    return model
  }

  /// A column that is scaled: (column − mean) / scale.
  private struct Column {
    var name: String
    var isLogged = false
    var mean = 0.0
    var scale = 1.0

    init?(_ name: String, _ derived: [String: XMLTree], depth: Int) {
      self.name = name
      // A field that is derived from itself would go on for ever.
      guard depth < 20 else { return nil }
      guard let field = derived[name] else { return }
      guard let expression = field.children.first(where: { $0.name != "Extension" }),
        let read = Column(expression, derived, depth: depth + 1)
      else { return nil }
      self = read
    }

    init?(_ expression: XMLTree, _ derived: [String: XMLTree], depth: Int) {
      if expression.name == "FieldRef" {
        self.init(expression.attributes["field"] ?? "", derived, depth: depth)
        return
      }
      guard expression.name == "Apply", let function = expression.attributes["function"], depth < 20 else {
        return nil
      }
      let parts = expression.children.filter { $0.name != "Extension" }
      func constant(_ place: Int) -> Double? {
        guard place < parts.count, parts[place].name == "Constant" else { return nil }
        return Double(parts[place].text.filter { !$0.isWhitespace })
      }
      func column(_ place: Int) -> Column? {
        place < parts.count ? Column(parts[place], derived, depth: depth + 1) : nil
      }
      // What the values before are: (column − mean) / scale.
      switch function {
      case "-":
        guard var column = column(0), let taken = constant(1) else { return nil }
        column.mean += taken * column.scale
        self = column
      case "/":
        guard var column = column(0), let divisor = constant(1) else { return nil }
        column.scale *= divisor
        self = column
      case "ln1p":
        guard var column = column(0), !column.isScaled else { return nil }
        column.isLogged = true
        self = column
      case "ln":
        guard parts.count == 1, parts[0].attributes["function"] == "+" else { return nil }
        let added = parts[0].children.filter { $0.name != "Extension" }
        guard added.count == 2, let one = added.first(where: { $0.name == "Constant" }),
          Double(one.text.filter { !$0.isWhitespace }) == 1,
          let other = added.first(where: { $0.name != "Constant" }),
          var column = Column(other, derived, depth: depth + 1), !column.isScaled
        else { return nil }
        column.isLogged = true
        self = column
      case "if":
        // Of values of 0 or less the logarithm is that of 0.
        guard parts.count == 3, constant(2) == 0, let column = column(1), column.isLogged, !column.isShifted
        else { return nil }
        self = column
      default: return nil
      }
    }

    private var isShifted: Bool { mean != 0 || scale != 1 }
    private var isScaled: Bool { isShifted || isLogged }
  }
}
