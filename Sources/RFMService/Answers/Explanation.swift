import JSONText
import Segmentation

/// Why a subject is where the model and the pack put it.
public struct Explanation: Sendable {
  /// Whom it is about.
  public let subject: Subject
  /// The parts that features and rules have in the answer.
  public let why: Why
  /// The pack whose rules were asked; nil where none fits.
  public let pack: SegmentPack?
  /// What the place of the subject is called.
  public let segmentName: String
  /// Says rules with the model's money.
  public let words: RuleWords

  /// The place of the subject, and why: the parts of each feature in the distances, and the rules.
  public var json: JSON {
    let above: [JSON] = (why.rule?.above ?? []).map { failed in
      let segment = pack?.segments[failed.segment]
      return [
        "segment": .string(segment?.name ?? ""),
        "failed": .array(
          (segment?.when ?? []).map { .array(words.failures($0, of: why.classification).map(JSON.string)) }),
      ]
    }
    return .object(
      (subject.stored.map { [("customer", JSON.string($0.id))] } ?? []) + [
        ("segment", .string(segmentName)), ("cluster", .integer(why.classification.cluster)),
        ("distances", .array(why.classification.distances.map(JSON.number))),
        ("features", .array(why.features.map(Self.json))),
        ("runnerUp", why.runnerUp.map(JSON.integer) ?? .null),
        ("deciding", why.deciding.map { .string($0.rawValue) } ?? .null),
        ("rule", ruleThatTook.map { .string(words.words($0)) } ?? .null),
        ("above", .array(above)),
      ])
  }

  /// The alternative of the segment's rule that takes the subject; nil where no rule does.
  public var ruleThatTook: Conditions? {
    guard case .segment(let index)? = why.rule?.place, let alternative = why.rule?.alternative else {
      return nil
    }
    return pack?.segments[index].when[alternative]
  }

  private static func json(_ reason: FeatureReason) -> JSON {
    func pull(_ pull: Pull) -> JSON {
      [
        "centroid": .number(pull.centre), "value": .number(pull.centreValue),
        "squaredDistance": .number(pull.squared), "share": .number(pull.share),
      ]
    }
    return [
      "feature": .string(reason.name.rawValue), "value": .number(reason.value),
      "transformed": .number(reason.transformed), "scaled": .number(reason.scaled),
      "percentile": .number(reason.percentile), "own": pull(reason.own),
      "runnerUp": reason.runnerUp.map(pull) ?? .null,
      "difference": reason.difference.map(JSON.number) ?? .null,
    ]
  }
}

extension Inquiry {
  /// Why an answer is what it is.
  public func why(_ subject: Subject) -> Explanation {
    let why = Why(model.classify(subject.rfm, history: subject.history), model: model, pack: pack)
    return Explanation(
      subject: subject, why: why, pack: pack,
      segmentName: loaded.name(of: why.classification.place(in: pack)), words: RuleWords(model))
  }
}

extension RuleWords {
  /// With the model's money and what it counts.
  public init(_ model: Model) {
    let words = FeatureWords(model)
    self.init(frequencyUnit: words.frequencyNoun, money: { words.figures.money($0) })
  }
}
