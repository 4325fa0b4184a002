import Testing

/// Tests that classify files of a workspace.
protocol ClassifiesFiles {
  var workspace: Workspace { get }
}

extension ClassifiesFiles {
  /// The rows of a CSV, its header left out; no field of these files is quoted.
  func rows(_ text: String) -> [[String]] {
    text.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  func classify(_ arguments: String...) throws -> Outcome {
    let outcome = try workspace.rfm(["classify"] + arguments)
    #expect(outcome.status == 0, "\(outcome)")
    return outcome
  }
}
