import Customers
import JSONText
import Tabular
import Wording

/// What one unit of each currency is worth in the currency that amounts are converted to, on and after a day or at
/// any time. Amounts are multiplied by it, exactly.
public struct Rates: Sendable, Hashable {
  public struct Rate: Sendable, Hashable {
    /// ISO 4217.
    public let currency: String
    /// The first day on which it holds, from 1970-01-01; nil for always.
    public let day: Int?
    /// As it is written.
    public let text: String
    let value: DecimalValue
  }

  /// In the order of the file.
  public let rates: [Rate]
  private let byCurrency: [String: [Rate]]

  private init(_ rates: [Rate]) {
    self.rates = rates
    byCurrency = Dictionary(grouping: rates, by: \.currency).mapValues { rates in
      rates.sorted { ($0.day ?? .min) < ($1.day ?? .min) }
    }
  }

  public static func == (a: Rates, b: Rates) -> Bool { a.rates == b.rates }
  public func hash(into hasher: inout Hasher) { hasher.combine(rates) }

  /// The currency that amounts are converted to: the one whose rate always is 1. Nil where none is.
  public var target: String? {
    byCurrency.filter { $0.value.allSatisfy { $0.value.isEqual(to: DecimalValue(mantissa: 1, scale: 0)) } }
      .keys.min()
  }

  /// The latest rate of a currency on or before a day; nil where there is none.
  func rate(of currency: String, on day: Int) -> DecimalValue? {
    byCurrency[currency]?.last { $0.day ?? .min <= day }?.value
  }

  var currencies: [String] { byCurrency.keys.sorted() }

  // MARK: Reading

  /// Reads a table with the columns currency and rate, and date where rates change.
  ///
  /// - Throws: `TabularError` with the line of what is wrong.
  public init(_ source: RowSource) throws(TabularError) {
    let file = try CSVFile(source)
    func column(_ names: [String]) -> Int? {
      file.header.firstIndex { header in names.contains(FoldedHeader(header).text) }
    }
    guard let currency = column(["currency", "code", "wahrung", "devise", "moneda", "valuta"]),
      let rate = column(["rate", "kurs", "cours", "taux", "tasa", "tasso", "koers", "value"])
    else {
      throw TabularError(
        at: file.place, line: file.headerLine,
        "the columns currency and rate are expected, and date where rates change. Columns: \(ColumnMap.shown(file.header))"
      )
    }
    let date = column(["date", "day", "from", "datum", "fecha", "data"])
    var rates: [Rate] = []
    let block = RecordBlock()
    let index = RecordIndex(columns: file.header.count, delimiter: file.delimiter)
    while try file.records.next(into: block) {
      index.index(block)
      if let ragged = index.ragged.first {
        throw TabularError(
          at: file.place, line: block.line(at: ragged.offset),
          ColumnMap.raggedMessage(ragged.fields, header: file.header))
      }
      let fields = index.fields(of: block)
      for row in 0..<index.rows {
        func text(_ column: Int) -> String { FieldText.string(fields[row, column]).trimmed }
        do throws(Problem) {
          rates.append(try Rate(text(currency), date.map(text) ?? "", text(rate), semicolon: file.delimiter))
        } catch {
          throw TabularError(
            at: file.place, line: block.line(at: Int(fields.starts[row])), error.message)
        }
      }
    }
    guard !rates.isEmpty else { throw TabularError(at: file.place, "there is no rate in it") }
    self.init(rates)
  }

  struct Problem: Error { var message: String }

  // MARK: In a model

  var json: JSON {
    .array(
      rates.map { rate in
        let day = rate.day.map { JSON.string(Timestamp(seconds: Int64($0) * Timestamp.secondsPerDay).date) }
        return .object(
          [("currency", .string(rate.currency))] + (day.map { [("date", $0)] } ?? [])
            + [("rate", .string(rate.text))])
      })
  }

  /// The reverse of `json`; nil where it is not what that writes.
  init?(_ json: JSON) {
    guard case .array(let items) = json else { return nil }
    var rates: [Rate] = []
    for item in items {
      guard case .object(let members) = item else { return nil }
      func text(_ key: String) -> String? {
        if case .string(let text)? = members.first(where: { $0.0 == key })?.1 { text } else { nil }
      }
      guard let currency = text("currency"), let rate = text("rate"),
        let read = try? Rate(currency, text("date") ?? "", rate, semicolon: UInt8(ascii: ","))
      else { return nil }
      rates.append(read)
    }
    self.init(rates)
  }
}

extension Rates.Rate {
  /// - Parameter delimiter: of the file: with semicolons the decimal mark may be a comma.
  fileprivate init(
    _ currency: String, _ date: String, _ rate: String, semicolon delimiter: UInt8
  ) throws(Rates.Problem) {
    guard let code = CurrencySign(whole: currency)?.code else {
      throw Rates.Problem(message: "'\(legible(currency))' is not the code of a currency, such as EUR")
    }
    self.currency = code
    if date.isEmpty {
      day = nil
    } else {
      guard let (moment, _) = Timestamp.parse(date) else {
        throw Rates.Problem(message: "'\(legible(date))' is not a date; expected 2022-07-01")
      }
      day = moment.day
    }
    var sign: CurrencySign?
    let reader = DecimalReader(mark: delimiter == UInt8(ascii: ";") ? .either : .point)
    let read = Array(rate.utf8).withUnsafeBufferPointer { reader.read($0, sign: &sign) }
    guard case .success(let value) = read, value.mantissa > 0, sign == nil else {
      throw Rates.Problem(message: "'\(legible(rate))' is not a rate; a number above 0 is expected")
    }
    text = rate
    self.value = value
  }
}
