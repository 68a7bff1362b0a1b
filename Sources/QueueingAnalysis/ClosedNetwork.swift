import Stochastics

/// A closed network of stations with product form, one class of users.
///
/// Source: Jeffrey Buzen, "Computational Algorithms for Closed Queueing Networks with Exponential
/// Servers", Communications of the ACM 16(9), 1973; Martin Reiser and Stephen Lavenberg,
/// "Mean-Value Analysis of Closed Multichain Queueing Networks", Journal of the ACM 27(2), 1980.
struct ClosedNetwork {
  /// A station: its demand is mean visits x mean work per request.
  struct Station {
    var demand: Double
    /// Slots; nil for any number.
    var servers: Double?
  }

  /// Throughput, and the mean number at each station.
  struct Solution {
    var throughput: Double
    var present: [Double]
  }

  /// Products of users, stations and classes beyond this are not solved exactly.
  static let mostWork = 4_000_000.0

  /// Exact for one class; nil where it would take too long or too many digits.
  ///
  /// - Parameters:
  ///   - stations: The stations.
  ///   - users: Their number, at least 1.
  ///   - think: Mean time between requests.
  /// - Returns: Throughput and who is where.
  static func exact(_ stations: [Station], users: Int, think: Double) -> Solution? {
    let several = stations.contains { ($0.servers ?? 1) > 1 }
    let size = Double(users)
    if !several {
      guard size * Double(stations.count) <= mostWork else { return nil }
      return meanValues(stations, users: users, think: think)
    }
    guard size * size * Double(stations.count) <= mostWork else { return nil }
    return convolved(stations, users: users, think: think)
  }

  /// Mean-value analysis for stations with one slot and delays.
  static func meanValues(_ stations: [Station], users: Int, think: Double) -> Solution {
    var present = [Double](repeating: 0, count: stations.count)
    var throughput = 0.0
    for number in 1...max(1, users) {
      let times = zip(stations, present).map { station, others in
        station.servers == nil ? station.demand : station.demand * (1 + others)
      }
      let cycle = think + times.reduce(0, +)
      throughput = cycle > 0 ? Double(number) / cycle : .infinity
      present = times.map { $0 > 0 ? throughput * $0 : 0 }
    }
    return Solution(throughput: throughput, present: present)
  }

  /// Exact mean-value analysis for several classes at stations with one slot and delays; nil
  /// where the populations are too many.
  ///
  /// - Parameters:
  ///   - demands: The demand of each class at each station.
  ///   - isDelay: Which stations are delays.
  ///   - users: Their number by class.
  ///   - think: Mean time between requests, by class.
  /// - Returns: Throughput by class, and the mean number present by class and station.
  static func meanValues(
    demands: [[Double]], isDelay: [Bool], users: [Int], think: [Double]
  ) -> (throughput: [Double], present: [[Double]])? {
    var size = 1.0
    for number in users { size *= Double(number) + 1 }
    guard size * Double(isDelay.count * users.count) <= mostWork else { return nil }
    // Populations in the order of a counter whose first digit runs fastest.
    var totals = [[Double]](repeating: [], count: Int(size))
    totals[0] = [Double](repeating: 0, count: isDelay.count)
    var strides = [Int](repeating: 1, count: users.count)
    for index in users.indices.dropFirst() {
      strides[index] = strides[index - 1] * (users[index - 1] + 1)
    }
    var throughput = [Double](repeating: 0, count: users.count)
    var present = [[Double]](
      repeating: [Double](repeating: 0, count: isDelay.count), count: users.count)
    for population in 1..<max(1, Int(size)) {
      var sum = [Double](repeating: 0, count: isDelay.count)
      for index in users.indices {
        let number = population / strides[index] % (users[index] + 1)
        guard number > 0 else {
          throughput[index] = 0
          present[index] = present[index].map { _ in 0 }
          continue
        }
        let others = totals[population - strides[index]]
        let times = isDelay.indices.map {
          isDelay[$0] ? demands[index][$0] : demands[index][$0] * (1 + others[$0])
        }
        let cycle = think[index] + times.reduce(0, +)
        throughput[index] = cycle > 0 ? Double(number) / cycle : .infinity
        present[index] = times.map { $0 > 0 ? throughput[index] * $0 : 0 }
        for station in sum.indices { sum[station] += present[index][station] }
      }
      totals[population] = sum
    }
    return (throughput, present)
  }

  // MARK: Several slots

  /// Buzen's convolution for stations with several slots; nil where sixteen digits do not do.
  static func convolved(_ stations: [Station], users: Int, think: Double) -> Solution? {
    let queues = stations.indices.filter { stations[$0].servers != nil && stations[$0].demand > 0 }
    let delay = think + stations.reduce(0) { $0 + ($1.servers == nil ? $1.demand : 0) }
    // Demands are scaled so that the station that is full first has 1 per slot.
    let scale =
      queues.map { stations[$0].demand / (stations[$0].servers ?? 1) }.max() ?? delay
    guard scale > 0 else { return nil }
    var weights: [[Double]] = []
    for queue in queues {
      guard let row = row(stations[queue].demand / scale, stations[queue].servers ?? 1, users)
      else { return nil }
      weights.append(row)
    }
    if delay > 0 {
      guard let row = row(delay / scale, .infinity, users) else { return nil }
      weights.append(row)
    }
    // before[k]: stations 0..<k together; after[k]: those from k on.
    var before = [[Double]](repeating: [], count: weights.count + 1)
    var after = before
    let empty = [1.0] + [Double](repeating: 0, count: users)
    before[0] = empty
    after[weights.count] = empty
    for index in weights.indices {
      before[index + 1] = convolution(before[index], weights[index])
      let back = weights.count - 1 - index
      after[back] = convolution(weights[back], after[back + 1])
    }
    let all = before[weights.count]
    guard all[users] > 1e-290, all[users] < 1e290, all[users - 1] > 1e-290 else { return nil }
    // convolution() may scale its result: the ratio of two neighbours is not touched by that.
    let throughput = all[users - 1] / all[users] / scale
    var present = stations.map { station in
      station.servers == nil ? throughput * station.demand : 0
    }
    for (index, queue) in queues.enumerated() {
      let others = convolution(before[index], after[index + 1])
      var number = 0.0
      var total = 0.0
      for here in 0...users {
        let weight = weights[index][here] * others[users - here]
        total += weight
        number += Double(here) * weight
      }
      guard total > 0, total < .infinity else { return nil }
      present[queue] = number / total
    }
    return Solution(throughput: throughput, present: present)
  }

  /// The weights of 0 to `users` at a station, scaled to a greatest value of 1.
  ///
  /// They are demand^n over the product of the servers busy with 1, 2 and so on to n; nil where the values span more than sixteen digits can hold apart from zero.
  private static func row(_ demand: Double, _ servers: Double, _ users: Int) -> [Double]? {
    var logs = [0.0]
    for number in 1...users {
      logs.append(
        logs[number - 1] + Elementary.log(demand / min(Double(number), servers)))
    }
    let most = logs.max() ?? 0
    guard most - (logs.min() ?? 0) < 600 else { return nil }
    return logs.map { Elementary.exp($0 - most) }
  }

  private static func convolution(_ left: [Double], _ right: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: left.count)
    for first in left.indices where left[first] > 0 {
      for second in 0..<(left.count - first) {
        result[first + second] += left[first] * right[second]
      }
    }
    let most = result.max() ?? 0
    return most > 0 ? result.map { $0 / most } : result
  }
}
