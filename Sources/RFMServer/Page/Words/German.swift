extension Words {
  /// The words of the page, in German.
  static let german: Words = {
    var words = Words()
    words.language = "de"
    words.frame()
    words.counted()
    words.scoring()
    words.people()
    words.files()
    words.editing()
    words.training()
    words.comparing()
    words.listing()
    return words
  }()

  private mutating func frame() {
    navigation = "Ansichten"
    skip = "Zum Inhalt"
    footer = "rfm auf diesem Rechner: Nichts auf dieser Seite verlässt ihn."
    gone =
      "Der Server antwortet nicht. Was Sie eingegeben haben, bleibt; alle zwei Sekunden wird wieder gefragt."
    back = "Der Server antwortet wieder."
    theme = "Farben"
    themeSystem = "wie das System"
    themeLight = "hell"
    themeDark = "dunkel"
    apply = "Anwenden"
    open = "Öffnen"
    model = "Modell"
    pack = "Segmente"
    modelLine = "Modell {model}: {customers}"
    asOf = "Stand {date}"
    shipped =
      "Dieses Modell kommt mit rfm; es ist aus den Verkäufen eines britischen Geschenkeladens von 2009 und 2010. Um Ihre eigenen Kunden zu sehen:"
    shippedLink = "Verkaufsdatei wählen"
    notFound = "Nicht gefunden"
    wentWrong = "Das ging nicht"
    loginNeeded = "Bitte über den Link anmelden, den der Server beim Start ausgegeben hat"
    toTheStart = "Zum Anfang"
    months = ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."]
    score = "Einordnen"
    customersTitle = "Kunden"
    file = "Verkaufsdatei"
    train = "Trainieren"
    segments = "Segmente"
    map = "Karte"
    compare = "Vergleichen"
    lists = "Listen"
    report = "Bericht"
  }

  private mutating func counted() {
    recency = "Recency"
    frequency = "Frequency"
    monetary = "Monetary"
    days = Noun(one: "{n} Tag", many: "{n} Tage")
    orders = Noun(one: "{n} Bestellung", many: "{n} Bestellungen")
    lines = Noun(one: "{n} Position", many: "{n} Positionen")
    purchaseDays = Noun(one: "{n} Kauftag", many: "{n} Kauftage")
    customers = Noun(one: "{n} Kunde", many: "{n} Kunden")
    rows = Noun(one: "{n} Zeile", many: "{n} Zeilen")
    segment = "Segment"
    cluster = "Cluster"
    customer = "Kunde"
  }

  private mutating func scoring() {
    scoreLead = "Geben Sie ein, was ein Kunde getan hat; die Antwort kommt beim Tippen."
    recencyHint = "Tage seit dem letzten Kauf"
    frequencyHint = "wie viele Bestellungen, ab 1"
    monetaryHint = "Ausgaben insgesamt; mit Erstattungen auch unter null"
    monetaryAverageHint = "Ausgaben je Bestellung im Mittel"
    lastPurchase = "oder letzter Kauf"
    lastPurchaseHint = "anstelle der Tage"
    ask = "Fragen"
    scoreEmpty = "Drei Werte werden gebraucht. Zum Beispiel:"
    scoreExample = "12 Tage, 5 Bestellungen, 1840,50"
    scoreSaid = "{segment}. {margin}"
    clusterAndScores = "Cluster {cluster} · Noten {r} · {f} · {m}"
    butNot = "Nicht aber dieser Kunde: „{says}“ ({but})."
    marginWide = "Abstand {margin} zur Grenze von {other}."
    marginNarrow = "An der Grenze zu {other}: nur {margin} entfernt."
    outside = "Außerhalb des Bereichs, aus dem die Gruppen gebildet wurden: Die Entfernungen sagen nichts."
    outsideShare =
      "Kauft öfter oder mehr als {share} der Kunden, außerhalb des Bereichs, aus dem die Gruppen gebildet wurden."
    unlikeAny =
      "Anders als alle Kunden, aus denen die Gruppen gebildet wurden: Die Entfernungen sagen nichts."
    whatToDo = "Was zu tun ist"
    noAdvice = "Kein Segment des Pakets nimmt diesen Kunden, also gibt es keinen Rat."
    distances = "Entfernung zu jeder Gruppe"
    distance = "Entfernung"
    group = "Gruppe"
    why = "Warum"
    value = "Wert"
    percentile = "Mehr als"
    percentileOf = "{share} der Kunden"
    ownCentre = "Mitte der Gruppe"
    nextCentre = "Nächste Gruppe, {other}"
    speaksFor = "Entscheidet zu"
    rule = "Regel"
    whatMoves = "Was diesen Kunden bewegen würde"
    target = "Nach"
    byOrders = "Bestellungen im eigenen Mittel"
    byOrder = "Eine Bestellung von mindestens"
    byChange = "Ein Wert allein"
    ordersOf = "{orders} zu {value}"
    no = "–"
    otherPacks = "Was andere Pakete sagen"
    thisAnswer = "Die Adresse dieser Seite bringt diese Antwort wieder."
  }

  private mutating func people() {
    find = "Suchen"
    findHint = "eine Nummer, oder der Anfang eines Namens oder anderer Angaben zum Kunden"
    findButton = "Suchen"
    found = "Gefunden"
    foundSaid = "Gefunden: {n}"
    listsOfCustomers = "Listen"
    list = "Liste"
    listAll = "Alle Kunden"
    listTop = "Höchste Ausgaben"
    listNear = "Fast dort"
    listWatch = "Beobachten"
    listOverdue = "Überfällig"
    listAgain = "Kauft wohl wieder"
    listAllLead = "Alle, 200 auf einer Seite. Eine Überschrift sortiert."
    listTopLead = "Die fünfzig eines Segments, die am meisten ausgegeben haben."
    listNearLead = "Die fünfzig, denen die wenigsten Bestellungen im eigenen Mittel zum Segment fehlen."
    listWatchLead = "Die fünfzig, die bloßes Warten am ehesten in ein schwächeres Segment bringt."
    listOverdueLead = "Die fünfzig, die nach ihrem eigenen Takt am längsten überfällig sind."
    listAgainLead = "Die fünfzig, die am ehesten binnen 90 Tagen wieder kaufen."
    allSegments = "Alle"
    showList = "Zeigen"
    nobody = "Niemand."
    download = "Herunterladen:"
    whom = "Wen? Eine Nummer wird gebraucht."
    backToCustomers = "Zurück zu den Kunden"
    known = "Was bekannt ist"
    firstPurchase = "Erster Kauf"
    lastPurchaseOf = "Letzter Kauf"
    waiting = "Wenn nichts geschieht"
    waitingNever = "Bloßes Warten ändert nichts."
    waitingDays = "Nach {days} ohne Bestellung ist das Segment {segment}."
    waitingDate = "Ab {date} ({days} ohne Bestellung) ist das Segment {segment}."
    waitingDue =
      "Seit {date} ({days} ohne Bestellung) ist das Segment {segment}, wenn inzwischen nichts gekauft wurde."
    slipping = "Rutscht ab"
    slippingRow = "in {days}, {date}, nach {segment}"
    late = "Überfällig"
    lateRow = "{ratio} × die üblichen {days} Tage"
    buysAgain = "Kauft binnen 90 Tagen"
    rank = "Platz {n}"
    needs = "Braucht"
    pageOf = "{first}–{last} von {all}"
    previous = "Zurück"
    next = "Weiter"
  }

  private mutating func files() {
    fileLead =
      "Wählen Sie die Verkäufe, wie Ihr Shop sie ausgibt, oder legen Sie sie hier ab: eine Zeile je Position einer Bestellung."
    fileField = "Verkaufsdatei"
    fileLimit = "CSV oder XLSX, auch gzip oder zstd; höchstens {size}."
    fileKept =
      "Die Datei bleibt auf diesem Rechner, 15 Minuten lang und in keinem Ordner. Ihre Kunden werden mit den Segmenten des Modells oben gezeigt."
    noFile = "Es wurde keine Datei gewählt, oder sie ist leer."
    sending = "Wird gesendet"
    reading = "Wird gelesen …"
    rowsRead = "Wird gelesen: {n} Zeilen"
    stop = "Abbrechen"
    send = "Datei lesen"
    sendFailed =
      "Die Datei kam nicht an. Vielleicht läuft der Server nicht mehr; wählen Sie noch einmal Datei lesen."
    otherFile = "Andere Datei"
    notRead = "Die Datei konnte nicht gelesen werden"
    howRead = "Wie die Datei gelesen wurde"
    trainOnThis = "Ein Modell daraus trainieren"
    compareWithModel = "Mit dem Modell vergleichen"
    letGo = "Datei loslassen"
    toTheCustomers = "Zu den Kunden"
    bySegment = "Kunden nach Segment"
    columns = "Spalten"
    downloadAll = "{customers} wie gezeigt herunterladen:"
    profileLine = "{rows}, {size}. Aufbau: {layout}."
    noLayout = "keiner der bekannten; die Spalten wurden an Namen und Werten erkannt"
    column = "Spalte"
    role = "Genommen als"
    missing = "Leer"
    examples = "Zum Beispiel"
    cleaningLine = "Bereinigt nach den Regeln „{rules}“: {why}."
    droppedRows = "Zeilen, die wegfallen"
    reason = "Grund"
    rowsHeading = "Zeilen"
    firstExample = "Erste, mit Zeilennummer"
  }

  private mutating func editing() {
    saved = "Gespeichert: {segment}."
    undone = "Zurückgenommen: {what}."
    undo = "Letzte Änderung zurücknehmen"
    lintGood = "An Regeln und Texten ist nichts falsch."
    lintBad = "An Regeln oder Texten ist etwas falsch:"
    segmentLine = "{customers} ({share} aller), {money}"
    edit = "Ändern"
    itsCustomers = "Seine Kunden"
    noSegment = "Ein solches Segment gibt es nicht."
    editTitle = "{segment} ändern"
    backToSegments = "Zurück zu den Segmenten, ohne zu speichern"
    changedMeanwhile =
      "Jemand anders hat dieses Segment oder sein Paket inzwischen geändert, also wurde nichts gespeichert. Wie es jetzt ist, steht unten; noch einmal speichern setzt Ihre Texte ein, wo sie anders sind."
    theirs = "Wie es jetzt ist"
    yours = "Wie Sie es geschrieben haben"
    name = "Name"
    colour = "Farbe"
    colourHint = "zum Beispiel #1f77b4"
    interpretation = "Wer sie sind"
    recommendation = "Empfehlung {n}"
    up = "Empfehlung {n} nach oben"
    down = "Empfehlung {n} nach unten"
    remove = "Empfehlung {n} entfernen"
    addRecommendation = "Empfehlung hinzufügen"
    ruleHint =
      "Das erste Segment des Pakets, dessen Regel einen Kunden nimmt, hat ihn. Alle Bedingungen einer Möglichkeit müssen gelten."
    alternative = "Möglichkeit {n}"
    clusters = "Cluster"
    clustersHint = "0 bis {last}, mit Kommas; leer für alle"
    outlier = "Außerhalb des Üblichen"
    either = "gleich"
    yes = "ja"
    never = "nein"
    atLeast = "mindestens"
    atMost = "höchstens"
    below = "unter"
    addAlternative = "Möglichkeit hinzufügen"
    removeAlternative = "Diese Möglichkeit entfernen"
    previewTitle = "Was daraus würde"
    save = "Speichern"
    nobodyMoves = "Niemand kommt herein, niemand geht hinaus."
    whoMoves = "Wer wechselt"
    from = "Von"
    to = "Nach"
    suchAs = "Zum Beispiel"
    lintSame = "Die Prüfung findet nichts Neues."
    lintNew = "Die Prüfung findet Neues:"
    claims = "Was die Texte behaupten"
  }

  private mutating func training() {
    trainLead = "Wählen Sie die Verkäufe; die Zahl der Cluster wird ausprobiert, ehe etwas gespeichert wird."
    triedSaid = "{k} Cluster, Silhouette {silhouette}"
    clusterCount = "Zahl der Cluster"
    logarithm = "Logarithmus von"
    outliers = "Ausreißer"
    outliersHint = "wer weit mehr oder öfter kauft als andere"
    outliersOut = "beim Trainieren weglassen"
    outliersIn = "mitnehmen"
    tryOut = "Probieren"
    segmentsOfIt = "Die Segmente, die daraus würden"
    mean = "Mittel"
    stability = "Wiedergefunden"
    howGood = "Wie viele Cluster?"
    everyK = "Jede Zahl von Clustern"
    inertia = "Inertia"
    silhouette = "Silhouette"
    sizes = "Kunden je Cluster"
    saveModel = "Trainieren und speichern"
    modelName = "Name des Modells"
    modelNameHint = "Buchstaben, Ziffern, Punkte und Striche; ein Modell dieses Namens wird ersetzt"
    trainingOf = "Training von {model}"
    phaseWaiting = "Wartet auf eine andere Arbeit"
    phaseRunning = "Läuft"
    phaseDone = "Fertig: Das Modell ist gespeichert"
    phaseFailed = "Misslungen"
    phaseCancelled = "Aufgegeben"
    mapLead =
      "Flächen sind Umsatz, Zeichen sind Kunden. Fläche und Zeichen eines Segments führen zu seinen Kunden."
    reportAlone = "Als Datei speichern"
    reportPrint = "Der Bericht druckt sich ohne den Rahmen auf A4; seine Sätze sind englisch."
  }

  private mutating func comparing() {
    compareLead =
      "Wer zwischen zwei Modellen gewechselt hat, oder zwischen einem Modell und einer späteren Verkaufsdatei."
    compareWhat = "Es fehlt, womit verglichen wird: ein späteres Modell oder eine Datei."
    earlier = "Früheres Modell"
    later = "Späteres Modell"
    laterFile = "oder eine spätere Verkaufsdatei"
    whoMoved = "Wer gewechselt hat"
    comparedLine =
      "{shared} sind in beiden: {stayed} blieben, wo sie waren, {moved} haben gewechselt. {lost} kamen nicht wieder, {gained} sind neu."
    movedLine = "{customers} ({share} von ihnen) gingen von {from} nach {to}."
    matrix = "Von wo nach wo"
    matrixHint = "Jede Zahl führt zur Liste dieser Kunden als CSV."
    fromTo = "Von ↓ nach →"
    lost = "Verloren"
    gained = "Neu"
  }

  private mutating func listing() {
    exportList = "Eine Liste für ein Mailprogramm"
    exportLead = "Wählen Sie Segmente; ohne eines sind alle auf der Liste."
    holdout = "Zurückgehalten, %"
    holdoutHint = "wer keine Mail bekommt, damit ihre Wirkung messbar ist"
    seed = "Startzahl"
    seedHint = "dieselbe Zahl hält dieselben Leute zurück"
    upliftTitle = "Was eine Kampagne bewirkt hat"
    upliftLead =
      "Bringen Sie die Liste, die mit Zurückgehaltenen ausgegeben wurde, und dann die Verkäufe seither."
    theList = "Die Liste, die ausgegeben wurde"
    theSales = "Die Verkäufe seither"
    listIsHere = "Die Liste ist da. Nun die Verkäufe."
    upliftSince = "{list}: Verkäufe vom {date} bis {last}."
    targets = "Gekauft, mit Mail"
    controls = "Gekauft, zurückgehalten"
    response = "Unterschied"
    chance = "p"
    perCustomer = "Umsatz je Kunde"
    between = "{x} ({low} bis {high})"
    upliftHint =
      "In Klammern das 95-%-Intervall. p: wie oft der Zufall allein einen solchen Unterschied gäbe."
  }
}
