import Histogram
import PluginAPI
import SimulationKernel

// Answers that fall short of full, and what becomes of success, percentiles and recovery where
// they count.

extension OperationResult {
  /// Requests that ended so.
  func count(_ answer: Answer) -> Int { ends[Int(answer.rawValue)] }

  /// The result as if such answers were full ones.
  func admitting(_ answers: Set<LesserAnswer>) -> OperationResult {
    var result = self
    if answers.contains(.degraded), let degraded { result.add(degraded, .degraded) }
    if answers.contains(.stale), let stale { result.add(stale, .stale) }
    return result
  }

  private mutating func add(_ lesser: LesserResult, _ answer: Answer) {
    latency.add(lesser.latency)
    latencySum += lesser.latencySum
    latencyMax = max(latencyMax, lesser.latencyMax)
    ends[Int(Answer.ok.rawValue)] += count(answer)
    ends[Int(answer.rawValue)] = 0
    for step in fullSeries.indices { fullSeries[step] += lesser.series[step] }
  }
}

extension Reduction {
  /// What an operation did where degraded and stale answers count, alone and together.
  func admitted(_ runs: [OperationResult]) -> [AdmittedMeasurements] {
    let sets: [Set<LesserAnswer>] = [[.degraded], [.stale], [.degraded, .stale]]
    return sets.map { answers in
      let runs = runs.map { $0.admitting(answers) }
      return AdmittedMeasurements(
        answers: answers, success: success(runs), demanded: percentiles(runs, demanded: true),
        recovery: recovery(runs).map { Self.estimate($0) })
    }
  }

  /// The share of arrivals that ended full.
  func success(_ runs: [OperationResult]) -> Estimate {
    Self.estimate(
      runs.map { $0.arrivals == 0 ? nil : Double($0.count(.ok)) / Double($0.arrivals) })
  }

  /// Percentiles of what was full; over all arrivals where `demanded`.
  func percentiles(
    _ runs: [OperationResult], demanded: Bool
  ) -> [(share: Double, value: Estimate)] {
    Self.shares.map { share in
      (share, Self.estimate(runs.map { percentile($0, share, demanded: demanded) }))
    }
  }

  /// Seconds from the first fault until at least 99 % of each later step's arrivals ended full, per
  /// replication; nil without a fault.
  func recovery(_ runs: [OperationResult]) -> [Double?]? {
    guard let fault = results.first?.firstFault, fault >= 0 else { return nil }
    return zip(runs, results).map { operation, run in
      let first = Int(fault / max(1, run.step))
      var last = -1
      for step in operation.arrivalSeries.indices where step >= first {
        let arrivals = operation.arrivalSeries[step]
        guard arrivals > 0, Double(operation.fullSeries[step]) < 0.99 * Double(arrivals) else {
          continue
        }
        last = step
      }
      if last < 0 { return 0 }
      let end = operation.arrivalSeries.lastIndex { $0 > 0 } ?? 0
      if last >= end { return .infinity }
      return max(0, Double(Int64(last + 1) * run.step - fault) / 1e9)
    }
  }
}
