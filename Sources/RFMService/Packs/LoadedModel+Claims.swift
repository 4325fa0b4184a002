import Segmentation

/// The pack that a model is shown with, where nobody has named one.
extension LoadedModel {
  /// What a pack says of its segments that is not so, a sentence each; empty where there is nobody to ask.
  private func falsehoods(of pack: SegmentPack) -> [String] {
    pack.claimsAnything ? memo.said(of: pack, self)?.falsehoods ?? [] : []
  }

  /// The same, with whose words they are.
  func warnings(of pack: SegmentPack) -> [String] {
    falsehoods(of: pack).map { "the pack \(pack.name): \($0)" }
  }

  /// Of the packs that fit, the first that says nothing false of the customers. One that the model asks for, or that
  /// belongs to it, is taken all the same.
  ///
  /// - Returns: nil where each of them says something false; and what should be known of the choice.
  func truePack() -> (name: String?, notes: [String]) {
    var notes: [String] = []
    for pack in shelf.preferred(for: model) {
      if pack.name == model.pack || pack.requirement?.model == model.name {
        return (pack.name, notes + warnings(of: pack))
      }
      guard let falsehood = falsehoods(of: pack).first else { return (pack.name, notes) }
      notes.append("the pack \(pack.name) was passed over, since it says what is not so: \(falsehood)")
    }
    return (nil, notes)
  }
}

extension SegmentMembers {
  /// What the pack says of its segments that is not so, a sentence each.
  func falsehoods() -> [String] {
    let words = RuleWords(model)
    return verdicts().filter { $0.holds == false }.map { words.words($0, of: pack) }
  }
}
