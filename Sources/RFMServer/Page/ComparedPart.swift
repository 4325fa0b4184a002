import RFMService
import Report
import Segmentation

/// Who moved: in words, and as a matrix.
struct ComparedPart {
  private let compared: ModelComparison
  private let visit: Visit
  private let moves: TransitionMatrix

  init(_ compared: ModelComparison, _ visit: Visit) {
    self.compared = compared
    self.visit = visit
    moves = compared.comparison.moves
  }

  private var words: Words { visit.words }
  private var tongue: Tongue { visit.tongue }
  /// Those with customers on one side at least.
  private var places: [Int] {
    (0..<moves.places).filter {
      moves.customers(from: $0) > 0 || moves.customers(to: $0) > 0 || moves.gained[$0].customers > 0
    }
  }

  func write(to page: inout Markup) {
    page.section("moved", words.whoMoved) { page in
      for warning in compared.warnings {
        page.element("p", [("class", "note")], text: Visit.sentence(Problem(warning)))
      }
      page.element("p", text: sentence)
      page.element("ul") { page in
        for move in largest.prefix(8) {
          page.element("li") { page in
            page.text(
              tongue.fill(
                words.movedLine,
                [
                  "customers": tongue.counted(move.customers, words.customers),
                  "from": compared.name(move.from),
                  "to": compared.name(move.to),
                  "share": tongue.percent(
                    Double(move.customers) / Double(max(1, moves.customers(from: move.from))), 0),
                ]))
          }
        }
      }
    }
    page.section("matrix", words.matrix) { page in
      page.element("p", [("class", "hint")], text: words.matrixHint)
      matrix(&page)
    }
  }

  private var sentence: String {
    let stayed = places.reduce(0) { $0 + moves[$1, $1].customers }
    return tongue.fill(
      words.comparedLine,
      [
        "shared": tongue.counted(compared.comparison.shared, words.customers), "stayed": tongue.count(stayed),
        "moved": tongue.count(compared.comparison.shared - stayed), "lost": tongue.count(moves.allLost),
        "gained": tongue.count(moves.allGained),
      ])
  }

  private var largest: [(from: Int, to: Int, customers: Int)] {
    places.flatMap { from in
      places.compactMap { to in from == to ? nil : (from, to, moves[from, to].customers) }
    }.filter { $0.2 > 0 }.sorted { ($1.2, $0.0, $0.1) < ($0.2, $1.0, $1.1) }
  }

  private func matrix(_ page: inout Markup) {
    let headings = [words.fromTo] + places.map(compared.name) + [words.lost]
    page.table(words.matrix, headings) { page in
      for from in places {
        page.element("tr") { page in
          page.rowHeader(compared.name(from))
          for to in places { cell(&page, from, to, moves[from, to].customers) }
          cell(&page, from, nil, moves.lost[from].customers)
        }
      }
      page.element("tr") { page in
        page.rowHeader(words.gained)
        for to in places { cell(&page, nil, to, moves.gained[to].customers) }
        page.cell("")
      }
    }
  }

  private func cell(_ page: inout Markup, _ from: Int?, _ to: Int?, _ customers: Int) {
    guard customers > 0 else { return page.cell(words.no) }
    let names = [from.map(compared.name) ?? words.gained, to.map(compared.name) ?? words.lost]
    page.element("td") { page in
      page.link(
        visit.address(
          "compare/moved.csv",
          [
            ("a", visit["a"] ?? ""), ("b", visit["b"] ?? ""), ("upload", visit["upload"] ?? ""),
            ("from", from.map(String.init) ?? ""), ("to", to.map(String.init) ?? ""),
          ]), tongue.count(customers),
        [
          ("class", "cell"), ("download", "moved.csv"),
          ("aria-label", "\(names[0]) → \(names[1]): \(tongue.counted(customers, words.customers))"),
        ])
    }
  }
}
