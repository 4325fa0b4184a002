import Customers
import JSONText
import Segmentation
import Wording

/// What `compare` says.
struct CompareSummary {
  let comparison: Comparison
  let sides: ComparedSides
  private let figures: Figures

  init(comparison: Comparison, sides: ComparedSides) {
    self.comparison = comparison
    self.sides = sides
    figures = Figures(currency: sides.loaded.model.currency ?? sides.laterModel?.currency)
  }

  private var model: Model { sides.loaded.model }
  private var segments: [Segment] { sides.pack?.segments ?? [] }

  /// What a place of the matrix is called.
  private func name(_ place: Int) -> String {
    place < segments.count ? segments[place].name : clusterName(place - segments.count)
  }

  private func clusterName(_ number: Int) -> String {
    Segment.unnamed(cluster: number).name + (number < model.k ? "" : ", new")
  }

  // MARK: - Text

  func text(_ style: Style) -> String {
    var lines = [style.bold("\(model.name) → \(laterName)")]
    lines += sides(style)
    lines += [
      "",
      style.bold("  who moved")
        + (sides.pack.map { ", by the segments of the pack \($0.name)" } ?? ", by cluster"),
    ]
    lines += MoveTable(
      moves: comparison.moves, name: name, colour: { $0 < segments.count ? segments[$0].color : nil },
      figures: figures
    ).lines(style)
    lines += ["", style.bold("  what became of the clusters"), drift]
    lines += ["", style.bold("  shift of all customers"), stability(style)]
    lines += [""] + falls(style)
    return lines.joined(separator: "\n")
  }

  private var laterName: String { sides.laterModel?.name ?? sides.laterPath }

  private func sides(_ style: Style) -> [String] {
    let moves = comparison.moves
    func side(_ letter: String, _ path: String, _ source: Source, _ k: Int?, _ table: RFMTable) -> String {
      let parts = [
        path, source.asOf.map { "as of \($0.date)" }, k.map { Figures.counted($0, "cluster") },
        Figures.counted(table.count, "customer"), figures.money(Self.sum(table.monetary)),
      ]
      return Layout.wrapped(
        parts.compactMap { $0 }.joined(separator: " · "), first: "  \(letter)  ", indent: "     ",
        columns: style.width)
    }
    let lost = moves.lost.reduce(0) { $0 + $1.monetaryBefore }
    let gained = moves.gained.reduce(0) { $0 + $1.monetaryAfter }
    let counts = [comparison.shared, moves.allLost, moves.allGained].map(Figures.count)
    let width = counts.map(Layout.width).max() ?? 0
    func line(_ title: String, _ i: Int, _ rest: String) -> String {
      "     \(Layout.padded(title, to: 9))  \(Layout.rightAligned(counts[i], to: width))\(rest)"
    }
    return [
      side("A", sides.loaded.path, model.source, model.k, sides.earlier),
      side("B", sides.laterPath, sides.laterSource, sides.laterModel?.k, sides.later),
      line("in both", 0, ""),
      line("only in A", 1, "  lost, with \(figures.money(lost)) in A"),
      line("only in B", 2, "  gained, with \(figures.money(gained)) in B"),
      Layout.wrapped(matching, first: "     ", indent: "     ", columns: style.width),
    ]
  }

  /// How the clusters were matched, and where B's numbers are not A's.
  private var matching: String {
    let match = comparison.match
    let how: String
    switch match.basis {
    case .customers(let count): how = "clusters matched by the \(Figures.count(count)) customers in both"
    case .centres:
      how =
        "clusters matched by their centroids in A's scaled units, since only \(Figures.counted(comparison.shared, "customer")) \(comparison.shared == 1 ? "is" : "are") in both"
    case .model: return "A's model classified both"
    }
    let others = match.numbers.enumerated().filter { $0.offset != $0.element }.map { id, number in
      number < match.earlierCount ? "B's \(id) is A's \(number)" : "B's \(id) is new, \(number) here"
    }
    let gone = (0..<match.earlierCount).filter { !match.earlier.contains($0) }.map { "A's \($0) is gone" }
    let new = match.numbers.enumerated().filter {
      $0.offset == $0.element && $0.element >= match.earlierCount
    }
    .map { "B's \($0.offset) is new" }
    let all = others + new + gone
    return how + (all.isEmpty ? "; they have the same numbers" : ": " + all.joined(separator: ", "))
  }

  private var drift: String {
    let rows = comparison.drift.map { drift in
      func arrow(_ text: (ClusterDrift.State) -> String?) -> String {
        switch (text(drift.before), text(drift.after)) {
        case (let a?, let b?): "\(a) → \(b)"
        case (let a?, nil): "\(a) → –"
        case (nil, let b?): "– → \(b)"
        case (nil, nil): "–"
        }
      }
      return [
        String(drift.cluster), arrow { Figures.count($0.customers) },
        arrow { $0.mean.map { Figures.fixed($0[0], digits: 1) } },
        arrow { $0.mean.map { Figures.fixed($0[1], digits: 2) } },
        arrow { $0.mean.map { figures.compact($0[2]) } },
        drift.distance.map { Figures.fixed($0, digits: 2) } ?? "–",
      ]
    }
    return Layout.table(
      ["cluster", "customers", "mean R", "mean F", "mean M", "drift"], rows, rightAligned: [1, 2, 3, 4, 5])
  }

  private func stability(_ style: Style) -> String {
    let rows = comparison.stability.map { stability in
      [
        stability.feature.rawValue, Figures.fixed(stability.index, digits: 3),
        "\(stability.change.rawValue) change",
      ]
    }
    return Layout.table(["", "PSI", ""], rows, rightAligned: [1]) + "\n"
      + style.dim("  below 0.1 little, from 0.1 some, from 0.25 large")
  }

