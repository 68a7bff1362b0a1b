import PluginAPI

/// Predictions that look like real ones.
enum SamplePrediction {
  static let run: AnalyticPrediction = {
    var prediction = peak
    prediction.scenario = "run"
    return prediction
  }()

  static let peak: AnalyticPrediction = {
    var prediction = AnalyticPrediction(scenario: "peak")
    var browse = OperationPrediction(operation: "browse", rate: 333, peakRate: 400)
    browse.latency = 0.0125
    browse.admitted = 0.999
    browse.theory = "open Jackson network"
    var buy = OperationPrediction(operation: "buy", rate: 40, peakRate: 48)
    buy.because = ["db cannot keep up, so waits have no mean", "not exact: db is replicated"]
    prediction.operations = [browse, buy]
    var edge = ComponentPrediction(component: "edge")
    edge.visits = [("browse", 1), ("buy", 1)]
    edge.arrivals = 373
    edge.work = 0.001
    edge.held = 0.012
    (edge.utilisation, edge.busiest, edge.busiestAtPeak) = (0.12, 0.12, 0.14)
    edge.waiting = 0.0001
    edge.theory = "open Jackson network"
    var store = ComponentPrediction(component: "db")
    store.arrivals = 40
    store.work = 0.03
    (store.utilisation, store.busiest, store.busiestAtPeak) = (1.2, 12, 14)
    var users = ComponentPrediction(component: "users")
    users.arrivals = 10
    users.isUnlimited = true
    (users.utilisation, users.held, users.waiting) = (31.4, 3.14, 0)
    prediction.components = [edge, store, users]
    prediction.atMean = LoadLimit(bottleneck: "db", utilisation: 1.2, factor: 0.8333)
    prediction.atPeak = LoadLimit(bottleneck: "db", utilisation: nil, factor: 0)
    prediction.closed = [
      ClosedBounds(
        operation: "buy", users: 40, think: 1, unloaded: 0.05, bottleneck: "db", throughput: 33,
        latency: 0.21, knee: 35)
    ]
    var warning = Finding(
      .violated, .major, subject: "components.db", components: ["db"],
      places: [SampleReport.span(17)],
      message: "'db' is asked for 1.20 times what its slots can do: what waits there grows",
      remedy: "more shards with 'sharding.count' (now 1)")
    warning.check = "analytic.saturated"
    prediction.warnings = [warning]
    prediction.leftOut = ["nobody gives up or tries again: time-outs and retries are left out"]
    return prediction
  }()
}
