import RFMService
import Segmentation
import Wording

/// Several answers as one table.
struct AnswersText {
  let answers: [Answer]
  let model: Model
  let style: Style

  var text: String {
    let words = FeatureWords(model)
    let hasIDs = answers.contains { $0.customer != nil }
    let rows = answers.map { answer in
      let rfm = answer.classification.rfm
      return (hasIDs ? [answer.customer?.id ?? "–"] : []) + [
        words.recency(rfm.recency), words.frequency(rfm.frequency), words.monetary(rfm.monetary),
        answer.segmentName,
      ]
    }
    let first = hasIDs ? 1 : 0
    return style.table(
      (hasIDs ? ["customer"] : []) + ["recency", "frequency", "monetary", "segment"], rows,
      rightAligned: Set(first..<first + 3)) + "\n"
  }
}
