import ArgumentParser
import RFMService

struct SampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Write invented sales to try things on: as many rows and customers as you say.",
    discussion: """
      A year of a giftware shop: invoices of several lines, cancellations of what
      was bought before, sales without a customer, postage and fees, quoted
      descriptions, a few wholesalers among many who buy once. Rows stand in the
      order of time. The same options give the same bytes on every machine.

      Examples:
        rfm sample -o sales.csv
        rfm sample --customers 87000 --rows 10800000 --seed 7 -o large.csv
        rfm sample --customers 200 --rows 5000 | rfm train - -o Models/try.json
      """)

  @Option(help: ArgumentHelp("How many customers buy.", valueName: "n"))
  var customers = 4_000

  @Option(help: ArgumentHelp("How many rows are written, the header apart.", valueName: "n"))
  var rows = 500_000

  @Option(help: ArgumentHelp("Another seed gives other sales.", valueName: "n"))
  var seed: UInt64 = 42

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the sales go; standard output otherwise.", valueName: "file"))
  var output: String?

  @Flag(help: "Say nothing while working.")
  var quiet = false

  /// As many rows a person may look at.
  private static let readable = 100

  func validate() throws {
    guard 1...Sample.mostRows ~= rows else {
      throw ValidationError("--rows \(rows): expected 1 to \(Sample.mostRows)")
    }
    guard customers >= 1 else { throw ValidationError("--customers \(customers): at least 1") }
    guard customers <= rows else {
      throw ValidationError(
        "--customers \(customers) are more than --rows \(rows); each customer needs a row at least")
    }
    if let output, output.isEmpty { throw ValidationError("-o: the name of a file is expected") }
  }

  func run() throws {
    let sales = try Sample(customers: customers, rows: rows, seed: seed)
    let output: any ByteSink
    if let path = self.output, path != "-" {
      output = try FileSink(path, content: "the sales")
    } else {
      guard !Console.isOutputTerminal || rows <= Self.readable else {
        throw ValidationError("\(rows) rows are too many for a terminal; say -o FILE, or pipe them on")
      }
      output = StandardOutput()
    }
    let progress = Progress(isOn: !quiet && Console.isErrorTerminal && !Console.isOutputTerminal)
    try sales.write(to: output, .with(progress))
  }
}
