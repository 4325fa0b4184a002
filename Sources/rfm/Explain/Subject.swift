import CustomerStore
import Customers
import Segmentation

/// Whom a question is about: three values, or a customer.
struct Subject: Sendable {
  let rfm: RFM
  /// For a look-up.
  let stored: StoredCustomer?
  /// What is kept of the customer.
  let kept: [(column: String, value: String)]

  init(_ rfm: RFM) {
    self.rfm = rfm
    stored = nil
    kept = []
  }

  init(_ stored: StoredCustomer, in session: Session) throws(Failure) {
    rfm = try session.values(of: stored)
    self.stored = stored
    kept = try session.kept(of: stored.id)
  }
}

extension Session {
  func answer(_ subject: Subject) -> Answer {
    answer(
      subject.rfm,
      customer: subject.stored.map { stored in
        StoredAnswer(
          id: stored.id, firstPurchase: stored.firstPurchase, lastPurchase: stored.lastPurchase,
          asOf: stored.lastPurchase == nil ? nil : observationDate, kept: subject.kept)
      })
  }

  /// The subject of a line: three values or an ID; of the last answer where the line is empty.
  func subject(_ text: String, _ usage: String) throws(Failure) -> Subject {
    if text.isEmpty {
      guard let subject else { throw Failure("about whom? type a customer first, or \(usage)") }
      // Recency moves with as-of.
      return try subject.stored.map { stored throws(Failure) in try Subject(stored, in: self) } ?? subject
    }
    if let stored = try find(text) { return try Subject(stored, in: self) }
    switch try ValuesLine.read(text, asOf: observationDate) {
    case .values(let rfm): return Subject(rfm)
    case .single, .notValues: return try Subject(try stored(text), in: self)
    }
  }

  /// What a place is called; a customer whom no rule takes is in a cluster without a name.
  func name(of place: Place) -> String {
    switch place {
    case .segment(let index): pack?.segments[index].name ?? "segment \(index)"
    case .cluster(let cluster): "Cluster \(cluster)"
    }
  }

  /// What a cluster is called among the others.
  func clusterName(_ cluster: Int) -> String { clusterSegment(cluster)?.name ?? "Cluster \(cluster)" }

  func color(of place: Place) -> String? {
    switch place {
    case .segment(let index): pack?.segments[index].color
    case .cluster(let cluster): clusterSegment(cluster)?.color
    }
  }
}
