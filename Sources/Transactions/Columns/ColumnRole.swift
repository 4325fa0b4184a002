import Wording

/// What a column of a sales file means.
public enum ColumnRole: String, Sendable, CaseIterable, Hashable {
  /// Who bought.
  case customer
  /// The order that a row is of.
  case invoice
  /// When.
  case date
  /// The time of day, where it stands in a column of its own.
  case time
  /// How many pieces.
  case quantity
  /// The price of one piece.
  case price
  /// The money of the whole row, instead of quantity and price.
  case amount
  /// What was bought.
  case stock
  /// The code of the currency.
  case currency
  /// The columns of a file that already is an RFM table.
  case recency, frequency, monetary

  /// The usual spellings, in lower case without spaces and underscores, the likeliest first.
  var spellings: [String] {
    switch self {
    case .customer:
      [
        "customerid", "customer", "customerno", "customernumber", "custid", "clientid", "client", "userid",
        "user", "buyerid", "memberid", "accountid", "customeremail", "email", "customername",
      ]
    case .invoice:
      [
        "invoice", "invoiceno", "invoiceid", "invoicenumber", "orderid", "order", "orderno", "ordernumber",
        "transactionid", "transaction", "transactionno", "receipt", "receiptid", "receiptno", "basketid",
        "ordername",
      ]
    case .date:
      [
        "invoicedate", "date", "orderdate", "purchasedate", "transactiondate", "datetime", "timestamp",
        "createdat", "orderedat", "purchasedat", "orderdatetime", "invoicedatetime", "saledate", "time",
        "visitdate",
      ]
    case .quantity: ["quantity", "qty", "units", "quantityordered", "count", "pieces", "lineitemquantity"]
    case .price:
      [
        "price", "unitprice", "priceeach", "itemprice", "pricepound", "unitcost", "lineitemprice",
        "sellingprice",
      ]
    case .amount:
      [
        "amount", "revenue", "sales", "total", "totalprice", "totalamount", "ordertotal", "ordervalue",
        "value", "spend", "netamount", "grossamount", "linetotal", "transactionamount", "salesamount",
        "purchaseamount", "subtotal", "turnover",
      ]
    case .stock:
      [
        "stockcode", "sku", "productid", "productcode", "itemid", "itemcode", "product", "article",
        "articleno", "articlenumber", "stock", "lineitemsku",
      ]
    case .time, .currency: []
    case .recency: ["recency", "recencydays", "r", "dayssincelastpurchase", "dayssincelastorder"]
    case .frequency:
      [
        "frequency", "f", "transactioncount", "numberoforders", "orders", "ordercount", "noforders",
        "frequencyorders",
      ]
    case .monetary: ["monetary", "monetaryvalue", "m", "revenue", "amount", "totalspend", "total", "sales"]
    }
  }

  static func normalised(_ name: String) -> String {
    name.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" && $0 != "." }
  }
}
