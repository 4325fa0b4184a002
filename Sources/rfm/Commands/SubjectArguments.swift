import ArgumentParser
import RFMService
import Segmentation

/// Whom a question is about: three values, or a customer.
struct SubjectArguments: ParsableArguments {
  @Option(help: ArgumentHelp("The ID of a customer, in place of three values.", valueName: "id"))
  var customer: String?

  @Option(
    help: ArgumentHelp("What a customer's recency is counted to: model, today or a date.", valueName: "date"))
  var asOf: String = "model"

  /// Three values or a customer, and not both.
  func check(_ values: [String]) throws {
    if customer != nil {
      guard values.isEmpty else { throw ValidationError("give three values or --customer, not both") }
    } else if values.count != 1 {
      // One word may be a customer, too.
      try ValuesLine.check(values)
    }
  }

  /// - Parameter values: what else stands on the command line.
  func subject(_ values: [String], _ inquiry: Inquiry) throws(Problem) -> Subject {
    if let customer { return try inquiry.subject(customer: customer) }
    return try inquiry.subject(typed: values)
  }
}

extension Inquiry {
  /// The subject of the words of a line: the customer with that ID, or three values.
  func subject(typed words: [String]) throws(Problem) -> Subject {
    let line = words.joined(separator: " ")
    if let subject = try find(customer: line) { return subject }
    switch try ValuesLine.read(line, asOf: observationDate) {
    case .values(let rfm): return Subject(rfm)
    case .single, .notValues: return try subject(customer: line)
    }
  }
}

extension ValuesLine {
  /// Whether the words of a command line are as many as they have to be.
  static func check(_ words: [String]) throws {
    let isRow =
      words.contains { $0.contains("=") } || words.count == 1 && words[0].contains { ", ;\t".contains($0) }
    guard words.count == 3 || isRow else {
      throw ValidationError(
        "three numbers are needed, recency, frequency and monetary (12 5 1840.50), not \(words.count)")
    }
  }
}
