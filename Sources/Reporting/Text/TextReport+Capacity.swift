import PluginAPI

extension TextReport {
  /// The copies of a component; their mean where they come and go.
  static func copies(_ component: ComponentMeasurements) -> String {
    guard let scaling = component.scaling else { return String(component.copies) }
    return "~" + Figures.brief(scaling.running, .count)
  }

  /// Copies over time, and the cores that they work on.
  static func capacity(
    _ component: ComponentMeasurements, _ style: TextStyle, _ page: inout TextPage
  ) {
    for (index, note) in ComponentWords.capacity(component).enumerated() {
      page.say(note.text, indent: 2, tint: note.tint)
      guard index == 0, let scaling = component.scaling else { continue }
      let columns = Sparkline.resampled(scaling.series, to: 60)
      page.raw(
        "  copies      "
          + Sparkline.line(columns, top: Double(component.copies), unicode: style.unicode))
    }
  }
}
