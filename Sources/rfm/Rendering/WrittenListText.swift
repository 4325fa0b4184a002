import RFMService
import Wording

extension WrittenList {
  /// What was written.
  var sentence: String {
    let people = Figures.counted(customers, "customer")
    guard let controls else { return "wrote \(people) to \(file), readable only by you" }
    return
      "wrote \(people) to \(file), readable only by you: \(Figures.counted(customers - controls, "target")), \(Figures.counted(controls, "control"))"
  }
}
