import ArchitectureModel
import PluginAPI
import Quantities

/// Finds clocks too far from UTC, or too coarse.
struct ImpreciseClockCheck: Check {
  let page = CheckPage(
    id: "trading.imprecise-clock", aliases: ["trd-clock-sync"],
    title: "Clock that is not precise enough", severity: .major,
    summary: "What touches orders stamps them close to UTC, finely, from two sources.",
    why: """
      What happened first is a legal question that only timestamps answer. Venues that answer \
      within a millisecond must stay within 100 us of UTC with steps of 1 us, slower ones within \
      1 ms.
      """,
    detection: """
      `clock` of gateways, sequencers, matching engines and publishers: divergence and \
      granularity at most 50 ms / 1 ms, 1 ms / 1 ms or 100 us / 1 us by level, and two sources.
      """,
    falsePositives: "Components whose messages are stamped by a tap in front of them.",
    remedy: "Use PTP with hardware timestamps and two independent sources.",
    sources: [
      "Commission Delegated Regulation (EU) 2017/574 (RTS 25), Annex",
      "FINRA Rule 4590: 50 ms",
    ],
    passing: [
      CheckExample(
        """
        components:
          seq:
            kind: trading/sequencer
            trading: { clock: { divergence: 20us, granularity: 1us, sources: 2 } }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          seq:
            kind: trading/sequencer
            trading:
              clock:
                divergence: 5ms  # expect: trading.imprecise-clock
                granularity: 1ms
                sources: 1
        """),
      CheckExample(
        """
        components:
          seq: { kind: trading/sequencer }  # unknown: trading.imprecise-clock
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let targets = Targets.of(evidence.level)
    let gateways = Set(OrderFlow(evidence).gateways.map(\.id))
    return evidence.architecture.components
      .filter { gateways.contains($0.id) || $0.keepsBook || $0.plays(Role.feed) }
      .map { judge($0, targets) }
  }

  private func judge(_ component: Component, _ targets: Targets) -> Finding {
    var review = Review(component, page.severity)
    bound(component, "divergence", targets.divergence, "is up to", "off UTC", &review)
    bound(component, "granularity", targets.granularity, "stamps in steps of", "", &review)
    if let sources = component.trading("clock", "sources"), let count = sources.count ?? nil {
      if count < 2 { review.problem("takes its time from \(count) source", at: sources.span) }
    } else {
      review.question("from how many sources its time comes (`clock: { sources: }`)")
    }
    return review.finding(
      good: "has a clock that is precise enough",
      because: ["the order of events is proved by timestamps (RTS 25)"],
      remedy: "use PTP: `clock: { divergence: 20us, granularity: 1us, sources: 2 }`")
  }

  private func bound(
    _ component: Component, _ key: String, _ limit: TimeSpan, _ words: String, _ after: String,
    _ review: inout Review
  ) {
    guard let value = component.trading("clock", key), let span = value.duration else {
      return review.question("the \(key) of its clock (`clock: { \(key): }`)")
    }
    review.fact(key, "\(span.brief) of \(limit.brief)")
    guard span > limit else { return }
    let tail = after.isEmpty ? "" : " \(after)"
    review.problem("\(words) \(span.brief)\(tail), more than \(limit.brief)", at: value.span)
  }
}
