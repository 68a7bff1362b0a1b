/// Exact mean-value analysis of closed networks with one class of customers.
///
/// Source: Martin Reiser, Stephen Lavenberg, "Mean-Value Analysis of Closed Multichain Queuing
/// Networks", Journal of the ACM 27(2), 1980; stations with several servers with their marginal
/// probabilities as in section 4 there.
struct MeanValueAnalysis {
  /// A station: visits per request, mean work of a visit, servers.
  struct Station: Sendable {
    var visits: Double
    var work: Double
    var servers = 1
  }

  /// Requests per second.
  let throughput: Double
  /// Mean time of one visit by station, waiting included.
  let times: [Double]
  /// Mean number present by station.
  let present: [Double]
  /// Mean time from a request to its answer.
  let response: Double

  /// Solves a network for a number of customers who think for a mean time between requests.
  init(_ stations: [Station], customers: Int, think: Double) {
    // chances[k][j] is the probability that j are at station k with one customer fewer.
    var chances = stations.map { _ in [1.0] + [Double](repeating: 0, count: customers) }
    var times = stations.map { _ in 0.0 }
    var rate = 0.0
    for n in 1...customers {
      for (k, station) in stations.enumerated() {
        times[k] = (1...n).reduce(0) { sum, j in
          sum + Double(j) * station.work / Double(min(j, station.servers)) * chances[k][j - 1]
        }
      }
      rate = Double(n) / (think + zip(stations, times).reduce(0) { $0 + $1.0.visits * $1.1 })
      for (k, station) in stations.enumerated() {
        var next = chances[k]
        for j in 1...n {
          let speed = Double(min(j, station.servers)) / station.work
          next[j] = rate * station.visits / speed * chances[k][j - 1]
        }
        next[0] = 1 - next[1...n].reduce(0, +)
        chances[k] = next
      }
    }
    throughput = rate
    self.times = times
    present = zip(stations, times).map { rate * $0.visits * $1 }
    response = zip(stations, times).reduce(0) { $0 + $1.0.visits * $1.1 }
  }
}
