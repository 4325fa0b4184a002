import JSONText
import Wording

extension JSON {
  /// An answer as programs get it, from every door: in one line, with options as one types them and without what
  /// steers a terminal, and a line break.
  public var line: String { Shown.text(OptionName.typed(in: text(.spaced))) + "\n" }
}
