import JSONText

extension ForeignModel {
  /// The format of the snippet.
  static let format = "rfm-import/1"

  /// What a person runs beside scikit-learn to get the JSON: it opens only files of their own.
  public static let snippet = """
    # python3 snippet.py scaler.joblib kmeans.joblib > model.json
    import joblib, json, sys
    s, k = joblib.load(sys.argv[1]), joblib.load(sys.argv[2])   # only your own files
    json.dump({"format": "rfm-import/1",
      "features": list(getattr(s, "feature_names_in_", ["recency", "frequency", "monetary"])),
      "log": [],   # the features taken to log(1 + value) before the scaler
      "mean": s.mean_.tolist(), "scale": s.scale_.tolist(),
      "centroids": k.cluster_centers_.tolist(),
      "sizes": [int((k.labels_ == c).sum()) for c in range(k.n_clusters)],
      "inertia": float(k.inertia_)}, sys.stdout)

    """

  static func json(_ bytes: [UInt8], file: String) throws(ForeignModelProblem) -> ForeignModel {
    do throws(JSONError) {
      let root = try JSONCursor(reading: bytes, file: file, format: format)
      let object = try root.object(keys: [
        "format", "features", "log", "mean", "scale", "centroids", "sizes", "inertia",
      ])
      var model = ForeignModel(kind: "JSON of the snippet")
      model.features = try object.required("features").array().map { item throws(JSONError) in
        try item.string()
      }
      let logged = try object.required("log").array().map { item throws(JSONError) in try item.string() }
      if let unknown = logged.first(where: { !model.features.contains($0) }) {
        throw try object.required("log").error("'\(unknown)' is none of the features")
      }
      model.isLogged = model.features.map(logged.contains)
      model.mean = try numbers(try object.required("mean"))
      model.scale = try numbers(try object.required("scale"))
      model.centroids = try object.required("centroids").array().map { row throws(JSONError) in
        try numbers(row)
      }
      if let sizes = object["sizes"] {
        model.sizes = try sizes.array().map { item throws(JSONError) in try item.integer() }
      }
      if let inertia = object["inertia"] { model.inertia = try inertia.number() }
      return model
    } catch {
      throw ForeignModelProblem(json: error)
    }
  }

  private static func numbers(_ cursor: JSONCursor) throws(JSONError) -> [Double] {
    try cursor.array().map { item throws(JSONError) in try item.number() }
  }
}

extension ForeignModelProblem {
  /// An error of JSON names its file itself.
  init(json error: JSONError) { description = error.description }
}
