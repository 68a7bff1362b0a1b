public import PluginAPI
import Quantities

/// A load profile at a terminal: what it is, when what happens, and how much comes when.
public enum LoadPlot {
  static let rows = 12

  /// Facts, a plot of the expected total rate, and the named moments.
  ///
  /// - Parameters:
  ///   - profile: The profile.
  ///   - title: The title of its exercise.
  ///   - survey: What was drawn of it; nil for the plot alone.
  ///   - style: How it is drawn.
  /// - Returns: Lines with a line end after the last.
  public static func render(
    profile: LoadProfile, title: String, survey: ArrivalSurvey? = nil, style: TextStyle
  ) -> String {
    var page = TextPage(style)
    page.raw(
      style.paint(
        SafeText.clipped(SafeText.line("Load of \(title)"), to: style.width, more: style.more),
        .strong))
    page.blank()
    var facts = Table([.init("", most: 30), .init("", most: style.width - 34)])
    facts.add([.init("lasts"), .init(profile.lasts.text)])
    for fact in profile.facts { facts.add([.init(fact.name), .init(fact.value)]) }
    facts.lines(style: style).forEach { page.raw($0) }
    page.blank()
    plot(profile, &page)
    moments(profile, &page)
    if let survey { ArrivalTable.write(survey, &page) }
    if ExpectedRate.hasClosedUsers(profile) {
      page.blank()
      page.say(
        """
        Some users wait for an answer before they ask again: for them the plot shows the most \
        that they can ask, with answers that take no time.
        """, tint: .quiet)
    }
    return page.text
  }

  private static func plot(_ profile: LoadProfile, _ page: inout TextPage) {
    let style = page.style
    let width = min(72, style.width - 9)
    let values = ExpectedRate.columns(profile, count: width)
    let top = values.filter(\.isFinite).max() ?? 0
    guard top > 0 else {
      page.say("No arrivals are expected.")
      return
    }
    page.say("Expected requests per second, all operations together:", tint: .quiet)
    for row in (0..<rows).reversed() {
      var label = ""
      if row == rows - 1 { label = Figures.count(top) }
      if row == rows / 2 - 1 { label = Figures.count(top / 2) }
      let line = values.map { cell($0 / top * Double(rows) - Double(row), style) }
      page.raw(
        SafeText.padded(label, to: 7, right: true) + (style.unicode ? " │" : " |")
          + String(line))
    }
    let corner = style.unicode ? " └" : " +"
    page.raw(
      SafeText.padded("0", to: 7, right: true) + corner
        + String(repeating: style.unicode ? "─" : "-", count: width))
    axis(profile, width, &page)
  }

  private static func cell(_ height: Double, _ style: TextStyle) -> Character {
    guard style.unicode else { return height >= 0.5 ? "#" : height > 0.05 ? "." : " " }
    let blocks: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    guard height.isFinite, height > 0 else { return " " }
    return blocks[min(8, max(height > 0.02 ? 1 : 0, Int((height * 8).rounded())))]
  }

  private static func axis(_ profile: LoadProfile, _ width: Int, _ page: inout TextPage) {
    var marks = [Character](repeating: " ", count: width)
    for (index, moment) in profile.moments.enumerated() {
      marks[column(moment.at, profile, width)] = mark(index)
    }
    if !profile.moments.isEmpty {
      page.raw(String(repeating: " ", count: 9) + page.style.paint(String(marks), .warn))
    }
    let half = TimeSpan(nanoseconds: profile.lasts.nanoseconds / 2).brief
    let end = profile.lasts.brief
    let left = SafeText.padded("0 s", to: width / 2 - SafeText.width(half) / 2) + half
    page.raw(
      String(repeating: " ", count: 9) + left
        + SafeText.padded(end, to: width - SafeText.width(left), right: true))
  }

  private static func column(_ at: TimeSpan, _ profile: LoadProfile, _ width: Int) -> Int {
    let share = at.seconds / max(1e-9, profile.lasts.seconds)
    return Int(min(Double(width - 1), max(0, share * Double(width))))
  }

  /// `a`, `b`, …; after `z` a plus.
  private static func mark(_ index: Int) -> Character {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    return index < letters.count ? letters[index] : "+"
  }

  private static func moments(_ profile: LoadProfile, _ page: inout TextPage) {
    guard !profile.moments.isEmpty else { return }
    page.heading("MOMENTS")
    for (index, moment) in profile.moments.enumerated() {
      page.say(
        "\(moment.at.text): \(moment.about)", indent: 2,
        label: "\(mark(index))  \(SafeText.line(moment.name))",
        hang: min(28, 5 + (profile.moments.map { SafeText.width($0.name) }.max() ?? 0)))
    }
  }
}
