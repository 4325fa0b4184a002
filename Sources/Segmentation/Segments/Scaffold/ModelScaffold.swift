import Customers

extension PackScaffold {
  /// A pack written from the data of one model: a segment for each cluster, in words that are so of most of its
  /// customers, above them one for customers beyond the fences.
  ///
  /// - Parameters:
  ///   - model: whose clusters the segments are; the pack fits no other.
  ///   - table: the customers.
  ///   - labels: the cluster of each row.
  ///   - isOutlier: who lies beyond the fences, by row.
  ///   - name: what is no slug is made one.
  public static func pack(
    for model: Model, _ table: RFMTable, labels: [Int32], isOutlier: [Bool], named name: String
  ) -> SegmentPack {
    let slug = SegmentPack.slug(from: name)
    let shop = ShopWords(model, table)
    let words = ClusterWords(shop, model, table, labels: labels) { !isOutlier[$0] }
    var segments = beyond(model, table, isOutlier).map { [$0] } ?? []
    for id in 0..<model.k {
      segments.append(
        segment(
          named: words.names[id], cluster: id, words.words[id], model,
          color: Palette.colors[segments.count % Palette.colors.count]))
    }
    var pack = SegmentPack(
      name: slug, title: SegmentPack.title(from: slug),
      description:
        "Written from the customers of the model '\(model.name)', and written anew when it is trained again unless someone edits it. The names say what is so of at least three quarters of a segment's customers.",
      requirement: requirement {
        $0.model = model.name
        $0.k = model.k
      }, segments: segments,
      file: "\(slug).json")
    pack.written = pack.mark
    return pack
  }

  /// Those whom the groups were not built on; nil where there are none.
  private static func beyond(_ model: Model, _ table: RFMTable, _ isOutlier: [Bool]) -> Segment? {
    let rows = isOutlier.indices.filter { isOutlier[$0] }
    guard !rows.isEmpty else { return nil }
    let big = Claim(
      [.monetary: Limits(min: .percentile(75))], of: .share(ClusterWords.most),
      says: "Most of them spend more than three quarters of all customers")
    let least = model.feature(.monetary).quantiles[75]
    let areBig = Double(rows.count { table.monetary[$0] >= least }) >= ClusterWords.most * Double(rows.count)
    let who =
      "They buy far more, or far more often, than the customers that the groups were built on: {customers}, {share} of all, with {revenueShare} of the revenue."
    return Segment(
      name: areBig ? "Key customers" : "Unlike the others", when: [Conditions(outlier: true)],
      color: Palette.colors[0],
      interpretation: areBig ? "\(who) \(big.says ?? "")." : who,
      recommendations: [
        "Look at each of them by name: averages say nothing of them.",
        areBig
          ? "Give them one person to talk to, and keep them out of mass mailings."
          : "Find out what they buy so often, and make it easy for them.",
      ], claims: areBig ? [big] : [])
  }

  private static func segment(
    named name: String, cluster: Int, _ words: [ShopWord?], _ model: Model, color: String
  ) -> Segment {
    let spent = model.isMonetaryAverage ? "spent {meanMonetary} an order" : "spent {meanMonetary} in all"
    let start =
      "{customers}, {share} of all, with {revenueShare} of the revenue. On average they last bought {meanRecency} ago, have {meanFrequency} and \(spent)."
    var claims: [Claim] = []
    for (feature, word) in zip(FeatureName.allCases, words) {
      guard let word, let quantity = RuleQuantity(rawValue: feature.rawValue) else { continue }
      claims.append(Claim([quantity: word.limits], of: .share(ClusterWords.most), says: word.says))
    }
    return Segment(
      name: name, when: [Conditions(clusters: [cluster])], color: color,
      interpretation: ([start] + words.compactMap { $0?.sentence }).joined(separator: " "),
      recommendations: Advice.advice(words), claims: claims)
  }
}

/// What to do about customers, by the words that are so of them.
private enum Advice {
  static func advice(_ words: [ShopWord?]) -> [String] {
    let (presence, orders, worth) = (words[0]?.word, words[1]?.word, words[2]?.word)
    let comesBack = orders == "frequent buyers" || orders?.hasPrefix("repeat") == true
    let isWorthMuch = worth == "large spenders" || worth == "good spenders" || worth == "medium spenders"
    let first =
      switch presence {
      case "just here", "recent":
        orders == "frequent buyers"
          ? "Thank them, and let them see new things first."
          : "Suggest one thing that goes with their last order, while they remember you."
      case "active":
        "Write when {usualGap} have passed since their last order: that is when most of those who come again do."
      case "cooling", "quiet":
        "Get in touch with a reason: a season, a refill, something that fits their last order."
      case "lapsed", "long away":
        comesBack || isWorthMuch
          ? "Ask those who spent most what changed; they are worth winning back."
          : "Send one come-back offer with an end date, then spend no more on those who do not answer."
      default: "Begin with those whose last order is longest ago, and ask what keeps them away."
      }
    let second =
      switch (orders, isWorthMuch) {
      case (_, true): "Leave discounts out: good service and first choice keep those who spend much."
      case ("frequent buyers", _):
        "They come often: lift the basket with sets, larger packs or a threshold for free delivery."
      case ("one-time buyers", _) where presence != "lapsed" && presence != "long away":
        "What counts is the second order: make it easy, with free delivery or a small extra for a limited time."
      default:
        presence == "lapsed" || presence == "long away"
          ? "Keep each contact cheap: automatic e-mails rather than print or calls."
          : "Reward the next order: a benefit just above their usual basket."
      }
    return [first, second]
  }
}

extension SegmentPack {
  /// What `written` is in a pack that nobody has edited: a hash of all else that the pack says, by FNV-1a of 64 bits
  /// (Fowler, Noll and Vo).
  public var mark: String {
    var other = self
    other.written = nil
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in other.json.text(.compact).utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Whether the program wrote it, and nobody has edited it since.
  public var isAsWritten: Bool { written == mark }

  /// The text of its file.
  public var text: String { json.text(.pretty) + "\n" }
}
