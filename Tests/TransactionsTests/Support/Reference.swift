import Foundation

/// What scikit-learn gets from the first real file: ../shared/reference/online-retail-2009-2010.json.
struct Reference: Decodable, Sendable {
  struct Moments: Decodable, Sendable {
    var mean: Double
    var scale: Double
  }

  struct Step: Decodable, Sendable {
    var k: Int
    var inertiaBestOf50: Double
    var silhouetteOfThat: Double
    var inertiaBestOf10: Double
    var centroidsOfThat: [[Double]]
  }

  struct Four: Decodable, Sendable {
    var inertia: Double
    var silhouette: Double
    var centroidsRecencyFrequencyMonetaryScaled: [[Double]]
    var sizes: [Int]
    var meanRaw: [[Double]]
    var allCustomersSizes: [Int]
  }

  struct Customer: Decodable, Sendable {
    var id: String
    var recency: Int
    var frequency: Int
    var monetary: Double
    var cluster: Int
    var distances: [Double]
  }

  var rowsRead: Int
  var droppedInThisOrder: [String: Int]
  var rowsKept: Int
  var asOf: String
  var customers: Int
  var iqrBounds: [String: [Double]]
  var customersTrainedOn: Int
  var scaler: [String: Moments]
  var sweep: [Step]
  var k4: Four
  var firstCustomers: [Customer]
  var scoreCutPointsOverAllCustomers: [String: [Double]]

  static func read() throws -> Reference {
    let url = URL(fileURLWithPath: SharedFolder.path + "/reference/online-retail-2009-2010.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Reference.self, from: Data(contentsOf: url))
  }
}
