/// The words of the page, in English. Another language is this with other words: see `Words.german`.
///
/// `{n}` and the like are gaps, filled by `Tongue.fill`.
struct Words: Sendable {
  /// As `lang` says it.
  var language = "en"

  /// A noun with its number: one, and many.
  struct Noun: Sendable {
    let one: String
    let many: String
  }

  static let english = Words()
  /// All languages that there are words for.
  static let all = [english, german]

  // MARK: The frame

  var navigation = "Views"
  var skip = "To the content"
  var footer = "rfm on this machine: nothing on this page leaves it."
  var gone = "The server does not answer. What you typed is kept; it is asked again every two seconds."
  var back = "The server answers again."
  var theme = "Colours"
  var themeSystem = "as the system"
  var themeLight = "light"
  var themeDark = "dark"
  var apply = "Apply"
  var open = "Open"
  var model = "Model"
  var pack = "Segments"
  var modelLine = "Model {model}: {customers}"
  var asOf = "as of {date}"
  var shipped =
    "This is the model that comes with rfm, of a British gift shop's sales in 2009 and 2010. To see your own customers,"
  var shippedLink = "choose your sales file"
  var notFound = "Not found"
  var wentWrong = "This did not work"
  var loginNeeded = "Please log in by the link that the server printed when it started"
  var toTheStart = "To the start"
  var months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  // MARK: Views

  var score = "Score"
  var customersTitle = "Customers"
  var file = "Sales file"
  var train = "Train"
  var segments = "Segments"
  var map = "Map"
  var compare = "Compare"
  var lists = "Lists"
  var report = "Report"

  // MARK: What is counted

  var recency = "Recency"
  var frequency = "Frequency"
  var monetary = "Monetary"
  var days = Noun(one: "{n} day", many: "{n} days")
  var orders = Noun(one: "{n} order", many: "{n} orders")
  var lines = Noun(one: "{n} line", many: "{n} lines")
  var purchaseDays = Noun(one: "{n} purchase day", many: "{n} purchase days")
  var customers = Noun(one: "{n} customer", many: "{n} customers")
  var rows = Noun(one: "{n} row", many: "{n} rows")
  var segment = "Segment"
  var cluster = "Cluster"
  var customer = "Customer"

  // MARK: Score

  var scoreLead = "Type what one customer did; the answer comes as you type."
  var recencyHint = "days since the last purchase"
  var frequencyHint = "how many orders, from 1"
  var monetaryHint = "spent in all; refunds may make it negative"
  var monetaryAverageHint = "spent per order, on average"
  var lastPurchase = "or last purchase"
  var lastPurchaseHint = "in place of the days"
  var ask = "Ask"
  var scoreEmpty = "Three values are needed. For instance:"
  var scoreExample = "12 days, 5 orders, 1840.50"
  var scoreSaid = "{segment}. {margin}"
  var clusterAndScores = "Cluster {cluster} · scores {r} · {f} · {m}"
  var butNot = "But not this customer: “{says}” ({but})."
  var marginWide = "Margin {margin}, to the border of {other}."
  var marginNarrow = "On the border of {other}: only {margin} away."
  var outside = "Outside the range that the groups were built on: ignore the distances."
  var outsideShare =
    "Buys or spends more than {share} of customers, outside the range that the groups were built on."
  var unlikeAny = "Unlike any customer that the groups were built on: ignore the distances."
  var whatToDo = "What to do"
  var noAdvice = "No segment of the pack takes this customer, so there is no advice."
  var distances = "Distance to each group"
  var distance = "Distance"
  var group = "Group"
  var why = "Why"
  var value = "Value"
  var percentile = "More than"
  var percentileOf = "{share} of customers"
  var ownCentre = "Centre of the group"
  var nextCentre = "Next group, {other}"
  var speaksFor = "Decides by"
  var rule = "Rule"
  var whatMoves = "What would move this customer"
  var target = "To"
  var byOrders = "Orders of their own average"
  var byOrder = "One order of at least"
  var byChange = "One value alone"
  var ordersOf = "{orders} of {value}"
  var no = "–"
  var otherPacks = "What other packs say"
  var thisAnswer = "The address of this page brings this answer back."

  // MARK: Customers

