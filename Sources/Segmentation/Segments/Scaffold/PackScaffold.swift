import JSONText

/// Packs to begin with: texts that their users are meant to edit.
public enum PackScaffold {
  /// The text of a pack that works with any model of five scores and takes everyone.
  ///
  /// Its texts say how to make it one's own.
  ///
  /// - Parameter name: What is no slug is made one.
  public static func starter(named name: String) -> String {
    let slug = SegmentPack.slug(from: name)
    let pack = SegmentPack(
      name: slug, title: SegmentPack.title(from: slug),
      description:
        "A pack to make your own. The segments are tried from top to bottom, and the first whose rule fits takes the customer. Scores go from 1 to 5, and 5 is best.",
      requirement: requirement { $0.bins = 5 }, segments: starterSegments, file: "\(slug).json")
    return pack.text
  }

  static func requirement(_ change: (inout SegmentPack.Requirement) -> Void) -> SegmentPack.Requirement {
    var requirement = SegmentPack.Requirement()
    change(&requirement)
    return requirement
  }

  private static let starterSegments = [
    Segment(
      name: "Best customers",
      when: [Conditions(bounds: [.recencyScore: Bounds(min: 4), .monetaryScore: Bounds(min: 4)])],
      color: Palette.colors[0],
      interpretation:
        "Here lately and among those who spend most. Say in your own words who they are: this text is shown with every answer. At the prompt, type: describe \"Best customers\" \"They …\"",
      recommendations: [
        "Write what you want to do for them, one idea to a line, the most important first.",
        "Add one at the prompt: recommend \"Best customers\" add \"Call them in spring\"",
      ]),
    Segment(
      name: "Slipping away",
      when: [Conditions(bounds: [.recencyScore: Bounds(max: 2), .monetaryScore: Bounds(min: 4)])],
      color: Palette.colors[1],
      interpretation:
        "They spent a lot and have not been here for long. Give the segment the name that your team uses: rename \"Slipping away\" \"Miss you\"",
      recommendations: [
        "Ask them what changed, by phone if you can.",
        "Make an offer that fits what they used to buy.",
      ]),
    Segment(
      name: "Just arrived",
      when: [Conditions(bounds: [.recency: Bounds(max: 30), .frequency: Bounds(max: 1)])],
      color: Palette.colors[2],
      interpretation:
        "A first order within the last 30 days. A rule can use scores or plain values; change the number of days to what is new in your shop.",
      recommendations: [
        "Thank them, and tell them whom to ask.",
        "Suggest one thing that goes with their first order.",
      ]),
    Segment(
      name: "Everyone else",
      when: [Conditions()],
      color: Palette.colors[9],
      interpretation:
        "An empty rule takes everyone who is left, so that nobody falls through. Keep it last, and put new segments above it.",
      recommendations: ["Look who is in here from time to time: it shows which segment is still missing."]),
  ]
}

/// Colours that people with any kind of colour vision can tell apart, on a dark and on a light background.
///
/// The first ten are at least 20 apart (CIE 1976 ΔE, also as seen with protanopia and deuteranopia after
/// Machado, Oliveira and Fernandes, 2009), and their luminance leaves a contrast of 3 : 1 to black and to white.
public enum Palette {
  /// In the order in which new segments take them, as `#10a753`; behind the last it begins anew.
  public static let colors = [
    "#10a753", "#0c8efe", "#be8c01", "#823ab9", "#8484c7", "#9d3e84", "#a28e9b", "#4c5eff", "#bf0222",
    "#6e615c",
    "#3c6b2d", "#a88478",
  ]
}

extension SegmentPack {
  /// A name as a pack's: what is no letter from a to z or digit becomes a hyphen.
  public static func slug(from name: String) -> String {
    let words = name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return words.isEmpty ? "my-pack" : words.joined(separator: "-")
  }

  /// `my-shop` as "My shop".
  static func title(from slug: String) -> String {
    let words = slug.split(separator: "-").joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}
