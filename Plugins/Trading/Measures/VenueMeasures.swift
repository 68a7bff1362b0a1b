import ArchitectureModel
import PluginAPI

/// Results of a venue, from intervals that the engine records.
enum VenueMeasures {
  static let all: [Measure] = [
    tail(
      "trading.time_to_check", "From the arrival of an order to its passing pre-trade risk, p99.",
      from: .arrival, to: .served(trait: Role.risk)),
    tail(
      "trading.time_to_sequence",
      "From the arrival of an order to its place in the sequence, p99.",
      from: .arrival, to: .served(trait: Role.sequencer)),
    tail(
      "trading.time_to_match", "From the arrival of an order to the end of its match, p99.",
      from: .arrival, to: .served(trait: Role.matching)),
    tail(
      "trading.time_to_journal",
      "From the arrival of an order to its acknowledged write by a holder, p99.",
      from: .arrival, to: .written(data: "order")),
    tail(
      "trading.time_to_publish",
      "From the end of a match to the publication of its market data, p99.",
      from: .served(trait: Role.matching), to: .served(trait: Role.feed)),
    tail(
      "trading.risk_time", "From the beginning to the end of the pre-trade check, p99.",
      from: .entered(trait: Role.risk), to: .served(trait: Role.risk)),
    jitter,
  ]

  /// How unequal the way to the sequence is: its tail over its median.
  private static let jitter = Measure(
    id: "trading.sequence_jitter",
    about: "99th percentile over median of the time from arrival to the sequence.",
    dimension: .count,
    probes: [
      Probe(
        id: "trading.sequence_jitter", from: .arrival, to: .served(trait: Role.sequencer))
    ],
    value: { measured, _ in
      guard let probe = measured.probe("trading.sequence_jitter"),
        let tail = percentile(0.99, of: probe), let median = percentile(0.5, of: probe),
        let high = tail.value, let low = median.value, low > 0
      else { return nil }
      return Estimate(value: high / low, low: nil, high: nil, replications: tail.replications)
    })

  private static func tail(
    _ id: String, _ about: String, from: ProbePoint, to: ProbePoint
  ) -> Measure {
    Measure(
      id: id, about: about, dimension: .duration, probes: [Probe(id: id, from: from, to: to)],
      value: { measured, _ in measured.probe(id).flatMap { percentile(0.99, of: $0) } })
  }

  private static func percentile(_ share: Double, of probe: ProbeMeasurements) -> Estimate? {
    probe.percentiles.first { abs($0.share - share) < 1e-9 }?.value
  }
}
