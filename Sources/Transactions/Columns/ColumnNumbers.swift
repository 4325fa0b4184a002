/// The columns of a file by number, for loops over rows; -1 where it has none.
struct ColumnNumbers: Sendable, BitwiseCopyable {
  let customer: Int
  let invoice: Int
  let date: Int
  let quantity: Int
  let price: Int
  let amount: Int
  let stock: Int
  let usesAmount: Bool

  init(_ columns: ColumnMap) {
    customer = columns[.customer] ?? -1
    invoice = columns[.invoice] ?? -1
    date = columns[.date] ?? -1
    quantity = columns[.quantity] ?? -1
    price = columns[.price] ?? -1
    amount = columns[.amount] ?? -1
    stock = columns[.stock] ?? -1
    usesAmount = columns.usesAmount
  }
}
