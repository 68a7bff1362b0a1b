/// A model of the table, and what is known of it.
struct Workload: Sendable {
  let id: String
  let title: String
  /// Customers of a run, in the mean, and how many come in a second.
  let customers: Double
  let rate: Double
  /// Arrivals, completions and fixed hops for each customer: the same count for every engine,
  /// whatever it schedules inside.
  let events: Double
  /// The mean time in the system in seconds.
  let mean: Double
  /// The standard deviation, over seeds, of the mean of a run of `customers`.
  let deviation: Double
  /// What the mean may be off by itself, where it is no theory.
  var error = 0.0
  /// The number of the hand-written loop.
  var loop: Int32?

  /// The file, in the folder of workloads.
  var file: String { "\(id.lowercased()).arch.yaml" }

  /// The file's text, for another number of customers.
  func text(_ text: String, customers: Double) -> String {
    let lasts = Int64((customers / rate * 1000).rounded())
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("  lasts:") ? "  lasts: \(lasts)ms" : String(line)
    }.joined(separator: "\n")
  }

  /// How far the mean of so many runs of so many customers may be off: 4.5 standard deviations,
  /// which is one run in 150,000.
  func tolerance(runs: Int, customers: Double) -> Double {
    4.5 * deviation * (self.customers / customers / Double(runs)).squareRoot() + error
  }

  /// The models of the table, but the exercise.
  ///
  /// Means of the queues by Erlang's C formula and of the network by Jackson's theorem; that of
  /// the web architecture from sixteen runs of the hand-written loop with ten million requests
  /// each. Deviations from forty runs of the loops.
  static let all = [
    Workload(
      id: "W1", title: "M/M/1 at 0.8", customers: 1_000_000, rate: 0.8, events: 2, mean: 5,
      deviation: 0.0453, loop: 1),
    Workload(
      id: "W2", title: "M/M/8 at 0.9", customers: 1_000_000, rate: 7.2, events: 2, mean: 1.876_916,
      deviation: 0.0261, loop: 2),
    Workload(
      id: "W3", title: "network of ten stations", customers: 200_000, rate: 1, events: 5,
      mean: 58.8997, deviation: 0.78, loop: 3),
    Workload(
      id: "W4", title: "web architecture", customers: 500_000, rate: 1800, events: 5.2,
      mean: webMean, deviation: webDeviation, error: webError, loop: 4),
    Workload(
      id: "W5", title: "W4 with time-outs, retries", customers: 500_000, rate: 1800, events: 5.2,
      mean: webMean, deviation: webDeviation, error: webError),
    Workload(
      id: "W6", title: "W4, a million in flight", customers: 1_080_000, rate: 1800, events: 6.2,
      mean: 556 + webMean, deviation: webDeviation, error: webError),
  ]

  private static let webMean = 0.025_127
  private static let webDeviation = 0.000_358
  /// Three standard errors of the reference.
  private static let webError = 0.000_055
}
