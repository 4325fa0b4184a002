import JSONText

/// How results reach a person or a program: as text, or as JSON with an object in a line.
struct Rendering {
  var isJSON: Bool

  /// For the terminal as wide as it is now.
  var style: Style { .forOutput() }

  /// The one or the other; only that is made.
  func shown(_ json: @autoclosure () -> JSON, _ text: @autoclosure () -> String) -> String {
    isJSON ? json().text(.spaced) + "\n" : style.folded(text())
  }
}
