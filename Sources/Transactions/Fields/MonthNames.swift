/// The names of months and weekdays in ten languages, whole and short.
enum MonthNames {
  /// 1…12 of a name, whatever its capitals and accents; nil for another word.
  static func month(_ name: String) -> Int? { months[FoldedHeader(name).text] }

  static func isWeekday(_ name: String) -> Bool { weekdays.contains(FoldedHeader(name).text) }

  private static let months: [String: Int] = {
    var months: [String: Int] = [:]
    for (index, names) in table.enumerated() {
      for name in names.split(whereSeparator: \.isWhitespace) {
        months[FoldedHeader(String(name)).text] = index + 1
      }
    }
    return months
  }()

  private static let weekdays = Set(
    weekdayTable.split(whereSeparator: \.isWhitespace).map { FoldedHeader(String($0)).text })

  private static let table = [
    """
    january jan januar jänner jän janvier janv enero ene gennaio gen genn januari janeiro styczeń
    stycznia sty
    """,
    """
    february feb februar feber février févr fév fevr fev febrero febbraio febb februari fevereiro luty
    lutego lut
    """,
    """
    march mar märz mär mrz maerz mars marzo maart mrt maa março marco marzec marca marts
    """,
    """
    april apr avril avr abril abr aprile kwiecień kwietnia kwi
    """,
    """
    may mai mayo maggio mag magg mei maio maj maja
    """,
    """
    june jun juni juin junio giugno giu junho czerwiec czerwca cze
    """,
    """
    july jul juli juillet juil julio luglio lug julho lipiec lipca lip
    """,
    """
    august aug août aout aoû agosto ago augustus sierpień sierpnia sie augusti
    """,
    """
    september sep sept septembre septiembre setiembre set settembre sett setembro wrzesień września wrz
    """,
    """
    october oct oktober okt octobre octubre ottobre ott outubro out październik października paź
    """,
    """
    november nov novembre noviembre novembro listopad listopada lis
    """,
    """
    december dec dezember dez décembre déc diciembre dic dicembre dezembro grudzień grudnia gru
    """,
  ]

  private static let weekdayTable = """
    monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday sun
    montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sonnabend sa sonntag so lundi lun
    mardi mar mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim lunes martes miércoles mié jueves
    jue viernes vie sábado sáb domingo dom lunedì martedì mercoledì giovedì gio venerdì sabato sab domenica
    maandag ma dinsdag woensdag wo donderdag vrijdag vr zaterdag za zondag zo segunda feira seg terça
    ter quarta qua quinta qui sexta sex poniedziałek pon wtorek wt środa śr czwartek czw
    piątek pt sobota sob niedziela niedz måndag mån tisdag tis onsdag ons torsdag tors fredag fre lördag lör
    söndag sön mandag man tirsdag tirs lørdag lør søndag søn
    """
}
