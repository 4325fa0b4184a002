import RFMService
import Segmentation
import Wording

/// What would put a customer in a segment, as a person reads it.
struct ReachText {
  let prospects: Prospects
  let loaded: LoadedModel
  let style: Style

  init(_ prospects: Prospects, _ loaded: LoadedModel, _ style: Style) {
    self.prospects = prospects
    self.loaded = loaded
    self.style = style
  }

  var text: String {
    let subject = prospects.subject
    let who = subject.stored.map { "\($0.id), " } ?? ""
    return
      "\(who)\(FeatureWords(loaded.model).values(subject.rfm)), is in \(loaded.name(of: prospects.place))\n"
      + prospects.ways.map { text($0.reach, $0.name) }.joined(separator: "\n") + "\n"
  }

  private func text(_ reach: Reach, _ name: String) -> String {
    let title = style.tinted(name, loaded.color(of: reach.target), bold: true)
    if reach.isThere { return "\(title)\n  there already" }
    let words = FeatureWords(loaded.model)
    var lines = [title]
    if let orders = reach.orders {
      lines.append(
        "  \(Figures.counted(orders.count, "order")) of \(words.figures.money(orders.value)), their average → \(words.values(orders.to))"
      )
    }
    if let order = reach.order {
      lines.append(
        "  one order of \(words.figures.money(order.value)), the smallest that does it → \(words.values(order.to))"
      )
    }
    if reach.orders == nil && reach.order == nil { lines.append("  not by orders") }
    let possible = reach.changes.compactMap { change -> String? in
      guard let move = change.move else { return nil }
      switch change.feature {
      case .recency: return "recency \(Int(change.from)) → \(Int(move.to))"
      case .frequency: return "frequency \(Int(change.from)) → \(Int(move.to))"
      case .monetary: return "monetary \(move.delta < 0 ? "−" : "+") \(words.figures.money(abs(move.delta)))"
      }
    }
    let impossible = reach.changes.filter { !$0.isPossible }.map { "not by \($0.feature.rawValue) alone" }
    lines.append(
      TextLayout.wrapped(
        "as arithmetic only: " + (possible + impossible).joined(separator: " · "), first: "  ",
        indent: "    ",
        columns: style.width))
    return lines.joined(separator: "\n")
  }
}
