import Report

/// The elements that several views have.
extension Markup {
  /// A label with its control.
  ///
  /// - Parameter hint: what the field takes, said with it.
  mutating func field(
    _ label: String, id: String, hint: String? = nil, _ control: (inout Markup) -> Void
  ) {
    element("div", [("class", "field")]) { page in
      page.element("label", [("for", id)], text: label)
      control(&page)
      if let hint { page.element("span", [("class", "hint"), ("id", "\(id)-hint")], text: hint) }
    }
  }

  /// A field that is typed into.
  mutating func input(
    _ label: String, _ name: String, type: String = "text", value: String?, hint: String? = nil,
    _ more: [Attribute] = []
  ) {
    field(label, id: name, hint: hint) { page in
      var attributes: [Attribute] = [("type", type), ("id", name), ("name", name)]
      // A browser complains of a number that is none.
      if let value, type != "number" || Double(value) != nil { attributes.append(("value", value)) }
      if hint != nil { attributes.append(("aria-describedby", "\(name)-hint")) }
      page.empty("input", attributes + more)
    }
  }

  mutating func select(
    _ name: String, id: String, _ options: [(value: String, text: String)], chosen: String?,
    _ more: [Attribute] = []
  ) {
    element("select", [("name", name), ("id", id)] + more) { page in
      for option in options {
        var attributes: [Attribute] = [("value", option.value)]
        if option.value == chosen ?? "" { attributes.append(("selected", "")) }
        page.element("option", attributes, text: option.text)
      }
    }
  }

  mutating func hidden(_ name: String, _ value: String) {
    empty("input", [("type", "hidden"), ("name", name), ("value", value)])
  }

  /// What the model and pack are, for a form that leaves them as they are.
  mutating func choices(_ visit: Visit) {
    for name in ["model", "pack"] { if let value = visit[name] { hidden(name, value) } }
  }

  /// A part of a view that is replaced as one types.
  mutating func region(_ id: String, _ content: (inout Markup) throws -> Void) rethrows {
    open("div", [("id", id), ("data-region", "")])
    try content(&self)
    close()
    newline()
  }

  mutating func section(_ id: String, _ title: String, _ content: (inout Markup) throws -> Void) rethrows {
    open("section", [("aria-labelledby", id)])
    element("h2", [("id", id)], text: title)
    try content(&self)
    close()
    newline()
  }

  /// The colour of a segment, beside its name.
  ///
  /// - Parameter place: as the style sheet of colours counts; nil for none.
  mutating func swatch(_ place: Int?) {
    guard let place else { return }
    element(
      "svg",
      [
        ("class", "swatch"), ("viewBox", "0 0 12 12"), ("width", "12"), ("height", "12"),
        ("aria-hidden", "true"),
      ]
    ) { $0.empty("rect", [("width", "12"), ("height", "12"), ("rx", "3"), ("class", "f-s\(place)")]) }
  }

  /// A bar of a share of 1; what it is of stands beside it as a number.
  mutating func bar(_ share: Double, _ inkClass: String = "f-figure") {
    let width = Int((min(1, max(0, share)) * 200).rounded())
    element(
      "svg",
      [
        ("class", "bar"), ("viewBox", "0 0 200 12"), ("width", "200"), ("height", "12"),
        ("preserveAspectRatio", "none"), ("aria-hidden", "true"),
      ]
    ) { page in
      page.empty("rect", [("width", "200"), ("height", "12"), ("class", "f-grid")])
      page.empty("rect", [("width", "\(width)"), ("height", "12"), ("class", inkClass)])
    }
  }

  /// A table that can be moved sideways where it is wider than the screen.
  ///
  /// - Parameter headings: texts of the columns; the first column is of row headers.
  mutating func table(
    _ caption: String, _ headings: [String], classes: String = "", _ body: (inout Markup) throws -> Void
  ) rethrows {
    open("div", [("class", "scroll"), ("tabindex", "0"), ("role", "group"), ("aria-label", caption)])
    open("table", classes.isEmpty ? [] : [("class", classes)])
    element("caption", [("class", "unseen")], text: caption)
    if !headings.isEmpty {
      element("thead") { page in
        page.element("tr") { page in
          for heading in headings {
            if heading.isEmpty {
              page.element("td", text: "")
            } else {
              page.element("th", [("scope", "col")], text: heading)
            }
          }
        }
      }
    }
    open("tbody")
    try body(&self)
    close()
    close()
    close()
    newline()
  }

  mutating func cell(_ text: String) { element("td", text: text) }

  mutating func rowHeader(_ text: String) { element("th", [("scope", "row")], text: text) }

  /// What went wrong, where it went wrong.
  mutating func problem(_ sentence: String) {
    element("p", [("class", "problem")], text: sentence)
  }

  mutating func link(_ address: String, _ text: String, _ more: [Attribute] = []) {
    element("a", [("href", address)] + more, text: text)
  }
}
