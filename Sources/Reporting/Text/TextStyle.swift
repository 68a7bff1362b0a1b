/// How text is drawn.
public struct TextStyle: Sendable, Hashable {
  /// Whether ANSI colours are used.
  public var colour: Bool
  /// Whether bars and lines are drawn with block characters; otherwise plain ASCII.
  public var unicode: Bool
  /// Columns; at least 60 are used.
  public var width: Int

  /// Creates a style.
  public init(colour: Bool, unicode: Bool, width: Int = 80) {
    self.colour = colour
    self.unicode = unicode
    self.width = max(60, width)
  }

  /// Without colour and block characters, for pipes and files.
  public static let plain = TextStyle(colour: false, unicode: false)

  /// What a colour says.
  enum Tint: String {
    case good = "32"
    case bad = "31"
    case warn = "33"
    case quiet = "2"
    case strong = "1"
    case verdictGood = "1;32"
    case verdictBad = "1;31"
  }

  /// The text in a colour, where colours are used.
  func paint(_ text: String, _ tint: Tint?) -> String {
    guard colour, let tint, !text.isEmpty else { return text }
    return "\u{1B}[\(tint.rawValue)m\(text)\u{1B}[0m"
  }

  /// Points to what follows from something.
  var arrow: String { unicode ? "→" : "->" }
  /// Stands for what was left out.
  var more: String { unicode ? "…" : "..." }
  /// Stands between small facts.
  var dot: String { unicode ? " · " : ", " }
}
