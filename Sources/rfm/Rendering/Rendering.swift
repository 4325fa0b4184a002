import JSONText

/// How results reach a person or a program: as text, or as JSON with an object in a line.
struct Rendering {
  let style: Style
  var isJSON: Bool

  init(isJSON: Bool) {
    style = .forOutput()
    self.isJSON = isJSON
  }

  /// The one or the other; only that is made.
  func shown(_ json: @autoclosure () -> JSON, _ text: @autoclosure () -> String) -> String {
    isJSON ? json().text(.spaced) + "\n" : text()
  }
}
