import Testing

@testable import Transactions

@Suite("What headers say in ten languages")
struct HeaderWordsTests {
  private func best(_ header: String) -> String? {
    HeaderWords.all.meanings(of: header).min { $0.value < $1.value }.map {
      "\($0.key.rawValue) \($0.value.rank.rawValue)"
    }
  }

  @Test(
    "A number is a customer outright",
    arguments: [
      "Customer ID", "Kunden-Nr", "Kundennummer", "N° client", "No client", "Nº cliente", "Codice cliente",
      "Klantnummer", "Nº do cliente", "Nr klienta", "Kundnr", "Kundenr.", "customer_no", "CUSTOMER #",
    ])
  func customers(header: String) {
    #expect(best(header) == "customer strong")
  }

  @Test(
    "Invoices, in the words of the shop",
    arguments: [
      "Invoice No.", "Order #", "Rechnungs-Nr.", "Belegnummer", "N° facture", "Nº factura", "N. fattura",
      "Factuurnummer", "Nº da fatura", "Nr faktury", "Fakturanr", "Receipt Number",
    ])
  func invoices(header: String) {
    #expect(best(header) == "invoice strong")
  }

  @Test("The currency behind an amount is no part of its name")
  func units() {
    for header in ["Betrag (EUR)", "Betrag €", "Betrag in EUR", "Betrag"] {
      #expect(HeaderWords.all.meanings(of: header)[.amount] != nil, "\(header)")
    }
    #expect(HeaderWords.all.meanings(of: "Betrag in Worten").isEmpty)
    #expect(HeaderWords.all.meanings(of: "(EUR)").isEmpty)
  }

  @Test(
    "A header that is not known is guessed at by its words",
    arguments: [
      ("orders_id", HeaderWords.Meaning.invoice), ("CUST", .customer), ("ORDER_DT", .date),
      ("ORDER_AMT", .amount),
      ("orderCustomer.customerNumber", .customer), ("Shopper Email", .email), ("occurred_at", .date),
      ("gross_value", .amount), ("Valor faturado", .amount), ("event_timestamp", .date),
    ])
  func guesses(header: String, meaning: HeaderWords.Meaning) {
    #expect(HeaderWords.all.meanings(of: header)[meaning] == nil)
    #expect(HeaderWords.all.guesses(of: header)[meaning] != nil)
  }

  @Test("Other dates and other money are not guessed at")
  func noGuesses() {
    for header in [
      "Due Date", "shipped_at", "Discount Amount", "Birth Date", "Fee Total",
    ] {
      #expect(HeaderWords.all.meanings(of: header)[.date] == nil, "\(header)")
      #expect(HeaderWords.all.guesses(of: header).isEmpty, "\(header)")
    }
  }

  @Test("Every meaning has words, and every word is one")
  func whole() {
    for line in HeaderWords.table.split(separator: "\n") where !line.hasPrefix(" ") {
      let title = line.split(separator: ", ")
      if title.count == 2, HeaderWords.Rank(rawValue: String(title[1])) != nil {
        #expect(HeaderWords.Meaning(rawValue: String(title[0])) != nil, "\(line)")
      } else {
        let headers = line.dropFirst(3).split(separator: ";")
        #expect(
          line.prefix(3).last == " " && headers.allSatisfy { !FoldedHeader(String($0)).isEmpty }, "\(line)")
      }
    }
    for meaning in HeaderWords.Meaning.allCases {
      #expect(HeaderWords.table.contains("\(meaning.rawValue), strong"))
    }
  }

  @Test("All spellings that were known before are known") func olderSpellings() {
    let meanings: [(ColumnRole, [HeaderWords.Meaning])] = [
      (.customer, [.customer, .email, .name]), (.invoice, [.invoice]), (.date, [.date, .time]),
      (.quantity, [.quantity]), (.price, [.price]), (.amount, [.amount]), (.stock, [.stock]),
    ]
    for (role, meanings) in meanings {
      for spelling in role.spellings {
        let known = HeaderWords.all.meanings(of: spelling)
        #expect(meanings.contains { known[$0] != nil }, "\(role) \(spelling)")
      }
    }
  }
}
