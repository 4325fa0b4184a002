import Testing

/// Numbers and dates at the ends of what can be written do no harm.
@Suite struct ExtremeNumberTests {
  @Test("A huge bound in a rule", arguments: ["1.8e38", "1e308", "-1e308"])
  func hugeBound(bound: String) throws {
    let workspace = try TrainedShop.workspace()
    let outcome = try workspace.rfm(
      "repl", input: "when 0 {\"monetary\": {\"min\": \(bound)}}\nlint\n")
    #expect(outcome.status <= 1, "\(outcome)")
    #expect(try workspace.rfm("segments", "lint").status <= 1)
  }

  @Test(
    "A zone that carries a date out of the calendar",
    arguments: ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
  func dateOutOfTheCalendar(date: String) throws {
    let workspace = try Workspace()
    try workspace.write("customer,order_date,amount\nann,\(date),5\n", to: "sales.csv")
    expectError(try workspace.rfm("train", "sales.csv"), saying: "line 2 of sales.csv", "is not a date")
  }
}
