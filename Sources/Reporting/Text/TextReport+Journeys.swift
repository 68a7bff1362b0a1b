import PluginAPI

extension TextReport {
  /// A line for each journey of a scenario.
  static func journeys(_ scenario: ScenarioMeasurements, _ page: inout TextPage) {
    for journey in scenario.journeys {
      page.say(
        "\(journey.journey): \(words(journey, lasts: scenario.lasts))", indent: 2,
        tint: .quiet)
    }
  }

  /// What the sessions of a journey did, in words.
  static func words(_ journey: JourneyMeasurements, lasts: Double) -> String {
    let rate = journey.started.value.flatMap { lasts > 0 ? $0 / lasts : nil }
    return [
      "\(rate.map(Figures.count) ?? "-") sessions/s",
      "\(Figures.brief(journey.requests, .count)) requests each",
      "\(Figures.brief(journey.inProgress, .count)) in progress",
    ].joined(separator: ", ")
  }
}
