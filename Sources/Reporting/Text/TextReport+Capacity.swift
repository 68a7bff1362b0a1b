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
    if let scaling = component.scaling {
      let least = scaling.series.min() ?? 0
      let most = scaling.series.max() ?? 0
      page.say(
        "\(component.component) had \(Figures.count(least)) to \(Figures.count(most)) of "
          + "\(component.copies) copies, \(Figures.brief(scaling.running, .count)) on average",
        indent: 2)
      let columns = Sparkline.resampled(scaling.series, to: 60)
      page.raw(
        "  copies      "
          + Sparkline.line(columns, top: Double(component.copies), unicode: style.unicode))
    }
    if let starts = component.scaling?.coldStarts {
      page.say(
        "\(component.component) started \(Figures.count(starts)) copies for requests that found "
          + "none, and \(Figures.count(component.called)) requests came", indent: 2)
    }
    if let cache = component.cache {
      page.say(
        "\(component.component) answered \(Figures.brief(cache.hits, .share)) of the requests with "
          + "a key itself, \(Figures.count(cache.misses)) went to the store", indent: 2)
    }
    if let processors = component.processors, let share = processors.value {
      page.say(
        "\(component.component) used \(Figures.brief(processors, .share)) of its processors",
        indent: 2, tint: share >= 0.9 ? .bad : nil)
    }
  }
}
