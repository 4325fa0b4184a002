import Hummingbird
import JSONText
import RFMService

extension Routes {
  private static let pageSize = 200

  /// The customers of a model.
  static let customers: [Route] = [
    Route(
      method: .get, template: "/api/v1/customers",
      summary: "The customers of a segment, or all, in pages of 200",
      parameters: [
        .init(name: "segment", meaning: "A segment of the pack"),
        .init(
          name: "sort", meaning: "What they are ordered by",
          schema: ["enum": .array(CustomerPage.Order.allCases.map { .string($0.rawValue) })]),
        .init(name: "next", meaning: "Where the page begins, as the page before it says"), asOf,
      ] + choice
    ) { call in
      let order = try call.query["sort"].map { word throws(HTTPProblem) in
        guard let order = CustomerPage.Order(rawValue: word) else {
          throw HTTPProblem(
            .badRequest,
            "sort=\(word): expected \(CustomerPage.Order.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return order
      }
      let bookmark = try call.query["next"].map { text throws(HTTPProblem) in
        guard let bookmark = CustomerPage.Bookmark(token: text) else {
          throw HTTPProblem(.badRequest, "next is none that a page gave")
        }
        return bookmark
      }
      let inquiry = try await call.inquiry()
      let segment = try call.query["segment"].map { name throws(Problem) in
        try inquiry.loaded.segment(named: name)
      }
      let line = try await call.desk.queue.run {
        let page = try inquiry.page(of: segment, by: order ?? .customer, after: bookmark, size: pageSize)
        return JSON.object([
          ("count", .integer(page.count)), ("customers", page.customers),
          ("next", page.next.map { .string($0.token) } ?? .null),
        ]).line
      }
      return call.bytes(Array(line.utf8), "application/json")
    },
    Route(
      method: .get, template: "/api/v1/customers/{id}", summary: "Answer for one customer",
      parameters: [asOf] + choice
    ) { call in
      let inquiry = try await call.inquiry()
      return call.answer(inquiry.answer(try inquiry.subject(customer: call["id"])).json)
    },
  ]
}

extension CustomerPage.Bookmark {
  /// Hexadecimal digits that mean nothing to others: the number that is ordered by, the count, then the ID.
  fileprivate var token: String {
    hexadecimal(key.bitPattern) + hexadecimal(UInt64(count))
      + id.utf8.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  fileprivate init?(token: String) {
    let digits = Array(token.utf8)
    guard digits.count > 32, digits.count <= 4096, digits.count % 2 == 0,
      let bits = UInt64(String(decoding: digits.prefix(16), as: UTF8.self), radix: 16),
      let count = UInt32(String(decoding: digits[16..<32], as: UTF8.self), radix: 16)
    else { return nil }
    var bytes: [UInt8] = []
    for place in stride(from: 32, to: digits.count, by: 2) {
      guard let byte = UInt8(String(decoding: digits[place..<place + 2], as: UTF8.self), radix: 16) else {
        return nil
      }
      bytes.append(byte)
    }
    let key = Double(bitPattern: bits)
    guard !key.isNaN, let id = String(validating: bytes, as: UTF8.self) else { return nil }
    self.init(key: key, id: id, count: Int(count))
  }
}