  var find = "Find"
  var findHint = "an ID, or the beginning of a name or of anything that is kept of customers"
  var findButton = "Find"
  var found = "Found"
  var foundSaid = "Found: {n}"
  var listsOfCustomers = "Lists"
  var list = "List"
  var listAll = "All customers"
  var listTop = "Who spent most"
  var listNear = "Nearly there"
  var listWatch = "Watch-list"
  var listOverdue = "Overdue"
  var listAgain = "Likely to buy again"
  var listAllLead = "Everyone, 200 to a page. A heading sorts."
  var listTopLead = "The fifty of a segment who spent most."
  var listNearLead = "The fifty who need the fewest orders of their own average to enter the segment."
  var listWatchLead = "The fifty whom waiting alone moves to a lower segment soonest."
  var listOverdueLead = "The fifty who are latest by their own rhythm."
  var listAgainLead = "The fifty who are likeliest to buy within 90 days."
  var allSegments = "All"
  var showList = "Show"
  var nobody = "Nobody."
  var download = "Download:"
  var whom = "Whom? An ID is needed."
  var backToCustomers = "Back to the customers"
  var known = "What is known"
  var firstPurchase = "First purchase"
  var lastPurchaseOf = "Last purchase"
  var waiting = "If nothing happens"
  var waitingNever = "Waiting alone changes nothing."
  var waitingDays = "After {days} without an order the segment is {segment}."
  var waitingDate = "From {date} on ({days} without an order) the segment is {segment}."
  var waitingDue =
    "Since {date} ({days} without an order) the segment is {segment}, if nothing was bought meanwhile."
  var slipping = "Slips"
  var slippingRow = "in {days}, {date}, to {segment}"
  var late = "Late"
  var lateRow = "{ratio} × the usual {days} days"
  var buysAgain = "Buys within 90 days"
  var rank = "place {n}"
  var needs = "Needs"
  var pageOf = "{first}–{last} of {all}"
  var previous = "Previous"
  var next = "Next"

  // MARK: Sales file

  var fileLead =
    "Choose the sales as your shop program exports them, or drop them here: a row for each line of an order."
  var fileField = "Sales file"
  var fileLimit = "CSV or XLSX, also gzip or zstd; at most {size}."
  var fileKept =
    "The file stays on this machine, for 15 minutes and in no folder. Its customers are shown with the segments of the model above."
  var noFile = "No file was chosen, or it is empty."
  var sending = "Sending"
  var reading = "Reading…"
  var rowsRead = "Reading: {n} rows"
  var stop = "Cancel"
  var send = "Read the file"
  var sendFailed = "The file did not arrive. The server may have stopped; choose Read the file again."
  var otherFile = "Another file"
  var notRead = "The file could not be read"
  var howRead = "How the file was read"
  var trainOnThis = "Train a model on it"
  var compareWithModel = "Compare with the model"
  var letGo = "Let go of the file"
  var toTheCustomers = "To the customers"
  var bySegment = "Customers by segment"
  var columns = "Columns"
  var downloadAll = "Download {customers} as shown:"
  var profileLine = "{rows}, {size}. Layout: {layout}."
  var noLayout = "none of those that are known; the columns were found by their names and values"
  var column = "Column"
  var role = "Taken as"
  var missing = "Empty"
  var examples = "Such as"
  var cleaningLine = "Cleaning by the rules “{rules}”: {why}."
  var droppedRows = "Rows that are dropped"
  var reason = "Reason"
  var rowsHeading = "Rows"
  var firstExample = "First, by line"

  // MARK: Segments