  private func falls(_ style: Style) -> [String] {
    guard !comparison.falls.isEmpty else {
      return ["  nobody who is in both has a lower monetary in B"]
    }
    let rows = comparison.falls.map { fall in
      [
        Layout.cell(sides.earlier.ids[fall.earlier], to: 12),
        Layout.cut(name(fall.from), to: 18),
        Layout.cut(name(fall.to), to: 18), figures.money(sides.earlier.monetary[fall.earlier]),
        figures.money(sides.later.monetary[fall.later]),
      ]
    }
    return [
      style.bold("  the biggest falls by monetary value"),
      Layout.table(["customer", "in A", "in B", "M in A", "M in B"], rows, rightAligned: [3, 4]),
    ]
  }

  private static func sum(_ values: [Double]) -> Double {
    var sum = CompensatedSum()
    for value in values { sum.add(value) }
    return sum.value
  }

  // MARK: - JSON

  var json: JSON {
    let moves = comparison.moves
    let places = 0..<moves.places
    return [
      "a": side(model.name, sides.loaded.path, model.source, model.k, sides.earlier),
      "b": side(laterName, sides.laterPath, sides.laterSource, sides.laterModel?.k, sides.later),
      "currency": figures.currency.map(JSON.string) ?? .null,
      "pack": sides.pack.map { .string($0.name) } ?? .null,
      "shared": .integer(comparison.shared),
      "matching": comparison.match.json,
      "transitions": .array(
        places.flatMap { from in
          places.compactMap { to in
            let cell = moves[from, to]
            guard cell.customers > 0 else { return nil }
            return [
              "from": .string(name(from)), "to": .string(name(to)), "customers": .integer(cell.customers),
              "share": .number(Double(cell.customers) / Double(moves.customers(from: from))),
              "monetaryA": .number(cell.monetaryBefore), "monetaryB": .number(cell.monetaryAfter),
            ]
          }
        }),
      "lost": .array(
        places.compactMap { place in
          let cell = moves.lost[place]
          guard cell.customers > 0 else { return nil }
          return [
            "segment": .string(name(place)), "customers": .integer(cell.customers),
            "share": .number(Double(cell.customers) / Double(moves.customers(from: place))),
            "monetary": .number(cell.monetaryBefore),
          ]
        }),
      "gained": .array(
        places.compactMap { place in
          let cell = moves.gained[place]
          guard cell.customers > 0 else { return nil }
          return [
            "segment": .string(name(place)), "customers": .integer(cell.customers),
            "share": .number(Double(cell.customers) / Double(moves.allGained)),
            "monetary": .number(cell.monetaryAfter),
          ]
        }),
      "clusters": .array(comparison.drift.map(Self.json)),
      "stability": .array(comparison.stability.map(Self.json)),
      "falls": .array(comparison.falls.map(json)),
      "warnings": .array(sides.warnings.map(JSON.string)),
    ]
  }

  private func side(_ name: String, _ file: String, _ source: Source, _ k: Int?, _ table: RFMTable) -> JSON {
    [
      "name": .string(name), "file": .string(file),
      "asOf": source.asOf.map { .string($0.description) } ?? .null,
      "k": k.map(JSON.integer) ?? .null, "customers": .integer(table.count),
      "monetary": .number(Self.sum(table.monetary)),
    ]
  }

  private static func json(_ drift: ClusterDrift) -> JSON {
    func state(_ state: ClusterDrift.State) -> JSON {
      [
        "customers": .integer(state.customers),
        "mean": state.mean.map { .array($0.map(JSON.number)) } ?? .null,
        "centroid": state.centre.map { .array($0.values.map(JSON.number)) } ?? .null,
      ]
    }
    return [
      "cluster": .integer(drift.cluster), "a": state(drift.before), "b": state(drift.after),
      "shift": drift.shift.map { .array($0.values.map(JSON.number)) } ?? .null,
      "drift": drift.distance.map(JSON.number) ?? .null,
    ]
  }

  private static func json(_ stability: PopulationStability) -> JSON {
    [
      "feature": .string(stability.feature.rawValue), "psi": .number(stability.index),
      "change": .string(stability.change.rawValue), "cuts": .array(stability.cuts.map(JSON.number)),
      "sharesA": .array(stability.earlier.map(JSON.number)),
      "sharesB": .array(stability.later.map(JSON.number)),
    ]
  }

  private func json(_ fall: Comparison.Fall) -> JSON {
    func values(_ rfm: RFM) -> JSON {
      [
        "recency": .integer(rfm.recency), "frequency": .integer(rfm.frequency),
        "monetary": .number(rfm.monetary),
      ]
    }
    return [
      "customer": .string(sides.earlier.ids[fall.earlier]), "from": .string(name(fall.from)),
      "to": .string(name(fall.to)), "fall": .number(fall.amount), "a": values(sides.earlier[fall.earlier]),
      "b": values(sides.later[fall.later]),
    ]
  }
}

extension ClusterMatch {
  /// How clusters were matched: by cluster of the later model its number among the earlier ones, and which of
  /// those it is.
  var json: JSON {
    let word =
      switch basis {
      case .customers: "customers"
      case .centres: "centroids"
      case .model: "model"
      }
    return [
      "basis": .string(word), "numbers": .array(numbers.map(JSON.integer)),
      "matched": .array(earlier.map { $0.map(JSON.integer) ?? .null }),
    ]
  }
}
