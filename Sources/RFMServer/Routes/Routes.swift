import JSONText

/// All routes, in the order of the documentation.
enum Routes {
  /// Those for programs, and those of the page.
  static var served: [Route] { all + page }

  /// Those for programs.
  static var all: [Route] {
    let routes =
      score + questions + customers + uploads + models + packs + campaigns + classify + inference + mlflow
      + health
    return routes + [OpenAPIDocument.route(routes)]
  }

  // MARK: Parameters that several routes have

  static let model = Route.Parameter(name: "model", meaning: "The name of a model; the newest otherwise")
  static let pack = Route.Parameter(
    name: "pack", meaning: "The name of a segment pack; the one that fits best otherwise")
  static let asOf = Route.Parameter(
    name: "as-of", meaning: "What recency is counted to: model, today or a date such as 2010-12-31")
  /// Those of every question to a model.
  static let choice = [model, pack]

  /// Any object; the pages of the documentation say what is in it.
  static let object: JSON = ["type": "object"]
}