  var saved = "Saved: {segment}."
  var undone = "Taken back: {what}."
  var undo = "Take the last edit back"
  var lintGood = "Nothing is wrong with the rules and texts."
  var lintBad = "Something is wrong with the rules or texts:"
  var segmentLine = "{customers} ({share} of all), {money}"
  var edit = "Edit"
  var itsCustomers = "Its customers"
  var noSegment = "There is no such segment."
  var editTitle = "Edit {segment}"
  var backToSegments = "Back to the segments, without saving"
  var changedMeanwhile =
    "Someone else changed this segment or its pack meanwhile, so nothing was saved. What they made of it stands below; saving again puts your texts there where they differ."
  var theirs = "As it is now"
  var yours = "As you typed it"
  var name = "Name"
  var colour = "Colour"
  var colourHint = "such as #1f77b4"
  var interpretation = "Who they are"
  var recommendation = "Recommendation {n}"
  var up = "Recommendation {n} up"
  var down = "Recommendation {n} down"
  var remove = "Remove recommendation {n}"
  var addRecommendation = "Add a recommendation"
  var ruleHint =
    "The first segment of the pack whose rule takes a customer has them. All conditions of an alternative must hold."
  var alternative = "Alternative {n}"
  var clusters = "Clusters"
  var clustersHint = "0 to {last}, with commas; empty for any"
  var outlier = "Beyond the usual range"
  var either = "either"
  var yes = "yes"
  var never = "no"
  var atLeast = "at least"
  var atMost = "at most"
  var below = "below"
  var addAlternative = "Add an alternative"
  var removeAlternative = "Remove this alternative"
  var previewTitle = "What would come of it"
  var save = "Save"
  var nobodyMoves = "Nobody comes in and nobody leaves."
  var whoMoves = "Who moves"
  var from = "From"
  var to = "To"
  var suchAs = "Such as"
  var lintSame = "The check finds nothing new."
  var lintNew = "The check finds something new:"
  var claims = "What the texts claim"

  // MARK: Train

  var trainLead = "Choose the sales; the number of clusters is tried out before anything is saved."
  var triedSaid = "{k} clusters, silhouette {silhouette}"
  var clusterCount = "Number of clusters"
  var logarithm = "Logarithm of"
  var outliers = "Outliers"
  var outliersHint = "those who buy or spend far more than others"
  var outliersOut = "left out of training"
  var outliersIn = "taken in"
  var tryOut = "Try"
  var segmentsOfIt = "The segments that would come of it"
  var mean = "mean"
  var stability = "Found again"
  var howGood = "How many clusters?"
  var everyK = "Every number of clusters"
  var inertia = "Inertia"
  var silhouette = "Silhouette"
  var sizes = "Customers by cluster"
  var saveModel = "Train and save"
  var modelName = "Name of the model"
  var modelNameHint = "letters, digits, points and hyphens; a model of that name is replaced"
  var trainingOf = "Training of {model}"
  var phaseWaiting = "Waiting for another job"
  var phaseRunning = "Running"
  var phaseDone = "Done: the model is saved"
  var phaseFailed = "Failed"
  var phaseCancelled = "Given up"

  func phase(_ phase: TrainingRun.Phase) -> String {
    switch phase {
    case .waiting: phaseWaiting
    case .running: phaseRunning
    case .done: phaseDone
    case .failed: phaseFailed
    case .cancelled: phaseCancelled
    }
  }

  // MARK: Map and report

  var mapLead = "Areas are revenue, signs are customers. A segment's area or signs lead to its customers."
  var reportAlone = "Save as a file"
  var reportPrint = "It prints on A4, without the frame."

  // MARK: Compare

  var compareLead = "Who moved between two models, or between a model and a later sales file."
  var compareWhat = "There is nothing to compare with: a later model or a file is needed."
  var earlier = "Earlier model"
  var later = "Later model"
  var laterFile = "or a later sales file"
  var whoMoved = "Who moved"
  var comparedLine =
    "{shared} are in both: {stayed} stayed where they were, {moved} moved. {lost} did not come back, {gained} are new."
  var movedLine = "{customers} ({share} of them) went from {from} to {to}."
  var matrix = "From where to where"
  var matrixHint = "Each number leads to the list of these customers as CSV."
  var fromTo = "From ↓ to →"
  var lost = "Lost"
  var gained = "New"

  // MARK: Lists

  var exportList = "A list for a mail tool"
  var exportLead = "Choose segments; without any, everyone is on the list."
  var holdout = "Held out, %"
  var holdoutHint = "who gets no mail, so that its effect can be measured"
  var seed = "Seed"
  var seedHint = "the same number holds out the same people"
  var upliftTitle = "What a campaign did"
  var upliftLead = "Bring the list that was exported with a holdout, then the sales since."
  var theList = "The list that was exported"
  var theSales = "The sales since then"
  var listIsHere = "The list is here. Now the sales."
  var upliftSince = "{list}: sales from {date} to {last}."
  var targets = "Bought, of those mailed"
  var controls = "Bought, of those held out"
  var response = "Difference"
  var chance = "p"
  var perCustomer = "Revenue per customer"
  var between = "{x} ({low} to {high})"
  var upliftHint = "In brackets the 95 % interval. p: how often chance alone would give such a difference."
}
