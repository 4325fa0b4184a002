import HTTPTypes

/// What every answer says to a browser, errors included.
enum SecurityHeaders {
  static let all: [(HTTPField.Name, String)] = [
    (.xContentTypeOptions, "nosniff"), (.frameOptions, "DENY"), (.referrerPolicy, "no-referrer"),
    (.contentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'"), (.resourcePolicy, "same-origin"),
    (.openerPolicy, "same-origin"),
  ]

  /// Sets those that an answer has not set itself.
  static func add(to headers: inout HTTPFields) {
    for (name, value) in all where headers[name] == nil { headers[name] = value }
    // What is said of people is kept nowhere unless a route says otherwise.
    if headers[.cacheControl] == nil {
      headers[.cacheControl] = headers[.eTag] == nil ? "no-store" : "no-cache"
    }
  }
}
