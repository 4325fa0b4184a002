import Segmentation
import Wording

/// What the invented shop sells, as the middle of a line of CSV.
struct SampleCatalogue {
  /// One thing: `,22041,"RECORD FRAME 7"" SINGLE SIZE",` and its prices, alone and by the dozen.
  struct Product {
    var cells: [UInt8]
    var price: [UInt8]
    var bulkPrice: [UInt8]

    /// - Parameter pence: the price of one.
    init(_ code: String, _ description: String, pence: Int) {
      cells = Array(",\(code),\(Self.quoted(description)),".utf8)
      price = Array(Self.decimal(pence).utf8)
      bulkPrice = Array(Self.decimal(max(1, pence * 85 / 100)).utf8)
    }

    private static func quoted(_ text: String) -> String {
      guard text.contains(where: { $0 == "," || $0 == "\"" }) else { return text }
      return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        + "\""
    }

    /// 2.1 for 210 pence, as data frames write it.
    private static func decimal(_ pence: Int) -> String {
      let (pounds, rest) = pence.quotientAndRemainder(dividingBy: 100)
      return rest % 10 == 0 ? "\(pounds).\(rest / 10)" : "\(pounds).\(rest < 10 ? "0" : "")\(rest)"
    }
  }

  /// The best-selling first.
  let products: [Product]

  let postage = Product("POST", "POSTAGE", pence: 1800)
  let webPostage = Product("DOT", "DOTCOM POSTAGE", pence: 14_995)
  let discount = Product("D", "Discount", pence: 2750)
  /// What is no product, the frequent first.
  let fees = [
    Product("M", "Manual", pence: 125), Product("C2", "CARRIAGE", pence: 5000),
    Product("BANK CHARGES", "Bank Charges", pence: 1500), Product("AMAZONFEE", "AMAZON FEE", pence: 13_541),
    Product("CRUK", "CRUK Commission", pence: 1690),
  ]
  let badDebt = Product("B", "Adjust bad debt", pence: 1_106_206)
  /// Why stock is written off: in place of a description.
  let losses = ["damaged", "check", "", "lost", "thrown away"].map { Array($0.utf8) }

  private static let adjectives = [
    "WHITE", "RED RETROSPOT", "VINTAGE", "PINK POLKADOT", "BLUE", "IVORY", "SET OF 3", "PACK OF 12",
    "SMALL", "LARGE", "WOODEN", "SILVER", "REGENCY", "FRENCH BLUE", "GREEN", "ANTIQUE", "MINI", "CHRISTMAS",
    "HANGING", "JUMBO",
  ]
  private static let things = [
    "HEART T-LIGHT HOLDER", "METAL LANTERN", "LUNCH BAG", "CAKESTAND 3 TIER", "CAKE CASES", "PARTY BUNTING",
    "JAM MAKING SET", "HOT WATER BOTTLE", "ALARM CLOCK", "STORAGE BAG", "TEA TOWEL", "PHOTO FRAME",
    "DOORMAT", "MUG", "GLASS STAR", "BIRD ORNAMENT", "DOLLY GIRL BEAKER", "PAPER CHAIN KIT", "GIFT WRAP",
    "NAPKINS", "SPACEBOY TIN", "SEWING BASKET", "TRINKET BOX, STRAWBERRY", "FRAME 7\" SINGLE SIZE",
    "TRAY, BREAKFAST IN BED", "CUSHION COVER", "CANDLE HOLDER", "DRAWER KNOB", "BATHROOM METAL SIGN",
    "RIBBON REEL", "PLASTERS IN TIN", "SHOPPER", "COFFEE MUG", "FELTCRAFT DOLL", "PENCIL CASE",
    "GARDEN LIGHTS",
    "12\" PLATE", "WALL CLOCK", "RAIN PONCHO",
  ]
  private static let endings = ["", " DESIGN", " VINTAGE DOILY", " RED SPOTTY", " SKULLS"]
  private static let variants = ["A", "B", "C", "D", "E", "F", "G", "S"]
  /// In pence, the usual first: few things are dear.
  private static let prices = [
    85, 125, 42, 165, 65, 210, 295, 55, 145, 255, 375, 195, 39, 425, 495, 29, 595, 19, 850, 765, 995, 1275,
    325,
    1495, 1095, 1675, 1995, 2495, 2995, 3995, 4995, 7995, 12_995, 29_500,
  ]

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed, stream: 1)
    var products: [Product] = []
    var code = 20_600
    for ending in Self.endings {
      for thing in Self.things {
        for adjective in Self.adjectives {
          code += 1 + random.index(below: 3)
          let isVariant = random.index(below: 5) == 0
          let letter = isVariant ? Self.variants[random.index(below: Self.variants.count)] : ""
          let place = random.unit()
          let pence = Self.prices[Int(Double(Self.prices.count) * place * place * place)]
          products.append(Product("\(code)\(letter)", "\(adjective) \(thing)\(ending)", pence: pence))
        }
      }
    }
    products.shuffle(using: &random)
    self.products = products
  }
}
